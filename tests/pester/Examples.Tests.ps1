# Every example of every cmdlet's help is run as it stands, in a folder with an audit log named as the examples name it.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $examples = @(foreach ($command in Get-Command -Module StormDetect) {
            foreach ($example in @((Get-Help -Name $command.Name -Full).examples.example)) {
                @{
                    Name = $command.Name
                    Title = "$($example.title)".Trim(' ', '-')
                    Code = (@($example.code) + @($example.remarks | Where-Object { $_.code } | ForEach-Object code)) -join "`n"
                }
            }
        })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'common.ps1')
    $place = (New-Item -ItemType Directory (Join-Path $TestDrive 'place')).FullName
    $null = New-AuditScenario -Path (Join-Path $place 'audit') -MailboxCount 60 -Days 24 -Attack storm-0558, oauth-app, delegate-abuse

    # Two customers, a folder each.
    5, 6 | ForEach-Object { $null = New-AuditScenario -Path (Join-Path $place "customers/$_") -MailboxCount 12 -Days 9 -Seed $_ }

    # Sign-ins of Entra as a stream of a diagnostic setting: those of the audit log, as if each were there as well.
    $signIns = (New-Item -ItemType Directory (Join-Path $place 'signins')).FullName
    Get-ChildItem -LiteralPath (Join-Path $place 'audit') -Filter '*.jsonl' | Get-Content | Where-Object { $_ -match '"UserLoggedIn"' } | ForEach-Object {
        $record = ConvertFrom-Json -InputObject $_
        ConvertTo-Json -Compress -Depth 4 @{
            time = "$($record.CreationTime.ToString('s'))Z"; category = 'SignInLogs'; tenantId = $record.OrganizationId; resultType = '0'
            properties = @{ id = $record.Id; userPrincipalName = $record.UserId; appId = $record.ApplicationId; ipAddress = $record.ActorIpAddress; createdDateTime = "$($record.CreationTime.ToString('s'))Z" }
        }
    } | Set-Content -LiteralPath (Join-Path $signIns 'signins.jsonl')

    # Somebody who did on that Sunday what the example asks for, in place of a name that is in no log.
    $somebody = (Import-M365AuditLog (Join-Path $place 'audit') -Operation MailItemsAccessed -Start 2026-09-20 -End 2026-09-20 | Select-Object -First 1).UserId

    # A change to be found: one more record of the same tenant.
    $first = ConvertFrom-Json -InputObject (Get-ChildItem -LiteralPath (Join-Path $place 'audit') -Filter '*.jsonl' | Select-Object -First 1 | Get-Content -TotalCount 1)
    ConvertTo-Json -Compress -Depth 5 -InputObject ([ordered] @{
            Id = '7d3f0f1e-5a0c-4a53-9d59-3b4f7c1e9a10'; CreationTime = '2026-09-20T10:00:00'; Operation = 'Set-Mailbox'; RecordType = 1; UserType = 2; ResultStatus = 'True'; OrganizationId = $first.OrganizationId
            UserId = $somebody; ClientIP = '198.51.100.7:1234'; ExternalAccess = $false; Workload = 'Exchange'
            Parameters = @(@{ Name = 'Identity'; Value = $somebody }, @{ Name = 'ForwardingSmtpAddress'; Value = 'smtp:drop@evil.example' })
        }) | Set-Content -LiteralPath (Join-Path $place 'audit/changes.jsonl')

    # A tenant's configuration, in the forms the examples name, in which not everything is well.
    . (Join-Path $PSScriptRoot 'config.ps1')
    $null = New-Item -ItemType Directory (Join-Path $place 'snapshots'), (Join-Path $place 'exports')
    $contoso = @(New-ConfigOrganization; $somebody, 'lee@contoso.example' | ForEach-Object { New-ConfigMailbox $_ })
    $null = $contoso + [pscustomobject] @{ Identity = 'svc'; AuditBypassEnabled = $false } | Export-M365ConfigSnapshot (Join-Path $place 'snapshots/contoso-before.json') -TenantId contoso
    $null = $contoso + [pscustomobject] @{ Identity = 'svc'; AuditBypassEnabled = $true } | Export-M365ConfigSnapshot (Join-Path $place 'snapshots/contoso.json') -TenantId contoso
    $contoso[0] | Export-Clixml (Join-Path $place 'exports/organization.xml')
    ConvertTo-Json -Depth 4 -InputObject $contoso[1..2] | Set-Content (Join-Path $place 'exports/mailboxes.json')
    ConvertTo-Json -Depth 4 -InputObject @($somebody, 'lee@contoso.example' | ForEach-Object { New-ConfigLicence $_ }) | Set-Content (Join-Path $place 'exports/users.json')

    # Other people's cmdlets that examples pipe from, giving what theirs give.
    function Search-UnifiedAuditLog {
        param([string[]] $Operations, [datetime] $StartDate, [datetime] $EndDate, [string[]] $UserIds, [int] $ResultSize = 100, [string] $SessionId, [string] $SessionCommand, [switch] $HighCompleteness)
        # One page holds all there is: what asks for the next one of the same session gets none.
        if ($SessionId -and -not $sessions.Add($SessionId)) {
            return
        }

        $records = @(Get-ChildItem -LiteralPath (Join-Path $place 'audit') -Filter '*.jsonl' | Get-Content | Where-Object { $_ -match '"MailItemsAccessed"' } | ForEach-Object { @{ Line = $_; Record = ConvertFrom-Json -InputObject $_ } } |
                Where-Object { $_.Record.CreationTime -ge $StartDate -and $_.Record.CreationTime -lt $EndDate -and (-not $UserIds -or $_.Record.UserId -in $UserIds) } | Select-Object -First ([Math]::Min($ResultSize, 5000)))
        $index = 0
        foreach ($found in $records) {
            $record = $found.Record
            [pscustomobject] @{
                RecordType = 'ExchangeItemAggregated'; CreationDate = $record.CreationTime; UserIds = $record.UserId; Operations = $record.Operation
                AuditData = $found.Line; ResultIndex = ++$index; ResultCount = $records.Count; Identity = $record.Id; IsValid = $true; ObjectState = 'Unchanged'
            }
        }
    }
    $sessions = [System.Collections.Generic.HashSet[string]]::new()

    # A log and a mailbox with rules of an intruder, and a page of them from Graph.
    $rules = (New-Item -ItemType Directory (Join-Path $place 'rules-audit')).FullName
    Set-Content -LiteralPath (Join-Path $rules 'rules.jsonl') -Value @(
        '{"CreationTime":"2026-09-07T08:00:00","Id":"00000000-0000-4000-8000-000000000001","Operation":"New-InboxRule","OrganizationId":"0873ee4d-d342-44f2-8961-74c442a2fad2","RecordType":1,"ResultStatus":"True","UserId":"kim@contoso.example","UserType":2,"Workload":"Exchange","Parameters":[{"Name":"Name","Value":"."},{"Name":"MoveToFolder","Value":"RSS Feeds"},{"Name":"SubjectContainsWords","Value":"invoice;payment"},{"Name":"MarkAsRead","Value":"True"}]}'
        '{"CreationTime":"2026-09-07T14:00:00","Id":"00000000-0000-4000-8000-000000000002","Operation":"Remove-InboxRule","OrganizationId":"0873ee4d-d342-44f2-8961-74c442a2fad2","RecordType":1,"ResultStatus":"True","UserId":"kim@contoso.example","UserType":2,"Workload":"Exchange","Parameters":[{"Name":"Identity","Value":"."}]}')
    Set-Content -LiteralPath (Join-Path $place 'messageRules.json') -Value '{"@odata.context":"https://graph.example/v1.0/$metadata#users(''kim'')/mailFolders(''inbox'')/messageRules","value":[{"id":"AQAA","displayName":"Sales","isEnabled":true,"conditions":null,"actions":{"redirectTo":[{"emailAddress":{"name":"x","address":"x@elsewhere.example"}}]}}]}'
    function Get-InboxRule {
        param([string] $Mailbox, [switch] $IncludeHidden)
        [pscustomobject] @{ Name = 'Sales'; Identity = "$Mailbox\17"; RuleIdentity = [uint64] 17; MailboxOwnerId = $Mailbox; Enabled = $true; ForwardTo = @('"x" [SMTP:x@elsewhere.example]'); DeleteMessage = $IncludeHidden.IsPresent; MoveToFolder = $null }
    }

    # Examples sign in in every way there is. Here a tenant of the tests' own takes a token in place of each; the parameters must fit all the same.
    Import-Module (Join-Path $RepositoryRoot 'tests/support/FakeTenant/FakeTenantProcess.psm1')
    # It is the tenant of the log.
    $tenant = Start-FakeTenant -Arguments '--mailboxes', 60, '--days', 24, '--seed', 1, '--attack', 'storm-0558', '--attack', 'oauth-app', '--attack', 'delegate-abuse'
    function Get-EXOMailbox { param([string] $Filter) [pscustomobject] @{ UserPrincipalName = $somebody; PrimarySmtpAddress = $somebody; RecipientTypeDetails = 'UserMailbox' } }
    function Get-MessageTraceV2 { param([string] $RecipientAddress, [datetime] $StartDate, [datetime] $EndDate) [pscustomobject] @{ MessageId = '<nothing@contoso.example>'; Subject = 'None of these'; RecipientAddress = $RecipientAddress } }
    $signIn = @{
        AccessToken = ConvertTo-SecureString (New-FakeTenantToken $tenant) -AsPlainText
        GraphEndpoint = $tenant.BaseAddress; ManagementEndpoint = $tenant.BaseAddress
    }
    $connect = [System.Management.Automation.CommandMetadata]::new((Get-Command Connect-StormDetect -CommandType Cmdlet))
    Set-Item Function:Connect-StormDetect ([scriptblock]::Create(@"
$([System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($connect))
param($([System.Management.Automation.ProxyCommand]::GetParamBlock($connect)))
`$called = `$Name ? @{ Name = `$Name } : @{ }
StormDetect\Connect-StormDetect @called @signIn
"@))

    # In a scope of its own, as a person would paste it: strict, with every error fatal.
    function Invoke-Example([string] $Code) {
        Push-Location -LiteralPath $place
        try {
            & {
                Set-StrictMode -Version Latest
                $ErrorActionPreference = 'Stop'
                if ($Code -match '\b(Search|Export)-M365AuditLog\b' -and $Code -notmatch 'Connect-StormDetect|ExchangeSession') {
                    $null = Connect-StormDetect -Name examples
                }

                & ([scriptblock]::Create($Code.Replace('kim@contoso.example', $somebody))) 3>$null 6>$null
            }
        }
        finally {
            Pop-Location
            Disconnect-StormDetect -All
        }
    }
}

AfterAll {
    Stop-FakeTenant $tenant
}

Describe 'Examples' {
    It '<Name>, <Title>' -ForEach $examples {
        $output = @(Invoke-Example $Code)
        # What an example shows must be there to be seen; what would be done is told on the host.
        if ($Code -notmatch '-WhatIf') {
            $output | Should -Not -BeNullOrEmpty -Because $Code
        }

        { $output | Out-String -Width 120 } | Should -Not -Throw
        if ($Code -match '\| Select-Object -First (\d+)\s*$') {
            $output.Count | Should -BeLessOrEqual ([int] $Matches[1])
        }
    }

    It 'cover every cmdlet' {
        @($examples.Name | Sort-Object -Unique) | Should -Be @((Get-Command -Module StormDetect).Name | Sort-Object)
    } -TestCases @{ examples = $examples }
}

Describe 'Examples of the topic <_>' -ForEach @((Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot '../../en-US') -Filter 'about_*.help.txt').BaseName -replace '\.help$') {
    It 'run one after the other, as in one session' {
        $text = (Get-Content -Raw -LiteralPath (Join-Path $RepositoryRoot "en-US/$_.help.txt")) -replace "`r"
        $text -match '(?s)\nEXAMPLES\n(.*?)\nSEE ALSO' | Should -BeTrue
        # Code is indented by eight, what says what it does by four. A name made up for a bracket is there for its brackets.
        $code = @($Matches[1] -split "`n" | Where-Object { $_ -match '^ {8}' }) -join "`n"
        $code = $code.Replace('./scenario', "./$_").Replace("'./audit [final].zip'", './audit').Replace('2026-09*.csv', '2026-09*.jsonl')
        @(Invoke-Example $code) | Should -Not -BeNullOrEmpty -Because $code
    }
}
