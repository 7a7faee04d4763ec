BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $command = Get-Command Find-SuspiciousMailboxChange

    function New-Change([int] $Number, [string] $Operation, [hashtable] $Parameters) {
        ConvertTo-Json -Compress -Depth 5 -InputObject ([ordered] @{
                Id = "00000000-0000-4000-8000-{0:x12}" -f $Number; CreationTime = '2026-09-01T10:{0:00}:00' -f $Number; Operation = $Operation; RecordType = 1; UserType = 2; ResultStatus = 'True'
                OrganizationId = '11111111-2222-4333-8444-555555555555'; UserId = 'mallory@contoso.example'; ClientIP = '198.51.100.7:1234'; ExternalAccess = $false
                Parameters = @($Parameters.GetEnumerator() | Sort-Object Name | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } })
            })
    }

    $lines = @(
        New-Change 1 'Set-Mailbox' @{ Identity = 'kim@contoso.example'; ForwardingSmtpAddress = 'smtp:drop@evil.example'; DeliverToMailboxAndForward = 'False' }
        New-Change 2 'Add-MailboxPermission' @{ Identity = 'kim@contoso.example'; User = 'mallory@contoso.example'; AccessRights = 'FullAccess' }
        New-Change 3 'Set-MailboxAuditBypassAssociation' @{ Identity = 'mallory@contoso.example'; AuditBypassEnabled = 'True' }
        New-Change 4 'Set-Mailbox' @{ Identity = 'kim@contoso.example'; ForwardingSmtpAddress = '' }
    )
    $log = Join-Path $TestDrive 'changes.jsonl'
    Set-Content -LiteralPath $log -Value $lines
    $expected = @(Find-SuspiciousMailboxChange $log 6>$null)
}

Describe 'Find-SuspiciousMailboxChange' {
    It 'finds each story once, with its kind and what became of it' {
        @($expected.DetectionId | Sort-Object) | Should -Be @('MailboxChange.AuditTampering', 'MailboxChange.Forwarding', 'MailboxChange.Permission')
        $forwarding = $expected | Where-Object ChangeKind -EQ Forwarding
        $forwarding.IsReverted | Should -BeTrue
        $forwarding.Destinations | Should -Be 'drop@evil.example'
        $forwarding.DestinationsText | Should -Be 'drop@evil.example'
        $forwarding | Should -BeOfType ([StormDetect.Core.MailboxChangeFinding])
    }

    It 'gives the types it promises' {
        $summary = Find-SuspiciousMailboxChange $log -Summary
        @($expected[0].GetType(), $summary.GetType()) | Should -Be @($command.OutputType.Type)
        $summary.Verdict | Should -Be 'Suspicious'
        $summary.Hunts | Should -Be 'MailboxChange'
    }

    It 'opens blind time for what is not audited, and says so in the verdict' {
        $summary = Find-SuspiciousMailboxChange $log -Summary
        @($summary.Coverage.BlindIntervals | Where-Object Cause -EQ ActorBypassed).Subject | Should -Be 'mallory@contoso.example'
        $summary.VerdictText | Should -Match 'mallory@contoso\.example read while exempt'
    }

    It 'takes paths, literal paths, files, records and JSON, and finds the same in each' {
        $ways = @(
            { Find-SuspiciousMailboxChange -LiteralPath $log }
            { Get-Item -LiteralPath $log | Find-SuspiciousMailboxChange }
            { Import-M365AuditLog $log | Find-SuspiciousMailboxChange }
            { $lines | Find-SuspiciousMailboxChange }
            { $lines | ForEach-Object { [pscustomobject] @{ AuditData = $_ } } | Find-SuspiciousMailboxChange }
        )
        foreach ($way in $ways) {
            @(& $way 6>$null).Id | Should -Be $expected.Id -Because "$way"
        }
    }

    It 'takes accepted domains, priority mailboxes and a window' {
        (Find-SuspiciousMailboxChange $log -AcceptedDomain evil.example 6>$null).ChangeKind | Should -Not -Contain 'Forwarding'
        (Find-SuspiciousMailboxChange $log -PriorityMailbox kim@contoso.example 6>$null | Where-Object ChangeKind -EQ Permission).Reasons.Code | Should -Contain 'PriorityMailbox'
        Find-SuspiciousMailboxChange $log -StartDate 2026-09-02 6>$null 3>$null | Should -BeNullOrEmpty
        { Find-SuspiciousMailboxChange $log -Start 2026-09-03 -End 2026-09-02 -ErrorAction Stop } | Should -Throw -ErrorId 'WindowEmpty*'
    }

    It 'names an input that is none and reads the rest' {
        $found = @(1, $log | Find-SuspiciousMailboxChange -ErrorVariable problems -ErrorAction SilentlyContinue 6>$null)
        $problems.Count | Should -Be 1
        $found.Id | Should -Be $expected.Id
    }

    It 'shows a table and a list' {
        $table = $expected | Format-Table | Out-String -Width 160
        $table | Should -Match 'Forwarding'
        $list = $expected | Format-List | Out-String -Width 160
        $list | Should -Match 'RevertedAt'
        $list | Should -Match 'ForwardingSmtpAddress|Set-Mailbox'
    }

    It 'gives findings that survive ConvertTo-Json and Export-Csv' {
        ($expected[0] | ConvertTo-Json -WarningAction Stop | ConvertFrom-Json).Id | Should -Be $expected[0].Id
        @($expected | ConvertTo-Csv | ConvertFrom-Csv).Count | Should -Be $expected.Count
    }
}
