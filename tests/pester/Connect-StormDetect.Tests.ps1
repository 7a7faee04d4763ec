BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    Import-Module (Join-Path $RepositoryRoot 'tests/support/FakeTenant/FakeTenantProcess.psm1')
    $trust = Join-Path $TestDrive 'login.pem'
    $tenant = Start-FakeTenant -Arguments '--mailboxes', 5, '--days', 1 -CertificateFile $trust
    $at = @{ GraphEndpoint = $tenant.BaseAddress; LoginEndpoint = $tenant.LoginAddress; ManagementEndpoint = $tenant.BaseAddress }
    $environment = 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'SSL_CERT_FILE' | ForEach-Object { @{ Name = $_; Value = [Environment]::GetEnvironmentVariable($_) } }
    $env:IDENTITY_ENDPOINT = $tenant.IdentityEndpoint
    $env:IDENTITY_HEADER = $tenant.IdentityHeader
    $env:SSL_CERT_FILE = $trust
    $facts = Join-Path $TestDrive 'tenant.json'
    $tenant | Select-Object -ExcludeProperty Process | ConvertTo-Json | Set-Content -LiteralPath $facts

    # A fresh engine, because a process learns only at its start whom to trust. $t is the tenant, @at its addresses; Test-Call gives the error's id and message.
    $prelude = @'
param($module, $facts)
Import-Module $module
$t = Get-Content -Raw -LiteralPath $facts | ConvertFrom-Json
$at = @{ GraphEndpoint = $t.BaseAddress; LoginEndpoint = $t.LoginAddress; ManagementEndpoint = $t.BaseAddress }
$app = @{ TenantId = $t.TenantId; ClientId = $t.ClientId }
$secret = ConvertTo-SecureString $t.ClientSecret -AsPlainText
function Test-Call([scriptblock] $Code) {
    try { $null = & $Code; [pscustomobject] @{ Id = ''; Text = '' } }
    catch { [pscustomobject] @{ Id = ($_.FullyQualifiedErrorId -split ',')[0]; Text = "$_" } }
}

'@

    function Invoke-Tenant([string] $Script) { Invoke-Fresh ($prelude + $Script) $ModulePath, $facts }

    function Get-ErrorId([scriptblock] $Code) {
        try { $null = & $Code } catch { return ($_.FullyQualifiedErrorId -split ',')[0] }
        'none'
    }

    function Get-Token([string[]] $Permission = 'AuditLog.Read.All', [switch] $User, [string] $Audience = '') {
        $answer = New-FakeTenantToken $tenant -Permission $Permission -User:$User -Audience $Audience
        ConvertTo-SecureString "$($answer -is [string] ? $answer : $answer.token)" -AsPlainText
    }
}

AfterAll {
    Disconnect-StormDetect -All
    $environment | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $_.Value) }
    Stop-FakeTenant $tenant
}

Describe 'Connect-StormDetect' {
    AfterEach {
        Disconnect-StormDetect -All
        Set-FakeTenantFault $tenant
    }

    Context 'as an application' {
        BeforeAll {
            $answer = Invoke-Tenant @'
$pfx = Join-Path ([System.IO.Path]::GetTempPath()) "stormdetect-$([guid]::NewGuid()).pfx"
$password = ConvertTo-SecureString 'pass word' -AsPlainText
$certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($t.ClientCertificate)
[System.IO.File]::WriteAllBytes($pfx, $certificate.Export('Pfx', 'pass word'))
$connections = @(
    Connect-StormDetect secret @app -ClientSecret $secret @at
    Connect-StormDetect pem @app -CertificatePath $t.ClientCertificate @at
    Connect-StormDetect pfx @app -CertificatePath $t.ClientCertificatePfx @at
    Connect-StormDetect protected @app -CertificatePath $pfx -CertificatePassword $password @at
    Connect-StormDetect object @app -Certificate $certificate @at
    Connect-StormDetect workload -WorkloadIdentity @app -FederatedTokenFile $t.FederatedTokenFile @at
)
[pscustomobject] @{
    Connections = @($connections | Select-Object Name, TenantId, Account, AuthenticationMethod, IsApplication, PermissionsText)
    WrongPassword = Test-Call { Connect-StormDetect @app -CertificatePath $pfx -CertificatePassword $secret @at }
    WrongSecret = Test-Call { Connect-StormDetect @app -ClientSecret $password @at }
    Expired = Test-Call { Connect-StormDetect @app -CertificatePath $t.ExpiredClientCertificate @at }
    NoFile = Test-Call { Connect-StormDetect @app -CertificatePath ./missing.pfx @at }
    NoThumbprint = Test-Call { Connect-StormDetect @app -CertificateThumbprint A1B2C3 @at }
    NoTenant = Test-Call { Connect-StormDetect -TenantId 11111111-2222-3333-4444-555555555555 -ClientId $t.ClientId -ClientSecret $secret @at }
    NoApp = Test-Call { Connect-StormDetect -TenantId $t.TenantId -ClientId 11111111-2222-3333-4444-555555555555 -ClientSecret $secret @at }
    Names = @((Get-StormDetectConnection).Name)
}
Remove-Item $pfx
'@
        }

        It 'signs in with a secret, certificates of every form and a federated token' {
            $answer.Connections.Name | Should -Be 'secret', 'pem', 'pfx', 'protected', 'object', 'workload'
            $answer.Connections.AuthenticationMethod | Sort-Object -Unique | Should -Be 'Certificate', 'ClientSecret', 'WorkloadIdentity'
            $answer.Connections.TenantId | Sort-Object -Unique | Should -Be $tenant.TenantId
            $answer.Connections.IsApplication | Should -Not -Contain $false
            $answer.Connections[0].PermissionsText | Should -Match 'AuditLog\.Read\.All'
        }

        It 'says what is wrong, with an id for each: <Case>' -ForEach @(
            @{ Case = 'WrongPassword'; Id = 'TenantCertificate'; Text = 'CertificatePassword' }
            @{ Case = 'WrongSecret'; Id = 'TenantSignInNeeded'; Text = 'client secret' }
            @{ Case = 'Expired'; Id = 'TenantCertificate'; Text = 'expired on' }
            @{ Case = 'NoFile'; Id = 'TenantCertificate'; Text = 'missing.pfx' }
            @{ Case = 'NoThumbprint'; Id = 'TenantCertificate'; Text = 'A1B2C3' }
            @{ Case = 'NoTenant'; Id = 'TenantWrongTenant'; Text = '-Environment' }
            @{ Case = 'NoApp'; Id = 'TenantWrongTenant'; Text = '-ClientId' }
        ) {
            $answer.$Case.Id | Should -Be $Id
            $answer.$Case.Text | Should -Match $Text
        }

        It 'leaves no connection behind where it failed' {
            $answer.Names | Should -HaveCount 6
        }
    }

    It 'says that consent is missing' {
        Set-FakeTenantFault $tenant 'consentMissing=9x'
        (Invoke-Tenant 'Test-Call { Connect-StormDetect @app -ClientSecret $secret @at }').Id | Should -Be 'TenantConsentMissing'
    }

    It 'signs in with the managed identity of the machine' {
        $connection = Connect-StormDetect -ManagedIdentity @at
        $connection.AuthenticationMethod | Should -Be 'ManagedIdentity'
        $connection.TenantId | Should -Be $tenant.TenantId
        $connection.Name | Should -Be $tenant.TenantId
        $connection | Should -BeOfType (Get-Command Connect-StormDetect).OutputType.Type
    }

    It 'says that a managed identity is not there' {
        $failure = $null
        try { Connect-StormDetect -ManagedIdentity -ClientId 11111111-2222-3333-4444-555555555555 @at } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TenantSignInNeeded,*'
        "$failure" | Should -Match 'managed identity'
    }

    It "takes the caller's token, and says so when it is for something else" {
        $connection = Connect-StormDetect token -AccessToken (Get-Token) @at -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        ($connection | Get-Member -MemberType Properties).Name | Should -Not -Contain 'Transport'
        $connection.Permissions | Should -Be 'AuditLog.Read.All'
        Get-ErrorId { Connect-StormDetect -AccessToken (Get-Token -Audience 'https://vault.azure.net') @at } | Should -Be 'TenantSignInNeeded'
        Get-ErrorId { Connect-StormDetect -TenantId 11111111-2222-3333-4444-555555555555 -AccessToken (Get-Token) @at } | Should -Be 'TenantWrongTenant'
    }

    It 'warns of a token that cannot be read, and refuses one that has expired' {
        $null = Connect-StormDetect token -AccessToken (ConvertTo-SecureString 'abc' -AsPlainText) @at -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'Nothing can be read of this access token'
        "$warnings" | Should -Not -Match 'abc'
        $claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"exp":1700000000,"tid":"' + $tenant.TenantId + '"}')).TrimEnd('=')
        Get-ErrorId { Connect-StormDetect -AccessToken (ConvertTo-SecureString "e30.$claims.x" -AsPlainText) @at } | Should -Be 'TenantSignInNeeded'
    }

    It 'uses the sign-in of the Azure CLI' -Skip:$IsWindows {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'cli')).FullName
        $token = ConvertFrom-SecureString (Get-Token) -AsPlainText
        Set-Content -LiteralPath (Join-Path $folder 'az') -Value "#!/bin/sh`necho '{`"accessToken`":`"$token`",`"expiresOn`":`"$((Get-Date).AddHours(1).ToString('yyyy-MM-dd HH:mm:ss.ffffff'))`",`"tenant`":`"x`",`"tokenType`":`"Bearer`"}'"
        chmod +x (Join-Path $folder 'az')
        $before = $env:PATH
        try {
            $env:PATH = "$folder`:$before"
            (Connect-StormDetect -AzureCli @at).Permissions | Should -Be 'AuditLog.Read.All'
            Set-Content -LiteralPath (Join-Path $folder 'az') -Value "#!/bin/sh`necho 'ERROR: Please run az login to setup account.' >&2`nexit 1"
            Get-ErrorId { Connect-StormDetect -AzureCli @at } | Should -Be 'TenantSignInNeeded'
        }
        finally {
            $env:PATH = $before
        }
    }

    It 'fails at once where a person is needed and nobody is there: <_>' -ForEach '', '-DeviceCode', '-Browser -TenantId contoso.example' {
        $answer = Invoke-Tenant "Test-Call { Connect-StormDetect $_ }"
        $answer.Id | Should -Be 'NobodyToSignIn'
        $answer.Text | Should -Match '-ManagedIdentity'
    }

    It 'knows every cloud' {
        foreach ($cloud in [StormDetect.Core.CloudEnvironment]::GetNames([StormDetect.Core.CloudEnvironment]) | Where-Object { $_ -ne 'Custom' }) {
            $graph = [StormDetect.Core.CloudEndpoints]::Of($cloud).Graph.AbsoluteUri.TrimEnd('/')
            (Connect-StormDetect $cloud -AccessToken (Get-Token -Audience $graph) -Environment $cloud).Cloud | Should -Be $cloud
        }

        # What is not offered there is not promised.
        $checks = Get-StormDetectConnection GccHigh | Get-StormDetectConnection -Preflight
        ($checks | Where-Object Capability -EQ AuditLogSearch).State | Should -Be 'NotAvailable'
        ($checks | Where-Object Capability -EQ SignIns).State | Should -Be 'Works'
    }

    It 'refuses addresses that do not go together' {
        Get-ErrorId { Connect-StormDetect -AccessToken (Get-Token) -LoginEndpoint https://login.example } | Should -Be 'EndpointsIncomplete'
        Get-ErrorId { Connect-StormDetect -TenantId a.example -ClientId x -CertificatePath x -GraphEndpoint https://graph.example } | Should -Be 'EndpointsIncomplete'
        Get-ErrorId { Connect-StormDetect -AccessToken (Get-Token) -Environment DoD -GraphEndpoint https://graph.example } | Should -Be 'EnvironmentTwice'
        Get-ErrorId { Connect-StormDetect -AccessToken (Get-Token) -Environment Custom } | Should -Be 'EndpointsIncomplete'
        Get-ErrorId { Connect-StormDetect -AccessToken (Get-Token) -GraphEndpoint http://graph.example } | Should -Be 'TenantRefused'
    }

    It 'takes secrets as SecureString only' {
        foreach ($name in 'ClientSecret', 'CertificatePassword', 'AccessToken') {
            (Get-Command Connect-StormDetect).Parameters[$name].ParameterType | Should -Be ([securestring])
        }
    }

    It 'leaves no token, secret or password in output, errors, verbose text, transcript or files' {
        $answer = Invoke-Tenant @'
$transcript = Join-Path ([System.IO.Path]::GetTempPath()) "stormdetect-$([guid]::NewGuid()).txt"
$null = Start-Transcript -LiteralPath $transcript
$VerbosePreference = $DebugPreference = 'Continue'
$wrong = ConvertTo-SecureString 'hunter2-hunter2' -AsPlainText
$all = @(& {
    Connect-StormDetect one @app -ClientSecret $secret @at
    Connect-StormDetect two @app -ClientSecret $secret @at | Format-List * -Force
    Test-Call { Connect-StormDetect @app -ClientSecret $wrong @at } | Format-List * -Force
    Get-StormDetectConnection | ForEach-Object { $_ | ConvertTo-Json -Depth 4; [System.Management.Automation.PSSerializer]::Serialize($_, 4) }
    Get-StormDetectConnection one -Preflight
    $Error | Format-List * -Force
    $Error | ForEach-Object { "$($_.Exception)" }
} *>&1 | Out-String -Width 4000)
$null = Stop-Transcript
$text = "$all" + (Get-Content -Raw -LiteralPath $transcript)
Remove-Item -LiteralPath $transcript
# The check itself is checked: what the text must hold is there.
[pscustomobject] @{ Length = $text.Length; Secret = $text.Contains($t.ClientSecret); Wrong = $text.Contains('hunter2'); Token = $text -match 'eyJ[A-Za-z0-9_-]{10}'; Connected = $text -match 'Connected as StormDetect'; Failed = $text.Contains('AADSTS7000215') }
'@
        $answer.Connected | Should -BeTrue
        $answer.Failed | Should -BeTrue
        $answer.Secret | Should -BeFalse
        $answer.Wrong | Should -BeFalse
        $answer.Token | Should -BeFalse
    }
}

Describe 'Connections' {
    AfterEach { Disconnect-StormDetect -All }

    It 'stand side by side under their names' {
        $first = Connect-StormDetect first -AccessToken (Get-Token) @at
        $second = Connect-StormDetect second -AccessToken (Get-Token 'User.Read.All') @at
        (Get-StormDetectConnection).Name | Should -Be 'first', 'second'
        (Get-StormDetectConnection SEC*).Permissions | Should -Be 'User.Read.All'
        Get-ErrorId { Disconnect-StormDetect } | Should -Be 'ConnectionAmbiguous'
        Disconnect-StormDetect first
        $first.IsClosed | Should -BeTrue
        $second.IsClosed | Should -BeFalse
        Get-StormDetectConnection | Should -Be $second
    }

    It 'take no certificate from another provider than the file system' {
        Get-ErrorId { Connect-StormDetect -TenantId t.example -ClientId 11111111-2222-3333-4444-555555555555 -CertificatePath Env:/PATH } | Should -Be 'PathNotInFileSystem'
    }

    It 'are closed by name where an object is taken, as every -Connection takes both' {
        foreach ($name in 'first', 'second', 'third') {
            $null = Connect-StormDetect $name -AccessToken (Get-Token) @at
        }

        Disconnect-StormDetect -Connection first, (Get-StormDetectConnection second)
        (Get-StormDetectConnection).Name | Should -Be 'third'
        'third' | Disconnect-StormDetect
        @(Get-StormDetectConnection) | Should -HaveCount 0
        { Disconnect-StormDetect -Connection nobody } | Should -Throw '*nobody*'
    }

    It 'of one name replace each other' {
        $first = Connect-StormDetect one -AccessToken (Get-Token) @at
        $second = Connect-StormDetect ONE -AccessToken (Get-Token) @at
        $first.IsClosed | Should -BeTrue
        @(Get-StormDetectConnection) | Should -Be @($second)
    }

    It 'that are not there are named' {
        @(Get-StormDetectConnection) | Should -HaveCount 0
        @(Get-StormDetectConnection x*) | Should -HaveCount 0
        Get-ErrorId { Get-StormDetectConnection nobody -ErrorAction Stop } | Should -Be 'ConnectionNotFound'
        Get-ErrorId { Get-StormDetectConnection -Preflight } | Should -Be 'NotConnected'
        { Disconnect-StormDetect -All } | Should -Not -Throw
    }

    It 'say what works and what is missing' {
        $null = Connect-StormDetect user -AccessToken (Get-Token 'AuditLog.Read.All', 'MailboxSettings.Read' -User) @at
        $checks = Get-StormDetectConnection user -Preflight
        $checks | Should -BeOfType ([StormDetect.Core.CapabilityCheck])
        $state = @{ }
        $checks | ForEach-Object { $state[$_.Capability] = $_ }
        # The fake user is a Global Reader.
        $state.SignIns.State | Should -Be 'Works'
        $state.InboxRules.State | Should -Be 'NotAvailable'
        $state.InboxRules.Reason | Should -Match 'as an application'
        $state.ExchangeSearch.State | Should -Be 'Unknown'
        $state.Domains.State | Should -Be 'Missing'
        $state.Domains.MissingPermissions | Should -Be 'Domain.Read.All'
        $state.AuditLogSearch.MissingPermissionsText | Should -Be 'AuditLogsQuery-Exchange.Read.All + AuditLogsQuery-Entra.Read.All'
    }

    It 'see a role that is held through a group, and say where they cannot' {
        $other = Start-FakeTenant -Arguments '--mailboxes', 5, '--days', 1, '--group-role', 'Reports Reader' -CertificateFile $trust
        try {
            $there = @{ GraphEndpoint = $other.BaseAddress; LoginEndpoint = $other.LoginAddress; ManagementEndpoint = $other.BaseAddress }
            foreach ($case in @{ Permission = 'User.Read'; State = 'Works'; Reason = '' }, @{ Permission = 'Domain.Read.All'; State = 'Unknown'; Reason = 'could not be seen.*User\.Read' }) {
                $token = New-FakeTenantToken $other -Permission 'AuditLog.Read.All', $case.Permission -User
                $null = Connect-StormDetect grouped -AccessToken (ConvertTo-SecureString "$($token -is [string] ? $token : $token.token)" -AsPlainText) @there
                $check = Get-StormDetectConnection grouped -Preflight | Where-Object Capability -EQ SignIns
                $check.State | Should -Be $case.State
                $check.Reason | Should -Match $case.Reason
                $check.MissingRoles | Should -BeNullOrEmpty
            }
        } finally {
            Stop-FakeTenant $other
        }
    }

    It 'say whether the Management Activity API would answer' {
        $null = Connect-StormDetect mi -ManagedIdentity @at
        $check = Get-StormDetectConnection mi -Preflight | Where-Object Capability -EQ ActivityFeed
        $check.State | Should -Be 'Works'
        $check.Service | Should -Be 'ManagementActivity'
    }

    It 'belong to their runspace, and go to others as objects' {
        $connection = Connect-StormDetect mine -AccessToken (Get-Token) @at
        $answers = 1..3 | ForEach-Object -ThrottleLimit 3 -Parallel {
            Import-Module $using:ModulePath
            $checks = Get-StormDetectConnection -InputObject $using:connection -Preflight
            [pscustomobject] @{ Own = @(Get-StormDetectConnection).Count; Checks = $checks.Count; Works = ($checks | Where-Object Capability -EQ SignIns).State }
        }
        $answers.Own | Should -Be 0, 0, 0
        $answers.Works | Should -Be 'Works', 'Works', 'Works'
        $connection.IsClosed | Should -BeFalse
    }

    It 'are completed' {
        $null = Connect-StormDetect 'north west' -AccessToken (Get-Token) @at
        (TabExpansion2 'Disconnect-StormDetect -Name ' 29).CompletionMatches.CompletionText | Should -Be "'north west'"
        (TabExpansion2 'Get-StormDetectConnection n' 27).CompletionMatches.CompletionText | Should -Be "'north west'"
    }

    It 'that are closed are no use any more, and say so' {
        $connection = Connect-StormDetect gone -AccessToken (Get-Token) @at
        Disconnect-StormDetect
        Get-ErrorId { $connection | Get-StormDetectConnection -Preflight } | Should -Be 'ConnectionClosed'
    }
}
