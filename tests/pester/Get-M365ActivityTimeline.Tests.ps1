BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'timeline').Directory
    $findings = @(Get-AnomalousMailAccess $audit -MinimumSeverity Low 3>$null 6>$null)
    $finding = $findings | Where-Object { $_.Networks.Count -gt 0 } | Select-Object -First 1
    $finding | Should -Not -BeNullOrEmpty
}

Describe 'Get-M365ActivityTimeline' {
    It 'shows a user in order' {
        $user = $finding.UserIds[0]
        $entries = @(Get-M365ActivityTimeline $audit -UserId $user)
        $records = @($entries | Where-Object RecordId)
        $records.Count | Should -BeGreaterThan 0
        @($records.UserId | Sort-Object -Unique).Count | Should -Be 1
        $times = [datetimeoffset[]] $records.Time
        $sorted = [datetimeoffset[]] ($times | Sort-Object)
        ($times.UtcTicks -join ' ') | Should -Be ($sorted.UtcTicks -join ' ')
        $records[0] | Should -BeOfType ([StormDetect.Core.ActivityTimelineEntry])
    }

    It 'takes a finding, live, from CLIXML, JSON and CSV' {
        $live = @($finding | Get-M365ActivityTimeline $audit | Where-Object RecordId)
        @($finding.RecordIds | Where-Object { $_ -notin $live.RecordId }) | Should -BeNullOrEmpty
        $xml = Join-Path $TestDrive 'finding.xml'
        $finding | Export-Clixml -LiteralPath $xml
        $digest = Get-Digest $live.RecordId
        Get-Digest @(Import-Clixml -LiteralPath $xml | Get-M365ActivityTimeline -LiteralPath $audit | Where-Object RecordId).RecordId | Should -Be $digest
        Get-Digest @($finding | ConvertTo-Json -Depth 5 | ConvertFrom-Json | Get-M365ActivityTimeline $audit | Where-Object RecordId).RecordId | Should -Be $digest
        Get-Digest @($finding | ConvertTo-Csv | ConvertFrom-Csv | Get-M365ActivityTimeline $audit | Where-Object RecordId).RecordId | Should -Be $digest
    }

    It 'refuses what is no finding, and findings without a path' {
        [pscustomobject] @{ Colour = 'red' } | Get-M365ActivityTimeline $audit -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -Match '^TimelineFinding,'
        $finding | Get-M365ActivityTimeline -UserId x -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -Match '^FindingNeedsPath,'
    }

    It 'warns of what it cut' {
        $entries = @(Get-M365ActivityTimeline $audit -Mailbox $finding.Mailboxes[0] -MaximumCount 5 -WarningVariable warnings -WarningAction SilentlyContinue)
        @($entries | Where-Object RecordId) | Should -HaveCount 5
        "$warnings" | Should -Match '^5 of [\d,]+ records around the pivot are shown, the earliest'
    }

    It 'warns where the log has nothing of what was named' {
        $entries = @(Get-M365ActivityTimeline $audit -UserId 'nobody@nowhere.example' -WarningVariable warnings 3>$null)
        @($entries | Where-Object RecordId) | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'has nothing in the window\. It goes from 2026-'
        $null = Get-M365ActivityTimeline $audit -UserId $finding.UserIds[0] -WarningVariable none 3>$null
        "$none" | Should -Not -Match 'has nothing'
    }

    It 'follows what was seen with the pivot' {
        $id = @($finding.RecordIds)[0]
        $alone = @(Get-M365ActivityTimeline $audit -IPAddress $finding.Networks[0] | Where-Object RecordId)
        $related = @(Get-M365ActivityTimeline $audit -IPAddress $finding.Networks[0] -Related | Where-Object RecordId)
        $related.Count | Should -BeGreaterOrEqual $alone.Count
        $id | Should -BeIn $related.RecordId
        @($related | Where-Object { -not $_.Relation }).Count | Should -Be $alone.Count
    }

    It 'takes records from the pipeline' {
        $user = $finding.UserIds[0]
        $files = @(Get-M365ActivityTimeline $audit -UserId $user | Where-Object RecordId)
        $piped = @(Import-M365AuditLog $audit -UserId $user | Get-M365ActivityTimeline -UserId $user | Where-Object RecordId)
        Get-Digest $piped.RecordId | Should -Be (Get-Digest $files.RecordId)
    }

    It 'asks for a pivot or a window, and for one window' {
        { Get-M365ActivityTimeline $audit } | Should -Throw -ErrorId 'TimelineNoPivot,*'
        { Get-M365ActivityTimeline $audit -UserId x -Around 2026-09-01 -Start 2026-09-01 } | Should -Throw -ErrorId 'TimelineWindowBoth,*'
        { Get-M365ActivityTimeline $audit -TokenId nothing } | Should -Throw -ErrorId 'TimelinePivotInvalid,*'
        { Get-M365ActivityTimeline $audit -IPAddress 'no address' } | Should -Throw
    }
}
