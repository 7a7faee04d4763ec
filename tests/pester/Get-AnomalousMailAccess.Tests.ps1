BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'audit').Directory
    $files = @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl')
    $lines = @(Get-Content -LiteralPath $files.FullName)
    $expected = Get-AnomalousMailAccess $audit -MinimumSeverity Informational -InformationAction Ignore
    $command = Get-Command Get-AnomalousMailAccess
}

Describe 'Get-AnomalousMailAccess' {
    Context 'what it gives' {
        It 'finds what was planted' {
            $expected | Should -Not -BeNullOrEmpty
            $expected | Should -BeOfType ([StormDetect.Core.MailAccessAnomaly])
            $expected[0] | Should -BeOfType ([StormDetect.Core.Finding])
        }

        It 'gives the types it promises' {
            $summary = Get-AnomalousMailAccess $audit -Summary
            @($expected[0].GetType(), $summary.GetType()) | Should -Be @($command.OutputType.Type)
        }

        It 'says verdict, window and coverage as one object with -Summary' {
            $summary = Get-AnomalousMailAccess $audit -Summary -MinimumSeverity Informational
            @($summary).Count | Should -Be 1
            $summary.Verdict | Should -Be 'Suspicious'
            @($summary.Findings).Id | Should -Be @($expected).Id
            $summary.Coverage.Sentence | Should -Not -BeNullOrEmpty
            $summary.ReadReport.Kept | Should -BeGreaterThan 0
        }

        It 'writes the verdict to the information stream, with a tag' {
            $null = Get-AnomalousMailAccess $audit -InformationVariable information -InformationAction Ignore
            $null = Get-AnomalousMailAccess $audit -InformationVariable information 6>$null
            @($information | Where-Object Tags -Contains 'StormDetect.Verdict').Count | Should -Be 1
            "$($information[0])" | Should -Match '^(Suspicious: |No evidence |Cannot conclude: )'
        }

        It 'warns when nothing can be concluded' {
            $short = Join-Path $TestDrive 'short.jsonl'
            # One mailbox on one day: no history, and no other mailbox to compare with.
            Set-Content -LiteralPath $short -Value @($lines | Where-Object { $_ -match '"MailItemsAccessed"' })[0]
            $result = Get-AnomalousMailAccess $short -Summary -WarningVariable warnings -WarningAction SilentlyContinue
            $result.Verdict | Should -Be 'CannotConclude'
            "$warnings" | Should -Match '^Cannot conclude: '
        }

        It 'leaves out what is below -MinimumSeverity' {
            $critical = @(Get-AnomalousMailAccess $audit -MinimumSeverity Critical 6>$null)
            @($critical | Where-Object Severity -LT 'Critical').Count | Should -Be 0
        }
    }

    Context 'what it judges' {
        It 'judges access alone unless told otherwise' {
            @($expected.Activities | Select-Object -Unique) | Should -Be 'Access'
            $access = @(Get-AnomalousMailAccess $audit -Activity Access -MinimumSeverity Informational -InformationAction Ignore)
            $access.Id | Should -Be @($expected).Id
        }

        It 'takes the activities by name, in any case and number' {
            $command.Parameters.Activity.ParameterType | Should -Be ([StormDetect.Core.ActivityGroup[]])
            { Get-AnomalousMailAccess $audit -Activity delete, SEND, Move, search 6>$null } | Should -Not -Throw
            { Get-AnomalousMailAccess $audit -Activity Read 6>$null } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,StormDetect.Commands.GetAnomalousMailAccessCommand'
            { Get-AnomalousMailAccess $audit -Activity @() 6>$null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,StormDetect.Commands.GetAnomalousMailAccessCommand'
        }

        It 'reports deletions from a place nobody knows, as what they are' {
            $deletions = Join-Path $TestDrive 'deletions.jsonl'
            $people = @($lines | ForEach-Object { (ConvertFrom-Json $_).MailboxOwnerUPN } | Where-Object { $_ } | Select-Object -Unique)
            $first = [datetime] '2026-09-01T08:00:00'
            $number = 0
            $records = foreach ($day in 0..20) {
                foreach ($person in $people) {
                    $intruder = $day -eq 18 -and $people.IndexOf($person) -lt 5
                    foreach ($round in 0..($intruder ? 9 : 0)) {
                        $number++
                        $time = $intruder ? $first.AddDays($day).AddHours(-6).AddMinutes($round) : $first.AddDays($day)
                        @{
                            Id = [guid]::new($number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString(); CreationTime = $time.ToString('s'); Operation = 'HardDelete'; RecordType = 3
                            OrganizationId = '11111111-2222-3333-4444-555555555555'; UserId = $person; MailboxOwnerUPN = $person; LogonType = 0
                            ClientIPAddress = $intruder ? '198.51.100.77' : '192.0.2.10'; ClientInfoString = $intruder ? 'Client=REST;;' : 'Client=MSExchangeRPC'
                            ClientAppId = $intruder ? 'a298e343-7e6c-4373-bd51-349f5a807729' : ''; Folder = @{ Path = '\Sent Items' }
                            AffectedItems = @(1..($intruder ? 40 : 2) | ForEach-Object { @{ Subject = 's' } })
                        } | ConvertTo-Json -Depth 4 -Compress
                    }
                }
            }

            Set-Content -LiteralPath $deletions -Value $records
            $found = @(Get-AnomalousMailAccess $deletions -Activity Delete -InformationAction Ignore -WarningAction Ignore)
            $found.Count | Should -Be 1
            @($found[0].Activities) | Should -Be 'Delete'
            $found[0].DeletedItemCount | Should -Be 2000
            $found[0].Techniques | Should -Contain 'T1070.008'
            ($found[0] | Format-List | Out-String) | Should -Match 'DeletedItemCount\s*: 2,000'
            Get-AnomalousMailAccess $deletions -InformationAction Ignore -WarningAction Ignore | Should -BeNullOrEmpty
        }
    }

    Context 'what it is judged by' {
        It 'shows the sums behind a finding with -Explain, and only then' {
            $expected[0].Explanation | Should -BeNullOrEmpty
            $explained = @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational -Explain -InformationAction Ignore)
            $explained.Id | Should -Be @($expected).Id
            $explained[0].Explanation[-1] | Should -Match '^Severity '
            @($explained[0].Explanation -match '^[+-]').Count | Should -Be $explained[0].Reasons.Count
            $explained[0].ExplanationText | Should -BeOfType ([string])
            ($explained[0] | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue) | Should -Not -BeNullOrEmpty
            $warnings | Should -BeNullOrEmpty
        }

        It 'does not report on the days named clean' {
            $from = ($expected.FirstSeen | Measure-Object -Minimum).Minimum.UtcDateTime.Date
            $day = $from.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
            $rest = @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational -BaselineEnd $day -InformationAction Ignore -WarningAction Ignore)
            @($rest | Where-Object { $_.FirstSeen.UtcDateTime -lt $from.AddDays(1) }).Count | Should -Be 0
        }

    It 'warns of clean days that the log has not' {
        $result = Get-AnomalousMailAccess $audit -BaselineStart 2020-01-01 -BaselineEnd 2020-02-01 -Summary -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'no mail access in the days named as clean'
        $result | Format-List | Out-String -Width 200 | Should -Match 'Notes +: The log has no mail access in the days named as clean'
    }

        It 'refuses a baseline that ends before it begins' {
            { Get-AnomalousMailAccess $audit -BaselineStart 2026-09-10 -BaselineEnd 2026-09-01 } |
                Should -Throw -ErrorId 'BaselineWindowEmpty,StormDetect.Commands.GetAnomalousMailAccessCommand'
        }
    }

    Context 'where its input comes from' {
        BeforeAll {
            $ids = @($expected.Id)
            function Get-Id($Findings) { @($Findings | ForEach-Object Id) }
            $quiet = @{ MinimumSeverity = 'Informational'; InformationAction = 'Ignore' }
            $searched = @($lines | ForEach-Object {
                    $record = ConvertFrom-Json -InputObject $_
                    [pscustomobject] @{
                        RecordType = 'ExchangeItemAggregated'; CreationDate = $record.CreationTime; UserIds = $record.UserId
                        Operations = $record.Operation; AuditData = $_; ResultIndex = 1; ResultCount = 1; Identity = $record.Id; IsValid = $true
                    }
                })
        }

        It 'takes a folder, a wildcard and a literal path' {
            Get-Id (Get-AnomalousMailAccess $audit @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess -Path (Join-Path $audit '*.jsonl') @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess -LiteralPath $audit @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess -PSPath $audit @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess -LP $audit @quiet) | Should -Be $ids
        }

        It 'takes paths relative to the location, and of a drive of the file system' {
            Push-Location $audit
            try { Get-Id (Get-AnomalousMailAccess . @quiet) | Should -Be $ids } finally { Pop-Location }
            Get-Id (Get-AnomalousMailAccess 'TestDrive:/audit' @quiet) | Should -Be $ids
        }

        It 'takes a name with brackets literally with -LiteralPath only' {
            $odd = Join-Path $TestDrive 'a[1]'
            Copy-Item -LiteralPath $audit -Destination $odd -Recurse
            Get-Id (Get-AnomalousMailAccess -LiteralPath $odd @quiet) | Should -Be $ids
            { Get-AnomalousMailAccess -Path $odd -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'takes files, folders, and paths as text, from the pipeline' {
            Get-Id ($files | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id (Get-Item -LiteralPath $audit | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id ($audit | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id (Resolve-Path -LiteralPath $audit | Get-AnomalousMailAccess @quiet) | Should -Be $ids
        }

        It 'takes records from the pipeline' {
            Get-Id (Import-M365AuditLog $audit | Get-AnomalousMailAccess @quiet) | Should -Be $ids
        }

        It 'takes records that went through Export-Clixml' {
            $file = Join-Path $TestDrive 'records.xml'
            Import-M365AuditLog $audit | Export-Clixml -LiteralPath $file
            Get-Id (Import-Clixml -LiteralPath $file | Get-AnomalousMailAccess @quiet) | Should -Be $ids
        }

        It 'takes the output of Search-UnifiedAuditLog: objects with AuditData' {
            Get-Id ($searched | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess -InputObject $searched @quiet) | Should -Be $ids
        }

        It 'takes them back from Export-Clixml and from Export-Csv' {
            $file = Join-Path $TestDrive 'searched'
            $searched | Export-Clixml -LiteralPath "$file.xml"
            Get-Id (Import-Clixml -LiteralPath "$file.xml" | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            $searched | Export-Csv -LiteralPath "$file.csv"
            Get-Id (Import-Csv -LiteralPath "$file.csv" | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess "$file.csv" @quiet) | Should -Be $ids
        }

        It 'takes rows of a Purview CSV' {
            $file = Join-Path $TestDrive 'purview.csv'
            Write-PurviewCsv $file $lines
            Get-Id (Import-Csv -LiteralPath $file | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id (Get-AnomalousMailAccess $file @quiet) | Should -Be $ids
        }

        It 'takes the property in any case, in hashtables, and as RawEventData' {
            Get-Id ($lines | ForEach-Object { [pscustomobject] @{ auditdata = $_ } } | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id ($lines | ForEach-Object { @{ AUDITDATA = $_ } } | Get-AnomalousMailAccess @quiet) | Should -Be $ids
            Get-Id ($lines | ForEach-Object { [pscustomobject] @{ RawEventData = $_ } } | Get-AnomalousMailAccess @quiet) | Should -Be $ids
        }

        It 'takes JSON as text' {
            Get-Id ($lines | Get-AnomalousMailAccess @quiet) | Should -Be $ids
        }

        It 'takes a mix' {
            $half = [int] ($lines.Count / 2)
            $rest = Join-Path $TestDrive 'rest.jsonl'
            Set-Content -LiteralPath $rest -Value $lines[$half..($lines.Count - 1)]
            Get-Id (@($lines[0..($half - 1)]; Get-Item -LiteralPath $rest) | Get-AnomalousMailAccess @quiet) | Should -Be $ids
        }
    }

    Context 'binding' {
        It 'binds nothing by property name' {
            @($command.ParameterSets.Parameters | Where-Object ValueFromPipelineByPropertyName).Name | Should -BeNullOrEmpty
        }

        It 'does not take a window or a mailbox from the records it is piped' {
            $tricky = $lines | ForEach-Object { [pscustomobject] @{ AuditData = $_; Start = '2001-01-01'; End = '2001-01-02'; Mailbox = 'x'; Path = 'nowhere'; PSPath = 'nowhere' } }
            @($tricky | Get-AnomalousMailAccess -MinimumSeverity Informational 6>$null).Id | Should -Be @($expected.Id)
        }

        It 'has the alias <Alias> for -<Name>' -ForEach @(
            @{ Name = 'Start'; Alias = 'StartDate' }, @{ Name = 'End'; Alias = 'EndDate' }, @{ Name = 'LiteralPath'; Alias = 'PSPath' }, @{ Name = 'LiteralPath'; Alias = 'LP' }
        ) {
            $command.Parameters[$Name].Aliases | Should -Contain $Alias
        }

        It 'takes addresses and networks in CIDR notation as trusted' {
            { Get-AnomalousMailAccess $audit -TrustedNetwork '192.0.2.0/24', '192.0.2.7', '2001:db8::/32', '2001:db8::1' 6>$null } | Should -Not -Throw
        }

        It 'refuses <_> as a trusted network' -ForEach '192.0.2', '10', '192.0.2.0/33', '192.0.2.0/-1', '192.0.2.0/', '2001:db8::/129', '010.0.0.1', 'contoso.example', '' {
            { Get-AnomalousMailAccess $audit -TrustedNetwork $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError*,*'
        }

        It 'is not touched by $WhatIfPreference' {
            $WhatIfPreference = $true
            @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational 6>$null).Id | Should -Be @($expected.Id)
        }

        It 'works in strict mode' {
            Set-StrictMode -Version Latest
            @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational 6>$null).Id | Should -Be @($expected.Id)
        }
    }

    Context 'times' {
        It 'reads <Text> as <Utc> in <Culture>' -ForEach @(
            foreach ($culture in 'en-US', 'de-DE', 'tr-TR', 'ar-SA', 'th-TH') {
                @{ Culture = $culture; Text = '2026-06-30'; Utc = '2026-06-30T00:00:00Z' }
                @{ Culture = $culture; Text = '2026-06-30T14:05'; Utc = '2026-06-30T14:05:00Z' }
                @{ Culture = $culture; Text = '2026-06-30 14:05:06'; Utc = '2026-06-30T14:05:06Z' }
                @{ Culture = $culture; Text = '2026-06-30T14:05:06.789Z'; Utc = '2026-06-30T14:05:06Z' }
                @{ Culture = $culture; Text = '2026-06-30T14:05:06+02:00'; Utc = '2026-06-30T12:05:06Z' }
            }
        ) {
            Invoke-WithCulture $Culture { ConvertTo-TestTime $Text } | Should -Be $Utc
        }

        It 'refuses <_>, which means different days to different people' -ForEach '3/4/2026', '03.04.2026', '4 March 2026', '2026-6-3', '2026', '14:00', '2026-06-30T25:00', '2026-13-01', 'yesterday', '' {
            { Get-AnomalousMailAccess $audit -Start $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage '*2026-06-30T14:00+02:00*'
        }

        It 'takes a DateTime by its kind, and without one as UTC' {
            ConvertTo-TestTime ([datetime]::new(2026, 6, 30, 14, 0, 0, [System.DateTimeKind]::Utc)) | Should -Be '2026-06-30T14:00:00Z'
            ConvertTo-TestTime ([datetime]::new(2026, 6, 30, 14, 0, 0, [System.DateTimeKind]::Unspecified)) | Should -Be '2026-06-30T14:00:00Z'
            $local = [datetime]::new(2026, 6, 30, 14, 0, 0, [System.DateTimeKind]::Local)
            ConvertTo-TestTime $local | Should -Be $local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture)
            ConvertTo-TestTime ([datetimeoffset]::new(2026, 6, 30, 14, 0, 0, [timespan]::FromHours(2))) | Should -Be '2026-06-30T12:00:00Z'
        }

        It 'includes the day of a bare -End, and no other' {
            (Get-AnomalousMailAccess $audit -Summary -End 2026-09-10 -WarningAction SilentlyContinue).Coverage.End.UtcDateTime | Should -BeLessOrEqual ([datetime]::new(2026, 9, 11, 0, 0, 0, [System.DateTimeKind]::Utc))
            Get-TestWindowEnd 2026-06-30 | Should -Be '2026-07-01T00:00:00Z'
            Get-TestWindowEnd ([DateOnly]::new(2026, 6, 30)) | Should -Be '2026-07-01T00:00:00Z'
            Get-TestWindowEnd 2026-06-30T00:00 | Should -Be '2026-06-30T00:00:00Z'
        }

        It 'takes midnight of a DateTime as the moment it is, so that days counted with it do not overlap' {
            $day = [datetime] '2026-06-30'
            Get-TestWindowEnd $day | Should -Be '2026-06-30T00:00:00Z'
            Get-TestWindowEnd $day.AddDays(1) | Should -Be (ConvertTo-TestTime $day.AddDays(1))
            Get-TestWindowEnd ([datetime]::SpecifyKind($day, 'Local')) | Should -Be (ConvertTo-TestTime ([datetime]::SpecifyKind($day, 'Local')))
            Get-TestWindowEnd ([datetimeoffset] '2026-06-30T00:00Z') | Should -Be '2026-06-30T00:00:00Z'
        }

        It 'refuses a window that holds nothing' {
            { Get-AnomalousMailAccess $audit -Start 2026-09-10T10:00 -End 2026-09-10T10:00 } | Should -Throw -ErrorId 'WindowEmpty,*'
            { Get-AnomalousMailAccess $audit -Start 2026-09-11 -End 2026-09-10 } | Should -Throw -ErrorId 'WindowEmpty,*'
        }

        It 'gives the same findings in <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA' {
            $found = Invoke-WithCulture $_ { Get-AnomalousMailAccess $audit -MinimumSeverity Informational -InformationAction Ignore }
            @($found.Id) | Should -Be @($expected.Id)
            @($found.Title) | Should -Be @($expected.Title)
        }
    }

    Context 'what goes wrong' {
        It 'names what is missing and goes on' {
            $found = Get-AnomalousMailAccess (Join-Path $TestDrive 'none'), $audit, (Join-Path $TestDrive 'none*') -MinimumSeverity Informational -ErrorVariable errors -ErrorAction SilentlyContinue 6>$null
            @($found.Id) | Should -Be @($expected.Id)
            @($errors.FullyQualifiedErrorId) | Should -Be (@('PathNotFound,StormDetect.Commands.GetAnomalousMailAccessCommand') * 2)
            $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $errors[0].TargetObject | Should -Be (Join-Path $TestDrive 'none')
        }

        It 'says nothing but the errors when nothing could be read' {
            $result = Get-AnomalousMailAccess (Join-Path $TestDrive 'none') -Summary -ErrorVariable errors -ErrorAction SilentlyContinue -InformationVariable information
            $result | Should -BeNullOrEmpty
            $information | Should -BeNullOrEmpty
            $errors.Count | Should -Be 1
        }

        It 'reads the others beside a binary file, and says which it was' {
            $binary = Join-Path $TestDrive 'binary.dat'
            [System.IO.File]::WriteAllBytes($binary, [byte[]] (0..255))
            $found = Get-AnomalousMailAccess $binary, $audit -MinimumSeverity Informational -ErrorVariable errors -ErrorAction SilentlyContinue 6>$null
            @($found.Id) | Should -Be @($expected.Id)
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Be 'BinaryFile,StormDetect.Commands.GetAnomalousMailAccessCommand'
            $errors[0].TargetObject | Should -Be $binary
        }

        It 'stops at the first with -ErrorAction Stop' {
            { Get-AnomalousMailAccess (Join-Path $TestDrive 'none'), $audit -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'refuses paths of other providers' {
            { Get-AnomalousMailAccess 'Variable:/HOME' -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotInFileSystem,*'
            { Get-AnomalousMailAccess -LiteralPath 'Env:/PATH' -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotInFileSystem,*'
            { Get-AnomalousMailAccess 'nodrive:/x' -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'refuses other objects one by one and takes the rest' {
            $found = @(42; $files; [pscustomobject] @{ Operation = 'x' }; [pscustomobject] @{ AuditData = 7 }) |
                Get-AnomalousMailAccess -MinimumSeverity Informational -ErrorVariable errors -ErrorAction SilentlyContinue 6>$null
            @($found.Id) | Should -Be @($expected.Id)
            @($errors.FullyQualifiedErrorId) | Should -Be (@('InputObjectNotSupported,StormDetect.Commands.GetAnomalousMailAccessCommand') * 3)
            $errors[0].TargetObject | Should -Be 'System.Int32'
        }

        It 'warns of rows it had to drop, with the first of them' {
            $broken = Join-Path $TestDrive 'broken.jsonl'
            Set-Content -LiteralPath $broken -Value ($lines + '{"Id":"x","Operation":"MailItemsAccessed","CreationTime":"2026-09-0')
            $null = Get-AnomalousMailAccess $broken -WarningVariable warnings -WarningAction SilentlyContinue 6>$null
            "$warnings" | Should -Match 'were dropped: 1 '
            "$warnings" | Should -Match 'broken\.jsonl'
        }
    }

    Context 'stopping' {
        It 'ends a pipeline early without ending the script' {
            $first = Get-AnomalousMailAccess $audit -MinimumSeverity Informational 6>$null | Select-Object -First 1
            $first.Id | Should -Be $expected[0].Id
        }

        It 'stops within a second' {
            $large = New-LargeAudit 'large' $lines
            (Measure-Stop { param($path) Get-AnomalousMailAccess $path } $large).TotalSeconds | Should -BeLessThan 1
        }
    }

    Context 'leaving PowerShell' {
        It 'goes through Export-Csv with lists as text' {
            $row = $expected[0] | ConvertTo-Csv | ConvertFrom-Csv
            $row.MailboxesText | Should -Be ($expected[0].Mailboxes -join '; ')
            $row.ReasonsText | Should -Not -BeNullOrEmpty
            $row.Severity | Should -Be "$($expected[0].Severity)"
        }

        It 'has times as text that are the same in <_>' -ForEach 'en-US', 'de-DE', 'ar-SA' {
            $row = Invoke-WithCulture $_ { $expected[0] | ConvertTo-Csv -UseCulture | ConvertFrom-Csv -UseCulture }
            $row.FirstSeenText | Should -BeExactly $expected[0].FirstSeen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture)
            [datetimeoffset]::Parse($row.LastSeenText, [cultureinfo]::InvariantCulture) | Should -Be $expected[0].LastSeen
        }

        It 'goes through ConvertTo-Json at its default depth, with nothing cut' {
            $json = $expected[0] | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -BeNullOrEmpty
            $back = $json | ConvertFrom-Json
            $back.Reasons[0].Text | Should -Be $expected[0].Reasons[0].Text
            $back.NextSteps.Count | Should -Be $expected[0].NextSteps.Count
            $back.PSObject.Properties.Name | Should -Not -Contain 'Brief'
        }

        It 'goes through ConvertTo-Json as a summary, too' {
            $json = Get-AnomalousMailAccess $audit -Summary | ConvertTo-Json -WarningAction SilentlyContinue
            ($json | ConvertFrom-Json).VerdictText | Should -Not -BeNullOrEmpty
        }

        It 'has lists that can be indexed' {
            $expected[0].Reasons[0] | Should -BeOfType ([StormDetect.Core.FindingReason])
            $expected[0].Mailboxes[0] | Should -BeOfType ([string])
            $expected[0].NextSteps[0].Text | Should -BeOfType ([string])
        }
    }
}
