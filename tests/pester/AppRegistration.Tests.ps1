BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $script = Join-Path $RepositoryRoot 'bin/Setup/New-AppRegistration.ps1'
    $manifests = Join-Path $RepositoryRoot 'bin/Setup'

    # A directory that answers as Graph does through the Azure CLI, and keeps what it was asked to change. Ids are those of the shipped manifests, names those of the catalogue.
    $directory = @{ Writes = [System.Collections.Generic.List[object]]::new(); Applications = @(); Given = @(); Roles = @(); Scopes = @(); Absent = @(); Kind = 'ManagedIdentity' }
    $global:FakeDirectory = $directory
    function global:az {
        $url = [uri]::UnescapeDataString($args[[array]::IndexOf($args, '--url') + 1])
        $method = $args[[array]::IndexOf($args, '--method') + 1]
        $at = [array]::IndexOf($args, '--body')
        $body = $at -lt 0 ? $null : (Get-Content -Raw -LiteralPath $args[$at + 1].Substring(1) | ConvertFrom-Json)
        $global:LASTEXITCODE = 0
        if ($method -eq 'POST') {
            $global:FakeDirectory.Writes.Add([pscustomobject] @{ Path = $url -replace '^.*/v1\.0/'; Body = $body })
            return '{"id":"made","appId":"99999999-0000-0000-0000-000000000000"}'
        }

        $answer = switch -Regex ($url) {
            "servicePrincipals\?.*appId eq '(?<app>[^']+)'" {
                $app = $Matches.app
                $services = $app -in $global:FakeDirectory.Absent ? @() : @(@{ id = "sp-$app"; appId = $app; displayName = "Service $app"; appRoles = $global:FakeDirectory.Roles; oauth2PermissionScopes = $global:FakeDirectory.Scopes })
                @{ value = $services }
                break
            }
            'appRoleAssignments' { @{ value = @($global:FakeDirectory.Given) }; break }
            'applications\?' { @{ value = @($global:FakeDirectory.Applications) }; break }
            'servicePrincipals/' { @{ id = '11111111-2222-3333-4444-555555555555'; appId = 'a'; displayName = 'runbook'; servicePrincipalType = $global:FakeDirectory.Kind }; break }
        }
        ConvertTo-Json -InputObject $answer -Depth 5 -Compress
    }

    $catalog = [StormDetect.Core.PermissionCatalog]
    $names = @($catalog::All.Permissions | ForEach-Object { $_ -split ' \+ ' } | Sort-Object -Unique)
}

AfterAll {
    Remove-Item Function:\az
    Remove-Variable FakeDirectory -Scope Global
}

Describe 'New-AppRegistration.ps1' {
    BeforeEach {
        $directory.Writes.Clear()
        $directory.Applications = @()
        $directory.Given = @()
        $directory.Kind = 'ManagedIdentity'
        $directory.Absent = @()
        $directory.Roles = @($names | ForEach-Object { @{ value = $_; id = "role of $_" } })
        $directory.Scopes = @($names | ForEach-Object { @{ value = $_; id = "scope of $_" } })
    }

    It 'registers what a tier takes at the least, and no more' {
        $made = & $script -Tier Logs -Confirm:$false
        $made.ClientId | Should -Be '99999999-0000-0000-0000-000000000000'
        $made.Permissions | Should -Be 'AuditLogsQuery-Exchange.Read.All', 'AuditLogsQuery-Entra.Read.All', 'AuditLog.Read.All', 'ActivityFeed.Read'
        $directory.Writes.Path | Should -Be 'applications', 'servicePrincipals'
        $access = $directory.Writes[0].Body.requiredResourceAccess
        $access.resourceAppId | Should -Be '00000003-0000-0000-c000-000000000000', 'c5393580-f805-4401-95e8-94b7a6ef2fc2'
        $access.resourceAccess.id | Should -Be @($made.Permissions | ForEach-Object { "role of $_" })
        $access.resourceAccess.type | Sort-Object -Unique | Should -Be 'Role'
        $directory.Writes[0].Body.signInAudience | Should -Be 'AzureADMyOrg'
    }

    It 'says what adds a service of Microsoft''s that the tenant does not have, and changes nothing' {
        $directory.Absent = 'c5393580-f805-4401-95e8-94b7a6ef2fc2'
        { & $script -Tier Logs -Confirm:$false } | Should -Throw '*az ad sp create --id c5393580-f805-4401-95e8-94b7a6ef2fc2*Nothing was changed.'
        $directory.Writes.Count | Should -Be 0
        $directory.Absent = '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373'
        $null = & $script -Tier Logs -Confirm:$false -WarningVariable none
        $none | Should -BeNullOrEmpty
        $null = & $script -Tier Subjects -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373'
        $directory.Absent = @()
        $null = & $script -Tier Subjects -Confirm:$false -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        $null = & $script -Tier Logs, RulesAndSettings, Subjects -GrantConsent -WhatIf
        $null = & $script -ManagedIdentityId 11111111-2222-3333-4444-555555555555 -WhatIf
        $directory.Writes | Should -HaveCount 0
    }

    It 'asks for scopes where people sign in, and for none that reach only their own mailbox' {
        $made = & $script -Tier RulesAndSettings -For People -GrantConsent -Confirm:$false
        $made.Permissions | Should -Not -Contain 'MailboxSettings.Read'
        $directory.Writes[0].Body.publicClient.redirectUris | Should -Be 'http://localhost'
        $directory.Writes[0].Body.requiredResourceAccess.resourceAccess.type | Sort-Object -Unique | Should -Be 'Scope'
        $directory.Writes[2].Path | Should -Be 'oauth2PermissionGrants'
        $directory.Writes[2].Body.scope | Should -Be ($made.Permissions -join ' ')
    }

    It 'gives a managed identity what it does not have yet' {
        $directory.Given = @(@{ appRoleId = 'role of AuditLog.Read.All'; resourceId = 'sp-00000003-0000-0000-c000-000000000000' })
        $null = & $script -Tier Logs -ManagedIdentityId 11111111-2222-3333-4444-555555555555 -Confirm:$false
        $directory.Writes.Path | Sort-Object -Unique | Should -Be 'servicePrincipals/11111111-2222-3333-4444-555555555555/appRoleAssignments'
        $directory.Writes.Body.appRoleId | Should -Be 'role of AuditLogsQuery-Exchange.Read.All', 'role of AuditLogsQuery-Entra.Read.All', 'role of ActivityFeed.Read'
    }

    It 'leaves alone what is there, what is no managed identity, and a tenant that lacks a permission' {
        $directory.Applications = @(@{ id = 'x'; appId = 'y' })
        { & $script -Confirm:$false } | Should -Throw '*already*'
        $directory.Kind = 'Application'
        { & $script -ManagedIdentityId 11111111-2222-3333-4444-555555555555 -Confirm:$false } | Should -Throw '*no managed identity*'
        $directory.Applications = @()
        $directory.Roles = @($directory.Roles | Where-Object value -NE 'AuditLog.Read.All')
        { & $script -Confirm:$false } | Should -Throw '*AuditLog.Read.All*'
        $directory.Writes | Should -HaveCount 0
    }

    It 'takes the public part of a certificate, and refuses a private key' {
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $certificate = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=app', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1).CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
        $public = Join-Path $TestDrive 'app.cer'
        [System.IO.File]::WriteAllBytes($public, $certificate.RawData)
        $private = Join-Path $TestDrive 'app.pfx'
        [System.IO.File]::WriteAllBytes($private, $certificate.Export('Pfx'))
        $null = & $script -CertificatePath $public -Confirm:$false
        $directory.Writes[0].Body.keyCredentials.key | Should -Be ([Convert]::ToBase64String($certificate.RawData))
        { & $script -Name other -CertificatePath $private -Confirm:$false } | Should -Throw '*private key*'
    }

    It 'is accompanied by a manifest for each tier, with ids that are unique' {
        foreach ($tier in 'Logs', 'RulesAndSettings', 'Subjects') {
            $manifest = Get-Content -Raw -LiteralPath (Join-Path $manifests "StormDetect.$tier.json") | ConvertFrom-Json
            $ids = @($manifest.resourceAccess.id)
            $ids | Should -Not -BeNullOrEmpty
            @($ids | Sort-Object -Unique) | Should -HaveCount $ids.Count
            $ids | ForEach-Object { [guid]::TryParse($_, [ref] [guid]::Empty) | Should -BeTrue }
        }
    }
}
