BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
}

Describe 'Through jobs and remoting' {
    It 'a result keeps its findings with their reasons, its coverage and what was read' {
        $log = Join-Path $TestDrive 'log'
        $null = New-AuditScenario $log -MailboxCount 20 -Days 12 -Attack bec-rule
        $job = Start-Job -ArgumentList $ModulePath, $log { param($module, $log) Import-Module $module; Invoke-M365MailHunt $log -MinimumSeverity Low 3>$null 6>$null }
        $result = $job | Wait-Job | Receive-Job
        $job | Remove-Job
        $result.Findings.Count | Should -BeGreaterThan 0
        $result.Findings[0].Reasons[0].Text | Should -Not -BeNullOrEmpty
        $result.Incidents[0].Findings[0].Reasons[0].Text | Should -Not -BeNullOrEmpty
        $result.Coverage.BlindIntervals[0].FromText | Should -Match 'Z$'
        $result.ReadReport.Files[0].Rows | Should -BeGreaterThan 0
        $result.Findings[0] | Import-M365AuditLog -LiteralPath $log -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
    }
}
