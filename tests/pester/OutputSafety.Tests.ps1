# A log in which an attacker wrote all texts an attacker can, through every cmdlet: nothing that comes out may drive a terminal, start a formula in a spreadsheet or break JSON.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'common.ps1')

    # How each cmdlet is put to the hostile log; $log is its folder, $place a folder to write in.
    $runs = [ordered] @{
        'Import-M365AuditLog' = { Import-M365AuditLog $log -Verbose }
        'Get-MailAccessApplication' = { Get-MailAccessApplication $log -Verbose }
        'New-MailAccessBaseline' = { New-MailAccessBaseline $log -Baseline (Join-Path $place 'new.baseline') -Verbose }
        'Update-MailAccessBaseline' = { Update-MailAccessBaseline $log -Baseline $baseline -Verbose }
        'Get-AnomalousMailAccess' = { Get-AnomalousMailAccess $log -MinimumSeverity Informational -Explain -Verbose; Get-AnomalousMailAccess $log -Summary }
        'Approve-MailAccessAnomaly' = { $finding | Approve-MailAccessAnomaly $baseline -Reason $evil -Verbose; Approve-MailAccessAnomaly $baseline -List }
        'Find-OrphanedMailAccess' = { Find-OrphanedMailAccess $log -MinimumSeverity Informational -Verbose }
        'Find-SuspiciousInboxRule' = { Find-SuspiciousInboxRule $log -MinimumSeverity Informational -Verbose }
        'Find-SuspiciousMailboxChange' = { Find-SuspiciousMailboxChange $log -MinimumSeverity Informational -Verbose }
        'Find-ThreatIndicator' = { Find-ThreatIndicator $log -IndicatorPath $indicators -MinimumSeverity Informational -Verbose }
        'Get-MailExposure' = { Get-MailExposure $log -Verbose; Get-MailExposure $log -GroupBy Message; Get-MailExposure $log -GroupBy Mailbox }
        'Get-M365ActivityTimeline' = { Get-M365ActivityTimeline $log -Start 2026-09-08 -End 2026-09-08 -Verbose }
        'Invoke-M365MailHunt' = { $r = Invoke-M365MailHunt $log -MinimumSeverity Informational -Verbose; $r; $r.Findings; $r.Incidents; $r.Coverage; $r.Coverage.BlindIntervals }
        'Export-M365ConfigSnapshot' = { $tenant | Export-M365ConfigSnapshot (Join-Path $place "$([guid]::NewGuid()).json") -TenantId contoso -Verbose }
        'Test-M365LoggingConfig' = { Test-M365LoggingConfig $before, $after -Verbose }
        'Compare-M365ConfigSnapshot' = { Compare-M365ConfigSnapshot $before $after -IncludeEqual -Verbose }
        'Get-M365AuditCoverage' = { Get-M365AuditCoverage $after -Detailed -Verbose; Get-M365AuditCoverage $after }
        'Export-M365AuditLog' = { Export-M365AuditLog $log -ArchivePath (Join-Path $place "$([guid]::NewGuid())") -Verbose }
        'Test-M365AuditArchive' = { $archive = Join-Path $place 'archive'; $null = Export-M365AuditLog $log -ArchivePath $archive -ErrorAction Ignore; $r = Test-M365AuditArchive $archive -Verbose; $r; $r.Findings; $r.Gaps; $r.Retention }
        'Search-M365AuditLog' = {
            $seen = [System.Collections.Generic.HashSet[string]]::new()
            function Search-UnifiedAuditLog {
                param([datetime] $StartDate, [datetime] $EndDate, [string[]] $Operations, [int] $ResultSize, [string] $SessionId, [string] $SessionCommand, [switch] $HighCompleteness)
                $rows = @($seen.Add($SessionId) ? (Get-Content -LiteralPath (Join-Path $log 'audit-2026-09-08.jsonl') -TotalCount 200) : @())
                $index = 0
                $rows | ForEach-Object { [pscustomobject] @{ AuditData = $_; ResultIndex = ++$index; ResultCount = $rows.Count; Identity = "$index"; CreationDate = [datetime]::MinValue } }
            }

            $all = @(Search-M365AuditLog -Source ExchangeSession -Start 2026-09-08 -End 2026-09-08 -IncludeReport -Verbose)
            $all
            $all[-1].Slices
            $all[-1].BlindIntervals
        }
        'Export-M365HuntReport' = { Invoke-M365MailHunt $log | Export-M365HuntReport (Join-Path $place 'report.html') -Force -Verbose }
    }

    # What reads nothing an attacker could have written, and why.
    $others = @{
        'New-AuditScenario' = 'writes a synthetic log of its own texts and reads none'
        'Connect-StormDetect' = 'shows what the operator gave and what the sign-in service signed'
        'Disconnect-StormDetect' = 'shows what was connected'
        'Get-StormDetectConnection' = 'shows what was connected, and permissions of our own catalogue'
    }

    $cases = @(foreach ($name in $runs.Keys) { @{ Name = $name; Run = "$($runs[$name])" } })
    $known = @{ Names = @($runs.Keys) + @($others.Keys) }

    # AuditRecord is the log's own evidence and goes back into hunts, so that its values stay as they were written; its text twins and all other types are safe in cells.
    $raw = @('AuditRecord')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $raw = @('AuditRecord')
    $escape = [char] 27
    $evil = "=cmd|'/c calc'!A1$escape]0;owned$([char] 7)$escape[31m$([char] 0x9B)2J$([char] 0x202E)$([char] 0x200B)</script>`"';`r`n,"
    $forbidden = "[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]"

    $place = (New-Item -ItemType Directory (Join-Path $TestDrive 'place')).FullName
    $log = (New-Item -ItemType Directory (Join-Path $TestDrive 'log')).FullName
    $plain = New-AuditScenario -Path (Join-Path $TestDrive 'plain') -MailboxCount 12 -Days 10 -Attack *

    # The same month, with the attacker's text in front of every value of these members; equal values stay equal, so that hunts find what they find.
    $insert = (ConvertTo-Json -InputObject $evil -Compress).Trim('"').Replace("'", "\u0027")
    $members = 'UserId', 'MailboxOwnerUPN', 'Subject', 'InternetMessageId', 'Path', 'SessionId', 'AADSessionId', 'ClientProcessName', 'UserKey', 'ActorInfoString', 'ObjectId', 'UserAgent'
    foreach ($file in Get-ChildItem -LiteralPath $plain.Directory -Filter '*.jsonl') {
        $text = [System.IO.File]::ReadAllText($file.FullName)
        foreach ($member in $members) {
            $text = $text.Replace("`"$member`":`"", "`"$member`":`"$insert")
        }

        # The value of any parameter of a change: names of rules, folders, words.
        $text = [regex]::Replace($text, '"Name":"(Name|MoveToFolder|SubjectContainsWords|SubjectOrBodyContainsWords)","Value":"', { param($m) $m.Value + $insert })
        [System.IO.File]::WriteAllText((Join-Path $log $file.Name), $text)
    }

    # A file that cannot be read as a log, under a name of the attacker's as far as a file system takes it, and a row that is cut.
    [System.IO.File]::WriteAllText((Join-Path $log "=evil$escape[31m.jsonl"), "{`"Id`":`"$insert`",`n$insert`n")

    $indicators = Join-Path $place 'indicators.csv'
    $address = (Import-M365AuditLog $plain.Directory -Operation MailItemsAccessed | Where-Object ClientIP | Select-Object -First 1).ClientIP
    Set-Content -LiteralPath $indicators -Value 'type,value,source', "ip,$address,`"=cmd|'/c x'!A1$escape[31m`""
    # A tenant's configuration whose names are the attacker's, before and after.
    . (Join-Path $PSScriptRoot 'config.ps1')
    $mailboxes = @(New-ConfigOrganization; "${evil}kim@contoso.example", 'lee@contoso.example' | ForEach-Object { New-ConfigMailbox $_ })
    $before = Join-Path $place 'before.json'
    $after = Join-Path $place 'after.json'
    $null = $mailboxes + [pscustomobject] @{ Identity = $evil; AuditBypassEnabled = $false } | Export-M365ConfigSnapshot $before -TenantId contoso
    $tenant = $mailboxes + [pscustomobject] @{ Identity = $evil; AuditBypassEnabled = $true }
    $null = $tenant | Export-M365ConfigSnapshot $after -TenantId contoso

    $baseline = Join-Path $place 'log.baseline'
    $null = New-MailAccessBaseline $log -Baseline $baseline -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
    $finding = Get-AnomalousMailAccess $log -MinimumSeverity Informational -WarningAction SilentlyContinue -ErrorAction SilentlyContinue 6> $null | Select-Object -First 1

    # Everything a cmdlet writes, on every stream; kept by cmdlet, because several tests look at it.
    $written = @{}
    function Get-Written([string] $Name, [string] $Run) {
        if (-not $written.ContainsKey($Name)) {
            $written[$Name] = @(& ([scriptblock]::Create($Run)) *>&1)
        }

        $written[$Name]
    }

    function Get-Object([string] $Name, [string] $Run) {
        @(Get-Written $Name $Run | Where-Object {
                $_ -isnot [System.Management.Automation.InformationalRecord] -and $_ -isnot [System.Management.Automation.ErrorRecord] -and $_ -isnot [System.Management.Automation.InformationRecord] -and $_ -isnot [System.IO.FileSystemInfo]
            } | Select-Object -First 400)
    }

    # What a person may do with the objects at a prompt.
    function Show($Objects) {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            ($Objects | Out-String -Width 200), ($Objects | Format-List | Out-String -Width 200), ($Objects | Format-Table | Out-String -Width 200), ($Objects | ForEach-Object { "$_" } | Out-String -Width 400)
        }
        finally {
            $PSStyle.OutputRendering = $before
        }
    }
}

Describe 'What an attacker wrote into a log' {
    It 'is put to every cmdlet' -ForEach $known {
        (Get-Command -Module StormDetect).Name | Sort-Object | Should -Be ($Names | Sort-Object)
    }

    It 'reaches the objects of the hunts at all' {
        "$((Get-Object 'Find-SuspiciousInboxRule' 'Find-SuspiciousInboxRule $log -MinimumSeverity Informational -Verbose').RuleName)" | Should -Match ([regex]::Escape("=cmd|'/c calc'!A1"))
    }

    It 'drives no terminal on any stream of <Name>' -ForEach $cases {
        $all = @(Get-Written $Name $Run)
        $all | Should -Not -BeNullOrEmpty
        foreach ($text in Show @($all | Select-Object -First 400)) {
            # The one line, not all of them: a failure must be readable.
            $text -split '\r?\n' -replace '\t' -match $forbidden | Select-Object -First 1 | Should -BeNullOrEmpty
        }
    }

    It 'starts no formula in a cell of <Name>' -ForEach $cases {
        foreach ($group in Get-Object $Name $Run | Group-Object { $_.GetType().Name } | Where-Object Name -NotIn $raw) {
            $formulas = @(foreach ($row in $group.Group | ConvertTo-Csv | ConvertFrom-Csv) {
                    foreach ($cell in $row.PSObject.Properties) {
                        if ($cell.Value -match '^(?:[=+@\t\r]|-(?![\d.]+$)[^|!(]*[|!(])') {
                            "$($group.Name).$($cell.Name)"
                        }
                    }
                })
            $formulas | Sort-Object -Unique | Should -BeNullOrEmpty
        }
    }

    It 'stays a value in JSON of <Name>' -ForEach $cases {
        foreach ($group in Get-Object $Name $Run | Group-Object { $_.GetType().Name }) {
            $first = @($group.Group | Select-Object -First 20)
            $back = @(ConvertFrom-Json -InputObject (ConvertTo-Json -InputObject $first -Depth 4 -WarningAction SilentlyContinue))
            $back.Count | Should -Be $first.Count
            foreach ($property in $first[0].PSObject.Properties | Where-Object { $_.Value -is [string] }) {
                $back[0].($property.Name) -is [datetime] -or $back[0].($property.Name) | Should -Be ($back[0].($property.Name) -is [datetime] -or $property.Value)
            }
        }
    }

    It 'is text in the report' {
        $null = Get-Written 'Export-M365HuntReport' 'Invoke-M365MailHunt $log | Export-M365HuntReport (Join-Path $place ''report.html'') -Force -Verbose'
        $page = [System.IO.File]::ReadAllText((Join-Path $place 'report.html'))
        $page -replace '[\r\n]' | Should -Not -Match $forbidden
        ([regex]::Matches($page, '<script')).Count | Should -Be 1
        $page | Should -Match ([regex]::Escape('=cmd|&#39;/c calc&#39;!A1'))
    }
}
