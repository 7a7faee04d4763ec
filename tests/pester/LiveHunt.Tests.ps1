# A hunt for everything, with a tenant beside its logs: what was there before the log begins.
BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'live.ps1')
    $days = 10
    $start = [DateTime]::UtcNow.Date.AddDays(1 - $days).ToString('yyyy-MM-dd')
    $tenant = Start-FakeTenant -Arguments '--now', 'real', '--mailboxes', 25, '--days', $days, '--seed', 7, '--start', $start, '--attack', 'bec-rule', '--attack', 'illicit-consent', '--attack', 'oauth-app', '--older-intruder'
    $scenario = New-AuditScenario -Path (Join-Path $TestDrive 'scenario') -MailboxCount 25 -Days $days -Seed 7 -Start $start -Attack bec-rule, illicit-consent, oauth-app
    $audit = $scenario.LogFiles
    $offline = Invoke-M365MailHunt $audit -MinimumSeverity Low -AcceptedDomain $tenant.Domain 3>$null 6>$null
}

AfterAll {
    if ($tenant) {
        Stop-FakeTenant $tenant
    }
}

Describe 'Invoke-M365MailHunt with a tenant' {
    BeforeEach {
        $connection = Connect-FakeTenant $tenant
    }

    AfterEach {
        Get-StormDetectConnection | Disconnect-StormDetect
    }

    It 'finds what is older than the log, and every finding of the log once, by the same id' {
        $live = Invoke-M365MailHunt $audit -LiveInboxRule -LiveConsent -MinimumSeverity Low -AcceptedDomain $tenant.Domain -WarningVariable warnings 3>$null 6>$null
        @($offline.Findings.Id | Where-Object { $_ -notin $live.Findings.Id }) | Should -BeNullOrEmpty
        @($live.Findings.Id | Sort-Object -Unique).Count | Should -Be $live.Findings.Count
        $more = @($live.Findings | Where-Object Id -NotIn $offline.Findings.Id)
        $rule = @($more | Where-Object { $_ -is [StormDetect.Core.InboxRuleFinding] })
        $rule.Count | Should -Be 1
        $rule.ExternalRecipientsText | Should -Be 'collect@dropbox.test'
        $rule.Source | Should -Be 'Graph'
        $consent = @($more | Where-Object DetectionId -EQ 'MailboxChange.StandingConsent' | Where-Object Severity -GE Medium)
        $consent.AppIds | Should -Contain '0b5e1f0e-91c3-4c55-8a6e-5c9b1d7a2f40'
        "$($consent.Title)" | Should -Match 'Outlook Service'
        ($consent | Where-Object AppIds -NotContain '0b5e1f0e-91c3-4c55-8a6e-5c9b1d7a2f40').Reasons.Code | Should -Contain 'UsedAfterwards' -Because 'no other grant is Medium by itself'
        "$warnings" | Should -Match 'IncludeHidden'
        @($live.Coverage.BlindIntervals | Where-Object Cause -EQ InboxRulesMissing) | Should -BeNullOrEmpty
    }

    It 'is the offline hunt where nothing live is asked for, and asks nothing' {
        $before = (Get-FakeTenantRequest $tenant).Count
        $again = Invoke-M365MailHunt $audit -MinimumSeverity Low -AcceptedDomain $tenant.Domain 3>$null 6>$null
        (Get-FakeTenantRequest $tenant).Count | Should -Be $before
        @($again.Findings | ForEach-Object { "$($_.Id) $($_.Severity) $($_.Title)" }) | Should -Be @($offline.Findings | ForEach-Object { "$($_.Id) $($_.Severity) $($_.Title)" })
    }

    It 'reads the rules of the mailboxes named, and says whose it could not read' {
        $mailbox = (Find-SuspiciousInboxRule -AllMailboxes 3>$null 6>$null | Where-Object ExternalRecipients -Contain 'collect@dropbox.test').Mailboxes[0]
        $before = @(Get-FakeTenantRequest $tenant | Where-Object path -Like '*messageRules*').Count
        $hunt = Invoke-M365MailHunt $audit -Hunt InboxRule -RuleMailbox $mailbox, 'nobody@nowhere.test' -ErrorVariable failures -ErrorAction SilentlyContinue 3>$null 6>$null
        @(Get-FakeTenantRequest $tenant | Where-Object path -Like '*messageRules*').Count - $before | Should -Be 2
        @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }).FullyQualifiedErrorId | Should -Be 'MailboxRulesNotRead,StormDetect.Commands.InvokeM365MailHuntCommand'
        $hunt.Findings.ExternalRecipientsText | Should -Contain 'collect@dropbox.test'
        $blind = @($hunt.Coverage.BlindIntervals | Where-Object Cause -EQ InboxRulesMissing)
        $blind.Subject | Should -Be 'nobody@nowhere.test'
        $hunt.VerdictText | Should -Match 'rules of 1 of 2 mailboxes read as they stand \(not of nobody@nowhere\.test\)'
    }

    It 'judges the logs where the tenant refuses, and says so' {
        Get-StormDetectConnection | Disconnect-StormDetect
        $null = Connect-FakeTenant $tenant -Permission 'User.Read.All', 'Domain.Read.All'
        $hunt = Invoke-M365MailHunt $audit -LiveInboxRule -LiveConsent -ResolveApplication -MinimumSeverity Low -ErrorVariable failures -ErrorAction SilentlyContinue 3>$null 6>$null
        @($hunt.Findings.Id) | Should -Be @($offline.Findings.Id)
        @($failures.FullyQualifiedErrorId | Sort-Object -Unique) | Should -Be 'TenantPermissionMissing,StormDetect.Commands.InvokeM365MailHuntCommand'
        "$failures" | Should -Match 'MailboxSettings\.Read'
        "$failures" | Should -Match 'DelegatedPermissionGrant\.Read\.All'
        ($hunt.Coverage.BlindIntervals | Where-Object Cause -EQ InboxRulesMissing).Scope | Should -Be 'Tenant'
    }

    It 'names applications in titles, verdict and incidents as the directory does, beside their ids' {
        $named = Invoke-M365MailHunt $audit -ResolveApplication -MinimumSeverity Low -AcceptedDomain $tenant.Domain 3>$null 6>$null
        @($named.Findings | ForEach-Object { "$($_.Id) $($_.Severity)" }) | Should -Be @($offline.Findings | ForEach-Object { "$($_.Id) $($_.Severity)" })
        $changed = @($named.Findings | Where-Object { $_.PSObject.Properties['ClientAppName'] -and $_.ClientAppName })
        $changed.Count | Should -BeGreaterThan 0
        foreach ($finding in $changed) {
            $finding.Title | Should -BeLike "*$($finding.ClientAppName) ($($finding.ClientAppId))*"
        }

        @($named.Findings.Title | Where-Object { $_ -notin $offline.Findings.Title }) | Should -Not -BeNullOrEmpty
        foreach ($incident in $named.Incidents) {
            @($incident.Findings | Where-Object { $incident.Title.StartsWith($_.Title) }) | Should -Not -BeNullOrEmpty
        }
    }

    It 'tells nothing twice with everything live at once' {
        $all = Invoke-M365MailHunt $audit -LiveSignIn -LiveDirectoryAudit -LiveInboxRule -LiveConsent -ResolveApplication -MinimumSeverity Low 3>$null 6>$null
        @($all.Findings.Id | Sort-Object -Unique).Count | Should -Be $all.Findings.Count
        $named = @($all.Findings | Where-Object DetectionId -EQ 'MailboxChange.Consent' | ForEach-Object AppIds)
        $named | Should -Not -BeNullOrEmpty
        @($all.Findings | Where-Object DetectionId -EQ 'MailboxChange.StandingConsent' | ForEach-Object AppIds | Where-Object { $_ -in $named }) | Should -BeNullOrEmpty
        @($offline.Findings | Where-Object { $_ -is [StormDetect.Core.InboxRuleFinding] } | ForEach-Object Id | Where-Object { $_ -notin $all.Findings.Id }) | Should -BeNullOrEmpty
    }

    It 'shows its plan and asks nothing, without a connection' {
        Get-StormDetectConnection | Disconnect-StormDetect
        $before = (Get-FakeTenantRequest $tenant).Count
        $plan = @(Invoke-M365MailHunt ./nowhere -LiveSignIn -LiveDirectoryAudit -LiveInboxRule -LiveConsent -ResolveApplication -ShowPlan)
        $plan | Should -BeOfType ([StormDetect.Core.TenantReadStep])
        foreach ($permission in 'AuditLog.Read.All', 'MailboxSettings.Read', 'DelegatedPermissionGrant.Read.All', 'Application.Read.All', 'Domain.Read.All') {
            "$($plan.Permission)" | Should -Match ([regex]::Escape($permission))
        }

        @(Invoke-M365MailHunt ./nowhere -ShowPlan) | Should -BeNullOrEmpty
        (Get-FakeTenantRequest $tenant).Count | Should -Be $before
    }

    It 'reads nothing for a hunt that is not run: <Parameter>' -ForEach @(
        @{ Parameter = 'LiveInboxRule'; Arguments = @{ LiveInboxRule = $true; Hunt = 'MailAccess' } }
        @{ Parameter = 'RuleMailbox'; Arguments = @{ RuleMailbox = 'kim@contoso.example'; Hunt = 'MailAccess', 'MailboxChange' } }
        @{ Parameter = 'LiveConsent'; Arguments = @{ LiveConsent = $true; Hunt = 'InboxRule' } }
        @{ Parameter = 'LiveSignIn'; Arguments = @{ LiveSignIn = $true; Hunt = 'InboxRule' } }
    ) {
        { Invoke-M365MailHunt $audit @Arguments } | Should -Throw -ErrorId 'LiveSourceUnused,StormDetect.Commands.InvokeM365MailHuntCommand'
    }

    It 'needs a connection, and says how to get one' {
        Get-StormDetectConnection | Disconnect-StormDetect
        { Invoke-M365MailHunt $audit -LiveConsent } | Should -Throw -ErrorId 'NotConnected,StormDetect.Commands.InvokeM365MailHuntCommand'
    }

    It 'gives by Find-SuspiciousMailboxChange -LiveConsent the same consents' {
        $alone = @(Find-SuspiciousMailboxChange $audit -LiveConsent -MinimumSeverity Low -AcceptedDomain $tenant.Domain -Verbose 3>$null 4>&1 6>$null)
        "$($alone | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })" | Should -Match 'grants let applications read mail'
        $live = Invoke-M365MailHunt $audit -Hunt MailboxChange -LiveConsent -MinimumSeverity Low -AcceptedDomain $tenant.Domain 3>$null 6>$null
        @($live.Findings | Where-Object ChangeKind -EQ StandingConsent).Count | Should -BeGreaterThan 0
        @(($alone | Where-Object { $_ -is [StormDetect.Core.MailboxChangeFinding] }).Id) | Should -Be @($live.Findings.Id)
    }
}
