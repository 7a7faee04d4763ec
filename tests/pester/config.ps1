# Dot-sourced by tests of the logging configuration: objects as the cmdlets of a connected session give them, and such sessions.
$defaultSets = @{
    AuditOwner    = 'ApplyRecord', 'HardDelete', 'MailItemsAccessed', 'MoveToDeletedItems', 'Send', 'SoftDelete', 'Update', 'UpdateCalendarDelegation', 'UpdateFolderPermissions', 'UpdateInboxRules'
    AuditDelegate = 'ApplyRecord', 'Create', 'HardDelete', 'MailItemsAccessed', 'MoveToDeletedItems', 'SendAs', 'SendOnBehalf', 'SoftDelete', 'Update', 'UpdateFolderPermissions', 'UpdateInboxRules'
    AuditAdmin    = 'ApplyRecord', 'Create', 'HardDelete', 'MailItemsAccessed', 'MoveToDeletedItems', 'Send', 'SendAs', 'SendOnBehalf', 'SoftDelete', 'Update', 'UpdateCalendarDelegation', 'UpdateFolderPermissions', 'UpdateInboxRules'
}

function New-ConfigMailbox([string] $Address, [string] $Kind = 'UserMailbox') {
    [pscustomobject] @{
        ExternalDirectoryObjectId = "id-$Address"; PrimarySmtpAddress = $Address; UserPrincipalName = $Address; RecipientTypeDetails = $Kind; AuditEnabled = $true
        DefaultAuditSet = 'Admin', 'Delegate', 'Owner'; AuditOwner = $defaultSets.AuditOwner; AuditDelegate = $defaultSets.AuditDelegate; AuditAdmin = $defaultSets.AuditAdmin
        AuditLogAgeLimit = [timespan]::FromDays(90); Database = 'not a setting that counts'
    }
}

function New-ConfigOrganization {
    [pscustomobject] @{ Name = 'contoso.onmicrosoft.com'; DisplayName = 'Contoso'; AuditDisabled = $false; EwsEnabled = $null; EwsApplicationAccessPolicy = $null; Secret = 'hunter2' }
}

function New-ConfigLicence([string] $Address) {
    [pscustomobject] @{
        Id = "id-$Address"; UserPrincipalName = $Address; AccountEnabled = $true
        AssignedPlans = @(
            [pscustomobject] @{ ServicePlanId = 'efb87545-963c-4e0d-99df-69c6916d9eb0'; CapabilityStatus = 'Enabled'; Service = 'exchange' }
            [pscustomobject] @{ ServicePlanId = '2f442157-a11c-46b9-ae5b-6e39ff4e5849'; CapabilityStatus = 'Enabled'; Service = 'M365Auditing' })
    }
}

# A session's temporary module, as ExchangeOnlineManagement makes one for each connection. Calls are noted in $global:StormCalls.
function New-StubSession([string] $Name, [string[]] $Mailboxes = @(), [switch] $Compliance, [string] $Fails = '', [string] $Hangs = '') {
    $global:StormCalls = [System.Collections.Generic.List[string]]::new()
    $objects = @($Mailboxes | ForEach-Object { New-ConfigMailbox $_ })
    $organization = New-ConfigOrganization
    $script = $Compliance ? {
        param($objects, $organization, $fails)
        function Get-AdminAuditLogConfig { [CmdletBinding()] param() [pscustomobject] @{ Identity = 'Admin Audit Log Settings'; UnifiedAuditLogIngestionEnabled = $false } }
        function Get-UnifiedAuditLogRetentionPolicy { [CmdletBinding()] param() }
        function Get-ProtectionAlert { [CmdletBinding()] param() [pscustomobject] @{ Name = 'Suspicious connector activity'; Disabled = $false; NotifyUser = @('soc@contoso.example') } }
        function Get-OrganizationConfig { [CmdletBinding()] param() [pscustomobject] @{ Name = 'not of Exchange'; AuditDisabled = $false } }
        Export-ModuleMember -Function *
    } : {
        param($objects, $organization, $fails, $hangs)
        function Get-AdminAuditLogConfig { [CmdletBinding()] param() [pscustomobject] @{ Identity = 'Admin Audit Log Settings'; UnifiedAuditLogIngestionEnabled = $true } }
        function Get-OrganizationConfig { [CmdletBinding()] param() $organization }
        function Get-EXOMailbox {
            [CmdletBinding()] param([string] $ResultSize, [string[]] $PropertySets, [string] $Filter)
            $global:StormCalls.Add("Get-EXOMailbox $ResultSize $($PropertySets -join '+') $Filter")
            if ($fails -and $Filter -like "*'$fails*'" -and $Filter -notlike '-not*') { throw 'The operation has timed out' }
            if ($hangs -and $Filter -eq "Alias -like '$hangs*'") { Start-Sleep -Seconds 300 }
            if (-not $Filter) { $objects }
            elseif ($Filter -match "^Alias -like '(.)\*'$") { $objects | Where-Object PrimarySmtpAddress -Like "$($Matches[1])*" }
            else { $objects | Where-Object PrimarySmtpAddress -Match '^[^a-z0-9]' }
        }
        function Get-Mailbox { [CmdletBinding()] param([string] $ResultSize, [switch] $GroupMailbox) [pscustomobject] @{ PrimarySmtpAddress = 'all@contoso.example'; RecipientTypeDetails = 'GroupMailbox'; AuditEnabled = $false } }
        function Get-MailboxAuditBypassAssociation { [CmdletBinding()] param([string] $ResultSize) [pscustomobject] @{ Identity = 'Kim'; Name = 'Kim'; AuditBypassEnabled = $false } }
        function Get-RemoteDomain { [CmdletBinding()] param() [pscustomobject] @{ Identity = 'Default'; DomainName = '*'; AutoForwardEnabled = $false } }
        function Get-HostedOutboundSpamFilterPolicy { [CmdletBinding()] param() [pscustomobject] @{ Name = 'Default'; AutoForwardingMode = 'Automatic' } }
        function Get-ManagementRoleAssignment { [CmdletBinding()] param([string] $Role, [switch] $GetEffectiveUsers) throw 'Access denied: the role does not hold this command' }
        Export-ModuleMember -Function *
    }
    New-Module -Name $Name -ScriptBlock $script -ArgumentList $objects, $organization, $Fails, $Hangs | Import-Module -Global -DisableNameChecking
}

function Set-StubConnection([hashtable[]] $Connections) {
    $global:StormConnections = @($Connections | ForEach-Object { [pscustomobject] $_ })
    function global:Get-ConnectionInformation { [CmdletBinding()] param() $global:StormConnections }
}

function Clear-StubSession {
    Get-Module tmpEXO_* | Remove-Module -Force
    Remove-Item Function:\Get-ConnectionInformation -ErrorAction Ignore
    Remove-Variable -Scope Global -Name StormCalls, StormConnections -ErrorAction Ignore
}

$exchangeConnection = @{ ConnectionUri = 'https://outlook.office365.com'; State = 'Connected'; TenantID = '11111111-2222-3333-4444-555555555555'; ModuleName = '/tmp/tmpEXO_exchange' }
$complianceConnection = @{ ConnectionUri = 'https://eur01b.ps.compliance.protection.outlook.com'; State = 'Connected'; TenantID = '11111111-2222-3333-4444-555555555555'; ModuleName = '/tmp/tmpEXO_compliance' }
