# Dot-sourced by every test file: the module as build.ps1 laid it out, and an engine to start afresh.
# No strict mode here, whatever the session has: help objects lack the properties they have no value for. The fresh engine is strict.
Set-StrictMode -Off
$ErrorActionPreference = 'Stop'

$RepositoryRoot = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).Path
$ModulePath = Join-Path $RepositoryRoot 'StormDetect.psd1'
if (-not (Test-Path -LiteralPath (Join-Path $RepositoryRoot 'bin/StormDetect.dll'))) {
    throw 'The module is not built. Run ./build.ps1 first.'
}

Import-Module $ModulePath

# Runs a script in a new engine and gives back what its last pipeline wrote, as objects. Anything on the error stream fails the test.
function Invoke-Fresh {
    param([Parameter(Mandatory)] [string] $Script, [string[]] $ArgumentList = @())
    $engine = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    if (-not (Test-Path -LiteralPath $engine)) {
        $engine = [Environment]::ProcessPath
    }

    $file = Join-Path ([System.IO.Path]::GetTempPath()) "stormdetect-$([guid]::NewGuid()).ps1"
    $text = @"
`$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
`$answer = @(& {
$Script
} @args)
'ANSWER' + (ConvertTo-Json -InputObject `$answer -Depth 5 -Compress)
"@
    try {
        [System.IO.File]::WriteAllText($file, $text)
        $lines = @(& $engine -NoProfile -NonInteractive -File $file @ArgumentList 2>&1 | ForEach-Object { "$_" })
        $answer = @($lines | Where-Object { $_.StartsWith('ANSWER', [StringComparison]::Ordinal) })
        if ($LASTEXITCODE -ne 0 -or $answer.Count -ne 1) {
            throw "The fresh engine ended with $($LASTEXITCODE): $($lines -join "`n")"
        }

        ConvertFrom-Json -InputObject $answer[0].Substring(6)
    }
    finally {
        Remove-Item -LiteralPath $file -ErrorAction Ignore
    }
}
