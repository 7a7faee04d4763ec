# What an investigator is promised, from the files to the answer, each story by the answer key of a synthetic tenant.
BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $audit = Join-Path $TestDrive 'audit'
    $written = New-AuditScenario -Path $audit -MailboxCount 100 -Days 24 -Seed 2 -Start 2025-09-01 -Attack storm-0558 -SignInLog
    $planted = (Get-Content -Raw -LiteralPath $written.AnswerFile | ConvertFrom-Json -DateKind String).intrusions[0]
    $victims = @($planted.mailboxes | ForEach-Object ToLowerInvariant | Sort-Object)
    $hunt = Invoke-M365MailHunt $written.LogFiles -SignInPath $written.SignInFiles -MinimumSeverity Low 3>$null 6>$null
    $story = @($hunt.Findings | Where-Object Severity -GE 'High')

    # What the intruder read, from the records themselves.
    $ids = [System.Collections.Generic.HashSet[string]]::new([string[]] $planted.recordIds, [StringComparer]::OrdinalIgnoreCase)
    $reads = @($written.LogFiles | ForEach-Object { [System.IO.File]::ReadLines($_) } | Where-Object { $_ -match '"Id":"([^"]+)"' -and $ids.Contains($Matches[1]) } |
            ConvertFrom-Json | Sort-Object Id -Unique)
}

Describe 'Seed replay' {
    It 'is one story of High or more with exactly the mailboxes that were read' {
        $story | Should -HaveCount 1
        @($story[0].Mailboxes | Sort-Object) | Should -Be $victims
        # Single reads of a day on which the intruder did next to nothing may be missing.
        $story[0].RecordCount | Should -BeGreaterOrEqual (0.75 * $planted.recordIds.Count)
        $story[0].RecordCount | Should -BeLessOrEqual $planted.recordIds.Count
        @($story[0].RecordIds | Where-Object { -not $ids.Contains($_) }) | Should -BeNullOrEmpty
        @($story[0].Networks | Sort-Object) | Should -Be @($planted.networks | Sort-Object)
    }

    It 'names its reasons, and that no sign-in explains the reads' {
        $story[0].Reasons.Code | Should -Contain 'NetworkNew'
        $story[0].Reasons.Code | Should -Contain 'SameNetworkOverMailboxes'
        $story[0].ReasonsText | Should -Match 'No sign-in explains (\d+) of \1 reads'
        ($story[0].Reasons | Where-Object Code -EQ 'NoSignInExplains').Observed | Should -BeGreaterOrEqual $story[0].RecordCount
    }

    It 'is found by Find-OrphanedMailAccess with the same records' {
        $orphan = @(Find-OrphanedMailAccess $written.LogFiles -SignInPath $written.SignInFiles -MinimumSeverity Informational 3>$null 6>$null | Where-Object { $_.RecordIds.Where({ $ids.Contains($_) }) })
        $orphan | Should -HaveCount 1
        @($story[0].RecordIds | Where-Object { $_ -notin $orphan[0].RecordIds }) | Should -BeNullOrEmpty
        @($orphan[0].RecordIds | Where-Object { -not $ids.Contains($_) }) | Should -BeNullOrEmpty
        @($orphan[0].Mailboxes | Sort-Object) | Should -Be $victims
        $orphan[0].UnmatchedCount | Should -Be $planted.recordIds.Count
    }

    It 'fetches its records' {
        $fetched = @($story[0] | Import-M365AuditLog $written.LogFiles 3>$null)
        @($fetched.Id | Sort-Object -Unique) | Should -Be @($story[0].RecordIds | Sort-Object)
    }

    It 'has the same id from rows of the portal through the pipeline' {
        $csv = Join-Path $TestDrive 'portal.csv'
        $sheet = [System.IO.StreamWriter]::new($csv)
        try {
            $sheet.WriteLine('CreationDate,Operation,AuditData')
            foreach ($log in $written.LogFiles | Sort-Object -Descending) {
                foreach ($line in [System.IO.File]::ReadLines($log)) {
                    if ($line.Contains('"Operation":"MailItemsAccessed"')) { $sheet.WriteLine(',MailItemsAccessed,"' + $line.Replace('"', '""') + '"') }
                }
            }
        }
        finally {
            $sheet.Dispose()
        }

        $rows = @(Import-Csv -LiteralPath $csv | Get-AnomalousMailAccess 3>$null 6>$null | Where-Object { $_.RecordIds.Where({ $ids.Contains($_) }) })
        $rows | Should -HaveCount 1
        $file = @(Get-AnomalousMailAccess $written.LogFiles 3>$null 6>$null | Where-Object { $_.RecordIds.Where({ $ids.Contains($_) }) })
        $rows.Id | Should -Be $file.Id
        $rows.Id | Should -Be $story[0].Id
        $rows.RecordIdsText | Should -Be $file.RecordIdsText
        $rows.Severity | Should -Be $file.Severity
    }
}

Describe 'Notify' {
    BeforeAll {
        $csv = Join-Path $TestDrive 'exposure.csv'
        $story[0] | Get-MailExposure $written.LogFiles | Export-Csv -LiteralPath $csv
        $rows = @(Import-Csv -LiteralPath $csv)
        # Mailbox and folder -> what the records name, once each, with sizes where they are known.
        $truth = @{}
        # A finding may miss a day on which there was too little to tell; its exposure is that of its own time and networks.
        $networks = @($story[0].Networks | ForEach-Object { [System.Net.IPNetwork]::Parse($_) })
        $own = @($reads | Where-Object {
                $time = [datetimeoffset]::Parse("$($_.CreationTime.ToString('s'))Z", [cultureinfo]::InvariantCulture)
                $address = [ipaddress] $_.ClientIPAddress
                $time -ge $story[0].FirstSeen -and $time -le $story[0].LastSeen -and $networks.Where({ $_.Contains($address) })
            })
        $own | Should -Not -BeNullOrEmpty
        foreach ($read in $own) {
            foreach ($folder in $read.Folders) {
                $key = "$($read.MailboxOwnerUPN)|$($folder.Path)"
                if (-not $truth.ContainsKey($key)) { $truth[$key] = @{} }
                foreach ($item in $folder.FolderItems) { $truth[$key][$item.InternetMessageId] = [Math]::Max([long] $item.SizeInBytes, [long] $truth[$key][$item.InternetMessageId]) }
            }
        }
    }

    It 'has a row for every folder of every mailbox that was read, and no other' {
        @($rows | ForEach-Object { "$($_.Mailbox)|$($_.Folder)" } | Sort-Object) | Should -Be @($truth.Keys | ForEach-Object ToLowerInvariant | Sort-Object)
        @($rows.Mailbox | Sort-Object -Unique) | Should -Be $victims
    }

    It 'says of each how many messages, and how that is to be read' {
        foreach ($row in $rows) {
            $messages = @($truth["$($row.Mailbox)|$($row.Folder)"].Keys)
            $where = "$($row.Mailbox) $($row.Folder)"
            [long] $row.NamedMessageCount | Should -Be $messages.Count -Because $where
            [long] $row.MessageCount | Should -Be $messages.Count -Because $where
            $row.MessageBound | Should -Be 'Exactly' -Because $where
            $row.Messages | Should -Be "exactly $('{0:N0}' -f $messages.Count) $($messages.Count -eq 1 ? 'message' : 'messages')"
        }
    }

    It 'bounds sizes by what the records say' {
        foreach ($row in $rows) {
            $sizes = @($truth["$($row.Mailbox)|$($row.Folder)"].Values)
            $where = "$($row.Mailbox) $($row.Folder)"
            [long] $row.SizeInBytes | Should -Be ($sizes | Measure-Object -Sum).Sum -Because $where
            $row.SizeBound | Should -Be ($sizes -contains 0 ? 'AtLeast' : 'Exactly') -Because $where
        }

        $rows.SizeBound | Should -Contain 'AtLeast'
        $rows.SizeBound | Should -Contain 'Exactly'
    }

    It 'has cells that a person and a spreadsheet can read' {
        foreach ($row in $rows) {
            $row.UserIdsText | Should -Match '^[^;@ ]+@[^;@ ]+(; [^;@ ]+@[^;@ ]+)*$'
            $row.NetworksText.Split('; ') | ForEach-Object { $_ | Should -BeIn $planted.networks }
            $row.ApplicationsText | Should -Match $planted.clientAppId
        }

        @(Get-Content -LiteralPath $csv | Where-Object { $_ -match '(^|,)"[=+\-@\t]' }) | Should -BeNullOrEmpty
        # Lists have a text twin; what is left of the list itself no sheet can show.
        $twins = @($rows[0].PSObject.Properties.Name | Where-Object { $_ -like '*Text' } | ForEach-Object { $_ -replace 'Text$' })
        $odd = @($rows[0].PSObject.Properties | Where-Object { $_.Name -notin $twins -and $_.Value -match '^System\.|^StormDetect\.' })
        $odd.Name | Should -BeNullOrEmpty
    }
}

Describe 'Already inside' {
    BeforeAll {
        $longer = New-AuditScenario -Path (Join-Path $TestDrive 'longer') -MailboxCount 100 -Days 44 -Seed 4 -Start 2025-09-01 -Attack storm-0558
        $intrusion = (Get-Content -Raw -LiteralPath $longer.AnswerFile | ConvertFrom-Json -DateKind String).intrusions[0]
        $from = $intrusion.days[0]
        $inside = @($longer.LogFiles | Where-Object { (Split-Path -LeafBase $_).Substring(6) -ge $from })
        $clean = [datetimeoffset]::Parse($intrusion.days[-1] + 'Z').AddDays(1)
        function Select-Planted { process { if ($_.RecordIds.Where({ $_ -in $intrusion.recordIds }, 'First')) { $_ } } }
    }

    It 'says of the days without history that they were compared only' {
        $plain = Get-AnomalousMailAccess $inside -Summary 3>$null 6>$null
        $plain.Findings | Select-Planted | Should -BeNullOrEmpty
        $warmUp = @($plain.Coverage.BlindIntervals | Where-Object Cause -EQ 'WarmUpNotJudged')
        $warmUp | Should -HaveCount 1
        $warmUp[0].From | Should -BeLessOrEqual ([datetimeoffset]::Parse($from + 'Z'))
        $warmUp[0].To | Should -BeGreaterOrEqual $clean
        $warmUp[0].Text | Should -Match 'clean days'
    }

    It 'does not clear a log that is nothing but such days' {
        $only = @($inside | Where-Object { (Split-Path -LeafBase $_).Substring(6) -le $intrusion.days[-1] })
        (Get-AnomalousMailAccess $only -MinimumSeverity High -Summary 3>$null 6>$null).Verdict | Should -Be 'CannotConclude'
    }

    It 'finds the intruder by later days that are named as clean' {
        $found = @(Get-AnomalousMailAccess $inside -BaselineStart $clean -BaselineEnd $clean.AddDays(20) 3>$null 6>$null | Select-Planted)
        $found | Should -HaveCount 1
        $found[0].Severity | Should -BeGreaterOrEqual ([StormDetect.Core.Severity]::High)
        @($found[0].Mailboxes | Sort-Object) | Should -Be @($intrusion.mailboxes | ForEach-Object ToLowerInvariant | Sort-Object)
        @($found[0].RecordIds | Where-Object { $_ -notin $intrusion.recordIds }) | Should -BeNullOrEmpty
    }
}

Describe 'Runbook' {
    BeforeAll {
        $baseline = Join-Path $TestDrive 'runbook.sdb'
        $attack = @($written.LogFiles | Where-Object { (Split-Path -LeafBase $_).Substring(6) -ge $planted.days[0] })
        $before = @($written.LogFiles | Where-Object { $_ -notin $attack })
        $told = [System.Collections.Generic.List[object]]::new()

        # One run: hunt with everything, pass on what is new, note that. Each reads the day before once more.
        function Invoke-Run([string[]] $Path) {
            $new = @((Invoke-M365MailHunt $Path -Baseline $baseline -NewOnly 3>$null 6>$null).Findings)
            $told.AddRange($new)
            $null = Update-MailAccessBaseline $Path -Baseline $baseline -Reported $new 3>$null
        }

        # An update in a runspace of its own, stopped when it has records and before it has all.
        function Stop-Run([string[]] $Path, [int] $Milliseconds) {
            $reading = [System.Threading.ManualResetEventSlim]::new()
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript({
                        param($Module, $Path, $Baseline, $Reading)
                        Import-Module $Module
                        & { Import-M365AuditLog $Path[0]; $Reading.Set(); Start-Sleep -Seconds 600; Import-M365AuditLog $Path[1] } | Update-MailAccessBaseline -Baseline $Baseline
                    }).AddArgument($ModulePath).AddArgument($Path).AddArgument($baseline).AddArgument($reading)
                $null = $shell.BeginInvoke()
                $reading.Wait([timespan]::FromMinutes(2)) | Should -BeTrue
                Start-Sleep -Milliseconds $Milliseconds
                $shell.Stop()
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally {
                $shell.Dispose()
                $reading.Dispose()
            }
        }
    }

    It 'tells every story once over days, overlaps and stopped runs, and ends where one run ends' {
        $null = New-MailAccessBaseline $before -Baseline $baseline -Activity Access, Move, Delete, Search, Send 3>$null
        Invoke-Run $before[-2..-1]
        $random = [Random]::new(558)
        for ($i = 0; $i -lt $attack.Count; $i++) {
            $slice = @($before[-1]; $attack)[$i..($i + 1)]
            if ($i -in 2, 5) {
                $hash = (Get-FileHash -LiteralPath $baseline).Hash
                Stop-Run $slice ($random.Next(0, 200))
                (Get-FileHash -LiteralPath $baseline).Hash | Should -Be $hash
            }

            Invoke-Run $slice
        }

        $told | Should -Not -BeNullOrEmpty
        foreach ($group in $told | Group-Object Id) {
            # Again only where it grew.
            @($group.Group.Severity | Select-Object -Unique) | Should -HaveCount $group.Count -Because $group.Name
        }

        $once = @(Get-AnomalousMailAccess $written.LogFiles -Activity Access, Move, Delete, Search, Send 3>$null 6>$null)
        $last = @(Get-AnomalousMailAccess $slice -Baseline $baseline -Start 2025-01-01 3>$null 6>$null)
        @($last | ForEach-Object { "$($_.Severity) $($_.Title) $($_.RecordIdsText)" } | Sort-Object) | Should -Be @($once | ForEach-Object { "$($_.Severity) $($_.Title) $($_.RecordIdsText)" } | Sort-Object)
        @($last | Where-Object { $_.Id -notin $told.Id }) | Should -BeNullOrEmpty
        (Invoke-M365MailHunt $slice -Baseline $baseline -NewOnly 3>$null 6>$null).Findings | Should -BeNullOrEmpty
    }
}
