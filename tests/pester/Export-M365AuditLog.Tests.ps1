BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'audit').Directory
    $lines = @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-Content)
    $all = @(Import-M365AuditLog $audit)
    function New-Place { Join-Path $TestDrive "archive-$([guid]::NewGuid())" }
    function Get-SortedDigest([object[]] $Values) { Get-Digest @($Values | Sort-Object) }
}

Describe 'Export-M365AuditLog' {
    It 'adds every record once, however often it is run' {
        $place = New-Place
        $first = Export-M365AuditLog $audit -ArchivePath $place
        $first | Should -BeOfType ([StormDetect.Core.ArchiveRunResult])
        (Get-Command Export-M365AuditLog).OutputType.Type | Should -Be ([StormDetect.Core.ArchiveRunResult])
        $first.Stored | Should -Be $all.Count
        $second = Export-M365AuditLog -LiteralPath $audit -Destination $place
        $second.Stored | Should -Be 0
        $second.AlreadyArchived | Should -Be $all.Count
        $second.Number | Should -Be 2
        Get-SortedDigest @(Import-M365AuditLog $place).Id | Should -Be (Get-SortedDigest $all.Id)
    }

    It 'shows how far it has come to add what was read' {
        $engine = [powershell]::Create()
        try {
            $null = $engine.AddScript({ param($module, $audit, $place) Import-Module $module; Export-M365AuditLog $audit -ArchivePath $place }).AddArgument($ModulePath).AddArgument($audit).AddArgument((New-Place))
            $engine.Invoke().Stored | Should -Be $all.Count
            $bar = @($engine.Streams.Progress | Where-Object StatusDescription -Like 'Adding to the archive: * of * records')
            $bar[-1].StatusDescription | Should -Match 'archive: (\S+) of \1 records$'
            $bar[-1].PercentComplete | Should -Be 100
            $engine.Streams.Progress[-1].RecordType | Should -Be Completed
        }
        finally {
            $engine.Dispose()
        }
    }

    It 'takes what hunts take: files, folders, objects with AuditData, records with their JSON' {
        foreach ($give in @(
                { Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' }
                { $audit }
                { $lines }
                { $lines | ForEach-Object { [pscustomobject] @{ RecordType = 'x'; UserIds = 'x'; Operations = 'y'; Identity = 'z'; AuditData = $_ } } }
                { Import-M365AuditLog $audit -Raw }
            )) {
            $place = New-Place
            (& $give | Export-M365AuditLog -ArchivePath $place).Stored | Should -Be $all.Count -Because "$give"
            Get-SortedDigest @(Import-M365AuditLog $place).Id | Should -Be (Get-SortedDigest $all.Id)
        }
    }

    It 'refuses records that have lost their JSON, and keeps the rest' {
        $result = Import-M365AuditLog $audit | Export-M365AuditLog -ArchivePath (New-Place) -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'RecordsNotWhole,StormDetect.Commands.ExportM365AuditLogCommand'
        $result.Stored | Should -Be @($all | Where-Object Operation -NE 'MailItemsAccessed').Count
    }

    It 'gives hunts the same findings as the export' {
        $place = New-Place
        $null = Export-M365AuditLog $audit -ArchivePath $place
        $expected = @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational 6>$null 3>$null)
        $expected | Should -Not -BeNullOrEmpty
        @(Get-AnomalousMailAccess $place -MinimumSeverity Informational 6>$null 3>$null).Id | Should -Be $expected.Id
    }

    It 'searches by user, day and record as the export does' {
        $place = New-Place
        $null = Export-M365AuditLog $audit -ArchivePath $place
        $user = $all[0].UserId
        $day = $all[0].CreationTime.ToString('yyyy-MM-dd')
        Get-SortedDigest @(Import-M365AuditLog $place -UserId $user -Start $day -End $day).Id | Should -Be (Get-SortedDigest @(Import-M365AuditLog $audit -UserId $user -Start $day -End $day).Id)
        @(Import-M365AuditLog $place -RecordId $all[5].Id).Id | Should -Be $all[5].Id
        $filter = @{ UserId = $user; Start = $day; End = $day }
        Get-Digest @(Get-M365ActivityTimeline $place @filter).Text | Should -Be (Get-Digest @(Get-M365ActivityTimeline $audit @filter).Text)
    }

    It 'does nothing with -WhatIf' {
        $place = New-Place
        Export-M365AuditLog $audit -ArchivePath $place -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $place | Should -BeFalse
    }

    It 'names the tenant, and refuses others' {
        $place = New-Place
        $other = [guid]::NewGuid()
        $result = Export-M365AuditLog $audit -ArchivePath $place -TenantId $other -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'RecordsOfOtherTenant,StormDetect.Commands.ExportM365AuditLogCommand'
        $result.TenantId | Should -Be "$other"
        $result.Stored | Should -Be 0
    }

    It 'is refused while another run writes, and says who' {
        $place = New-Place
        $null = Export-M365AuditLog $audit -ArchivePath $place -Operator 'the other'
        $tenant = (Get-ChildItem -LiteralPath $place -Directory).FullName
        $lock = [System.IO.File]::Open((Join-Path $tenant '.lock'), 'Open', 'ReadWrite', 'None')
        try {
            { Export-M365AuditLog $audit -ArchivePath $place } | Should -Throw -ErrorId 'ArchiveLocked,StormDetect.Commands.ExportM365AuditLogCommand' -ExpectedMessage '*the other*'
        }
        finally {
            $lock.Dispose()
        }

        (Export-M365AuditLog $audit -ArchivePath $place).Stored | Should -Be 0
    }

    It 'says what is wrong with a place it cannot write, with windows that are none, and goes on past inputs it cannot read' {
        $file = Join-Path $TestDrive 'in-the-way'
        Set-Content -LiteralPath $file 'x'
        { Export-M365AuditLog $audit -ArchivePath $file } | Should -Throw -ErrorId 'ArchiveInputOutput,*'
        { Export-M365AuditLog $audit -ArchivePath (New-Place) -CoveredStart 2026-09-01 } | Should -Throw -ErrorId 'CoveredWindowIncomplete,*'
        { Export-M365AuditLog $audit -ArchivePath (New-Place) -CoveredStart 2026-09-02 -CoveredEnd 2026-08-02 } | Should -Throw -ErrorId 'WindowEmpty,*'
        $window = @{ CoveredStart = '2026-09-01'; CoveredEnd = '2026-09-02' }
        (Export-M365AuditLog $audit -ArchivePath (New-Place) @window).CoveredUntil | Should -Not -BeNullOrEmpty
        (Export-M365AuditLog $audit, (Join-Path $TestDrive 'nowhere') -ArchivePath (New-Place) @window -ErrorAction SilentlyContinue).CoveredUntil | Should -BeNullOrEmpty
        $result = Export-M365AuditLog $audit, (Join-Path $TestDrive 'nowhere') -ArchivePath (New-Place) -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'PathNotFound,StormDetect.Commands.ExportM365AuditLogCommand'
        $result.Stored | Should -Be $all.Count
    }

    It 'leaves nothing behind when it is stopped, and stops within a second' {
        $large = New-LargeAudit 'large' $lines
        $env:StormDetectTestArchive = New-Place
        (Measure-Stop { param($path) Export-M365AuditLog $path -ArchivePath $env:StormDetectTestArchive } $large).TotalSeconds | Should -BeLessThan 1
        (Export-M365AuditLog $audit -ArchivePath $env:StormDetectTestArchive).Number | Should -Be 1
        Test-M365AuditArchive $env:StormDetectTestArchive -Quiet | Should -BeTrue
        $env:StormDetectTestArchive = $null
    }

    Context 'collecting from a tenant' {
        BeforeAll {
            $tenant = [guid] (ConvertFrom-Json -InputObject $lines[0]).OrganizationId
            $script:asked = @()
            $timed = @($lines | ForEach-Object { @{ Line = $_; Time = [datetimeoffset] "$([regex]::Match($_, '"CreationTime":"([^"]+)"').Groups[1].Value)Z" } })
            # What Search-M365AuditLog would give: the file of each slice, and the proof.
            function global:Search-M365AuditLog {
                param($Start, $End, $Source, $StatePath, [switch] $AsFile, [switch] $IncludeReport, $Operation, $Connection, [switch] $Confirm, [switch] $WhatIf, [switch] $ShowPlan, $Except)
                if ($ShowPlan) {
                    # A way to the log that reaches back six days.
                    $reach = $End.AddDays(-6)
                    $beyond = @(if ($reach -gt $Start) { [StormDetect.Core.BlindInterval]::new("$tenant", 'Tenant', '', $Start, $reach, 'WindowMissing', 'Certain', 'out of reach') })
                    return New-Object StormDetect.Core.SearchPlan -Property @{ Route = 'GraphQuery'; BlindIntervals = [StormDetect.Core.BlindInterval[]] $beyond }
                }

                $script:asked += @{ Start = $Start; End = $End; Operation = $Operation; WhatIf = [bool] $WhatIf; Except = $Except }
                if ($WhatIf) {
                    return
                }

                $null = New-Item -ItemType Directory -Force $StatePath
                $found = @(foreach ($one in $timed) { if ($one.Time -ge $Start -and $one.Time -lt $End) { $one.Line } })
                $query = New-Object StormDetect.Core.AuditLogQuery -Property @{ Start = $Start; End = $End }
                $state = $global:StormDetectTestBreaks ? 'NotAsked' : 'Complete'
                $slice = New-Object StormDetect.Core.SliceReport -Property @{ From = $Start; To = $End; State = $state; Kept = $found.Count }
                if ($global:StormDetectTestLost) {
                    # The first two hours of a day never come.
                    $gone = $global:StormDetectTestLost
                    $found = @(foreach ($one in $timed) { if ($one.Time -ge $Start -and $one.Time -lt $End -and -not ($one.Time -ge $gone -and $one.Time -lt $gone.AddHours(2))) { $one.Line } })
                    $slice = @(
                        New-Object StormDetect.Core.SliceReport -Property @{ From = $Start; To = $gone; State = 'Complete' }
                        New-Object StormDetect.Core.SliceReport -Property @{ From = $gone; To = $gone.AddHours(2); State = 'Truncated'; Problem = 'It has expired.' }
                        New-Object StormDetect.Core.SliceReport -Property @{ From = $gone.AddHours(2); To = $End; State = 'Complete'; Kept = $found.Count }
                    )
                    Write-Error -Message 'A slice did not come.' -ErrorId SearchSliceTruncated -TargetObject $slice[1] -ErrorAction Continue
                }

                $blind = @(if ($global:StormDetectTestLost) { [StormDetect.Core.BlindInterval]::new("$tenant", 'Tenant', '', $gone, $gone.AddHours(2), 'LostRows', 'Certain', 'it has expired') } elseif ($global:StormDetectTestBreaks) { [StormDetect.Core.BlindInterval]::new("$tenant", 'Tenant', '', $Start, $End, 'WindowMissing', 'Certain', 'not asked') })
                $report = New-Object StormDetect.Core.SearchReport -Property @{
                    Route = 'GraphQuery'; TenantId = "$tenant"; Query = $query; AsOf = $End; Slices = [StormDetect.Core.SliceReport[]] $slice; BlindIntervals = [StormDetect.Core.BlindInterval[]] $blind
                }
                [System.IO.File]::WriteAllBytes((Join-Path $StatePath 'search-report.json'), [StormDetect.Core.SearchReportFile]::Write($report))
                if ($global:StormDetectTestBreaks -eq 'crash') {
                    throw 'The power is off.'
                }

                if ($found) {
                    Set-Content -LiteralPath (Join-Path $StatePath 'slice.jsonl') $found
                    Get-Item -LiteralPath (Join-Path $StatePath 'slice.jsonl')
                }

                $report
            }

            $times = @($all.CreationTime | Sort-Object)
            $first = [datetimeoffset]::new($times[0].UtcDateTime.Date, [timespan]::Zero)
        }

        AfterAll {
            Remove-Item Function:\Search-M365AuditLog
            $global:StormDetectTestBreaks = $global:StormDetectTestLost = $null
        }

        BeforeEach {
            $script:asked = @()
            $global:StormDetectTestLost = $null
            $global:StormDetectTestBreaks = $null
        }

        It 'needs a start the first time, and goes on with 26 hours of overlap' {
            $place = New-Place
            { Export-M365AuditLog -ArchivePath $place -TenantId $tenant } | Should -Throw -ErrorId 'ArchiveNeedsStart,*'
            $one = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $first -End $first.AddDays(4)
            $one.CoveredUntil | Should -Be $first.AddDays(4)
            $two = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(12)
            $script:asked[-1].Start | Should -Be $first.AddDays(4).AddHours(-26)
            $two.AlreadyArchived | Should -BeGreaterThan 0
            ($one.Stored + $two.Stored) | Should -Be $all.Count
            Get-SortedDigest @(Import-M365AuditLog $place).Id | Should -Be (Get-SortedDigest $all.Id)
            Test-M365AuditArchive $place -Quiet | Should -BeTrue
            Test-Path -LiteralPath (Join-Path $place "$tenant/.search") | Should -BeFalse
            (Get-Content -Raw -LiteralPath (Join-Path $place "$tenant/manifest/000001.json") | ConvertFrom-Json).search.slicesComplete | Should -Be 1
        }

        It 'counts what was not asked as a gap, and goes on with a search that was interrupted' {
            $place = New-Place
            $global:StormDetectTestBreaks = 'crash'
            { Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $first -End $first.AddDays(2) } | Should -Throw '*power*'
            $global:StormDetectTestBreaks = 'budget'
            $one = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $first.AddDays(5) 3>$null
            $script:asked[-1].Start | Should -Be $first
            $script:asked[-1].End | Should -Be $first.AddDays(2)
            $one.CoveredUntil | Should -Be $first -Because 'the next run has to begin there'
            $global:StormDetectTestBreaks = $null
            $two = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -BeLike '*interrupted*'
            $two.CoveredUntil | Should -Be $first.AddDays(2)
            (Test-M365AuditArchive $place).Gaps | Should -BeNullOrEmpty
        }

        It 'looks back once a day for what came late, as far as the way reaches, and says so in the manifest' {
            $place = New-Place
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $first -End $first.AddDays(10)
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(11)
            $script:asked[-1].Start | Should -Be $first.AddDays(5).AddHours(1)
            $entry = Get-Content -Raw -LiteralPath (Join-Path $place "$tenant/manifest/000002.json") | ConvertFrom-Json -DateKind Offset
            $entry.lookedBack | Should -Be $first.AddDays(11)
            # Not twice a day, however many hours and engines it has.
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(11).AddHours(23)
            $script:asked[-1].Start | Should -Be $first.AddDays(11).AddHours(-26)
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(12) -LateDays 3
            $script:asked[-1].Start | Should -Be $first.AddDays(9)
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(13) -LateDays 0
            $script:asked[-1].Start | Should -Be $first.AddDays(12).AddHours(-26)
            { Export-M365AuditLog -ArchivePath $place -TenantId $tenant -LateDays -1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            (Test-M365AuditArchive $place).Gaps | Should -BeNullOrEmpty
        }

        It 'accepts a loss that it still cannot fill, for a reason, and tells of it no more' {
            $place = New-Place
            $lost = $first.AddDays(2)
            $global:StormDetectTestLost = $lost
            $one = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $first -End $first.AddDays(4) -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures | Should -HaveCount 1
            $one.CoveredUntil | Should -Be $lost
            foreach ($blank in '', '  ') {
                { Export-M365AuditLog -ArchivePath $place -TenantId $tenant -AcceptLoss $blank } | Should -Throw -ErrorId 'AcceptLossNeedsReason,*'
            }

            { Export-M365AuditLog $audit -ArchivePath $place -AcceptLoss 'x' } | Should -Throw -ErrorId 'PositionalParameterNotFound,*'
            $two = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(5) -AcceptLoss 'Expired, ticket 4711' -Operator kim -ErrorVariable failures
            $failures | Should -BeNullOrEmpty
            $two.CoveredUntil | Should -Be $first.AddDays(5)
            $two.AcceptedLosses | Should -HaveCount 1
            $two.AcceptedLosses[0].From | Should -Be $lost
            $two.AcceptedLosses[0].Reason | Should -Be 'Expired, ticket 4711'

            # The next run asks for the rest; one that asks for all of it tells of nothing new.
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(6) -LateDays 5 -ErrorVariable failures
            $script:asked[-1].Except | Should -HaveCount 1
            $script:asked[-1].Except[0].To | Should -Be $lost.AddHours(2)
            $failures | Should -BeNullOrEmpty

            $null = Import-M365AuditLog $place -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike 'Losses of the archive that were accepted: 1, the first: *4711*'

            $check = Test-M365AuditArchive $place
            $check.Gaps | Should -BeNullOrEmpty
            $check.AcceptedLosses.Operator | Should -Be 'kim'
            $check.AcceptedLosses.Cause | Should -Be 'it has expired'
            $check.Findings.Kind | Should -Be 'AcceptedLoss'
            Test-M365AuditArchive $place -Quiet | Should -BeTrue
            Test-M365AuditArchive $place -Quiet -SearchableDays 1 | Should -BeFalse
            $check | Format-List | Out-String | Should -Match 'ticket 4711'

            # It turns up after all.
            $global:StormDetectTestLost = $null
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $lost -End $lost.AddDays(1)
            (Test-M365AuditArchive $place).AcceptedLosses | Should -BeNullOrEmpty
            Get-SortedDigest @(Import-M365AuditLog $place).Id | Should -Be (Get-SortedDigest @($all | Where-Object CreationTime -LT $first.AddDays(6)).Id)
        }

        It 'shows what it would ask and accept with -WhatIf, and changes nothing' {
            $place = New-Place
            $global:StormDetectTestLost = $first.AddDays(2)
            $null = Export-M365AuditLog -ArchivePath $place -TenantId $tenant -Start $first -End $first.AddDays(4) -ErrorAction SilentlyContinue
            $before = @(Get-ChildItem -LiteralPath $place -Recurse -File -Force | Get-FileHash).Hash
            $script:asked = @()
            $said = Join-Path $TestDrive 'said.txt'
            Start-Transcript -LiteralPath $said | Out-Null
            try {
                Export-M365AuditLog -ArchivePath $place -TenantId $tenant -End $first.AddDays(5) -AcceptLoss 'Expired' -WhatIf | Should -BeNullOrEmpty
            }
            finally {
                Stop-Transcript | Out-Null
            }

            $text = Get-Content -Raw -LiteralPath $said
            $text | Should -Match 'Accept as lost, if this run cannot get it either: .*NotReceived'
            $text | Should -Match 'Look back for records that came late'
            $script:asked | Should -HaveCount 1
            $script:asked[0].WhatIf | Should -BeTrue
            @(Get-ChildItem -LiteralPath $place -Recurse -File -Force | Get-FileHash).Hash | Should -Be $before
            (Test-M365AuditArchive $place).Gaps | Should -HaveCount 1
        }

        It 'needs to know whose archive it is' {
            { Export-M365AuditLog -ArchivePath (New-Place) -Start $first } | Should -Throw -ErrorId 'ArchiveNeedsTenant,*'
        }

        It 'takes the files and the report that a search pipes' {
            $place = New-Place
            $null = Search-M365AuditLog -Start $first -End $first.AddDays(12) -StatePath (Join-Path $TestDrive 'state') -AsFile -IncludeReport | Export-M365AuditLog -ArchivePath $place
            (Test-M365AuditArchive $place).CoveredUntil | Should -Be $first.AddDays(12)
        }
    }
}
