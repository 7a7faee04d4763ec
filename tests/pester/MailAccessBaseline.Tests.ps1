# New-, Update-MailAccessBaseline, Get-AnomalousMailAccess with a baseline.
BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    . (Join-Path $PSScriptRoot 'audit.ps1')
    $null = New-AuditScenario -Path (Join-Path $TestDrive 'month') -MailboxCount 30 -Days 18 -Attack storm-0558, oauth-app
    $month = Join-Path $TestDrive 'month'
    $all = Get-AnomalousMailAccess $month -MinimumSeverity Low -InformationAction Ignore
    $script:number = 0
    function New-File { Join-Path $TestDrive "b$(($script:number++)).sdb" }

    # The month's records, cut by day as a runbook would get them.
    $records = @(Import-M365AuditLog $month)
    $first = ($records | Measure-Object CreationTime -Minimum).Minimum.Date
    function Get-Slice([double] $From, [double] $To) {
        $start = [datetimeoffset]::new($first, [timespan]::Zero)
        $records | Where-Object { $_.CreationTime -ge $start.AddDays($From) -and $_.CreationTime -lt $start.AddDays($To) }
    }

    function Get-Hash([string] $Path) { (Get-FileHash -LiteralPath $Path).Hash }
    $learned = New-File
    $made = New-MailAccessBaseline $month -Baseline $learned
}

Describe 'New-MailAccessBaseline' {
    It 'gives the type it promises, with what it learned' {
        $made | Should -BeOfType ((Get-Command New-MailAccessBaseline).OutputType.Type)
        $made.Bytes | Should -Be (Get-Item -LiteralPath $learned).Length
        $made.MailboxCount | Should -BeGreaterOrEqual 30
        $made.BytesPerMailbox | Should -BeGreaterThan 100
        $made.Tenants[0].LearnedDays | Should -BeGreaterThan 10
        $made.UnreportedFindingIds | Should -Not -BeNullOrEmpty
    }

    It 'does not overwrite' {
        $before = Get-Hash $learned
        { New-MailAccessBaseline $month -Baseline $learned } | Should -Throw -ErrorId 'BaselineAlreadyExists,*'
        Get-Hash $learned | Should -Be $before
    }

    It 'writes nothing with -WhatIf, nor with $WhatIfPreference' {
        $file = New-File
        New-MailAccessBaseline $month -Baseline $file -WhatIf | Should -BeNullOrEmpty
        & { $WhatIfPreference = $true; New-MailAccessBaseline $month -Baseline $file } | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $TestDrive -Filter "$(Split-Path -Leaf $file)*" | Should -BeNullOrEmpty
    }

    It 'takes a path relative to the location, and brackets as they stand' {
        Push-Location $TestDrive
        try { (New-MailAccessBaseline ./month -Baseline './odd[1].sdb').Path | Should -Be (Join-Path $TestDrive 'odd[1].sdb') } finally { Pop-Location }
        Test-Path -LiteralPath (Join-Path $TestDrive 'odd[1].sdb') | Should -BeTrue
    }

    It 'writes nothing where an input cannot be read to its end' {
        $broken = Join-Path $TestDrive 'broken.jsonl.gz'
        [System.IO.File]::WriteAllBytes($broken, [byte[]] (0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3))
        $file = New-File
        { New-MailAccessBaseline $month, $broken -Baseline $file } | Should -Throw -ErrorId 'BaselineIncompleteInput,*'
        Test-Path -LiteralPath $file | Should -BeFalse
    }

    It 'refuses <Name> with an error of its own' -ForEach @(
        @{ Name = 'a folder'; Path = '.'; Id = 'BaselineIsFolder' }
        @{ Name = 'a folder that is not there'; Path = 'no/such/file.sdb'; Id = 'BaselineNotFound' }
        @{ Name = 'a path of another provider'; Path = 'Env:x'; Id = 'PathNotInFileSystem' }
    ) {
        Push-Location $TestDrive
        try { { New-MailAccessBaseline $month -Baseline $Path } | Should -Throw -ErrorId "$Id,*" } finally { Pop-Location }
    }

    It 'refuses a named pipe, as baseline and as log, at once' -Skip:$IsWindows {
        $pipe = Join-Path $TestDrive 'pipe'
        [System.Formats.Tar.UstarTarEntry]::new([System.Formats.Tar.TarEntryType]::Fifo, 'pipe').ExtractToFile($pipe, $false)
        { New-MailAccessBaseline $month -Baseline $pipe } | Should -Throw -ErrorId 'BaselineNotABaseline,*'
        { Update-MailAccessBaseline $month -Baseline $pipe } | Should -Throw -ErrorId 'BaselineNotABaseline,*'
        { Get-AnomalousMailAccess $month -Baseline $pipe } | Should -Throw -ErrorId 'BaselineNotABaseline,*'
        Get-AnomalousMailAccess $pipe -ErrorVariable failures -ErrorAction SilentlyContinue 6>$null | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -Contain 'ReadFailed,StormDetect.Commands.GetAnomalousMailAccessCommand'
        "$failures" | Should -Match 'named pipe'
        { Invoke-M365MailHunt $month 3>$null 6>$null | Export-M365HuntReport -Path $pipe -Force -ErrorAction Stop } | Should -Throw '*named pipe*'
        Remove-Item -LiteralPath $pipe
    }

    It 'makes the same file in <_>' -ForEach 'de-DE', 'tr-TR', 'ar-SA' {
        $file = New-File
        Invoke-WithCulture $_ { (New-MailAccessBaseline $month -Baseline $file).Tenants[0].ClosedThrough } | Should -Be $made.Tenants[0].ClosedThrough
        @(Get-AnomalousMailAccess $month -Baseline $file -MinimumSeverity Low 6>$null 3>$null).Id | Should -Be @($all).Id
    }
}

Describe 'Get-AnomalousMailAccess -Baseline' {
    It 'finds in the baseline what a hunt through everything finds' {
        $found = Get-AnomalousMailAccess $month -Baseline $learned -MinimumSeverity Low -InformationAction Ignore
        @($found).Id | Should -Be @($all).Id
        @($found).Severity | Should -Be @($all).Severity
        @($found).ReasonsText | Should -Be @($all).ReasonsText
    }

    It 'finds the same day by day' {
        $file = New-File
        $null = Get-Slice 0 8 | New-MailAccessBaseline -Baseline $file
        foreach ($day in 8..16) {
            $null = Get-Slice ($day - 0.2) ($day + 1) | Update-MailAccessBaseline -Baseline $file
        }

        $found = Get-Slice 16.8 99 | Get-AnomalousMailAccess -Baseline $file -Start 2000-01-01 -MinimumSeverity Low -InformationAction Ignore
        @($found).Id | Should -Be @($all).Id
        @($found).Severity | Should -Be @($all).Severity
    }

    It 'only reads the file' {
        $before = Get-Hash $learned
        $null = Get-AnomalousMailAccess $month -Baseline $learned -InformationAction Ignore
        Get-Hash $learned | Should -Be $before
    }

    It 'is not empty with $WhatIfPreference' {
        @(& { $WhatIfPreference = $true; Get-AnomalousMailAccess $month -Baseline $learned -MinimumSeverity Low -InformationAction Ignore }).Count | Should -Be @($all).Count
    }

    It 'reads while another process writes' {
        $held = [StormDetect.Core.BaselineFile]::Open($learned)
        try {
            Get-AnomalousMailAccess $month -Baseline $learned -InformationAction Ignore | Should -Not -BeNullOrEmpty
            { Update-MailAccessBaseline $month -Baseline $learned } | Should -Throw -ErrorId 'BaselineLocked,*'
        }
        finally {
            $held.Dispose()
        }
    }

    It 'says in -Summary what the baseline knew' {
        $result = Get-AnomalousMailAccess $month -Baseline $learned -Summary
        $result.Baseline.OverlappingRecords | Should -BeGreaterThan 0
        $result.Baseline.LateRecords | Should -Be 0
        $result.Baseline.Tenants[0].ClosedThrough | Should -Be $made.Tenants[0].ClosedThrough
        $result | Format-List | Out-String -Width 200 | Should -Match 'Baseline'
    }

    It 'refuses -<_> without a baseline' -ForEach 'NewOnly', 'IncludeSuppressed' {
        $with = @{ $_ = $true }
        { Get-AnomalousMailAccess $month @with } | Should -Throw -ErrorId 'BaselineMissing,*'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'something else'; Bytes = [byte[]] (1..100); Id = 'BaselineNotABaseline' }
        @{ Name = 'an empty file'; Bytes = [byte[]]::new(0); Id = 'BaselineNotABaseline' }
        @{ Name = 'a newer version'; Bytes = $null; Change = { param($bytes) $bytes[8] = 9 }; Id = 'BaselineNewerVersion' }
        @{ Name = 'a changed file'; Bytes = $null; Change = { param($bytes) $bytes[200] = $bytes[200] -bxor 1 }; Id = 'BaselineCorrupt' }
        @{ Name = 'a truncated file'; Bytes = $null; Cut = 100; Id = 'BaselineCorrupt' }
    ) {
        $file = New-File
        $content = $Bytes ?? [System.IO.File]::ReadAllBytes($learned)
        if ($Change) { & $Change $content }
        if ($Cut) { $content = $content[0..($content.Length - $Cut)] }
        [System.IO.File]::WriteAllBytes($file, $content)
        $before = Get-Hash $file
        { Get-AnomalousMailAccess $month -Baseline $file } | Should -Throw -ErrorId "$Id,*"
        { Update-MailAccessBaseline $month -Baseline $file } | Should -Throw -ErrorId "$Id,*"
        { Approve-MailAccessAnomaly $file -Mailbox a -Reason b } | Should -Throw -ErrorId "$Id,*"
        Get-Hash $file | Should -Be $before
    }

    It 'refuses another tenant by name, and a missing file' {
        $null = New-AuditScenario -Path (Join-Path $TestDrive 'other') -MailboxCount 12 -Days 2 -Seed 99
        $before = Get-Hash $learned
        { Get-AnomalousMailAccess (Join-Path $TestDrive 'other') -Baseline $learned } | Should -Throw -ErrorId 'BaselineForeignTenant,*' -ExpectedMessage "*$($made.Tenants[0].TenantId)*"
        { Update-MailAccessBaseline (Join-Path $TestDrive 'other') -Baseline $learned } | Should -Throw -ErrorId 'BaselineForeignTenant,*'
        Get-Hash $learned | Should -Be $before
        { Get-AnomalousMailAccess $month -Baseline (New-File) } | Should -Throw -ErrorId 'BaselineNotFound,*'
    }

    It 'warns where everything is old, and Update-MailAccessBaseline refuses it' {
        $null = Get-Slice 0 3 | Get-AnomalousMailAccess -Baseline $learned -WarningVariable warnings -WarningAction SilentlyContinue -InformationAction Ignore
        "$warnings" | Should -Match 'nothing new to learn'
        { Get-Slice 0 3 | Update-MailAccessBaseline -Baseline $learned } | Should -Throw -ErrorId 'BaselineOldInput,*' -ExpectedMessage '*knows all * already, so nothing is lost*'
    }
}

Describe 'The round of a runbook' {
    It 'shows every finding once, from objects, ids and files' {
        $file = New-File
        $null = Get-Slice 0 8 | New-MailAccessBaseline -Baseline $file
        $told = @()
        foreach ($day in 8..17) {
            $new = @(Get-Slice ($day - 0.2) ($day + 1) | Get-AnomalousMailAccess -Baseline $file -NewOnly -InformationAction Ignore -WarningAction Ignore)
            $told += $new
            $reported = switch ($day % 3) {
                0 { $new }
                1 { , @($new.Id) }
                default { $new | Export-Clixml (Join-Path $TestDrive 'told.xml'); Import-Clixml (Join-Path $TestDrive 'told.xml') }
            }
            $summary = Get-Slice ($day - 0.2) ($day + 1) | Update-MailAccessBaseline -Baseline $file -Reported $reported
            $summary.ReportedFindings | Should -Be $new.Count
        }

        $told | Should -Not -BeNullOrEmpty
        $told | Group-Object Id | ForEach-Object { @($_.Group.Severity | Select-Object -Unique).Count | Should -Be $_.Count }
        $missing = @($all | Where-Object { $_.Severity -ge 'Medium' -and $_.Id -notin $told.Id })
        $missing | Should -BeNullOrEmpty
    }

    It 'shows again what was not noted as reported' {
        $file = New-File
        $null = New-MailAccessBaseline $month -Baseline $file
        $once = @(Get-AnomalousMailAccess $month -Baseline $file -NewOnly -InformationAction Ignore)
        $null = Update-MailAccessBaseline $month -Baseline $file -Reported @()
        $twice = @(Get-AnomalousMailAccess $month -Baseline $file -NewOnly -InformationAction Ignore)
        $twice.Id | Should -Be $once.Id
        $null = Update-MailAccessBaseline $month -Baseline $file -Reported $once
        $after = Get-AnomalousMailAccess $month -Baseline $file -NewOnly -Summary
        @($after.Findings).Count | Should -Be 0
        $after.Verdict | Should -Not -Be 'Suspicious'
        $after.VerdictText | Should -Match "$($once.Count) known before"
    }

    It 'learns nothing from nothing, and says so' {
        $file = New-File
        $null = New-MailAccessBaseline $month -Baseline $file
        $before = Get-Hash $file
        $empty = New-Item -ItemType File (Join-Path $TestDrive 'empty.jsonl')
        Update-MailAccessBaseline $empty.FullName -Baseline $file -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Hash $file | Should -Be $before
    }

    It 'works in strict mode, in a fresh engine' {
        $answer = Invoke-Fresh @'
param($module, $logs, $file)
Import-Module $module
$null = New-MailAccessBaseline $logs -Baseline $file
$new = @(Get-AnomalousMailAccess $logs -Baseline $file -NewOnly -InformationAction Ignore)
$done = Update-MailAccessBaseline $logs -Baseline $file -Reported $new
$null = $new | Select-Object -First 1 | Approve-MailAccessAnomaly -Baseline $file -Reason 'strict'
$result = Get-AnomalousMailAccess $logs -Baseline $file -Start 2000-01-01 -Summary
[pscustomobject]@{ New = $new.Count; Reported = $done.ReportedFindings; Suppressed = $result.SuppressedCount; Errors = $Error.Count }
'@ $ModulePath, $month, (New-File)
        $answer.New | Should -BeGreaterThan 0
        $answer.Reported | Should -Be $answer.New
        $answer.Suppressed | Should -Be 1
        $answer.Errors | Should -Be 0
    }

    It 'lets go of the file when it is stopped' {
        $file = New-File
        Copy-Item -LiteralPath $learned -Destination $file
        $records | Update-MailAccessBaseline -Baseline $file | Select-Object -First 0
        try { $records | ForEach-Object { if ($_ -eq $records[10]) { throw 'stop' }; $_ } | Update-MailAccessBaseline -Baseline $file } catch { "$_" | Should -Be 'stop' }
        [StormDetect.Core.BaselineFile]::Open($file).Dispose()
    }
}
