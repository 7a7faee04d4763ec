@{
    RootModule           = 'bin/StormDetect.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d3c5a0e-3f0b-4b57-9c3e-7d2f1c0b8a64'
    Author               = 'The StormDetect developers'
    CompanyName          = 'StormDetect'
    Copyright            = '(c) The StormDetect developers. MIT licence.'
    Description          = 'Finds mail access out of the ordinary in Microsoft 365 audit logs, and says what could not be seen.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    NestedModules        = @('bin/StormDetect.Loader.dll')
    RequiredAssemblies   = @('bin/StormDetect.Core.dll')
    TypesToProcess       = @(
        'bin/StormDetect.Types.ps1xml'
        'bin/StormDetect.Archive.Types.ps1xml'
        'bin/StormDetect.Connection.Types.ps1xml'
        'bin/StormDetect.Evidence.Types.ps1xml'
        'bin/StormDetect.Indicators.Types.ps1xml'
        'bin/StormDetect.LoggingConfig.Types.ps1xml'
        'bin/StormDetect.Search.Types.ps1xml'
    )
    FormatsToProcess     = @(
        'bin/StormDetect.Format.ps1xml'
        'bin/StormDetect.Archive.Format.ps1xml'
        'bin/StormDetect.Connection.Format.ps1xml'
        'bin/StormDetect.Evidence.Format.ps1xml'
        'bin/StormDetect.Exposure.Format.ps1xml'
        'bin/StormDetect.Hunting.Format.ps1xml'
        'bin/StormDetect.InboxRules.Format.ps1xml'
        'bin/StormDetect.Indicators.Format.ps1xml'
        'bin/StormDetect.LoggingConfig.Format.ps1xml'
        'bin/StormDetect.MailboxChanges.Format.ps1xml'
        'bin/StormDetect.Orphans.Format.ps1xml'
        'bin/StormDetect.Search.Format.ps1xml'
        'bin/StormDetect.TenantReads.Format.ps1xml'
    )
    CmdletsToExport      = @(
        'Approve-MailAccessAnomaly'
        'Compare-M365ConfigSnapshot'
        'Connect-StormDetect'
        'Disconnect-StormDetect'
        'Export-M365AuditLog'
        'Export-M365ConfigSnapshot'
        'Export-M365HuntReport'
        'Find-OrphanedMailAccess'
        'Find-SuspiciousInboxRule'
        'Find-SuspiciousMailboxChange'
        'Find-ThreatIndicator'
        'Get-AnomalousMailAccess'
        'Get-M365ActivityTimeline'
        'Get-M365AuditCoverage'
        'Get-MailAccessApplication'
        'Get-MailExposure'
        'Get-StormDetectConnection'
        'Import-M365AuditLog'
        'Invoke-M365MailHunt'
        'New-AuditScenario'
        'New-MailAccessBaseline'
        'Search-M365AuditLog'
        'Test-M365AuditArchive'
        'Test-M365LoggingConfig'
        'Update-MailAccessBaseline'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Microsoft365', 'ExchangeOnline', 'AuditLog', 'MailItemsAccessed', 'UnifiedAuditLog', 'Security', 'DFIR', 'ThreatHunting', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            ReleaseNotes = 'See CHANGELOG.md in the module folder.'
        }
    }
}
