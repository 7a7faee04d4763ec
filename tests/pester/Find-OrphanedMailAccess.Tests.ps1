BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $audit = Join-Path $TestDrive 'audit'
    $null = New-AuditScenario -Path $audit -MailboxCount 40 -Days 14 -Seed 3 -Attack storm-0558
    $signIns = Join-Path $TestDrive 'signins.jsonl'
    Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-Content | Where-Object { $_ -match '"UserLoggedIn"' } | ForEach-Object {
        $record = ConvertFrom-Json -InputObject $_
        ConvertTo-Json -Compress @{
            id = $record.Id; createdDateTime = "$($record.CreationTime.ToString('s'))Z"; userPrincipalName = $record.UserId; appId = $record.ApplicationId
            ipAddress = $record.ActorIpAddress; isInteractive = $true; status = @{ errorCode = 0 }
        }
    } | Set-Content -LiteralPath $signIns
}

Describe 'Find-OrphanedMailAccess' {
    It 'gives findings with grade and counts, none of them above what an orphan alone is worth' {
        $found = @(Find-OrphanedMailAccess $audit -MinimumSeverity Informational 3>$null 6>$null)
        $found | Should -Not -BeNullOrEmpty
        $found | Should -BeOfType StormDetect.Core.OrphanedMailAccess
        $found.Severity | Should -Not -Contain 'Critical'
        $found.Id | Should -Match '^ORP-[0-9A-F]{12}$'
        $found | ForEach-Object { $_.UnmatchedCount | Should -BeGreaterThan 0; $_.SignInSources | Should -Not -BeNullOrEmpty }
    }

    It 'reads sign-ins given beside the log, and says what it read of them' {
        $hunt = Find-OrphanedMailAccess $audit -SignInPath $signIns -Summary 3>$null 6>$null
        $hunt.SignInReport.Kept | Should -BeGreaterThan 100
        $hunt.SignInReport.Files[0].Form | Should -Be GraphSignIn
        $hunt.Hunts | Should -Be @('OrphanedAccess')
    }

    It 'warns where only interactive sign-ins are there' {
        $null = Find-OrphanedMailAccess $audit -WarningVariable warnings 3>$null 6>$null
        "$warnings" | Should -Match 'non-interactive'
    }

    It 'says that a file of sign-ins does not exist, and goes on' {
        $found = Find-OrphanedMailAccess $audit -SignInPath ./nowhere.csv -Summary -ErrorVariable failures -ErrorAction SilentlyContinue 3>$null 6>$null
        $failures[0].FullyQualifiedErrorId | Should -Match '^PathNotFound,'
        $found | Should -Not -BeNullOrEmpty
    }

    It 'takes records from the pipeline' {
        $hunt = Import-M365AuditLog $audit -Operation MailItemsAccessed, UserLoggedIn -Start 2026-09-02 -End 2026-09-06 3>$null | Find-OrphanedMailAccess -Summary 3>$null 6>$null
        $hunt.ReadReport.Kept | Should -BeGreaterThan 100
    }

    It 'cannot conclude without sign-ins' {
        $reads = Join-Path $TestDrive 'reads.jsonl'
        Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-Content | Where-Object { $_ -match '"MailItemsAccessed"' } | Set-Content -LiteralPath $reads
        $hunt = Find-OrphanedMailAccess $reads -Summary 3>$null 6>$null
        $hunt.Verdict | Should -Be CannotConclude
        $hunt.Coverage.BlindIntervals.Cause | Should -Contain SignInsMissing
    }
}
