# Dot-sourced by tests of cmdlets that ask a tenant: a fake one in a process of its own, and a connection to it.
# Its log's last day is today, so that everything in it is as young as in a real tenant.
$FakeTenantDll = Get-ChildItem -Path (Join-Path $RepositoryRoot 'tests/support/FakeTenant/bin/*/*/StormDetect.FakeTenant.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
if (-not $FakeTenantDll) {
    throw 'The fake tenant is not built. Run: dotnet build tests/support/FakeTenant -c Release'
}

# Starts a fake tenant and gives what it says of itself, with the process. Stop it with Stop-FakeTenant.
function Start-FakeTenant {
    param([string[]] $ArgumentList = @())
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.UseShellExecute = $false
    foreach ($argument in @('exec', '--roll-forward', 'Major', $FakeTenantDll.FullName, '--now', 'real') + $ArgumentList) {
        $start.ArgumentList.Add($argument)
    }

    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if (-not $line) {
        throw "The fake tenant did not start: $($process.StandardError.ReadToEnd())"
    }

    $process.BeginErrorReadLine()
    $line | ConvertFrom-Json | Add-Member -PassThru -NotePropertyName Process -NotePropertyValue $process
}

function Stop-FakeTenant {
    param([Parameter(Mandatory)] $Tenant)
    # It stops when its input ends.
    $Tenant.Process.StandardInput.Close()
    if (-not $Tenant.Process.WaitForExit(5000)) {
        $Tenant.Process.Kill()
    }

    $Tenant.Process.Dispose()
}

# Connects with a token that the fake tenant hands out, so that nothing here has to trust the certificate of its sign-in service.
function Connect-FakeTenant {
    param([Parameter(Mandatory)] $Tenant, [string] $Name = 'fake', [string[]] $Permission = @())
    $query = $Permission.Count -gt 0 ? "?permissions=$($Permission -join ',')" : ''
    $token = Invoke-RestMethod -Method Post -Uri "$($Tenant.baseAddress)_fake/token$query" -NoProxy
    Connect-StormDetect -Name $Name -AccessToken (ConvertTo-SecureString $token -AsPlainText -Force) -GraphEndpoint $Tenant.baseAddress -LoginEndpoint $Tenant.loginAddress -ManagementEndpoint $Tenant.baseAddress
}

# Makes requests fail, such as 'forbidden=1@/messageRules'; without any, nothing fails any more.
function Set-FakeFault {
    param([Parameter(Mandatory)] $Tenant, [string[]] $Fault = @())
    $null = Invoke-RestMethod -Method Post -Uri "$($Tenant.baseAddress)_fake/faults" -Body (ConvertTo-Json -InputObject $Fault) -ContentType 'application/json' -NoProxy
}

# What it was asked for, as paths.
function Get-FakeRequest {
    param([Parameter(Mandatory)] $Tenant)
    @(Invoke-RestMethod -Uri "$($Tenant.baseAddress)_fake/requests" -NoProxy) | ForEach-Object { $_ }
}
