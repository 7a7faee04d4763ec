BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'config.ps1')
}

Describe 'Export-M365ConfigSnapshot' {
    AfterEach { Clear-StubSession }

    It 'writes what the session answers, and no secrets' {
        New-StubSession tmpEXO_exchange 'kim@contoso.example', 'lee@contoso.example', '_odd@contoso.example'
        Set-StubConnection $exchangeConnection
        $file = Join-Path $TestDrive 'one.json'
        $summary = Export-M365ConfigSnapshot $file
        $summary | Should -BeOfType StormDetect.Core.ConfigSnapshotSummary
        $summary.Bytes | Should -Be (Get-Item $file).Length
        ($summary.Parts | Where-Object Part -EQ Mailboxes).Count | Should -Be 4 -Because 'three and a group, each once'
        $summary.ReadParts | Should -Contain Mailboxes
        $summary.IncompleteParts | Should -Contain RoleAssignments
        Get-Content -Raw $file | Should -Not -Match 'hunter2|not a setting'
        (Test-M365LoggingConfig $file -CheckId MailboxAudit.Organization).TenantName | Should -Be Contoso
    }

    It 'goes on where it ended, and asks for nothing twice' {
        $file = Join-Path $TestDrive 'resumed.json'
        New-StubSession tmpEXO_exchange 'anna@contoso.example', 'kim@contoso.example', 'lee@contoso.example' -Fails k
        Set-StubConnection $exchangeConnection
        $first = Export-M365ConfigSnapshot $file
        $first.IncompleteParts | Should -Contain Mailboxes
        ($first.Parts | Where-Object Part -EQ Mailboxes).Reason | Should -Match 'timed out'
        (Test-M365LoggingConfig $file -CheckId MailboxAudit.AgeLimit).Status | Should -Be Unknown
        Clear-StubSession

        New-StubSession tmpEXO_exchange 'anna@contoso.example', 'kim@contoso.example', 'lee@contoso.example'
        Set-StubConnection $exchangeConnection
        $second = Export-M365ConfigSnapshot $file -Resume
        $second.ReadParts | Should -Contain Mailboxes
        ($second.Parts | Where-Object Part -EQ Mailboxes).Count | Should -Be 4
        @($global:StormCalls | Where-Object { $_ -match "^Get-EXOMailbox.*Alias -like 'a\*'$" }) | Should -BeNullOrEmpty
        @($global:StormCalls | Where-Object { $_ -match "^Get-EXOMailbox.*Alias -like 'k\*'$" }) | Should -HaveCount 1
        (Test-M365LoggingConfig $file -CheckId MailboxAudit.AgeLimit).Status | Should -Be Passed
    }

    It 'stops when asked to while the service hangs, and leaves what it had read' {
        $file = Join-Path $TestDrive 'stopped.json'
        $engine = [powershell]::Create()
        try {
            $null = $engine.AddScript({
                    param($root, $file)
                    . (Join-Path $root 'common.ps1')
                    . (Join-Path $root 'config.ps1')
                    New-StubSession tmpEXO_exchange 'anna@contoso.example', 'kim@contoso.example' -Hangs k
                    Set-StubConnection $exchangeConnection
                    Export-M365ConfigSnapshot $file
                }).AddArgument($PSScriptRoot).AddArgument($file)
            $running = $engine.BeginInvoke()
            $slice = '"a","b","c","d","e","f","g","h","i","j"'
            for ($i = 0; $i -lt 600 -and -not ((Test-Path $file) -and (Get-Content -Raw $file) -match $slice); $i++) { Start-Sleep -Milliseconds 100 }
            $running.IsCompleted | Should -BeFalse
            $engine.Stop()
            $engine.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $engine.Dispose()
        }

        New-StubSession tmpEXO_exchange 'anna@contoso.example', 'kim@contoso.example'
        Set-StubConnection $exchangeConnection
        $resumed = Export-M365ConfigSnapshot $file -Resume
        ($resumed.Parts | Where-Object Part -EQ Mailboxes).Count | Should -Be 3
        @($global:StormCalls | Where-Object { $_ -match "Alias -like 'a\*'$" }) | Should -BeNullOrEmpty
    }

    It 'replaces nothing unasked, and goes on with no other tenant' {
        $file = Join-Path $TestDrive 'kept.json'
        $null = New-ConfigOrganization | Export-M365ConfigSnapshot $file -TenantId another
        $before = Get-Content -Raw $file
        { New-ConfigOrganization | Export-M365ConfigSnapshot $file } | Should -Throw -ErrorId 'ConfigSnapshotAlreadyExists,*'
        { New-ConfigOrganization | Export-M365ConfigSnapshot $file -Resume -TenantId mine } | Should -Throw -ErrorId 'ConfigSnapshotForeignTenant,*'
        New-StubSession tmpEXO_exchange 'kim@contoso.example'
        Set-StubConnection $exchangeConnection
        { Export-M365ConfigSnapshot $file -Resume } | Should -Throw -ErrorId 'ConfigSnapshotForeignTenant,*'
        $null = New-ConfigOrganization | Export-M365ConfigSnapshot (Join-Path $TestDrive 'not.json') -WhatIf
        Test-Path (Join-Path $TestDrive 'not.json') | Should -BeFalse
        Get-Content -Raw $file | Should -Be $before
        (New-ConfigOrganization | Export-M365ConfigSnapshot $file -Force -TenantId mine).TenantId | Should -Be mine
    }

    It 'adds objects to a snapshot that is there' {
        $file = Join-Path $TestDrive 'added.json'
        $null = New-ConfigMailbox kim@contoso.example | Export-M365ConfigSnapshot $file
        $null = New-ConfigLicence kim@contoso.example | Export-M365ConfigSnapshot $file -Resume
        (Test-M365LoggingConfig $file -CheckId Licence.Retention).Status | Should -Be Passed
    }
}

Describe 'Compare-M365ConfigSnapshot' {
    BeforeAll {
        $before = Join-Path $TestDrive 'before.json'
        $after = Join-Path $TestDrive 'after.json'
        $null = [pscustomobject] @{ Identity = 'svc'; AuditBypassEnabled = $false }, (New-ConfigOrganization) | Export-M365ConfigSnapshot $before -TenantId t
        $null = [pscustomobject] @{ Identity = 'svc'; AuditBypassEnabled = $true } | Export-M365ConfigSnapshot $after -TenantId t
    }

    It 'tells what got worse and what is not known any more' {
        $changes = Compare-M365ConfigSnapshot $before $after
        $changes | ForEach-Object { $_ | Should -BeOfType StormDetect.Core.ConfigChange }
        ($changes | Where-Object Change -EQ Worse).CheckId | Should -Be MailboxAudit.Bypass
        ($changes | Where-Object Change -EQ Worse).Appeared | Should -Match '^svc: '
        @(($changes | Where-Object Change -EQ UnknownNow).CheckId) | Should -Contain MailboxAudit.Organization
        @(Compare-M365ConfigSnapshot $before $after -IncludeEqual).Count | Should -Be ([StormDetect.Core.LoggingCheckCatalog]::Ids.Count)
        (Get-Item $after | Compare-M365ConfigSnapshot $before -CheckId MailboxAudit.Bypass).Change | Should -Be Worse
    }

    It 'refuses another tenant, and goes on' {
        $other = Join-Path $TestDrive 'other.json'
        $null = New-ConfigOrganization | Export-M365ConfigSnapshot $other -TenantId o
        $changes = Compare-M365ConfigSnapshot $before $other, $after -CheckId MailboxAudit.Bypass -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'TenantsDiffer,*'
        $changes.Change | Should -Be Worse
    }
}

Describe 'Get-M365AuditCoverage' {
    BeforeAll {
        $file = Join-Path $TestDrive 'coverage.json'
        $policy = [pscustomobject] @{ Name = 'Keep'; Priority = 1; RetentionDuration = 'TwelveMonths'; RecordTypes = @(); Operations = @(); UserIds = @(); Enabled = $true }
        $mailboxes = @('kim@contoso.example', 'lee@contoso.example' | ForEach-Object { New-ConfigMailbox $_ })
        $mailboxes[1].AuditOwner = @('Send')
        $bypass = @('Kim', 'svc' | ForEach-Object { [pscustomobject] @{ Identity = $_; AuditBypassEnabled = $_ -eq 'svc' } })
        $null = @([pscustomobject] @{ UnifiedAuditLogIngestionEnabled = $true }; New-ConfigOrganization; $policy; $mailboxes; $bypass; New-ConfigLicence kim@contoso.example; New-ConfigLicence lee@contoso.example) |
            Export-M365ConfigSnapshot $file -TenantId t
    }

    It 'counts mailboxes, and answers for one' {
        $rows = Get-M365AuditCoverage $file -Event MailItemsAccessed
        $rows | ForEach-Object { $_ | Should -BeOfType StormDetect.Core.AuditCoverageSummary }
        $owner = $rows | Where-Object ActorKind -EQ Owner
        $owner.Yes, $owner.No, $owner.Unknown | Should -Be 1, 1, 0
        ($rows | Where-Object ActorKind -EQ BypassedAccount).Count | Should -Be 1
        $lee = Get-M365AuditCoverage $file -Mailbox lee@* -Event MailItemsAccessed | Where-Object ActorKind -EQ Owner
        $lee.Answer | Should -Be No
        $lee.Cause | Should -Be AuditOff
    }

    It 'turns into blind intervals' {
        $rows = [StormDetect.Core.AuditCoverage[]] @(Get-M365AuditCoverage $file -Detailed)
        $now = [datetimeoffset]::UtcNow
        $intervals = [StormDetect.Core.AuditCoverageMatrix]::ToBlindIntervals($rows, $now.AddDays(-30), $now)
        @($intervals | Where-Object Certainty -GE Likely | ForEach-Object { "$($_.Scope) $($_.Subject) $($_.Cause)" }) | Should -Be 'Mailbox lee@contoso.example AuditOff', 'Actor svc ActorBypassed'
    }

    It 'takes a time without a zone for UTC, and throttled hours of a hunt' {
        $at = [datetimeoffset]::UtcNow.AddDays(-10)
        $throttled = [StormDetect.Core.BlindInterval]::new('t', 'Mailbox', 'kim@contoso.example', $at.AddHours(-1), $at.AddHours(23), 'Throttled', 'Certain', 'x')
        $row = Get-M365AuditCoverage $file -Mailbox kim@contoso.example -Event MailItemsAccessed -At $at.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ss') -BlindInterval $throttled | Where-Object ActorKind -EQ Owner
        $row.Cause | Should -Be Throttled
        $row.At.Offset | Should -Be ([timespan]::Zero)
    }

    It 'tells what is lost next, soonest first' {
        $logs = Get-M365AuditCoverage $file -Expiring
        @($logs.LostAt | Sort-Object) | Should -Be @($logs.LostAt)
        $logs | ForEach-Object { $_.TimeLeft | Should -BeLessOrEqual ([timespan]::FromDays(1)) }
        $logs.Log | Should -Contain 'Entra sign-ins'
    }
}
