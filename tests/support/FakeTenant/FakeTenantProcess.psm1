<#
.SYNOPSIS
Starts and steers the fake tenant from a script.

.DESCRIPTION
    $tenant = Start-FakeTenant -Arguments '--mailboxes', 30, '--days', 10, '--seed', 7, '--attack', 'storm-0558'
    $tenant.BaseAddress; $tenant.TenantId; $tenant.ClientSecret ...
    Set-FakeTenantFault $tenant 'throttleSeconds=0.2', 'resetBody=1x@/records'
    Stop-FakeTenant $tenant

The tenant ends with this process too. On Linux a process trusts its login service only if it was started with SSL_CERT_FILE set to the tenant's Certificate (-CertificateFile makes one beforehand).
#>
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Start-FakeTenant {
    [CmdletBinding()]
    param(
        [object[]] $Arguments = @(),
        # Certificate and key of the login service, made if missing.
        [string] $CertificateFile,
        [string] $Configuration = 'Release',
        [int] $TimeoutSeconds = 60
    )
    $program = Join-Path $PSScriptRoot "bin/$Configuration/net8.0/StormDetect.FakeTenant.dll"
    if (-not (Test-Path $program)) {
        throw "The fake tenant is not built: dotnet build tests/support/FakeTenant -c $Configuration"
    }
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    @('exec', '--roll-forward', 'Major', $program; $Arguments; if ($CertificateFile) { '--certificate'; $CertificateFile }) | ForEach-Object { $start.ArgumentList.Add("$_") }
    # It ends when its input does: with this process at the latest.
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $problem = $process.StandardError.ReadToEndAsync()
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([timespan]::FromSeconds($TimeoutSeconds)) -or -not $line.Result) {
        if (-not $process.HasExited) { $process.Kill() }
        throw "The fake tenant did not start: $($problem.Result)"
    }
    $said = $line.Result | ConvertFrom-Json
    $tenant = [ordered]@{}
    foreach ($property in $said.psobject.Properties) {
        $tenant[$property.Name.Substring(0, 1).ToUpperInvariant() + $property.Name.Substring(1)] = $property.Value
    }
    $tenant.Process = $process
    [pscustomobject] $tenant
}

function Stop-FakeTenant {
    [CmdletBinding()]
    param([Parameter(Mandatory, ValueFromPipeline)] $Tenant)
    process {
        $Tenant.Process.StandardInput.Close()
        if (-not $Tenant.Process.WaitForExit(5000)) { $Tenant.Process.Kill() }
        $Tenant.Process.Dispose()
    }
}

function Invoke-FakeTenant([Parameter(Mandatory)] $Tenant, [string] $Method, [string] $Path, [string] $Body) {
    $call = @{ Uri = $Tenant.BaseAddress + '_fake/' + $Path; Method = $Method; NoProxy = $true }
    if ($Body) { $call.Body = $Body; $call.ContentType = 'application/json' }
    Invoke-RestMethod @call
}

# Replaces all faults; none ends them.
function Set-FakeTenantFault([Parameter(Mandatory, Position = 0)] $Tenant, [Parameter(Position = 1)] [string[]] $Fault = @()) {
    Invoke-FakeTenant $Tenant POST faults (ConvertTo-Json -InputObject @($Fault) -Compress)
}

function Set-FakeTenantClock([Parameter(Mandatory, Position = 0)] $Tenant, [double] $AdvanceHours, [string] $Now) {
    Invoke-FakeTenant $Tenant POST clock (($Now ? @{ now = $Now } : @{ advanceHours = $AdvanceHours }) | ConvertTo-Json -Compress)
}

function Set-FakeTenantPermission([Parameter(Mandatory, Position = 0)] $Tenant, [Parameter(Position = 1)] [string[]] $Permission = @()) {
    Invoke-FakeTenant $Tenant POST permissions (ConvertTo-Json -InputObject @($Permission) -Compress)
}

function Get-FakeTenantRequest([Parameter(Mandatory, Position = 0)] $Tenant, [string] $Path = '') {
    Invoke-FakeTenant $Tenant GET ('requests?path=' + [uri]::EscapeDataString($Path)) | ForEach-Object { $_ }
}

# The ids that a complete search of a window gives.
function Get-FakeTenantAnnounced([Parameter(Mandatory, Position = 0)] $Tenant, [string] $Start, [string] $End, [string[]] $Operations = @(), [string] $ArrivedBy) {
    $query = "start=$Start&end=$End&operations=" + [uri]::EscapeDataString($Operations -join ',') + "&arrivedBy=$ArrivedBy"
    (Invoke-FakeTenant $Tenant GET "announced?$query") -split "`n" | Where-Object { $_ }
}

function New-FakeTenantToken([Parameter(Mandatory, Position = 0)] $Tenant, [string[]] $Permission = @(), [switch] $User, [string] $Audience = '') {
    Invoke-FakeTenant $Tenant POST ('token?permissions={0}&user={1}&audience={2}' -f ($Permission -join ','), "$([bool] $User)".ToLowerInvariant(), [uri]::EscapeDataString($Audience))
}

Export-ModuleMember -Function Start-FakeTenant, Stop-FakeTenant, Set-FakeTenantFault, Set-FakeTenantClock, Set-FakeTenantPermission, Get-FakeTenantRequest, Get-FakeTenantAnnounced, New-FakeTenantToken
