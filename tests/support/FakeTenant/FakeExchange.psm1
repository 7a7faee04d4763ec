<#
.SYNOPSIS
An Exchange Online session of the fake tenant.

.DESCRIPTION
    Import-Module FakeExchange.psm1
    Connect-FakeExchange -BaseAddress http://127.0.0.1:5000/

defines the session's commands, which behave as Exchange Online's do, traps included: local times, 5,000 rows a call, 50,000 a session, sessions that go on with what they began with. What
goes wrong is set at the server (EmptyFirst, SearchTimesOut, SearchGap, SearchMisses). Disconnect-FakeExchange leaves the commands and ends the connection.
#>
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$script:Server = $null
$script:Connection = $null

function Connect-FakeExchange {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [uri] $BaseAddress,
        # A prefix of the connection, as Connect-ExchangeOnline -Prefix has it; the commands keep their names.
        [string] $Prefix = ''
    )
    $script:Server = $BaseAddress.ToString().TrimEnd('/')
    $answer = Invoke-RestMethod -Uri "$script:Server/_exchange/connection" -NoProxy
    $script:Connection = [pscustomobject]@{
        ConnectionId = [guid]::NewGuid()
        State = 'Connected'
        Id = 1
        Name = 'ExchangeOnline_1'
        UserPrincipalName = $answer.userPrincipalName
        ConnectionUri = 'https://outlook.office365.com'
        AzureAdAuthorizationEndpointUri = 'https://login.microsoftonline.com/common'
        TokenExpiryTimeUTC = [DateTimeOffset]::UtcNow.AddHours(1)
        CertificateAuthentication = $false
        # The real one names the folder of a temporary module; here the commands are in this one.
        ModuleName = $PSScriptRoot + [IO.Path]::DirectorySeparatorChar + 'FakeExchange'
        ModulePrefix = $Prefix
        Organization = $answer.organization
        DelegatedOrganization = ''
        AppId = ''
        PageSize = 1000
        TenantID = $answer.tenantId
        TokenStatus = 'Active'
        ConnectionUsedForInbuiltCmdlets = $true
        IsEopSession = $false
    }
}

function Disconnect-FakeExchange {
    [CmdletBinding()]
    param()
    $script:Connection = $null
}

function Get-ConnectionInformation {
    [CmdletBinding()]
    param([string] $ConnectionId, [string] $ModulePrefix)
    if ($script:Connection) { $script:Connection }
}

function Invoke-Fake([string] $Method, [string] $Path, $Body) {
    if (-not $script:Connection) {
        throw [InvalidOperationException]::new('You must call the Connect-ExchangeOnline cmdlet before calling any other cmdlets.')
    }
    $call = @{ Uri = "$script:Server/_exchange/$Path"; Method = $Method; NoProxy = $true; SkipHttpErrorCheck = $true }
    if ($null -ne $Body) {
        $call.Body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Body -Depth 4 -Compress))
        $call.ContentType = 'application/json'
    }
    $answer = Invoke-WebRequest @call
    $text = [Text.Encoding]::UTF8.GetString($answer.RawContentStream.ToArray())
    if ($answer.StatusCode -ge 400) {
        throw [InvalidOperationException]::new($text)
    }
    $text
}

function ConvertTo-UniversalText([datetime] $Time) {
    # A date without a zone is UTC to these commands.
    $utc = if ($Time.Kind -eq 'Local') { $Time.ToUniversalTime() } else { $Time }
    $utc.ToString('yyyy-MM-ddTHH:mm:ss.fffffff', [cultureinfo]::InvariantCulture) + 'Z'
}

function Search-UnifiedAuditLog {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [datetime] $StartDate,
        [Parameter(Mandatory)] [datetime] $EndDate,
        [string] $RecordType,
        [string[]] $Operations,
        [string[]] $UserIds,
        [string[]] $IPAddresses,
        [string[]] $ObjectIds,
        [string[]] $SiteIds,
        [string] $FreeText,
        [string] $LongerRetentionEnabled,
        [string] $SessionId,
        [ValidateSet('Initialize', 'ReturnLargeSet', 'ReturnNextPreviewPage')] [string] $SessionCommand,
        [int] $ResultSize = 100,
        [switch] $Formatted,
        [switch] $HighCompleteness
    )
    $text = Invoke-Fake POST search @{
        startDate = ConvertTo-UniversalText $StartDate
        endDate = ConvertTo-UniversalText $EndDate
        recordType = @($RecordType | Where-Object { $_ })
        operations = @($Operations | Where-Object { $_ })
        userIds = @($UserIds | Where-Object { $_ })
        ipAddresses = @($IPAddresses | Where-Object { $_ })
        objectIds = @($ObjectIds | Where-Object { $_ })
        freeText = $FreeText
        sessionId = $SessionId
        sessionCommand = $SessionCommand
        resultSize = $ResultSize
        highCompleteness = [bool] $HighCompleteness
    }
    $document = [Text.Json.JsonDocument]::Parse($text)
    try {
        foreach ($row in $document.RootElement.GetProperty('rows').EnumerateArray()) {
            $index = $row.GetProperty('resultIndex').GetInt32()
            $count = $row.GetProperty('resultCount').GetInt32()
            if ($index -lt 0) {
                [pscustomobject]@{
                    PSTypeName = 'Deserialized.Microsoft.Exchange.Data.ApplicationLogic.UnifiedAuditLogEvent'
                    RecordType = $null; CreationDate = $null; UserIds = $null; Operations = $null; AuditData = $null
                    ResultIndex = $index; ResultCount = $count; Identity = $null; IsValid = $true; ObjectState = 'Unchanged'
                }
                continue
            }
            $data = $row.GetProperty('auditData').GetString()
            [pscustomobject]@{
                PSTypeName = 'Deserialized.Microsoft.Exchange.Data.ApplicationLogic.UnifiedAuditLogEvent'
                RecordType = $row.GetProperty('recordType').GetString()
                # As an admin sees it: the machine's own zone.
                CreationDate = $row.GetProperty('creationDate').GetDateTimeOffset().LocalDateTime
                UserIds = $row.GetProperty('userIds').GetString()
                Operations = $row.GetProperty('operations').GetString()
                AuditData = if ($Formatted) { $data | ConvertFrom-Json -Depth 32 | ConvertTo-Json -Depth 32 } else { $data }
                ResultIndex = $index
                ResultCount = $count
                Identity = $row.GetProperty('identity').GetString()
                AuditSearchRequestMetadata = [pscustomobject]@{ moreRecordsAvailable = $document.RootElement.GetProperty('moreRecordsAvailable').GetBoolean() }
                IsValid = $true
                ObjectState = 'Unchanged'
            }
        }
    }
    finally {
        $document.Dispose()
    }
}

function Get-AcceptedDomain {
    [CmdletBinding()]
    param([string] $Identity, $ResultSize)
    Invoke-Fake GET domains | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object { -not $Identity -or $_.Name -eq $Identity }
}

function Get-InboxRule {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string] $Identity,
        [string] $Mailbox,
        [switch] $IncludeHidden,
        [switch] $SweepRules
    )
    Invoke-Fake GET ('inboxrules?mailbox={0}&includeHidden={1}' -f [uri]::EscapeDataString($Mailbox), [bool] $IncludeHidden) | ConvertFrom-Json | ForEach-Object { $_ } |
        Where-Object { -not $Identity -or $Identity -in $_.Identity, $_.Name, $_.RuleIdentity }
}

function Get-EXOMailbox {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [string] $Identity,
        $ResultSize,
        [string[]] $Properties,
        [string[]] $PropertySets,
        [string[]] $RecipientTypeDetails
    )
    process {
        Invoke-Fake GET mailboxes | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object {
            (-not $Identity -or $Identity -in $_.PrimarySmtpAddress, $_.DisplayName, $_.ExchangeGuid, $_.ExternalDirectoryObjectId) -and
            (-not $RecipientTypeDetails -or $_.RecipientTypeDetails -in $RecipientTypeDetails)
        }
    }
}

function Get-MessageTraceV2 {
    [CmdletBinding()]
    param(
        [datetime] $StartDate,
        [datetime] $EndDate,
        [string[]] $MessageId,
        [guid] $MessageTraceId,
        [string[]] $RecipientAddress,
        [string[]] $SenderAddress,
        [string[]] $Status,
        [string] $Subject,
        [string] $SubjectFilterType,
        [string] $StartingRecipientAddress,
        [int] $ResultSize = 1000
    )
    $body = @{ resultSize = $ResultSize; messageId = @($MessageId | Where-Object { $_ }); recipientAddress = @($RecipientAddress | Where-Object { $_ }) }
    if ($PSBoundParameters.ContainsKey('StartDate')) { $body.startDate = ConvertTo-UniversalText $StartDate }
    if ($PSBoundParameters.ContainsKey('EndDate')) { $body.endDate = ConvertTo-UniversalText $EndDate }
    Invoke-Fake POST messagetrace $body | ConvertFrom-Json | ForEach-Object { $_ } |
        Where-Object { (-not $SenderAddress -or $_.SenderAddress -in $SenderAddress) -and (-not $Status -or $_.Status -in $Status) }
}

Export-ModuleMember -Function Connect-FakeExchange, Disconnect-FakeExchange, Get-ConnectionInformation, Search-UnifiedAuditLog, Get-AcceptedDomain, Get-InboxRule, Get-EXOMailbox, Get-MessageTraceV2
