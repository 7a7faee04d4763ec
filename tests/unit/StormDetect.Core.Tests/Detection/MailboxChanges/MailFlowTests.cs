using System;
using System.Linq;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

public sealed class MailFlowTests
{
    [Fact]
    public void A_rule_that_was_switched_off_and_on_again_was_not_taken_back()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "New-TransportRule", Mallory, ("Name", "Archive"), ("BlindCopyTo", "x@evil.example"))
            .Cmdlet(2, "Disable-TransportRule", Mallory, ("Identity", "Archive"));
        Assert.True(tenant.Single().IsReverted);

        MailboxChangeFinding finding = tenant.Cmdlet(3, "Enable-TransportRule", Mallory, ("Identity", "Archive")).Single();
        Assert.False(finding.IsReverted);
        Assert.Contains("x@evil.example", finding.Destinations);
        Assert.Contains(finding.NextSteps, static step => step.Command?.Contains("Disable-TransportRule", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("New-JournalRule", "JournalEmailAddress", "x@evil.example", "Disable-JournalRule", "Enable-JournalRule")]
    [InlineData("New-OutboundConnector", "SmartHosts", "mail.evil.example", "Set-OutboundConnector", "Set-OutboundConnector")]
    [InlineData("New-InboundConnector", "SenderDomains", "*", "Set-InboundConnector", "Set-InboundConnector")]
    public void Journal_rules_and_connectors_are_not_taken_back_either_when_they_are_switched_on_again(string make, string parameter, string value, string off, string on)
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, make, Mallory, ("Name", "Archive"), (parameter, value)).Cmdlet(2, off, Mallory, ("Identity", "Archive"), ("Enabled", "False"));
        Assert.True(tenant.Single().IsReverted);
        Assert.False(tenant.Cmdlet(3, on, Mallory, ("Identity", "Archive"), ("Enabled", "True")).Single().IsReverted);
    }

    [Fact]
    public void A_journal_rule_of_which_the_log_has_nothing_else_is_said_to_be_switched_on() =>
        Assert.EndsWith("switched on journal rule 'Archive'", new ChangedTenant().Cmdlet(1, "Enable-JournalRule", Mallory, ("Identity", "Archive")).Single().Title, System.StringComparison.Ordinal);

    [Theory]
    [InlineData("BlindCopyTo")]
    [InlineData("RedirectMessageTo")]
    [InlineData("CopyTo")]
    [InlineData("AddToRecipients")]
    public void A_rule_that_sends_mail_outside_is_a_finding(string action)
    {
        MailboxChangeFinding finding = Rule((action, "drop@evil.example"), ("SubjectContainsWords", "budget")).Single();
        Assert.Equal(("MailboxChange.TransportRule", "drop@evil.example"), (finding.DetectionId, finding.Destinations.Single()));
        Assert.True(finding.Severity >= Severity.Medium);
    }

    [Fact]
    public void A_rule_that_hides_itself_is_heavier()
    {
        MailboxChangeFinding finding = new ChangedTenant()
            .Cmdlet(1, "New-TransportRule", Mallory, ("Name", "."), ("BlindCopyTo", "drop@evil.example"), ("SetAuditSeverity", "DoNotAudit"), ("SubjectOrBodyContainsWords", "password;invoice")).Single();
        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Equal(["Destination", "DoNotAudit", "MeaninglessName", "PicksValuableMail"], finding.Reasons.Select(static r => r.Code).Order());
    }

    [Fact]
    public void Rules_of_everyday_work_stay_below_medium()
    {
        Assert.Empty(Rule(("ApplyHtmlDisclaimerText", "Confidential")).All());
        Assert.All(Rule(("BlindCopyTo", "archive@contoso.example"), ("From", "sales@contoso.example")).All(), static f => Assert.True(f.Severity < Severity.Medium));
        Assert.All(Rule(("ApplyHtmlDisclaimerText", "x"), ("SetAuditSeverity", "DoNotAudit")).All(), static f => Assert.True(f.Severity < Severity.Medium));
        Assert.All(new ChangedTenant().Cmdlet(1, "Remove-TransportRule", Admin, ("Identity", "Old")).All(), static f => Assert.True(f.Severity < Severity.Low));
    }

    [Theory]
    [InlineData("Remove-TransportRule")]
    [InlineData("Disable-TransportRule")]
    public void A_rule_that_goes_again_is_reverted(string operation) =>
        Assert.Equal(At(5), Rule(("BlindCopyTo", "drop@evil.example")).Cmdlet(5, operation, Mallory, ("Identity", "Archive")).Single().RevertedAt);

    [Fact]
    public void Deleting_warnings_is_heavier_than_deleting()
    {
        double plain = Rule(("DeleteMessage", "True"), ("SenderDomainIs", "newsletter.example")).Single().Score;
        Assert.True(Rule(("DeleteMessage", "True"), ("SubjectContainsWords", "phishing")).Single().Score > plain);
    }

    [Theory]
    [InlineData("drop@evil.example", true)]
    [InlineData("archive@contoso.example", false)]
    public void Journaling_matters_where_it_leads_outside(string to, bool matters)
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "New-JournalRule", Admin, ("Name", "J"), ("JournalEmailAddress", to), ("Scope", "Global"), ("Enabled", "True"));
        MailboxChangeFinding finding = tenant.Single();
        Assert.Equal(("MailboxChange.Journaling", matters), (finding.DetectionId, finding.Severity >= Severity.Medium));
        Assert.True(tenant.Cmdlet(2, "Remove-JournalRule", Admin, ("Identity", "J")).Single().IsReverted);
    }

    [Theory]
    [InlineData("drop@evil.example", 1)]
    [InlineData("reports@contoso.example", 0)]
    [InlineData("<>", 0)]
    public void Journal_reports_that_go_outside_are_a_finding(string to, int count) =>
        Assert.Equal(count, new ChangedTenant().Cmdlet(1, "Set-TransportConfig", Admin, ("JournalingReportNdrTo", to)).All().Count(static f => f.Severity >= Severity.Medium));

    [Fact]
    public void Connectors_matter_where_they_route_mail_out_and_are_worth_a_look_where_they_let_it_in()
    {
        MailboxChangeFinding outbound = new ChangedTenant().Cmdlet(1, "New-OutboundConnector", Admin, ("Name", "Out"), ("RecipientDomains", "*"), ("SmartHosts", "relay.evil.example")).Single();
        Assert.Equal(("MailboxChange.Connector", Severity.Medium), (outbound.DetectionId, outbound.Severity));
        MailboxChangeFinding inbound = new ChangedTenant()
            .Cmdlet(1, "New-InboundConnector", Admin, ("Name", "In"), ("SenderDomains", "smtp:*;1"), ("SenderIPAddresses", "203.0.113.5"), ("ConnectorType", "OnPremises")).Single();
        Assert.Equal(Severity.Informational, inbound.Severity);
        Assert.Empty(new ChangedTenant().Cmdlet(1, "Remove-OutboundConnector", Admin, ("Identity", "Out")).All());
    }

    [Fact]
    public void Automatic_forwarding_is_a_finding_when_it_is_opened_and_none_when_it_is_closed()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Set-RemoteDomain", Admin, ("Identity", "Default"), ("AutoForwardEnabled", "True"));
        Assert.Equal(("MailboxChange.RemoteDomain", Severity.Medium), (tenant.Single().DetectionId, tenant.Single().Severity));
        Assert.True(tenant.Cmdlet(2, "Set-RemoteDomain", Admin, ("Identity", "Default"), ("AutoForwardEnabled", "False")).Single().IsReverted);
        Assert.Empty(new ChangedTenant().Cmdlet(1, "Set-RemoteDomain", Admin, ("Identity", "Default"), ("AutoForwardEnabled", "$false")).All());
        MailboxChangeFinding policy = new ChangedTenant().Cmdlet(1, "Set-HostedOutboundSpamFilterPolicy", Admin, ("Identity", "Default"), ("AutoForwardingMode", "On")).Single();
        Assert.Equal(("MailboxChange.OutboundPolicy", Severity.Medium), (policy.DetectionId, policy.Severity));
        Assert.Empty(new ChangedTenant().Cmdlet(1, "Set-HostedOutboundSpamFilterPolicy", Admin, ("Identity", "Default"), ("AutoForwardingMode", "Automatic")).All());
    }

    [Theory]
    [InlineData("ImapEnabled", "True", 1)]
    [InlineData("ImapEnabled", "False", 0)]
    [InlineData("SmtpClientAuthenticationDisabled", "False", 1)]
    [InlineData("SmtpClientAuthenticationDisabled", "True", 0)]
    public void Protocols_count_when_they_are_switched_on(string parameter, string value, int count)
    {
        MailboxChangeFinding[] findings = new ChangedTenant().Cmdlet(1, "Set-CASMailbox", Admin, ("Identity", Kim), (parameter, value)).All();
        Assert.Equal(count, findings.Length);
        Assert.All(findings, static f => Assert.Equal("MailboxChange.Protocol", f.DetectionId));
    }

    [Theory]
    [InlineData("EwsEnabled", "True", 1)]
    [InlineData("EwsEnabled", "False", 0)]
    [InlineData("EwsAllowList", "python-requests/*", 1)]
    [InlineData("EwsApplicationAccessPolicy", "EnforceAllowList", 0)]
    [InlineData("EwsApplicationAccessPolicy", "", 1)]
    public void The_list_of_who_may_use_web_services_is_watched(string parameter, string value, int count)
    {
        MailboxChangeFinding[] findings = new ChangedTenant().Cmdlet(1, "Set-OrganizationConfig", Admin, (parameter, value)).All();
        Assert.Equal(count, findings.Length);
        Assert.All(findings, static f => Assert.Equal("MailboxChange.EwsAccess", f.DetectionId));
    }

    private static ChangedTenant Rule(params (string, string)[] parameters) => new ChangedTenant().Cmdlet(1, "New-TransportRule", Mallory, [("Name", "Archive"), .. parameters]);
}
