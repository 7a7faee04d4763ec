BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')

    function Complete([string] $Line) {
        @([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText)
    }
}

Describe 'Completion' {
    It 'completes <Line>' -ForEach @(
        @{ Line = 'Import-M365AuditLog . -Operation MailI'; Expected = 'MailItemsAccessed' }
        @{ Line = 'Import-M365AuditLog . -Operation new-inb'; Expected = 'New-InboxRule' }
        @{ Line = "Import-M365AuditLog . -Operation 'MailI"; Expected = "'MailItemsAccessed'" }
        @{ Line = 'Import-M365AuditLog . -Operation "MailI'; Expected = '"MailItemsAccessed"' }
        @{ Line = 'Import-M365AuditLog . -Operation Consent'; Expected = "'Consent to application.'" }
        @{ Line = 'Import-M365AuditLog . -Operation MailItemsAccessed, SoftD'; Expected = 'SoftDelete' }
        @{ Line = 'Search-M365AuditLog -RecordType ExchangeItemA'; Expected = 'ExchangeItemAggregated' }
        @{ Line = 'Search-M365AuditLog -StartSubscription -ContentType Audit.Exchange, Audit.A'; Expected = 'Audit.AzureActiveDirectory' }
        @{ Line = 'Export-M365AuditLog -ArchivePath a -Source Exch'; Expected = 'ExchangeSession' }
        @{ Line = 'Get-AnomalousMailAccess . -MinimumSeverity Inf'; Expected = 'Informational' }
    ) {
        Complete $Line | Should -Contain $Expected
    }

    It 'completes every intrusion that can be planted' {
        $completed = Complete 'New-AuditScenario x -Attack '
        foreach ($name in [StormDetect.Core.AuditScenario]::AttackNames) {
            $completed | Should -Contain $name
        }
    }

    It 'offers nothing for what there is not, without an error' {
        { Complete 'Import-M365AuditLog . -Operation ''"[*' } | Should -Not -Throw
        Complete 'New-AuditScenario x -Attack zzzz' | Should -Not -Contain 'zzzz'
    }
}
