BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $audit = (New-TestAudit 'audit').Directory
    $lines = @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Get-Content)
    $all = @(Import-M365AuditLog $audit)
    $command = Get-Command Import-M365AuditLog
    $findings = @(Get-AnomalousMailAccess $audit -MinimumSeverity Informational 6>$null)
}

Describe 'Import-M365AuditLog' {
    Context 'reading' {
        It 'gives every record once, of the type it promises' {
            $distinct = @($lines | ForEach-Object { (ConvertFrom-Json -InputObject $_).Id } | Sort-Object -Unique)
            @($all.Id | Sort-Object -Unique).Count | Should -Be $distinct.Count
            $all | Select-Object -First 3 | Should -BeOfType ([StormDetect.Core.AuditRecord])
            $command.OutputType.Type | Should -Be ([StormDetect.Core.AuditRecord])
            $all[0].CreationTime.Offset | Should -Be ([timespan]::Zero)
        }

        It 'reads folders, wildcards, literal paths, piped files and piped paths alike' {
            @(Import-M365AuditLog (Join-Path $audit '*.jsonl')).Count | Should -Be $all.Count
            @(Import-M365AuditLog -LiteralPath $audit).Count | Should -Be $all.Count
            @(Import-M365AuditLog -PSPath $audit).Count | Should -Be $all.Count
            @(Get-ChildItem -LiteralPath $audit -Filter '*.jsonl' | Import-M365AuditLog).Count | Should -Be $all.Count
            @($audit | Import-M365AuditLog).Count | Should -Be $all.Count
        }

        It 'reads the output of Search-UnifiedAuditLog, live and from files, and JSON as text' {
            $searched = @($lines | ForEach-Object { [pscustomobject] @{ RecordType = 'ExchangeItemAggregated'; UserIds = 'x'; Operations = 'y'; Identity = 'z'; AuditData = $_ } })
            Get-Digest @($searched | Import-M365AuditLog).Id | Should -Be (Get-Digest $all.Id)
            $searched | Export-Clixml (Join-Path $TestDrive 's.xml')
            Get-Digest @(Import-Clixml (Join-Path $TestDrive 's.xml') | Import-M365AuditLog).Id | Should -Be (Get-Digest $all.Id)
            $searched | Export-Csv (Join-Path $TestDrive 's.csv')
            Get-Digest @(Import-Csv (Join-Path $TestDrive 's.csv') | Import-M365AuditLog).Id | Should -Be (Get-Digest $all.Id)
            Get-Digest @($lines | Import-M365AuditLog).Id | Should -Be (Get-Digest $all.Id)
            Write-PurviewCsv (Join-Path $TestDrive 'p.csv') $lines
            Get-Digest @(Import-M365AuditLog (Join-Path $TestDrive 'p.csv')).Id | Should -Be (Get-Digest $all.Id)
        }

        It 'gives the raw JSON only when asked' {
            $all[0].AuditData | Should -BeNullOrEmpty
            (Import-M365AuditLog $audit -Raw | Select-Object -First 1).AuditData | ConvertFrom-Json | ForEach-Object Id | Should -Be $all[0].Id
            (Import-M365AuditLog $audit -IncludeAuditData | Select-Object -First 1).AuditData | Should -Not -BeNullOrEmpty
        }

        It 'streams: the first record comes before the rest is read, and files are closed after it' {
            $copy = Join-Path $TestDrive 'copy.jsonl'
            Set-Content -LiteralPath $copy -Value ($lines * 20)
            (Import-M365AuditLog $copy | Select-Object -First 1).Id | Should -Be $all[0].Id
            { [System.IO.File]::Open($copy, 'Open', 'ReadWrite', 'None').Dispose() } | Should -Not -Throw
            { Remove-Item -LiteralPath $copy -ErrorAction Stop } | Should -Not -Throw
        }

        It 'stops within a second, also where no record passes the filters' {
            $large = New-LargeAudit 'large' $lines
            (Measure-Stop { param($path) Import-M365AuditLog $path -Operation Nothing } $large).TotalSeconds | Should -BeLessThan 1
            (Measure-Stop { param($path) Import-M365AuditLog $path } $large).TotalSeconds | Should -BeLessThan 1
        }

        It 'is not touched by $WhatIfPreference and strict mode' {
            Set-StrictMode -Version Latest
            $WhatIfPreference = $true
            @(Import-M365AuditLog $audit).Count | Should -Be $all.Count
        }

        It 'gives the same in <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA' {
            $records = Invoke-WithCulture $_ { @(Import-M365AuditLog $audit -Operation MAILITEMSACCESSED) }
            Get-Digest $records.CreationTime.UtcTicks | Should -Be (Get-Digest ($all | Where-Object Operation -EQ 'MailItemsAccessed').CreationTime.UtcTicks)
        }
    }

    Context 'filters' {
        It 'filters by operation, user, mailbox and id, without regard to case' {
            $one = $all | Where-Object { $_.Mailbox -and $_.UserId } | Select-Object -First 1
            @(Import-M365AuditLog $audit -Operation $one.Operation.ToLowerInvariant()).Count | Should -Be @($all | Where-Object Operation -EQ $one.Operation).Count
            @(Import-M365AuditLog $audit -UserId $one.UserId.ToUpperInvariant()).Count | Should -Be @($all | Where-Object UserId -EQ $one.UserId).Count
            $ofMailbox = @(Import-M365AuditLog $audit -Mailbox $one.Mailbox.ToUpperInvariant())
            $ofMailbox.Count | Should -Be @($all | Where-Object { ($_.Mailbox ? $_.Mailbox : $_.MailboxGuid ? '' : $_.UserId) -eq $one.Mailbox -or (-not $_.Mailbox -and -not $_.MailboxGuid -and $_.ObjectId -eq $one.Mailbox) }).Count
            @($ofMailbox | Where-Object { $_.Mailbox -and $_.Mailbox -ne $one.Mailbox }).Count | Should -Be 0
            @(Import-M365AuditLog $audit -Mailbox $one.MailboxGuid | Where-Object MailboxGuid -NE $one.MailboxGuid).Count | Should -Be 0
            @(Import-M365AuditLog $audit -RecordId $one.Id).Id | Should -Be $one.Id
        }

        It 'filters by time, half-open, a bare end day included' {
            $day = $all[0].CreationTime.UtcDateTime.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
            $expected = @($all | Where-Object { $_.CreationTime.UtcDateTime.Date -eq $all[0].CreationTime.UtcDateTime.Date }).Count
            @(Import-M365AuditLog $audit -Start $day -End $day).Count | Should -Be $expected
            @(Import-M365AuditLog $audit -Start $day -End "$($day)T00:00:01" | Where-Object { $_.CreationTime.UtcDateTime.TimeOfDay.TotalSeconds -ge 1 }).Count | Should -Be 0
        }

        It 'has the alias <Alias> for -<Name>' -ForEach @(
            @{ Name = 'Operation'; Alias = 'Operations' }, @{ Name = 'UserId'; Alias = 'UserIds' }, @{ Name = 'Mailbox'; Alias = 'Identity' }
            @{ Name = 'Mailbox'; Alias = 'PrimarySmtpAddress' }, @{ Name = 'Start'; Alias = 'StartDate' }, @{ Name = 'End'; Alias = 'EndDate' }
            @{ Name = 'Raw'; Alias = 'IncludeAuditData' }, @{ Name = 'LiteralPath'; Alias = 'PSPath' }, @{ Name = 'LiteralPath'; Alias = 'LP' }
        ) {
            $command.Parameters[$Name].Aliases | Should -Contain $Alias
        }

        It 'binds no filter by property name from what is piped' {
            @($command.ParameterSets.Parameters | Where-Object ValueFromPipelineByPropertyName).Name | Should -BeNullOrEmpty
            $tricky = $lines | ForEach-Object { [pscustomobject] @{ AuditData = $_; Operations = 'None'; UserIds = 'nobody'; Identity = 'x'; Start = '2001-01-01'; RecordId = 'x'; Path = 'x' } }
            @($tricky | Import-M365AuditLog).Count | Should -Be $all.Count
        }
    }

    Context 'the records of a finding' {
        It 'fetches exactly what the finding names' {
            $finding = $findings[0]
            $records = @($finding | Import-M365AuditLog -Path $audit)
            @($records.Id | Sort-Object -Unique) | Should -Be @($finding.RecordIds | Sort-Object -Unique)
            @($finding | Import-M365AuditLog -LiteralPath $audit).Count | Should -Be $records.Count
            @(Import-M365AuditLog -InputObject $finding -Path $audit).Count | Should -Be $records.Count
            @($finding | Import-M365AuditLog $audit).Count | Should -Be $records.Count
        }

        It 'fetches for all of several findings in one reading' {
            $findings | Should -Not -BeNullOrEmpty
            @($findings | Import-M365AuditLog -Path $audit | ForEach-Object Id | Sort-Object -Unique) | Should -Be @($findings.RecordIds | Sort-Object -Unique)
        }

        It 'fetches for findings read back from CLIXML, JSON and CSV' {
            $expected = @($findings[0] | Import-M365AuditLog -Path $audit).Id
            $findings[0] | Export-Clixml (Join-Path $TestDrive 'f.xml')
            @(Import-Clixml (Join-Path $TestDrive 'f.xml') | Import-M365AuditLog -Path $audit).Id | Should -Be $expected
            @($findings[0] | ConvertTo-Json | ConvertFrom-Json | Import-M365AuditLog -Path $audit).Id | Should -Be $expected
            @($findings[0] | ConvertTo-Csv | ConvertFrom-Csv | Import-M365AuditLog -Path $audit).Id | Should -Be $expected
        }

        It 'fetches nothing, rather than everything, where there is no finding' {
            @(@() | Import-M365AuditLog -Path $audit).Count | Should -Be 0
        }

        It 'wants to know where' {
            { $findings[0] | Import-M365AuditLog -ErrorAction Stop } | Should -Throw -ErrorId 'FindingNeedsPath,*'
        }

        It 'takes nothing else together with a path' {
            { 42 | Import-M365AuditLog -Path $audit -ErrorAction Stop } | Should -Throw -ErrorId 'FindingHasNoRecordIds,*'
        }

        It 'says when records are not there' {
            $null = Import-M365AuditLog $audit -RecordId 'no such id', $all[0].Id -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match 'not in these audit logs: 1 of 2'
        }
    }

    Context 'what goes wrong' {
        It 'names what is missing and goes on' {
            $records = Import-M365AuditLog (Join-Path $TestDrive 'none'), $audit -ErrorVariable errors -ErrorAction SilentlyContinue
            @($records).Count | Should -Be $all.Count
            $errors.FullyQualifiedErrorId | Should -Be 'PathNotFound,StormDetect.Commands.ImportM365AuditLogCommand'
        }

        It 'refuses other objects one by one and takes the rest' {
            $records = @(42; Get-Item -LiteralPath $audit; @{ x = 1 }) | Import-M365AuditLog -ErrorVariable errors -ErrorAction SilentlyContinue
            @($records).Count | Should -Be $all.Count
            @($errors.FullyQualifiedErrorId) | Should -Be (@('InputObjectNotSupported,StormDetect.Commands.ImportM365AuditLogCommand') * 2)
        }

        It 'recommends -LiteralPath only to whoever has not used it' {
            { Import-M365AuditLog './none[1]' -ErrorAction Stop } | Should -Throw '*-LiteralPath*'
            { Import-M365AuditLog -LiteralPath './none[1]' -ErrorAction Stop } | Should -Throw "There is no file or folder './none[[]1]'."
        }

        It 'stops at the first with -ErrorAction Stop' {
            { Import-M365AuditLog (Join-Path $TestDrive 'none'), $audit -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'refuses a window that holds nothing' {
            { Import-M365AuditLog $audit -StartDate 2026-09-11 -EndDate 2026-09-10 } | Should -Throw -ErrorId 'WindowEmpty,*'
        }

        It 'warns of a piped row whose AuditData was cut' {
            $cut = [pscustomobject] @{ RecordType = 'ExchangeAdmin'; CreationDate = [datetime] '2026-09-10'; UserIds = 'kim@contoso.example'; Operations = 'New-Mailbox'; AuditData = $lines[0].Substring(0, 60) }
            $null = $cut | Import-M365AuditLog -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -Match 'pipeline object 1'
        }

        It 'reports damaged rows at the end, not in place of the others' {
            $broken = Join-Path $TestDrive 'broken.jsonl'
            Set-Content -LiteralPath $broken -Value ($lines + '{"Id":"x","Operation":"MailItemsAccessed","CreationTime":"2026-09-0')
            $records = Import-M365AuditLog $broken -WarningVariable warnings -WarningAction SilentlyContinue
            @($records).Count | Should -Be $all.Count
            "$warnings" | Should -Match 'were dropped: 1 '
        }
    }

    Context 'leaving PowerShell' {
        It 'goes through Export-Csv and ConvertTo-Json' {
            $record = $all | Where-Object { $_.Folders.Count -gt 0 } | Select-Object -First 1
            ($record | ConvertTo-Csv | ConvertFrom-Csv).FoldersText | Should -Be ($record.Folders -join '; ')
            $back = $record | ConvertTo-Json -WarningVariable warnings | ConvertFrom-Json
            $warnings | Should -BeNullOrEmpty
            @($back.Folders) | Should -Be @($record.Folders)
        }
    }
}
