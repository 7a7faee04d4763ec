BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')

    $decoys = Join-Path $TestDrive 'decoys'
    $program = Get-ChildItem -Path (Join-Path $RepositoryRoot 'tests/support/Decoys/bin') -Recurse -Filter 'StormDetect.Decoys.dll' | Sort-Object LastWriteTime | Select-Object -Last 1
    dotnet exec --roll-forward Major $program.FullName (Join-Path $RepositoryRoot 'bin/lib') $decoys
    if ($LASTEXITCODE -ne 0) {
        throw 'The decoys could not be written.'
    }

    # Written into each fresh script. Touches Graph, Azure.Identity and MSAL without a network, by the way any caller reaches them:
    # the name does not resolve in Default, so the loader's hook is asked.
    $touch = @'

function Invoke-Touch {
    $type = [type]::GetType('StormDetect.Graph.GraphRuntime, StormDetect.Graph', $true)
    foreach ($part in $type::Describe()) { [pscustomobject]@{ Name = $part.Name; Version = $part.Version; LoadContext = $part.LoadContext } }
}
function Get-Rival {
    [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName() } |
        Where-Object { $_.Name -match '^(Azure\.|Microsoft\.(Graph|Identity|IdentityModel|Kiota)|StormDetect\.Graph)' } |
        ForEach-Object { '{0} {1}' -f $_.Name, $_.Version }
}

'@

    function Assert-Isolated($Parts) {
        $names = @($Parts.Name)
        foreach ($expected in 'StormDetect.Graph', 'Microsoft.Graph', 'Azure.Core', 'Azure.Identity', 'Microsoft.Identity.Client', 'Microsoft.Kiota.Abstractions') {
            $names | Should -Contain $expected
        }

        @($Parts.LoadContext | Sort-Object -Unique) | Should -Be @('StormDetect')
        $Parts.Version | Should -Not -Contain '0.0.1.0'
        $Parts.Version | Should -Not -Contain '99.0.0.0'
    }
}

Describe 'Isolation of the packages' {
    It 'loads none of them at import' {
        $answer = Invoke-Fresh ('param($module)' + $touch + 'Import-Module $module; [pscustomobject]@{ Rivals = @(Get-Rival); Contexts = @([System.Runtime.Loader.AssemblyLoadContext]::All.Name) }') $ModulePath
        $answer.Rivals | Should -BeNullOrEmpty
        $answer.Contexts | Should -Not -Contain 'StormDetect'
    }

    It 'keeps them out of the default context after a call that uses them' {
        $answer = Invoke-Fresh ('param($module)' + $touch + 'Import-Module $module; [pscustomobject]@{ Parts = @(Invoke-Touch); Rivals = @(Get-Rival) }') $ModulePath
        Assert-Isolated $answer.Parts
        $answer.Rivals | Should -BeNullOrEmpty
    }

    It 'is not disturbed by <_> of the same packages, loaded first' -ForEach '0.0.1.0', '99.0.0.0' {
        $folder = Join-Path $decoys $_
        $answer = Invoke-Fresh ('param($module, $folder)' + $touch + @'
Get-ChildItem -LiteralPath $folder -Filter *.dll | ForEach-Object { $null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($_.FullName) }
Import-Module $module
[pscustomobject]@{ Parts = @(Invoke-Touch); Rivals = @(Get-Rival) }
'@) $ModulePath, $folder
        Assert-Isolated $answer.Parts
        $answer.Rivals | Should -HaveCount 7
        $answer.Rivals | Should -Not -Match '^StormDetect\.Graph'
        $version = $_
        $answer.Rivals | ForEach-Object { $_ | Should -BeLike "* $version" }
    }

    It 'gives nothing to modules that load the same packages afterwards' {
        $answer = Invoke-Fresh ('param($module, $folder)' + $touch + @'
Import-Module $module
$parts = @(Invoke-Touch)
$late = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath((Join-Path $folder 'Azure.Core.dll'))
$refused = $false
try { $null = [System.Reflection.Assembly]::Load('Microsoft.Graph') } catch { $refused = $true }
[pscustomobject]@{ Parts = $parts; Late = "$($late.GetName().Version)"; Refused = $refused }
'@) $ModulePath, (Join-Path $decoys '99.0.0.0')
        Assert-Isolated $answer.Parts
        $answer.Late | Should -Be '99.0.0.0'
        $answer.Refused | Should -BeTrue -Because 'the hook answers for StormDetect.Graph alone'
    }

    It 'survives Import-Module -Force' {
        $answer = Invoke-Fresh ('param($module)' + $touch + 'Import-Module $module; $null = Invoke-Touch; Import-Module $module -Force; [pscustomobject]@{ Parts = @(Invoke-Touch); Rivals = @(Get-Rival); Commands = @((Get-Module StormDetect).ExportedCommands.Keys) }') $ModulePath
        Assert-Isolated $answer.Parts
        $answer.Rivals | Should -BeNullOrEmpty
        $answer.Commands | Should -Not -BeNullOrEmpty
    }

    It 'survives remove and import' {
        $answer = Invoke-Fresh ('param($module)' + $touch + 'Import-Module $module; Remove-Module StormDetect; Import-Module $module; [pscustomobject]@{ Parts = @(Invoke-Touch); Rivals = @(Get-Rival) }') $ModulePath
        Assert-Isolated $answer.Parts
        $answer.Rivals | Should -BeNullOrEmpty
    }

    It 'has one context for all runspaces' {
        $answer = Invoke-Fresh ('param($module)' + $touch + @'
$parts = 1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
    Import-Module $using:module
    $type = [type]::GetType('StormDetect.Graph.GraphRuntime, StormDetect.Graph', $true)
    foreach ($part in $type::Describe()) { [pscustomobject]@{ Name = $part.Name; Version = $part.Version; LoadContext = $part.LoadContext } }
}
[pscustomobject]@{ Parts = @($parts); Rivals = @(Get-Rival); Contexts = @([System.Runtime.Loader.AssemblyLoadContext]::All.Name -eq 'StormDetect').Count }
'@) $ModulePath
        Assert-Isolated $answer.Parts
        @($answer.Parts | Where-Object Name -EQ 'Microsoft.Graph') | Should -HaveCount 6
        $answer.Contexts | Should -Be 1
        $answer.Rivals | Should -BeNullOrEmpty
    }

    It 'is not broken when another runspace removes the module' {
        $answer = Invoke-Fresh ('param($module)' + $touch + @'
Import-Module $module
$other = [powershell]::Create()
$null = $other.AddScript('param($module) Import-Module $module; Remove-Module StormDetect').AddArgument($module).Invoke()
if ($other.HadErrors) { throw $other.Streams.Error[0] }
$other.Dispose()
[pscustomobject]@{ Parts = @(Invoke-Touch); Rivals = @(Get-Rival) }
'@) $ModulePath
        Assert-Isolated $answer.Parts
        $answer.Rivals | Should -BeNullOrEmpty
    }

    It 'holds while somebody signs in, with <_> of the same packages loaded first' -ForEach '0.0.1.0', '99.0.0.0' {
        Import-Module (Join-Path $RepositoryRoot 'tests/support/FakeTenant/FakeTenantProcess.psm1')
        $tenant = Start-FakeTenant -Arguments '--mailboxes', 5, '--days', 1
        try {
            $answer = Invoke-Fresh ('param($module, $folder, $base, $identity, $header)' + $touch + @'
$env:IDENTITY_ENDPOINT = $identity
$env:IDENTITY_HEADER = $header
Get-ChildItem -LiteralPath $folder -Filter *.dll | ForEach-Object { $null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath($_.FullName) }
Import-Module $module
$connection = Connect-StormDetect -ManagedIdentity -GraphEndpoint $base -ManagementEndpoint $base
$checks = @($connection | Get-StormDetectConnection -Preflight)
[pscustomobject]@{ TenantId = $connection.TenantId; Works = @($checks | Where-Object State -EQ Works).Count; Parts = @(Invoke-Touch); Rivals = @(Get-Rival) }
'@) $ModulePath, (Join-Path $decoys $_), $tenant.BaseAddress, $tenant.IdentityEndpoint, $tenant.IdentityHeader
            $answer.TenantId | Should -Be $tenant.TenantId
            $answer.Works | Should -BeGreaterThan 5
            Assert-Isolated $answer.Parts
            $answer.Rivals | Should -HaveCount 7
            $version = $_
            $answer.Rivals | ForEach-Object { $_ | Should -BeLike "* $version" }
        }
        finally {
            Stop-FakeTenant $tenant
        }
    }

    It 'lets scripts name the types of the findings' {
        $answer = Invoke-Fresh 'param($module) Import-Module $module; [pscustomobject]@{ Name = [StormDetect.Core.Finding].FullName; Context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([StormDetect.Core.Finding].Assembly).Name; Count = @([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq "StormDetect.Core" }).Count }' $ModulePath
        $answer.Name | Should -Be 'StormDetect.Core.Finding'
        $answer.Context | Should -Be 'Default'
        $answer.Count | Should -Be 1
    }
}
