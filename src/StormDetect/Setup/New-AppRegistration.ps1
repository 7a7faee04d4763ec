#Requires -Version 7.4
<#
.SYNOPSIS
Registers an application for StormDetect with the permissions of the tiers it is given, and no other; or gives those permissions to a managed identity.
.DESCRIPTION
Permissions are looked up by name in the tenant's own service principals of Microsoft Graph and the Office 365 Management APIs. Requests go through Microsoft Graph PowerShell (Connect-MgGraph) or the Azure CLI (az login),
whichever is signed in; the first needs the scopes Application.ReadWrite.All, and with -GrantConsent AppRoleAssignment.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All. Everything that changes the tenant is shown by -WhatIf.
An application of the same name is never changed: it is an error. A tenant may lack the service principal of one of Microsoft's own services (the Office 365 Management APIs, the message trace); what adds it is said then.
.PARAMETER Tier
Logs: audit log, sign-ins, directory audits. RulesAndSettings: inbox rules, licences, applications, domains. Subjects: subjects of messages.
.PARAMETER For
Application: a certificate or workload signs in. People: persons sign in, with their own roles.
.PARAMETER CertificatePath
The public part of the certificate (CER or PEM without key) the application signs in with. It can be added later.
.PARAMETER ManagedIdentityId
The object id of a managed identity. Nothing is registered; the identity is given the application permissions.
.PARAMETER GrantConsent
Consents for the whole tenant. Without, an administrator does so later, on the application's page.
.EXAMPLE
./New-AppRegistration.ps1 -Tier Logs -CertificatePath ./stormdetect.cer -WhatIf
.EXAMPLE
./New-AppRegistration.ps1 -Tier Logs, RulesAndSettings -ManagedIdentityId 11111111-2222-3333-4444-555555555555
#>
[CmdletBinding(DefaultParameterSetName = 'Application', SupportsShouldProcess, ConfirmImpact = 'Medium')]
param(
    [ValidateSet('Logs', 'RulesAndSettings', 'Subjects')]
    [string[]] $Tier = 'Logs',

    [Parameter(ParameterSetName = 'Application')]
    [ValidateNotNullOrEmpty()]
    [string] $Name = 'StormDetect',

    [Parameter(ParameterSetName = 'Application')]
    [ValidateSet('Application', 'People')]
    [string] $For = 'Application',

    [Parameter(ParameterSetName = 'Application')]
    [string] $CertificatePath,

    [Parameter(Mandatory, ParameterSetName = 'ManagedIdentity')]
    [guid] $ManagedIdentityId,

    [Parameter(ParameterSetName = 'Application')]
    [switch] $GrantConsent,

    # Of the cloud: https://graph.microsoft.us for GCC High, and so on.
    [uri] $GraphEndpoint = 'https://graph.microsoft.com'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
Import-Module (Join-Path $PSScriptRoot '../../StormDetect.psd1')

$useGraphModule = $false
if (Get-Command Invoke-MgGraphRequest -ErrorAction Ignore) {
    $useGraphModule = [bool] (Get-MgContext)
}

if (-not $useGraphModule -and -not (Get-Command az -ErrorAction Ignore)) {
    throw 'Nothing is signed in that could register an application: run Connect-MgGraph -Scopes Application.ReadWrite.All, or install the Azure CLI and run az login.'
}

function Invoke-Request([string] $Method, [string] $Path, $Body) {
    $address = [uri]::new($GraphEndpoint, "v1.0/$Path").AbsoluteUri
    $json = $null -eq $Body ? $null : (ConvertTo-Json -InputObject $Body -Depth 10 -Compress)
    if ($useGraphModule) {
        $with = $json ? @{ Body = $json; ContentType = 'application/json' } : @{ }
        return Invoke-MgGraphRequest -Method $Method -Uri $address -OutputType PSObject @with
    }

    $arguments = @('rest', '--method', $Method, '--url', $address, '--output', 'json')
    $file = $null
    try {
        if ($json) {
            # Through a file: no shell on the way can take the quotes apart.
            $file = [System.IO.Path]::GetTempFileName()
            [System.IO.File]::WriteAllText($file, $json)
            $arguments += '--headers', 'Content-Type=application/json', '--body', "@$file"
        }

        $answer = & az @arguments
        if ($LASTEXITCODE -ne 0) {
            throw "The Azure CLI could not $Method $Path."
        }

        $text = ($answer -join "`n").Trim()
        if ($text) {
            ConvertFrom-Json -InputObject $text
        }
    }
    finally {
        if ($file) {
            [System.IO.File]::Delete($file)
        }
    }
}

function Read-Certificate([string] $Path) {
    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new((Resolve-Path -LiteralPath $Path).ProviderPath)
    if ($certificate.HasPrivateKey) {
        throw "'$Path' holds a private key. Export the public part alone: the key must never leave the machine that signs in."
    }

    @{ type = 'AsymmetricX509Cert'; usage = 'Verify'; displayName = $certificate.Subject; key = [Convert]::ToBase64String($certificate.RawData) }
}

# By filter: a service the tenant does not have is no error then, but nothing.
function Find-Service([string] $AppId) {
    @((Invoke-Request GET "servicePrincipals?`$filter=appId eq '$AppId'&`$select=id,appId,displayName,appRoles,oauth2PermissionScopes").value) | Select-Object -First 1
}

# What is wanted, by name, looked up as the tenant itself has it.
$forPeople = $PSCmdlet.ParameterSetName -eq 'Application' -and $For -eq 'People'
$tiers = [StormDetect.Core.PermissionTier[]] $Tier
$wanted = foreach ($service in @(
        @{ Kind = 'Graph'; AppId = '00000003-0000-0000-c000-000000000000' }
        @{ Kind = 'ManagementActivity'; AppId = 'c5393580-f805-4401-95e8-94b7a6ef2fc2' })) {
    $names = @([StormDetect.Core.PermissionCatalog]::Least($tiers, $service.Kind, $forPeople))
    if (-not $names) {
        continue
    }

    $resource = Find-Service $service.AppId
    if (-not $resource) {
        throw "The tenant has no service principal of $($service.Kind -eq 'Graph' ? 'Microsoft Graph' : 'the Office 365 Management APIs') yet. Add it, then run this again: az ad sp create --id $($service.AppId), or New-MgServicePrincipal -AppId $($service.AppId). Nothing was changed."
    }

    $known = $forPeople ? $resource.oauth2PermissionScopes : $resource.appRoles
    foreach ($permission in $names) {
        $entry = @($known | Where-Object value -EQ $permission)
        if ($entry.Count -ne 1) {
            throw "$($resource.displayName) in this tenant has no $($forPeople ? 'scope' : 'application permission') '$permission'. Nothing was changed."
        }

        [pscustomobject] @{ ResourceId = $resource.id; ResourceAppId = $service.AppId; Service = $resource.displayName; Permission = $permission; Id = $entry[0].id }
    }
}

if ($wanted.Permission -contains 'ExchangeMessageTrace.Read.All' -and -not (Find-Service '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373')) {
    # Microsoft Graph documentation, "exchangeMessageTrace", Prerequisites.
    Write-Warning 'The message trace answers once the tenant has the service principal of the application of Microsoft''s behind it: az ad sp create --id 8bd644d1-64a1-4d4b-ae52-2e0cbf64e373, or New-MgServicePrincipal -AppId 8bd644d1-64a1-4d4b-ae52-2e0cbf64e373. It takes up to some hours.'
}

function Grant-Role([string] $PrincipalId, [string] $PrincipalName) {
    $given = @((Invoke-Request GET "servicePrincipals/$PrincipalId/appRoleAssignments?`$top=999").value)
    foreach ($permission in $wanted) {
        if ($given | Where-Object { $_.appRoleId -eq $permission.Id -and $_.resourceId -eq $permission.ResourceId }) {
            Write-Verbose "$PrincipalName has $($permission.Permission) already."
        }
        elseif ($PSCmdlet.ShouldProcess($PrincipalName, "Grant $($permission.Permission) ($($permission.Service))")) {
            $null = Invoke-Request POST "servicePrincipals/$PrincipalId/appRoleAssignments" @{ principalId = $PrincipalId; resourceId = $permission.ResourceId; appRoleId = $permission.Id }
        }
    }
}

if ($PSCmdlet.ParameterSetName -eq 'ManagedIdentity') {
    $identity = Invoke-Request GET "servicePrincipals/$($ManagedIdentityId)?`$select=id,appId,displayName,servicePrincipalType"
    if ($identity.servicePrincipalType -ne 'ManagedIdentity') {
        throw "'$($identity.displayName)' is no managed identity but of the type $($identity.servicePrincipalType)."
    }

    Grant-Role $identity.id $identity.displayName
    return [pscustomobject] @{ Name = $identity.displayName; ClientId = $identity.appId; ObjectId = $identity.id; Permissions = @($wanted.Permission) }
}

$quoted = [uri]::EscapeDataString($Name.Replace("'", "''"))
if (@((Invoke-Request GET "applications?`$filter=displayName eq '$quoted'&`$select=id,appId").value).Count -gt 0) {
    throw "There is an application named '$Name' already. It is left as it is: give another -Name, or delete it first."
}

$application = @{
    displayName            = $Name
    signInAudience         = 'AzureADMyOrg'
    requiredResourceAccess = @($wanted | Group-Object -Property ResourceAppId | ForEach-Object {
            @{ resourceAppId = $_.Name; resourceAccess = @($_.Group | ForEach-Object { @{ id = $_.Id; type = $forPeople ? 'Scope' : 'Role' } }) }
        })
}
if ($forPeople) {
    $application.publicClient = @{ redirectUris = @('http://localhost') }
    $application.isFallbackPublicClient = $true
}

if ($CertificatePath) {
    $application.keyCredentials = @(Read-Certificate $CertificatePath)
}

if (-not $PSCmdlet.ShouldProcess($Name, "Register an application with $($wanted.Permission -join ', ')")) {
    return
}

$made = Invoke-Request POST applications $application
$principal = $null
for ($attempt = 1; -not $principal; $attempt++) {
    try {
        $principal = Invoke-Request POST servicePrincipals @{ appId = $made.appId }
    }
    catch {
        # The directory needs a moment before it knows everywhere what it has just been given.
        if ($attempt -ge 5) {
            throw
        }

        Start-Sleep -Seconds 3
    }
}

if ($GrantConsent) {
    if ($forPeople) {
        foreach ($group in $wanted | Group-Object -Property ResourceId) {
            if ($PSCmdlet.ShouldProcess($Name, "Consent for everybody to $($group.Group.Permission -join ', ')")) {
                $null = Invoke-Request POST oauth2PermissionGrants @{ clientId = $principal.id; consentType = 'AllPrincipals'; resourceId = $group.Name; scope = $group.Group.Permission -join ' ' }
            }
        }
    }
    else {
        Grant-Role $principal.id $Name
    }
}

[pscustomobject] @{ Name = $Name; ClientId = $made.appId; ObjectId = $principal.id; Permissions = @($wanted.Permission) }
