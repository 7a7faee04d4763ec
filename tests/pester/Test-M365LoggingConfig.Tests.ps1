BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'config.ps1')
    function Get-Status($Results, [string] $Id) { @($Results | Where-Object CheckId -EQ $Id).Status }
}

Describe 'Test-M365LoggingConfig on a session' {
    AfterEach { Clear-StubSession }

    It 'asks Exchange Online though Security and Compliance was connected last and hides its command' {
        New-StubSession tmpEXO_exchange 'kim@contoso.example', 'lee@contoso.example'
        New-StubSession tmpEXO_compliance -Compliance
        Set-StubConnection $exchangeConnection, $complianceConnection
        (Get-AdminAuditLogConfig).UnifiedAuditLogIngestionEnabled | Should -BeFalse -Because 'that is the trap'

        $results = Test-M365LoggingConfig
        $results | ForEach-Object { $_ | Should -BeOfType StormDetect.Core.LoggingCheckResult }
        @($results.CheckId) | Should -Be @([StormDetect.Core.LoggingCheckCatalog]::Ids)
        Get-Status $results UnifiedAudit.Ingestion | Should -Be Passed
        Get-Status $results MailboxAudit.Organization | Should -Be Passed
        Get-Status $results MailboxAudit.ForensicActions | Should -Be Passed
        Get-Status $results MailboxAudit.SearchQueries | Should -Be Failed
        Get-Status $results MailboxAudit.GroupMailboxes | Should -Be NotApplicable
        Get-Status $results Retention.Policies | Should -Be Passed
        $results[0].TenantId | Should -Be '11111111-2222-3333-4444-555555555555'
        $results[0].TenantName | Should -Be Contoso
        $results[0].SourcesText | Should -Match 'Get-AdminAuditLogConfig, Exchange Online session'
    }

    It 'says Unknown, never Failed, where only Security and Compliance answers' {
        New-StubSession tmpEXO_compliance -Compliance
        Set-StubConnection $complianceConnection
        $results = Test-M365LoggingConfig
        Get-Status $results UnifiedAudit.Ingestion | Should -Be Unknown
        ($results | Where-Object CheckId -EQ UnifiedAudit.Ingestion).Summary | Should -Match 'Security and Compliance'
        # Its Get-OrganizationConfig is not Exchange's either.
        Get-Status $results MailboxAudit.Organization | Should -Be Unknown
        Test-M365LoggingConfig -CheckId UnifiedAudit.Ingestion -Quiet | Should -BeFalse
    }

    It 'says Unknown where nobody knows who answers False' {
        New-StubSession tmpEXO_compliance -Compliance
        Get-Status (Test-M365LoggingConfig) UnifiedAudit.Ingestion | Should -Be Unknown
    }

    It 'makes a command that is refused Unknown, with the reason, the command and the role' {
        New-StubSession tmpEXO_exchange 'kim@contoso.example'
        Set-StubConnection $exchangeConnection
        $result = Test-M365LoggingConfig -CheckId MailAccess.Impersonation
        $result.Status | Should -Be Unknown
        $result.NeedsText | Should -Match 'Access denied'
        $result.NeedsText | Should -Match 'Get-ManagementRoleAssignment'
        $result.NeedsText | Should -Match 'View-Only Configuration'
    }

    It 'reads on with WhatIf set, and asks for everything' {
        New-StubSession tmpEXO_exchange 'kim@contoso.example'
        Set-StubConnection $exchangeConnection
        $results = & { $WhatIfPreference = $true; Test-M365LoggingConfig }
        Get-Status $results MailboxAudit.ForensicActions | Should -Be Passed
        $global:StormCalls | Should -Contain 'Get-EXOMailbox Unlimited Minimum+Audit '
    }

    It 'shows a plan without running anything' {
        New-StubSession tmpEXO_exchange 'kim@contoso.example'
        Set-StubConnection $exchangeConnection
        $plan = Test-M365LoggingConfig -ShowPlan
        @($plan.Part).Count | Should -Be ([enum]::GetNames([StormDetect.Core.ConfigPart]).Count)
        ($plan | Where-Object Part -EQ Mailboxes).IsAvailable | Should -BeTrue
        ($plan | Where-Object Part -EQ RetentionPolicies).IsAvailable | Should -BeFalse
        ($plan | Where-Object Part -EQ UserLicences).IsAvailable | Should -BeNullOrEmpty
        $plan | ForEach-Object { $_.Permission | Should -Not -BeNullOrEmpty }
        $global:StormCalls.Count | Should -Be 0
    }

    It 'warns, and knows nothing, without any session' {
        $results = Test-M365LoggingConfig -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        @($results.Status | Sort-Object -Unique) | Should -Be NotApplicable, Unknown
        Test-M365LoggingConfig -Quiet -WarningAction SilentlyContinue | Should -BeFalse
    }
}

Describe 'Test-M365LoggingConfig on objects' {
    It 'takes them <Name>' -ForEach @(
        @{ Name = 'live'; Through = { param($o) $o } }
        @{ Name = 'from Import-Clixml'; Through = { param($o) $p = Join-Path $TestDrive 'o.xml'; $o | Export-Clixml $p; Import-Clixml $p } }
        @{ Name = 'from JSON'; Through = { param($o) $o | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
    ) {
        $mailboxes = @('kim@contoso.example', 'lee@contoso.example' | ForEach-Object { New-ConfigMailbox $_ })
        $mailboxes[1].AuditOwner = @('Send')
        $results = & $Through ($mailboxes + (New-ConfigOrganization) + (New-ConfigLicence 'kim@contoso.example') + (New-ConfigLicence 'lee@contoso.example')) | Test-M365LoggingConfig
        Get-Status $results MailboxAudit.Organization | Should -Be Passed
        Get-Status $results Licence.Retention | Should -Be Passed
        Get-Status $results MailboxAudit.AgeLimit | Should -Be Passed
        $forensic = $results | Where-Object CheckId -EQ MailboxAudit.ForensicActions
        $forensic.Status | Should -Be Failed
        $forensic.Evidence.Subject | Should -Be 'lee@contoso.example'
        $forensic.Remediation | Should -Match "^'lee@contoso.example' \| ForEach-Object \{ Set-Mailbox -Identity \`$_ -AuditOwner @\{ Add = 'MailItemsAccessed', "
    }

    It 'takes CSV, and knows nothing of lists it has lost' {
        $file = Join-Path $TestDrive 'mailboxes.csv'
        New-ConfigMailbox kim@contoso.example | Export-Csv $file
        $results = Import-Csv $file | Test-M365LoggingConfig
        Get-Status $results MailboxAudit.AgeLimit | Should -Be Passed
        Get-Status $results MailboxAudit.ForensicActions | Should -Be Unknown
        $good = New-ConfigMailbox kim@contoso.example | Select-Object PrimarySmtpAddress, RecipientTypeDetails, @{ n = 'AuditOwner'; e = { $_.AuditOwner -join ', ' } }, @{ n = 'AuditDelegate'; e = { $_.AuditDelegate -join ';' } }, @{ n = 'AuditAdmin'; e = { $_.AuditAdmin -join ' ' } }
        $good | Export-Csv $file
        Get-Status (Import-Csv $file | Test-M365LoggingConfig) MailboxAudit.ForensicActions | Should -Be Passed
    }

    It 'believes a False only where it is said to come from Exchange Online' {
        $answer = [pscustomobject] @{ UnifiedAuditLogIngestionEnabled = $false }
        ($answer | Test-M365LoggingConfig -CheckId UnifiedAudit.Ingestion).Status | Should -Be Unknown
        ($answer | Test-M365LoggingConfig -CheckId UnifiedAudit.Ingestion -FromExchange).Status | Should -Be Failed
        $remote = [pscustomobject] @{ UnifiedAuditLogIngestionEnabled = $false; PSComputerName = 'ps.compliance.protection.outlook.com' }
        ($remote | Test-M365LoggingConfig -CheckId UnifiedAudit.Ingestion).Status | Should -Be Unknown
    }

    It 'refuses what is no setting, and judges the rest' {
        $results = [pscustomobject] @{ a = 1 }, (New-ConfigOrganization) | Test-M365LoggingConfig -CheckId MailboxAudit.Organization -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ConfigObjectNotSupported,*'
        $results.Status | Should -Be Passed
    }

    It 'takes licence details that were put beside a name' {
        $user = [pscustomobject] @{ UserPrincipalName = 'kim@contoso.example'; LicenseDetails = @([pscustomobject] @{ SkuPartNumber = 'SPE_E5'; ServicePlans = @([pscustomobject] @{ ServicePlanId = '2f442157-a11c-46b9-ae5b-6e39ff4e5849'; ServicePlanName = 'M365_ADVANCED_AUDITING'; ProvisioningStatus = 'Success' }) }) }
        (($user, (New-ConfigMailbox kim@contoso.example)) | Test-M365LoggingConfig -CheckId Licence.Retention).Status | Should -Be Passed
    }
}

Describe 'Test-M365LoggingConfig on files' {
    BeforeAll {
        foreach ($tenant in 1..3) {
            $organization = New-ConfigOrganization
            $organization.AuditDisabled = $tenant -eq 2
            $null = $organization, (New-ConfigMailbox kim@contoso.example) | Export-M365ConfigSnapshot (Join-Path $TestDrive "t$tenant.json") -TenantId "tenant-$tenant"
        }

        Set-Content (Join-Path $TestDrive 't9.json') '{"format":'
        $files = Join-Path $TestDrive 't*.json'
    }

    It 'judges all, in order, with an error for the one that is damaged' {
        $results = Test-M365LoggingConfig $files -CheckId MailboxAudit.Organization -ErrorVariable errors -ErrorAction SilentlyContinue
        @($results.TenantId) | Should -Be tenant-1, tenant-2, tenant-3
        @($results.Status) | Should -Be Passed, Failed, Passed
        @($errors.FullyQualifiedErrorId) | Should -BeLike 'ConfigSnapshotCorrupt,*'
        $errors[0].TargetObject | Should -BeLike '*t9.json'
    }

    It 'rolls up, and writes reports in every form' {
        $reports = 'r.html', 'r.csv', 'r.json', 'r.xml' | ForEach-Object { Join-Path $TestDrive "reports/$_" }
        $null = New-Item -ItemType Directory (Join-Path $TestDrive reports)
        $rows = Get-ChildItem $files | Test-M365LoggingConfig -RollUp -ReportPath $reports -ErrorAction SilentlyContinue
        $rows | Should -HaveCount 4
        $rows[0].Error | Should -Match 'damaged'
        ($rows | Where-Object TenantId -EQ tenant-2).FailedChecks | Should -Contain MailboxAudit.Organization
        $reports | ForEach-Object { (Get-Item $_).Length | Should -BeGreaterThan 500 }
        @(Import-Csv $reports[1]).Count | Should -Be 4
        @((Get-Content -Raw $reports[2] | ConvertFrom-Json).tenants).Count | Should -Be 4
        @(([xml] (Get-Content -Raw $reports[3])).testsuites.testsuite).Count | Should -Be 4
    }

    It 'is true only where nothing failed and nothing is unknown' {
        $one = Join-Path $TestDrive 't1.json'
        Test-M365LoggingConfig $one -CheckId MailboxAudit.Organization -Quiet | Should -BeTrue
        Test-M365LoggingConfig $one -CheckId MailboxAudit.Organization, UnifiedAudit.Ingestion -Quiet | Should -BeFalse
        Test-M365LoggingConfig (Join-Path $TestDrive 't2.json') -CheckId MailboxAudit.Organization -Quiet | Should -BeFalse
        Test-M365LoggingConfig $one, (Join-Path $TestDrive 't9.json') -CheckId MailboxAudit.Organization -Quiet -ErrorAction SilentlyContinue | Should -BeFalse
    }

    It 'stops at the first where asked to, without an error' {
        $first = Test-M365LoggingConfig (Join-Path $TestDrive 't[123].json') | Select-Object -First 1
        $first.CheckId | Should -Be UnifiedAudit.Ingestion
    }

    It 'filters by check, by SCuBA id and by severity, and completes them' {
        @((Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -CheckId MailboxAudit.*).CheckId | ForEach-Object { $_.Split('.')[0] } | Sort-Object -Unique) | Should -Be MailboxAudit
        (Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -CheckId MS.EXO.13.1v1).CheckId | Should -Be MailboxAudit.Organization
        @((Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -Severity Critical).CheckId) | Should -Be UnifiedAudit.Ingestion, MailboxAudit.Organization, MailboxAudit.Bypass
        $line = 'Test-M365LoggingConfig -CheckId MailboxAudit.By'
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be MailboxAudit.Bypass
        { Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -CheckId No.Such } | Should -Throw -ErrorId 'CheckUnknown,*'
        { Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -RetentionProfile forever } | Should -Throw -ErrorId 'RetentionProfileUnknown,*'
        { Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -ReportPath x.docx } | Should -Throw -ErrorId 'ReportNotSupported,*'
        { Test-M365LoggingConfig (Join-Path $TestDrive 't1.json') -CanaryMailbox kim@contoso.example } | Should -Throw -ErrorId 'CanaryIncomplete,*'
    }

    It 'shows what ScubaGear says, and knows by it what it could not read' {
        $scuba = Join-Path $TestDrive 'ScubaResults.json'
        @{
            MetaData = @{ TenantId = 'tenant-1'; DisplayName = 'Contoso'; ToolVersion = '1.8.0'; TimestampZulu = '2026-11-20T10:00:00.000Z' }
            Results  = @{ EXO = @(@{ Controls = @(@{ 'Control ID' = 'MS.EXO.13.1v1'; Result = 'Pass' }) }) }
            Raw      = @{ remote_domains = @(@{ Identity = 'Default'; AutoForwardEnabled = $true }) }
        } | ConvertTo-Json -Depth 9 | Set-Content $scuba
        $results = Test-M365LoggingConfig (Join-Path $TestDrive 't1.json'), (Join-Path $TestDrive 't3.json') -ScubaResult $scuba
        (@($results | Where-Object CheckId -EQ MailboxAudit.Organization).ScubaGear) | Should -Be 'MS.EXO.13.1v1: Pass', ''
        Get-Status $results Forwarding.External | Should -Be Failed, Unknown
        (Test-M365LoggingConfig $scuba -CheckId Forwarding.External).Status | Should -Be Failed
    }
}

Describe 'Test-M365LoggingConfig with a canary' {
    BeforeAll {
        $null = New-ConfigOrganization | Export-M365ConfigSnapshot (Join-Path $TestDrive 'c.json')
        $null = New-AuditScenario -Path (Join-Path $TestDrive 'audit') -MailboxCount 12 -Days 5
        $read = Import-M365AuditLog (Join-Path $TestDrive 'audit') -Operation MailItemsAccessed | Select-Object -Skip 20 -First 1
        function Test-Canary([string] $Mailbox, $Time) { (Test-M365LoggingConfig (Join-Path $TestDrive 'c.json') -CheckId Canary.Access -CanaryMailbox $Mailbox -CanaryTime $Time -CanaryLog (Join-Path $TestDrive 'audit')).Status }
    }

    It 'passes where the record is, fails where it is not, and does not know where the log ends' {
        Test-Canary $read.Mailbox $read.CreationTime | Should -Be Passed
        Test-Canary nobody@contoso.example $read.CreationTime | Should -Be Failed
        Test-Canary nobody@contoso.example ([datetimeoffset]::UtcNow) | Should -Be Unknown
    }
}
