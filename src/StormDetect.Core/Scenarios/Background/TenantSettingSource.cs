namespace StormDetect.Core.Scenarios;

/// <summary>Mail flow as its administrator keeps it: disclaimers, connectors, remote domains, policies.</summary>
internal sealed class TenantSettingSource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink) : BackgroundSource(tenant, staff, sink, 613)
{
    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);

        // A handful in a month, whatever the tenant's size; never at weekends.
        int weekday = (int)Tenant.Text.Start.AddDays(day).DayOfWeek;
        int changes = weekday is 0 or 6 ? 0 : random.Poisson(0.3 * Staff.Rate);
        for (int i = 0; i < changes; i++)
        {
            (int time, AccessSession session) = AtWork(Staff.Administrators, day, sessions, random);
            Add("mail-flow", session, session.Actor!, time, Draw(random), random);
        }
    }

    private CmdletDetails Draw(ScenarioRandom random)
    {
        string domain = Tenant.Text.Domain;
        return random.Below(9) switch
        {
            0 => new CmdletDetails(
                "New-TransportRule", string.Empty, ("Name", "Disclaimer " + random.Range(2024, 2027)), ("ApplyHtmlDisclaimerText", "<p>Confidential. " + domain + "</p>"),
                ("ApplyHtmlDisclaimerLocation", "Append"), ("ApplyHtmlDisclaimerFallbackAction", "Wrap"), ("FromScope", "InOrganization"), ("SentToScope", "NotInOrganization"), ("Mode", "Enforce")),
            1 => new CmdletDetails("Set-TransportRule", "External sender banner", ("Identity", "External sender banner"), ("PrependSubject", "[EXTERNAL] "), ("FromScope", "NotInOrganization")),
            2 => new CmdletDetails(
                "New-TransportRule", string.Empty, ("Name", "Block executables"), ("AttachmentExtensionMatchesWords", "exe;js;vbs;scr"), ("RejectMessageReasonText", "Not allowed"), ("Mode", "Enforce")),
            3 => new CmdletDetails(random.Pick(["Disable-TransportRule", "Enable-TransportRule"]), "External sender banner", ("Identity", "External sender banner"), ("Confirm", "False")),
            4 => new CmdletDetails("Set-InboundConnector", "Inbound from gateway", ("Identity", "Inbound from gateway"), ("TlsSenderCertificateName", "*.gateway.example"), ("RequireTls", "True")),
            5 => new CmdletDetails("New-OutboundConnector", string.Empty, ("Name", "To " + Staff.PartnerDomain), ("RecipientDomains", Staff.PartnerDomain), ("ConnectorType", "Partner"), ("TlsSettings", "DomainValidation"), ("UseMXRecord", "True")),
            6 => new CmdletDetails("Set-HostedContentFilterPolicy", "Default", ("Identity", "Default"), ("BulkThreshold", "6"), ("HighConfidenceSpamAction", "Quarantine")),
            7 => new CmdletDetails("New-DistributionGroup", "Team " + random.Below(900), ("Name", "Team " + random.Below(900)), ("Type", "Distribution"), ("PrimarySmtpAddress", "team" + random.Below(900) + "@" + domain)),
            _ => new CmdletDetails("Set-OrganizationConfig", domain, ("MailTipsExternalRecipientsTipsEnabled", "True"), ("MailTipsLargeAudienceThreshold", "50")),
        };
    }
}
