namespace StormDetect.Core.Scenarios;

/// <summary>Microsoft's own provisioning, which runs as SYSTEM and looks like an attack to whoever reads the operation only.</summary>
internal sealed class ServiceSource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink) : BackgroundSource(tenant, staff, sink, 615)
{
    private const string Host = "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)";
    private const string NetCore = "NT SERVICE\\MSExchangeServiceHostNetCore (Microsoft.Exchange.ServiceHost)";

    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);
        int time = (day * Day) + random.Below(Day - 3_600);
        if (random.Chance(0.3))
        {
            Provision(time, random);
        }

        int changes = random.Poisson(1.5);
        for (int i = 0; i < changes; i++)
        {
            Mailbox mailbox = Tenant.Mailboxes[random.Below(Tenant.Mailboxes.Count)];
            Cmdlet((day * Day) + random.Below(Day), NetCore, mailbox, random, "Set-Mailbox", DistinguishedName(mailbox), ("Identity", mailbox.ObjectId.ToString("D")), ("DefaultAuditSet", "Admin;Delegate;Owner"), ("Force", "True"));
        }
    }

    private void Provision(int start, ScenarioRandom random)
    {
        Mailbox any = Tenant.Mailboxes[0];
        string organisation = System.Text.Encoding.ASCII.GetString(Tenant.Text.Name);
        string root = "EURP190A005.PROD.OUTLOOK.EXAMPLE/Microsoft Exchange Hosted Organizations/" + organisation + "/";
        string discovery = root + "DiscoverySearchMailbox{D919BA05-46A6-415f-80AD-7E09334BB852}";
        string system = root + "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";
        int time = start;
        Next("Enable-AddressListPaging", organisation, ("DoNotUpdateRecipients", "True"), ("ForceUpdateOfRecipients", "True"), ("Identity", organisation));
        Next("Install-AdminAuditLogConfig", organisation, ("DomainController", string.Empty), ("Organization", organisation));
        Next("Set-AdminAuditLogConfig", organisation + "\\Admin Audit Log Settings", ("DomainController", string.Empty), ("IgnoreDehydratedFlag", "True"), ("Identity", organisation), ("AdminAuditLogEnabled", "True"));
        Next("Install-DefaultSharingPolicy", organisation, ("Organization", organisation));
        Next("Install-DataClassificationConfig", organisation, ("Organization", organisation));
        Next("Set-Mailbox", system, ("Arbitration", "True"), ("Force", "True"), ("Identity", system), ("MailRouting", "True"), ("MaxSendSize", "1 GB (1,073,741,824 bytes)"), ("OABGen", "True"));
        Next("Set-Mailbox", system, ("Arbitration", "True"), ("Force", "True"), ("Identity", system), ("AuditEnabled", "True"));
        Next("Add-MailboxPermission", discovery, ("DomainController", string.Empty), ("Identity", discovery), ("User", root + "Discovery Management"), ("AccessRights", "FullAccess"));
        Next("Set-TransportConfig", organisation, ("AddressBookPolicyRoutingEnabled", "False"), ("Identity", organisation));
        Next("Set-MailboxPlan", root + "ExchangeOnlineEnterprise", ("Identity", root + "ExchangeOnlineEnterprise"), ("IsDefault", "True"));
        Next("Set-RecipientEnforcementProvisioningPolicy", organisation, ("Identity", organisation), ("IgnoreDehydratedFlag", "True"));

        void Next(string operation, string objectId, params (string Name, string Value)[] parameters)
        {
            Cmdlet(time, Host, any, random, operation, objectId, parameters);
            time += random.Range(0, 3);
        }
    }

    private void Cmdlet(int time, string account, Mailbox mailbox, ScenarioRandom random, string operation, string objectId, params (string Name, string Value)[] parameters)
    {
        AccessSession session = new() { Client = ClientCatalogue.Administration, Context = ContextForm.Empty };
        Add("service", session, mailbox, time, new CmdletDetails(operation, objectId, parameters) { Service = account }, random);
    }
}
