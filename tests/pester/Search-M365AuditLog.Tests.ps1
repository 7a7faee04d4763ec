BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')

    # An Exchange Online session with the traps of Search-UnifiedAuditLog: 5,000 rows a call, 50,000 a session, unsorted; what goes wrong is set in $global:StormLog.
    function New-SearchSession([object[]] $Records = @()) {
        $global:StormLog = @{
            Records = $Records; Sessions = @{}; Calls = [System.Collections.Generic.List[hashtable]]::new()
            Address = 'https://outlook.office365.us'; EmptyFirst = $false; TimesOut = 0; Gaps = 0; Misses = $false; CountsFrom = $null; MostRows = 5000; Counts = 'All'; Restarts = $false; Metadata = ''; Stalls = 0; Warns = 0; FailsFrom = $null; Message = ''; Hangs = $false
        }
        $session = New-Module -Name StormSearchSession -ScriptBlock {
            function Get-ConnectionInformation {
                [CmdletBinding()] param()
                [pscustomobject] @{ State = 'Connected'; ConnectionUri = $global:StormLog.Address; TenantID = '0873ee4d-d342-44f2-8961-74c442a2fad2'; ModuleName = 'StormSearchSession'; ModulePrefix = '' }
            }
            function Search-UnifiedAuditLog {
                [CmdletBinding()]
                param(
                    [Parameter(Mandatory)] [datetime] $StartDate, [Parameter(Mandatory)] [datetime] $EndDate, [string] $RecordType, [string[]] $Operations, [string[]] $UserIds, [string[]] $IPAddresses,
                    [string] $SessionId, [ValidateSet('Initialize', 'ReturnLargeSet', 'ReturnNextPreviewPage')] [string] $SessionCommand, [int] $ResultSize = 100, [switch] $HighCompleteness)
                $log = $global:StormLog
                $call = @{} + $PSBoundParameters
                $log.Calls.Add($call)
                if ($log.Hangs) { Start-Sleep -Seconds 300 }
                $from = $StartDate.ToUniversalTime()
                $to = $EndDate.ToUniversalTime()
                if ($log.FailsFrom -and $to -gt $log.FailsFrom) { throw $log.Message }
                $key = $SessionId ? $SessionId : [guid]::NewGuid().ToString()
                if (-not $log.Sessions.ContainsKey($key)) {
                    $rows = @($log.Records.Where({
                                $_.Time -ge $from -and $_.Time -lt $to -and (-not $Operations -or $_.Operation -in $Operations) -and (-not $UserIds -or $_.User -in $UserIds) -and
                                (-not $RecordType -or $_.RecordType -eq $RecordType) -and (-not $IPAddresses -or $_.Address -in $IPAddresses) }))
                    if ($log.Misses -and -not $HighCompleteness) { $rows = @($rows | Select-Object -Skip 1) }
                    $count = $log.CountsFrom -and ($to - $from).TotalHours -gt $log.CountsFrom ? 60000 : $rows.Count
                    [array]::Reverse($rows)
                    $empty = $log.EmptyFirst -and -not $HighCompleteness
                    $log.Sessions[$key] = @{ Rows = ($empty ? @() : $rows); Count = $count; At = 0 }
                }
                $open = $log.Sessions[$key]
                if ($log.TimesOut-- -gt 0 -and $open.Rows.Count) {
                    [pscustomobject] @{ ResultIndex = -1; ResultCount = 0; AuditData = $null; RecordType = $null; CreationDate = $null; UserIds = $null; Operations = $null; Identity = $null }
                    return
                }
                if ($SessionId -and $open.At -gt 0 -and $log.Stalls-- -gt 0) { return }
                $most = [math]::Min($ResultSize, $log.MostRows)
                $until = [math]::Min($open.At + $most, $open.Rows.Count)
                if ($SessionId -and $open.Rows.Count -gt 3 -and $log.Warns-- -gt 0) {
                    $until = $open.At + 2
                    Write-Warning 'Failed to process request: A task was canceled.'
                }
                $count = switch ($log.Counts) { 'All' { $open.Count } 'Asked' { $ResultSize } 'Given' { $until - $open.At } }
                $more = @{ moreRecordsAvailable = $until -lt $open.Rows.Count }
                $gap = $SessionId -and $open.Rows.Count -gt 3 -and $log.Gaps-- -gt 0
                for ($i = $open.At; $i -lt $until; $i++) {
                    if ($gap -and $i -eq 1) { continue }
                    $row = $open.Rows[$i]
                    [pscustomobject] @{
                        RecordType = $row.RecordType; CreationDate = $row.Time.ToLocalTime(); UserIds = $row.User; Operations = $row.Operation; AuditData = $row.Json
                        ResultIndex = $log.Restarts ? $i - $open.At + 1 : $i + 1; ResultCount = $count; Identity = $row.Id; IsValid = $true; ObjectState = 'Unchanged'
                        AuditSearchRequestMetadata = switch ($log.Metadata) { 'Object' { [pscustomobject] $more } 'Text' { $more | ConvertTo-Json } default { $null } }
                    }
                }
                $open.At += $most
            }
            Export-ModuleMember -Function *
        }
        Import-Module $session -Global
    }

    function New-LogRecord([datetime] $Time, [string] $Operation = 'Send', [string] $User = 'kim@contoso.example', [string] $Id = [guid]::NewGuid()) {
        [pscustomobject] @{
            Id = $Id; Time = $Time; Operation = $Operation; User = $User; RecordType = 'ExchangeItem'; Address = '203.0.113.7'
            Json = '{{"Id":"{0}","CreationTime":"{1}","Operation":"{2}","OrganizationId":"0873ee4d-d342-44f2-8961-74c442a2fad2","RecordType":2,"UserId":"{3}","Workload":"Exchange","ClientIPAddress":"203.0.113.7","Own":"kept"}}' -f
            $Id, $Time.ToString('s', [cultureinfo]::InvariantCulture), $Operation, $User
        }
    }

    function New-Day([int] $Hours = 24) { 0..($Hours - 1) | ForEach-Object { New-LogRecord ([datetime]::new(2026, 9, 1, $_, 0, 0, [System.DateTimeKind]::Utc)) ($_ % 2 ? 'Send' : 'HardDelete') } }

    $window = @{ Start = '2026-09-01'; End = '2026-09-01' }
}

AfterAll {
    Get-Module StormSearchSession | Remove-Module
    Remove-Variable -Name StormLog -Scope Global -ErrorAction Ignore
}

Describe 'Search-M365AuditLog in the Exchange session' {
    BeforeEach {
        Get-Module StormSearchSession | Remove-Module
        $records = New-Day
        New-SearchSession $records
        $state = Join-Path $TestDrive ([guid]::NewGuid())
    }

    It 'gives every record once, whole, with the report behind' {
        $found = @(Search-M365AuditLog @window -IncludeReport)
        $found[0..23] | ForEach-Object { $_ | Should -BeOfType StormDetect.Core.AuditRecord }
        @($found[0..23].Id | Sort-Object) | Should -Be @($records.Id | Sort-Object)
        $found[0].AuditData | Should -Match '"Own":"kept"'
        $report = $found[24]
        $report | Should -BeOfType StormDetect.Core.SearchReport
        $report.IsComplete | Should -BeTrue
        $report.Route | Should -Be ExchangeSession
        $report.TenantId | Should -Be '0873ee4d-d342-44f2-8961-74c442a2fad2'
        $report.Kept, $report.Announced, $report.Received | Should -Be 24, 24, 24
        $report.Slices[0].From | Should -Be ([datetimeoffset] '2026-09-01T00:00Z')
        $report.Slices[-1].To | Should -Be ([datetimeoffset] '2026-09-02T00:00Z')
        @($report.Slices | Where-Object { $_.Recounted -ne $_.Kept }) | Should -HaveCount 0
        $global:StormLog.Calls | Where-Object { $_.ContainsKey('SessionId') } | ForEach-Object { $_.ResultSize | Should -Be 5000; $_.SessionCommand | Should -Be 'ReturnLargeSet' }
    }

    It 'refuses a window in the future with the command for the last week' {
        { Search-M365AuditLog -Start 2130-01-01 -End 2130-01-02 } | Should -Throw -ErrorId 'WindowInFuture,StormDetect.Commands.SearchM365AuditLogCommand' -ExpectedMessage '*Search-M365AuditLog -Start 20*'
        { Search-M365AuditLog -Start 2130-01-01 -End 2130-01-02 -ShowPlan } | Should -Throw -ErrorId 'WindowInFuture,*'
        $global:StormLog.Calls | Should -BeNullOrEmpty
    }

    It 'searches a window that ends in the future up to now, and says so' {
        $plan = Search-M365AuditLog -Start ([datetimeoffset]::UtcNow.AddHours(-3)) -End 2130-01-01 -ShowPlan -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'ends in the future \(2130-01-02 00:00 UTC\)'
        $plan.Slices[-1].To | Should -BeLessOrEqual ([datetimeoffset]::UtcNow)
        $null = Search-M365AuditLog -Start ([datetimeoffset]::UtcNow.AddHours(-3)) -End ([datetime]::UtcNow.ToString('yyyy-MM-dd')) -ShowPlan -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'says that nothing of the window can be asked for, with a report that says so too' {
        $except = [StormDetect.Core.ArchiveWindow]::new('2026-09-01T00:00Z', '2026-09-03T00:00Z')
        $found = @(Search-M365AuditLog @window -Except $except -IncludeReport -ErrorVariable failures -ErrorAction SilentlyContinue)
        $failures[0].FullyQualifiedErrorId | Should -Be 'SearchNothingToAsk,StormDetect.Commands.SearchM365AuditLogCommand'
        $found | Should -HaveCount 1
        $found[0].BlindIntervals[0].Cause | Should -Be 'WindowMissing'
    }

    It 'passes filters on, by the names of Exchange too' {
        $found = @(Search-M365AuditLog -StartDate 2026-09-01 -EndDate 2026-09-01 -Operations Send -UserIds kim@contoso.example -RecordType ExchangeItem -IPAddresses 203.0.113.7)
        $found | Should -HaveCount 12
        $found.Operation | Select-Object -Unique | Should -Be 'Send'
        $call = $global:StormLog.Calls[0]
        $call.Operations, $call.UserIds, $call.RecordType, $call.IPAddresses | Should -Be 'Send', 'kim@contoso.example', 'ExchangeItem', '203.0.113.7'
    }

    It 'asks in UTC in <_>' -ForEach 'de-DE', 'ar-SA' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            @(Search-M365AuditLog @window) | Should -HaveCount 24
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'gets over <Name>' -ForEach @(
        @{ Name = 'an empty first answer'; Fault = @{ EmptyFirst = $true } }
        @{ Name = 'time-outs with ResultIndex -1'; Fault = @{ TimesOut = 1 } }
        @{ Name = 'gaps in ResultIndex'; Fault = @{ Gaps = 1 } }
        @{ Name = 'rows that only high completeness shows'; Fault = @{ Misses = $true } }
    ) {
        foreach ($key in $Fault.Keys) { $global:StormLog[$key] = $Fault[$key] }
        $found = @(Search-M365AuditLog @window -IncludeReport)
        @($found[0..23].Id | Sort-Object) | Should -Be @($records.Id | Sort-Object)
        $found[24].IsComplete | Should -BeTrue
        $found[24].Slices | Where-Object Attempts -GT 1 | Should -Not -BeNullOrEmpty
    }

    # Since April 2026 ResultCount has been seen to be what the call asked for, not what there is; what ends a search is then that nothing more comes.
    It 'reads to the end where ResultCount is <Counts> and the search says <Metadata>' -ForEach @(
        @{ Counts = 'Asked'; Metadata = '' }, @{ Counts = 'Asked'; Metadata = 'Object' }, @{ Counts = 'Asked'; Metadata = 'Text' }
        @{ Counts = 'Given'; Metadata = '' }, @{ Counts = 'Given'; Metadata = 'Object' }
        @{ Counts = 'All'; Metadata = 'Text' }
    ) {
        $global:StormLog.Counts = $Counts
        $global:StormLog.Metadata = $Metadata
        $global:StormLog.Restarts = $Counts -ne 'All'
        $global:StormLog.MostRows = 2
        $found = @(Search-M365AuditLog @window -IncludeReport -WarningVariable warnings)
        @($found[0..23].Id | Sort-Object) | Should -Be @($records.Id | Sort-Object)
        $found[24].IsComplete | Should -BeTrue
        $found[24].Kept | Should -Be 24
        if ($Counts -ne 'All') {
            # No total to hold it against: then every slice counts as read that was asked with high completeness.
            $found[24].Slices | ForEach-Object { $_.FlagsText | Should -Match 'ResultCount is no total here' }
            $global:StormLog.Calls[-1].HighCompleteness | Should -BeTrue
        }
    }

    It 'waits for a session that gives nothing in the middle, and does not take it for the end' {
        $global:StormLog.MostRows = 2
        $global:StormLog.Stalls = 5
        $found = @(Search-M365AuditLog @window -IncludeReport)
        @($found[0..23].Id | Sort-Object) | Should -Be @($records.Id | Sort-Object)
        $found[24].IsComplete | Should -BeTrue
    }

    It 'does not believe rows that came with a warning that the search was cut off' {
        $global:StormLog.Warns = 1
        $WarningPreference = 'SilentlyContinue'
        $found = @(Search-M365AuditLog @window -IncludeReport -Verbose 4>&1)
        @($found | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -match 'task was canceled' }) | Should -HaveCount 1
        $report = $found | Where-Object { $_ -is [StormDetect.Core.SearchReport] }
        $report.IsComplete | Should -BeTrue
        $report.Kept | Should -Be 24
        @($report.Slices | Where-Object Attempts -GT 1) | Should -HaveCount 1
    }

    It 'cuts what is more than a session gives' {
        $global:StormLog.CountsFrom = 2
        $found = @(Search-M365AuditLog -Start 2026-09-01T00:00Z -End 2026-09-01T06:00Z -IncludeReport)
        $found[-1].Kept | Should -Be 6
        $found[-1].IsComplete | Should -BeTrue
        $found[-1].Slices | ForEach-Object { ($_.To - $_.From).TotalHours | Should -BeLessOrEqual 2 }
    }

    It 'says what is missing, and a hunt cannot conclude' {
        $global:StormLog.FailsFrom = [datetime] '2026-09-01T18:00Z'
        $global:StormLog.FailsFrom = $global:StormLog.FailsFrom.ToUniversalTime()
        $global:StormLog.Message = 'The role assignment does not allow this. Access denied.'
        $found = @(Search-M365AuditLog @window -IncludeReport -ErrorVariable failures -ErrorAction SilentlyContinue)
        # What the session's command threw is in the variable too.
        $failure = @($failures | Where-Object FullyQualifiedErrorId -Like 'Tenant*')
        $failure.FullyQualifiedErrorId | Should -Be 'TenantPermissionMissing,StormDetect.Commands.SearchM365AuditLogCommand'
        "$failure" | Should -Match 'View-Only Audit Logs'
        $report = $found[-1]
        $report.IsComplete | Should -BeFalse
        $report.Slices[-1].State | Should -Be NotAsked
        $report.BlindIntervals.Cause | Should -Contain 'WindowMissing'
        $verdict = $found | Invoke-M365MailHunt -WarningAction SilentlyContinue
        $verdict.Verdict | Should -Be CannotConclude
        @($verdict.Coverage.BlindIntervals | Where-Object { $_.Cause -eq 'WindowMissing' -and $_.To -eq [datetimeoffset] '2026-09-02T00:00Z' }) | Should -HaveCount 1
    }

    It 'counts for coverage after Export-Clixml, and is an error when something of it is gone' {
        $global:StormLog.FailsFrom = ([datetime] '2026-09-01T18:00Z').ToUniversalTime()
        $global:StormLog.Message = 'The role assignment does not allow this. Access denied.'
        $found = @(Search-M365AuditLog @window -IncludeReport -ErrorAction SilentlyContinue)
        $live = $found | Invoke-M365MailHunt -WarningAction SilentlyContinue
        $file = Join-Path $TestDrive 'report.clixml'
        $found | Export-Clixml -LiteralPath $file
        $back = @(Import-Clixml -LiteralPath $file)
        $back[-1].pstypenames[0] | Should -Be 'Deserialized.StormDetect.Core.SearchReport'
        $verdict = $back | Invoke-M365MailHunt -WarningAction SilentlyContinue
        $verdict.VerdictText | Should -Be $live.VerdictText
        $verdict.Coverage.BlindIntervals.Text | Should -Be $live.Coverage.BlindIntervals.Text
        $verdict.Coverage.BlindIntervals.Cause | Should -Contain 'WindowMissing'
        # Alone it is a search that found nothing.
        ($back[-1] | Get-AnomalousMailAccess -WarningAction SilentlyContinue -ErrorVariable failures) | Should -BeNullOrEmpty
        $failures | Should -HaveCount 0

        $torn = Join-Path $TestDrive 'torn.clixml'
        (Get-Content -Raw -LiteralPath $file) -replace 'N="AsOf"', 'N="AsWas"' | Set-Content -LiteralPath $torn
        $null = (Import-Clixml -LiteralPath $torn)[-1] | Invoke-M365MailHunt -WarningAction SilentlyContinue -ErrorVariable failures -ErrorAction SilentlyContinue
        "$($failures[0])" | Should -Match 'AsOf is missing'
        foreach ($damage in { param($report) $report.Slices.RemoveAt(0) }, { param($report) $report.Query = 'AuditLogQuery' }, { param($report) $report.BlindIntervals[0] = 'text' },
            { param($report) $report.Slices[0].State = 77 }, { param($report) $report.BlindIntervals.Clear() }) {
            $report = (Import-Clixml -LiteralPath $file)[-1]
            & $damage $report
            $null = $report | Invoke-M365MailHunt -WarningAction SilentlyContinue -ErrorVariable failures -ErrorAction SilentlyContinue
            @($failures | Where-Object FullyQualifiedErrorId -Like 'SearchReportDamaged,*') | Should -HaveCount 1 -Because "$damage"
        }

        # The report says itself how deep it is, whatever depth is asked for.
        $found[-1] | Export-Clixml -LiteralPath $torn -Depth 1
        $null = Import-Clixml -LiteralPath $torn | Invoke-M365MailHunt -WarningAction SilentlyContinue -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 0

        # Too flat an export, by a session that does not know the type, leaves texts where slices were.
        $report = (Import-Clixml -LiteralPath $file)[-1]
        $report.Slices = [System.Collections.ArrayList] @("$($report.Slices[0])")
        $null = $report | Invoke-M365MailHunt -WarningAction SilentlyContinue -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'SearchReportDamaged,*'
        "$($failures[0])" | Should -Match 'is missing or cut off'
    }

    It 'does not believe that there is nothing in the cloud where nothing ever comes' {
        $nothing = @{ Start = '2026-09-01T00:00Z'; End = '2026-09-01T01:00Z'; UserId = 'nobody@contoso.example' }
        (Search-M365AuditLog @nothing -IncludeReport).IsComplete | Should -BeTrue
        $global:StormLog.Address = 'https://partner.outlook.cn'
        $report = Search-M365AuditLog @nothing -IncludeReport -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failures
        $report.IsComplete | Should -BeFalse
        $report.BlindIntervals | Should -Not -BeNullOrEmpty
        "$($failures)$($report.Slices.Problem)$($report.Slices.FlagsText)" | Should -Match 'China'
        (Search-M365AuditLog -Start 2026-09-01T00:00Z -End 2026-09-01T06:00Z -IncludeReport)[-1].IsComplete | Should -BeTrue
    }

    It 'goes on with a state folder, and asks nothing twice' {
        $global:StormLog.FailsFrom = ([datetime] '2026-09-01T12:00Z').ToUniversalTime()
        $global:StormLog.Message = 'You must call the Connect-ExchangeOnline cmdlet before calling any other cmdlets.'
        $first = @(Search-M365AuditLog @window -StatePath $state -ErrorVariable failures -ErrorAction SilentlyContinue)
        $failure = @($failures | Where-Object FullyQualifiedErrorId -Like 'Tenant*')
        $failure.FullyQualifiedErrorId | Should -Be 'TenantSignInNeeded,StormDetect.Commands.SearchM365AuditLogCommand'
        "$failure" | Should -Match 'run the same command again'
        $first | Should -HaveCount 6
        $global:StormLog.FailsFrom = $null
        $global:StormLog.Calls.Clear()
        $files = @(Search-M365AuditLog @window -StatePath $state -AsFile)
        $files | ForEach-Object { $_ | Should -BeOfType System.IO.FileInfo }
        @(Import-M365AuditLog $files.FullName).Id | Sort-Object | Should -Be @($records.Id | Sort-Object)
        $global:StormLog.Calls | ForEach-Object { [datetime]::Parse($_.StartDate, [cultureinfo]::InvariantCulture).ToUniversalTime().Hour | Should -BeGreaterOrEqual 6 }
        $global:StormLog.Calls.Clear()
        @(Search-M365AuditLog @window -StatePath $state) | Should -HaveCount 24
        $global:StormLog.Calls | Should -HaveCount 0
        @(Import-M365AuditLog $state) | Should -HaveCount 24
        (Get-Content -Raw (Join-Path $state 'search-report.json') | ConvertFrom-Json).isComplete | Should -BeTrue
    }

    It 'refuses the state of another search, and leaves it as it is' {
        Search-M365AuditLog @window -StatePath $state | Out-Null
        $before = (Get-FileHash (Join-Path $state 'search.journal')).Hash
        { Search-M365AuditLog -Start 2026-09-01 -End 2026-09-02 -StatePath $state } | Should -Throw -ErrorId 'SearchStateOtherSearch,StormDetect.Commands.SearchM365AuditLogCommand'
        (Get-FileHash (Join-Path $state 'search.journal')).Hash | Should -Be $before
        { Search-M365AuditLog @window -StatePath $PSScriptRoot } | Should -Throw -ErrorId 'SearchStateFolderNotEmpty,*'
        { Search-M365AuditLog @window -AsFile } | Should -Throw -ErrorId 'SearchNeedsState,*'
        { Search-M365AuditLog -Start 2026-09-02 -End 2026-09-01 } | Should -Throw -ErrorId 'WindowEmpty,*'
    }

    It 'asks and writes nothing with -WhatIf and -ShowPlan' {
        Search-M365AuditLog @window -StatePath $state -WhatIf | Should -BeNullOrEmpty
        $plan = Search-M365AuditLog @window -StatePath $state -ShowPlan
        $plan | Should -BeOfType StormDetect.Core.SearchPlan
        $plan.Slices | Should -HaveCount 4
        $plan.SubmissionsPerDay | Should -BeNullOrEmpty
        $global:StormLog.Calls | Should -HaveCount 0
        Test-Path $state | Should -BeFalse
    }

    It 'ends when the pipeline needs no more, and the script goes on' {
        $one = Search-M365AuditLog @window | Select-Object -First 1
        $one | Should -BeOfType StormDetect.Core.AuditRecord
        $global:StormLog.Calls.Count | Should -BeLessThan 6
    }

    It 'warns where the session cannot do what was asked' {
        @(Search-M365AuditLog @window -HighCompleteness) | Should -HaveCount 24
        $global:StormLog.Calls | ForEach-Object { $_.HighCompleteness | Should -BeTrue }
    }

    It 'does not count again when told not to' {
        $report = Search-M365AuditLog @window -Recount:$false -IncludeReport | Select-Object -Last 1
        @($report.Slices.Recounted | Where-Object { $null -ne $_ }) | Should -HaveCount 0
        $global:StormLog.Calls | ForEach-Object { $_.ContainsKey('SessionId') | Should -BeTrue }
    }

    It 'stops at once and loses nothing' {
        $engine = [powershell]::Create()
        try {
            $null = $engine.AddScript({
                    param($module, $state)
                    $global:Asked = "$state.asked"
                    function global:Search-UnifiedAuditLog {
                        [CmdletBinding()] param($StartDate, $EndDate, $SessionId, $SessionCommand, $ResultSize)
                        Set-Content -LiteralPath $global:Asked -Value asked
                        Start-Sleep -Seconds 300
                    }
                    Import-Module $module
                    Search-M365AuditLog -Source ExchangeSession -Start 2026-09-01 -End 2026-09-01 -StatePath $state
                }).AddParameters(@{ module = $ModulePath; state = $state })
            $running = $engine.BeginInvoke()
            for ($i = 0; $i -lt 100 -and -not (Test-Path "$state.asked"); $i++) { Start-Sleep -Milliseconds 100 }
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $engine.Stop()
            $watch.ElapsedMilliseconds | Should -BeLessThan 1500
        }
        finally {
            $engine.Dispose()
        }
        # The lock is free again, and the state is whole.
        { Search-M365AuditLog @window -StatePath $state -ShowPlan -ErrorAction Stop } | Should -Throw -ErrorId 'SearchStateOtherSearch,*'
    }
}

Describe 'Search-M365AuditLog without a session' {
    It 'says how to get one' {
        Get-Module StormSearchSession | Remove-Module
        { Search-M365AuditLog @window } | Should -Throw -ErrorId 'SearchNoRoute,*'
        { Search-M365AuditLog @window -Source ExchangeSession } | Should -Throw -ErrorId 'SearchNoSession,*'
        { Search-M365AuditLog @window -Source GraphQuery } | Should -Throw -ErrorId 'NotConnected,*'
        { Search-M365AuditLog -StartSubscription } | Should -Throw -ErrorId 'NotConnected,*'
    }
}
