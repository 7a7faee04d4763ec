# What cmdlets read from a tenant beside the audit log, against the fake one.
BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'live.ps1')
    $days = 10
    $start = [DateTime]::UtcNow.Date.AddDays(1 - $days).ToString('yyyy-MM-dd')
    # The log's last day is today, so that everything in it is as young as in a real tenant.
    $tenant = Start-FakeTenant -Arguments '--now', 'real', '--mailboxes', 25, '--days', $days, '--seed', 7, '--start', $start, '--attack', 'storm-0558', '--attack', 'illicit-consent'
    $scenario = New-AuditScenario -Path (Join-Path $TestDrive 'scenario') -MailboxCount 25 -Days $days -Seed 7 -Start $start -Attack storm-0558, illicit-consent -SignInLog
    $audit = $scenario.LogFiles
    # The fake tenant does not yet know what lies ahead of it today.
    $now = [DateTime]::UtcNow.AddHours(-1).ToString('yyyy-MM-ddTHH:mm:ssZ')
}

AfterAll {
    if ($tenant) {
        Stop-FakeTenant $tenant
    }
}

Describe 'Live sources' {
    BeforeEach {
        $connection = Connect-FakeTenant $tenant
    }

    AfterEach {
        $null = Set-FakeTenantFault $tenant
        Get-StormDetectConnection | Disconnect-StormDetect
    }

    Context 'Find-OrphanedMailAccess -LiveSignIn' {
        It 'finds what the exported sign-ins find' {
            $offline = @(Find-OrphanedMailAccess $audit -SignInPath $scenario.SignInFiles -MinimumSeverity Informational -End $now 3>$null 6>$null)
            $live = @(Find-OrphanedMailAccess $audit -LiveSignIn -MinimumSeverity Informational -End $now -AcceptedDomain $tenant.Domain 3>$null 6>$null)
            $offline.Count | Should -BeGreaterThan 0
            @($live | Where-Object { $_.LastSeen -lt [DateTimeOffset]::UtcNow.AddDays(-1) } | ForEach-Object Id) | Should -Be @($offline | Where-Object { $_.LastSeen -lt [DateTimeOffset]::UtcNow.AddDays(-1) } | ForEach-Object Id)
        }

        It 'says who registered the applications' {
            $findings = @(Find-OrphanedMailAccess $audit -LiveSignIn -ResolveApplication -MinimumSeverity Informational 3>$null 6>$null)
            @($findings.AppOwner + $findings.ClientAppOwner | Where-Object { $_ }) | Should -Contain 'Microsoft'
        }

        It 'judges by the audit log where the tenant refuses, and says so' {
            Get-StormDetectConnection | Disconnect-StormDetect
            $null = Connect-FakeTenant $tenant -Permission 'User.Read.All', 'Domain.Read.All'
            $result = Find-OrphanedMailAccess $audit -LiveSignIn -Summary -WarningVariable warnings 3>$null 6>$null
            $result.Verdict | Should -Not -BeNullOrEmpty
            "$warnings" | Should -Match 'AuditLog\.Read\.All'
            "$warnings" | Should -Match 'are missing'
            $result.ReadReport.UnreadInputs | Should -BeLike 'the sign-ins of *'
        }

        It 'needs a connection, and says how to get one' {
            Get-StormDetectConnection | Disconnect-StormDetect
            { Find-OrphanedMailAccess $audit -LiveSignIn } | Should -Throw -ErrorId 'NotConnected,StormDetect.Commands.FindOrphanedMailAccessCommand'
        }

        It 'asks the tenant nothing where nobody asked it to' {
            $before = (Get-FakeTenantRequest $tenant).Count
            $null = Find-OrphanedMailAccess $audit 3>$null 6>$null
            (Get-FakeTenantRequest $tenant).Count | Should -Be $before
        }
    }

    Context 'Find-SuspiciousInboxRule' {
        It 'reads the rules of all mailboxes and warns of those it may not see' {
            $result = Find-SuspiciousInboxRule -AllMailboxes -Summary -MinimumSeverity Informational -WarningVariable warnings 3>$null 6>$null
            $result.Findings.Count | Should -BeGreaterThan 0
            "$warnings" | Should -Match 'IncludeHidden'
            @(Get-FakeTenantRequest $tenant | Where-Object path -Like '*messageRules*').Count | Should -BeGreaterOrEqual 25
        }

        It 'names the mailbox that cannot be read, and judges the others' {
            $names = @(Import-M365AuditLog $audit -Operation MailItemsAccessed | ForEach-Object Mailbox | Sort-Object -Unique | Select-Object -First 2)
            $null = Find-SuspiciousInboxRule -Mailbox $names[0], 'nobody@nowhere.test', $names[1] -ErrorVariable failures -ErrorAction SilentlyContinue -WarningVariable warnings 3>$null 6>$null
            $own = @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
            $own.Count | Should -Be 1
            $own[0].FullyQualifiedErrorId | Should -Be 'MailboxRulesNotRead,StormDetect.Commands.FindSuspiciousInboxRuleCommand'
            $own[0].TargetObject | Should -Be 'nobody@nowhere.test'
            "$warnings" | Should -Match 'not judged: 1 of 3'
        }

        It 'does not call mailboxes clean that it could not read' {
            $result = Find-SuspiciousInboxRule -Mailbox 'nobody@nowhere.test' -Summary -ErrorAction SilentlyContinue 3>$null 6>$null
            $result.Verdict | Should -Be 'CannotConclude'
            $result.VerdictText | Should -Match '^Cannot conclude: inbox rules of more than 5 % of the mailboxes could not be read\. Rules of 0 of 1 mailbox read as they stand \(not of nobody@nowhere\.test\)\.$'
        }

        It 'takes piped mailboxes and passes over what is none' {
            $names = @(Import-M365AuditLog $audit -Operation MailItemsAccessed | ForEach-Object Mailbox | Sort-Object -Unique | Select-Object -First 2)
            $before = @(Get-FakeTenantRequest $tenant | Where-Object path -Like '*messageRules*').Count
            $null = $names | ForEach-Object { [pscustomobject] @{ UserPrincipalName = $_; PrimarySmtpAddress = $_; RecipientTypeDetails = 'UserMailbox' } } | Find-SuspiciousInboxRule -Connection fake 3>$null 6>$null
            @(Get-FakeTenantRequest $tenant | Where-Object path -Like '*messageRules*').Count - $before | Should -Be 2
        }

        It 'ends where nobody is let in' {
            Get-StormDetectConnection | Disconnect-StormDetect
            $null = Connect-FakeTenant $tenant -Permission 'User.Read.All', 'Domain.Read.All'
            { Find-SuspiciousInboxRule -AllMailboxes 3>$null 6>$null } | Should -Throw -ErrorId 'TenantPermissionMissing,StormDetect.Commands.FindSuspiciousInboxRuleCommand'
        }

        It 'shows its plan and asks nothing, without a connection' {
            Get-StormDetectConnection | Disconnect-StormDetect
            $before = (Get-FakeTenantRequest $tenant).Count
            $plan = @(Find-SuspiciousInboxRule -AllMailboxes -ShowPlan)
            $plan | Should -BeOfType ([StormDetect.Core.TenantReadStep])
            "$($plan.Permission)" | Should -Match 'MailboxSettings\.Read'
            (Get-FakeTenantRequest $tenant).Count | Should -Be $before
        }
    }

    Context 'Find-SuspiciousMailboxChange -LiveDirectoryAudit' {
        It 'finds the consent without the audit log of Entra' {
            $quiet = Join-Path $TestDrive 'quiet.jsonl'
            (@{ Id = [guid]::NewGuid(); CreationTime = "${start}T01:00:00"; Operation = 'Send'; RecordType = 2; OrganizationId = $tenant.TenantId; UserId = "kim@$($tenant.Domain)"; MailboxOwnerUPN = "kim@$($tenant.Domain)" } | ConvertTo-Json -Compress) | Set-Content $quiet
            $findings = @(Find-SuspiciousMailboxChange $quiet -LiveDirectoryAudit -MinimumSeverity Low 3>$null 6>$null)
            $findings.DetectionId | Should -Contain 'MailboxChange.Consent'
        }

        It 'counts a change once that the audit log has as well' {
            $log = @(Find-SuspiciousMailboxChange $audit -AcceptedDomain $tenant.Domain -MinimumSeverity Low -Start $start -End $now 3>$null 6>$null | Where-Object DetectionId -EQ 'MailboxChange.Consent')
            $both = @(Find-SuspiciousMailboxChange $audit -LiveDirectoryAudit -AcceptedDomain $tenant.Domain -MinimumSeverity Low -Start $start -End $now 3>$null 6>$null | Where-Object DetectionId -EQ 'MailboxChange.Consent')
            $log.Count | Should -BeGreaterThan 0
            @($both.RecordCount) | Should -Be @($log.RecordCount)
        }

        It 'goes on without, and says so, where the tenant refuses' {
            Get-StormDetectConnection | Disconnect-StormDetect
            $null = Connect-FakeTenant $tenant -Permission 'Domain.Read.All'
            $findings = @(Find-SuspiciousMailboxChange $audit -LiveDirectoryAudit -MinimumSeverity Low -ErrorVariable failures -ErrorAction SilentlyContinue 3>$null 6>$null)
            $findings.Count | Should -BeGreaterThan 0
            $failures.FullyQualifiedErrorId | Should -Contain 'TenantPermissionMissing,StormDetect.Commands.FindSuspiciousMailboxChangeCommand'
            $quiet = Join-Path $TestDrive 'still.jsonl'
            (@{ Id = [guid]::NewGuid(); CreationTime = "${start}T01:00:00"; Operation = 'Send'; RecordType = 2; OrganizationId = $tenant.TenantId; UserId = "kim@$($tenant.Domain)"; MailboxOwnerUPN = "kim@$($tenant.Domain)" } | ConvertTo-Json -Compress) | Set-Content $quiet
            (Find-SuspiciousMailboxChange $quiet -Summary 3>$null).Verdict | Should -Be 'NoEvidence'
            $blind = Find-SuspiciousMailboxChange $quiet -LiveDirectoryAudit -Summary -ErrorAction SilentlyContinue 3>$null
            $blind.Verdict | Should -Be 'CannotConclude'
            $blind.VerdictText | Should -Match "could be read: the directory's own log"
        }
    }

    Context 'Names, domains and everything at once' {
        It 'Get-MailAccessApplication names owners only where it is asked to' {
            @(Get-MailAccessApplication $audit).AppOwner | Where-Object { $_ } | Should -BeNullOrEmpty
            $named = @(Get-MailAccessApplication $audit -ResolveApplication)
            @($named.AppOwner) | Should -Contain 'Microsoft'
        }

        It 'Invoke-M365MailHunt takes everything live but the log' {
            $hunt = Invoke-M365MailHunt $audit -LiveSignIn -LiveDirectoryAudit -ResolveApplication -Verbose -MinimumSeverity Low 3>$null 4>&1 6>$null
            $result = $hunt | Where-Object { $_ -is [StormDetect.Core.MailHuntResult] }
            $result.SignInReport.Kept | Should -BeGreaterThan 0
            $result.ReadReport.UnreadInputs | Should -BeNullOrEmpty
            "$($hunt | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })" | Should -Match ([regex]::Escape("mail domains: $($tenant.Domain)"))
        }

        It 'Get-AnomalousMailAccess stays as it was but for the names' {
            $plain = @(Get-AnomalousMailAccess $audit -MinimumSeverity Low 3>$null 6>$null)
            $named = @(Get-AnomalousMailAccess $audit -MinimumSeverity Low -ResolveApplication 3>$null 6>$null)
            $plain.Count | Should -BeGreaterThan 0
            @($named.Id) | Should -Be @($plain.Id)
            @($named.Severity) | Should -Be @($plain.Severity)
            $renamed = @($named | Where-Object { $_.ClientAppName -and $_.Title -notin $plain.Title })
            $renamed | Should -Not -BeNullOrEmpty
            foreach ($finding in $renamed) {
                $finding.Title | Should -BeLike "*$($finding.ClientAppName) ($($finding.ClientAppId))*"
            }
        }
    }

    Context 'Configuration' {
        It 'Test-M365LoggingConfig reads from the connection what no Exchange session knows' {
            $results = @(Test-M365LoggingConfig -CheckId Consent.Users, MailAccess.Applications, Licence.* 3>$null)
            ($results | Where-Object CheckId -EQ 'Consent.Users').Status | Should -BeIn 'Passed', 'Failed'
            ($results | Where-Object CheckId -EQ 'MailAccess.Applications').Status | Should -Be 'Failed' -Because 'applications of the scenario hold roles for mail'
            ($results | Where-Object CheckId -EQ 'Licence.Retention').NeedsText | Should -Match 'Get-EXOMailbox' -Because 'no Exchange session is here'
        }

        It 'Export-M365ConfigSnapshot writes the parts of Graph, and why others are not there' {
            $file = Join-Path $TestDrive 'live.json'
            $summary = Export-M365ConfigSnapshot $file -Connection fake 3>$null
            $json = Get-Content -Raw $file
            $json | Should -Match 'Microsoft Graph \(fake\)'
            $summary.TenantId | Should -Be $tenant.TenantId
        }

        It 'refuses to mix tenants' {
            { Test-M365LoggingConfig -TenantId '99999999-9999-4999-8999-999999999999' -Connection fake 3>$null } | Should -Throw -ErrorId 'ConnectionForeign,StormDetect.Commands.TestM365LoggingConfigCommand'
        }

        It 'of several connections takes that of the tenant that is asked for' {
            # The same token, were it of another tenant: nobody is asked with it.
            $answer = New-FakeTenantToken $tenant
            $parts = "$($answer -is [string] ? $answer : $answer.token)" -split '\.'
            $padded = $parts[1].Replace('-', '+').Replace('_', '/').PadRight([int] [Math]::Ceiling($parts[1].Length / 4) * 4, '=')
            $claims = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($padded)) -replace $tenant.TenantId, '99999999-9999-4999-8999-999999999999'
            $parts[1] = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
            $other = Connect-StormDetect -Name other -AccessToken (ConvertTo-SecureString ($parts -join '.') -AsPlainText) -GraphEndpoint $tenant.BaseAddress -LoginEndpoint $tenant.LoginAddress
            try {
                $other.TenantId | Should -Be '99999999-9999-4999-8999-999999999999'
                { Test-M365LoggingConfig -CheckId Consent.Users 3>$null } | Should -Throw -ErrorId 'ConnectionAmbiguous,*'
                (Test-M365LoggingConfig -TenantId $tenant.TenantId -CheckId Consent.Users 3>$null).Status | Should -BeIn 'Passed', 'Failed'
            }
            finally {
                Disconnect-StormDetect -Name other
            }
        }

        It 'shows in its plan what the connection reads' {
            $plan = @(Test-M365LoggingConfig -ShowPlan)
            ($plan | Where-Object Part -EQ 'UserLicences').IsAvailable | Should -BeTrue
            ($plan | Where-Object Part -EQ 'DiagnosticSettings').IsAvailable | Should -BeNullOrEmpty
        }
    }

    Context 'Get-MailExposure -SubjectFrom' {
        BeforeAll {
            $record = Import-M365AuditLog $audit -Operation MailItemsAccessed | Where-Object { $_.InternetMessageIds.Count -gt 2 -and $_.Mailbox } | Select-Object -First 1
            $mailbox = $record.Mailbox
        }

        It 'asks nothing with WhatIf, and gives the messages all the same' {
            $before = @(Get-FakeTenantRequest $tenant | Where-Object path -Match '/messages').Count
            $messages = @(Get-MailExposure $audit -Mailbox $mailbox -GroupBy Message -SubjectFrom Mailbox -WhatIf)
            $messages.Count | Should -BeGreaterThan 2
            @(Get-FakeTenantRequest $tenant | Where-Object path -Match '/messages').Count | Should -Be $before
        }

        It 'looks up no more than the limit, and tells our own reads from others' {
            $messages = @(Get-MailExposure $audit -Mailbox $mailbox -GroupBy Message -SubjectFrom Mailbox -SubjectLimit 3 -Confirm:$false -WarningVariable warnings 3>$null)
            $asked = @($messages | Where-Object SubjectRequestId)
            $asked.Count | Should -Be 3
            @($asked.SubjectRequestId | Sort-Object -Unique).Count | Should -Be 3
            @($asked.SubjectAskedAt | Where-Object { $_ -gt [DateTimeOffset]::UtcNow.AddMinutes(-5) }).Count | Should -Be 3
            "$warnings" | Should -Match ([regex]::Escape($tenant.ClientId))
            "$warnings" | Should -Match 'SubjectLimit'
        }

        It 'takes subjects of a message trace first' {
            $id = $record.InternetMessageIds[0]
            $trace = [pscustomobject] @{ MessageId = $id; Subject = "Wire transfer$([char]27)[2J" }
            $message = Get-MailExposure $audit -InternetMessageId $id -MessageTrace $trace | Where-Object Mailbox -EQ $mailbox
            $message.SubjectSource | Should -Be 'MessageTrace'
            $message.Subject | Should -Match '^Wire transfer'
            $message.Subject | Should -Not -Match ([char]27)
        }

        It 'asks the message trace of the tenant without opening a mailbox, and without confirmation' {
            $before = @(Get-FakeTenantRequest $tenant | Where-Object path -Match '/users/').Count
            $message = Get-MailExposure $audit -InternetMessageId $record.InternetMessageIds[1] -SubjectFrom MessageTrace | Where-Object Mailbox -EQ $mailbox
            $message.SubjectSource | Should -BeIn 'MessageTrace', 'Log'
            $message.SubjectRequestId | Should -BeNullOrEmpty
            @(Get-FakeTenantRequest $tenant | Where-Object path -Match '/users/').Count | Should -Be $before
        }

        It 'says that subjects are those of messages' {
            { Get-MailExposure $audit -SubjectFrom Mailbox } | Should -Throw -ErrorId 'SubjectsNeedMessages,StormDetect.Commands.GetMailExposureCommand'
        }
    }
}
