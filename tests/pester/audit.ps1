# Dot-sourced after common.ps1 by the cmdlets' tests: small logs, cultures, stopping.

# A tenant small enough for a test, with everything planted.
function New-TestAudit {
    param([string] $Name, [hashtable] $With = @{ Attack = '*' })
    New-AuditScenario -Path (Join-Path $TestDrive $Name) -MailboxCount 12 -Days 10 @With
}

# Many values as one short one: Should compares long arrays one by one, and slowly.
function Get-Digest([object[]] $Values) {
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($Values -join "`n")
    "$($Values.Count) values, $([Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($bytes)))"
}

# Gigabytes to read that take 32 MB of disk: one file under many names.
function New-LargeAudit([string] $Name, [string[]] $Lines) {
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive $Name)).FullName
    $text = ($Lines -join "`n") + "`n"
    $times = [Math]::Max(1, [int] (32MB / $text.Length))
    $first = Join-Path $folder '0.jsonl'
    [System.IO.File]::WriteAllText($first, $text * $times)
    foreach ($number in 1..255) {
        $null = New-Item -ItemType HardLink -Path (Join-Path $folder "$number.jsonl") -Value $first
    }

    $folder
}

function Write-PurviewCsv([string] $Path, [string[]] $Lines) {
    $Lines | ForEach-Object {
        $record = ConvertFrom-Json -InputObject $_ -DateKind String
        [pscustomobject] @{
            RecordId = $record.Id; CreationDate = "$($record.CreationTime).0000000Z "; RecordType = $record.RecordType; Operation = $record.Operation
            UserId = $record.UserId; AuditData = $_; AssociatedAdminUnits = ''; AssociatedAdminUnitsNames = ''
        }
    } | Export-Csv -LiteralPath $Path -UseQuotes AsNeeded
}

# Runs a script with another culture; puts the old one back whatever happens.
function Invoke-WithCulture([string] $Culture, [scriptblock] $Script) {
    $before = [cultureinfo]::CurrentCulture
    try {
        [cultureinfo]::CurrentCulture = [cultureinfo]::GetCultureInfo($Culture)
        & $Script
    }
    finally {
        [cultureinfo]::CurrentCulture = $before
    }
}

# What a cmdlet makes of a time, seen through the error that an impossible window gives.
function ConvertTo-TestTime($Time) {
    try {
        Get-AnomalousMailAccess -Path . -Start $Time -End '1900-01-01T00:00:00Z'
        throw 'The window was not refused.'
    }
    catch {
        [regex]::Match("$_", '-Start \((.+?)\)').Groups[1].Value
    }
}

function Get-TestWindowEnd($Time) {
    try {
        Get-AnomalousMailAccess -Path . -Start '9998-01-01T00:00:00Z' -End $Time
        throw 'The window was not refused.'
    }
    catch {
        [regex]::Match("$_", '-End \((.+?)\)').Groups[1].Value
    }
}

# How long a running pipeline takes to stop. It must be running still when it is stopped, or the test proves nothing.
function Measure-Stop([scriptblock] $Script, [string] $Argument) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddCommand('Import-Module').AddArgument($ModulePath)
        $null = $shell.Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript("$Script").AddArgument($Argument)
        $running = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 400
        $running.IsCompleted | Should -BeFalse
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(10000)
        $watch.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $watch.Elapsed
    }
    finally {
        $shell.Dispose()
    }
}
