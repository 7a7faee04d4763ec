BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $log = Join-Path $TestDrive 'log.jsonl'
    $lines = foreach ($number in 1..3) {
        "{""Id"":""00000000-0000-4000-8000-00000000000$number"",""CreationTime"":""2026-09-01T10:00:0$number"",""Operation"":""MailItemsAccessed"",""OrganizationId"":""11111111-0000-4000-8000-000000000000"",""MailboxOwnerUPN"":""u$number@contoso.example"",""UserId"":""u$number@contoso.example"",""ClientIPAddress"":""192.0.2.1"",""ResultStatus"":""Succeeded""}"
    }
    Set-Content -LiteralPath $log -Value $lines
    $feed = Join-Path $TestDrive 'feed.csv'
    Set-Content -LiteralPath $feed -Value 'type,value', 'ip,192[.]0[.]2[.]1'
}

Describe 'Find-ThreatIndicator' {
    It 'finds indicators of files, with wildcards' {
        $found = @(Find-ThreatIndicator $log -IndicatorPath (Join-Path $TestDrive 'f*.csv') 6>$null)
        $found | Should -HaveCount 1
        $found[0] | Should -BeOfType ([StormDetect.Core.IndicatorMatch])
        $found[0].Severity | Should -Be 'Critical'
        $found[0].Mailboxes | Should -HaveCount 3
        $found[0].Id | Should -Match '^TIM-[0-9A-F]{12}$'
    }

    It 'takes records and lines from the pipeline' {
        @($lines | Find-ThreatIndicator -IndicatorPath $feed 6>$null).RecordCount | Should -Be 3
        @(Import-M365AuditLog $log | Find-ThreatIndicator -IndicatorPath $feed 6>$null).RecordCount | Should -Be 3
    }

    It 'says which file is none, and goes on with the rest' {
        $bad = Join-Path $TestDrive 'bad.json'
        Set-Content -LiteralPath $bad -Value '{"type":"bundle","objects":[{'
        $found = @(Find-ThreatIndicator $log -IndicatorPath $bad, $feed, (Join-Path $TestDrive 'none.json') -ErrorVariable errors -ErrorAction SilentlyContinue 6>$null)
        $found | Should -HaveCount 1
        $errors.FullyQualifiedErrorId | Should -Contain 'IndicatorFileNotUsable,StormDetect.Commands.FindThreatIndicatorCommand'
        "$($errors -match 'bad.json')" | Should -Not -BeNullOrEmpty
        @($errors) | Should -HaveCount 2
    }

    It 'cannot conclude where nothing was found and not everything that was named could be read' {
        $clean = Join-Path $TestDrive 'other.csv'
        Set-Content -LiteralPath $clean -Value 'type,value', 'ip,203[.]0[.]113[.]77'
        $bad = Join-Path $TestDrive 'bad2.json'
        Set-Content -LiteralPath $bad -Value '{"type":"bundle","objects":[{'
        $none = Join-Path $TestDrive 'none.jsonl'
        $always = @{ Summary = $true; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        (Find-ThreatIndicator $log -IndicatorPath $clean @always).Verdict | Should -Be 'NoEvidence'
        foreach ($case in @(
                @{ Hunt = Find-ThreatIndicator $log -IndicatorPath $clean, $bad @always; Name = $bad }
                @{ Hunt = Find-ThreatIndicator $log -IndicatorPath $clean, $none @always; Name = $none }
                @{ Hunt = Find-ThreatIndicator $log, $none -IndicatorPath $clean @always; Name = $none }
                @{ Hunt = 7, (Get-Item $log) | Find-ThreatIndicator -IndicatorPath $clean @always; Name = 'pipeline object 1' })) {
            $case.Hunt.Verdict | Should -Be 'CannotConclude'
            $case.Hunt.VerdictText | Should -BeLike "*$($case.Name)*"
            $case.Hunt.ReadReport.UnreadInputs | Should -Be $case.Name
        }
    }

    It 'warns of an indicator that is not understood, with its id' {
        $stix = Join-Path $TestDrive 'stix.json'
        Set-Content -LiteralPath $stix -Value '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--odd","pattern_type":"stix","pattern":"[ipv4-addr:value"}]}'
        Find-ThreatIndicator $log -IndicatorPath $stix -WarningVariable warnings -WarningAction SilentlyContinue 6>$null
        "$warnings" | Should -Match 'indicator--odd'
    }

    It 'asks for indicators where there are none' {
        { Find-ThreatIndicator $log -NoBuiltIn } | Should -Throw -ErrorId 'IndicatorsMissing,StormDetect.Commands.FindThreatIndicatorCommand'
    }

    It 'gives a summary' {
        $summary = Find-ThreatIndicator $log -IndicatorPath $feed -Summary
        $summary.Verdict | Should -Be 'Suspicious'
        $summary.Hunts | Should -Be 'ThreatIndicator'
    }

    It 'writes cells that are read as text' {
        $row = Find-ThreatIndicator $log -IndicatorPath $feed 6>$null | ConvertTo-Csv | ConvertFrom-Csv
        $row.IndicatorsText | Should -Be '192.0.2.1'
        $row.MailboxesText | Should -Match 'u1@contoso.example; u2@'
    }
}
