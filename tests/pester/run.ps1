#Requires -Version 7.4
# The whole suite in this engine. Results go to STORMDETECT_PESTER_RESULTS (NUnit XML) when set; the exit code is 0 only when tests ran and all passed.
$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
if ($env:STORMDETECT_PESTER_RESULTS) {
    $null = New-Item -ItemType Directory -Force -Path (Split-Path -Parent $env:STORMDETECT_PESTER_RESULTS)
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'NUnitXml'
    $configuration.TestResult.OutputPath = $env:STORMDETECT_PESTER_RESULTS
}

$result = Invoke-Pester -Configuration $configuration
# Result, not FailedCount: a file that cannot even be read has no failed tests.
exit ($result.Result -eq 'Passed' -and $result.TotalCount -gt 0 ? 0 : 1)
