# Dot-sourced behind common.ps1 by tests of cmdlets that ask a tenant: a fake one in a process of its own, and a connection to it.
Import-Module (Join-Path $RepositoryRoot 'tests/support/FakeTenant/FakeTenantProcess.psm1')

# Connects with a token that the fake tenant hands out, so that nothing here has to trust the certificate of its sign-in service.
function Connect-FakeTenant {
    param([Parameter(Mandatory)] $Tenant, [string] $Name = 'fake', [string[]] $Permission = @())
    $answer = New-FakeTenantToken $Tenant -Permission $Permission
    $token = ConvertTo-SecureString "$($answer -is [string] ? $answer : $answer.token)" -AsPlainText -Force
    Connect-StormDetect -Name $Name -AccessToken $token -GraphEndpoint $Tenant.BaseAddress -LoginEndpoint $Tenant.LoginAddress -ManagementEndpoint $Tenant.BaseAddress
}
