using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

public sealed class ForwardingTests
{
    [Fact]
    public void Mail_that_goes_outside_is_a_finding_that_says_where()
    {
        MailboxChangeFinding finding = Set("smtp:Drop@Evil.example").Single();
        Assert.Equal(("MailboxChange.Forwarding", MailboxChangeKind.Forwarding, Severity.Medium), (finding.DetectionId, finding.ChangeKind, finding.Severity));
        Assert.StartsWith("MBC-", finding.Id, StringComparison.Ordinal);
        Assert.Equal(Kim, Assert.Single(finding.Mailboxes));
        Assert.Equal("drop@evil.example", Assert.Single(finding.Destinations));
        Assert.Equal((Admin, "Set-Mailbox", "Drop@Evil.example", false), (finding.Actor, Assert.Single(finding.Operations), finding.NewValue, finding.IsReverted));
        Assert.Contains("T1114.003", finding.Techniques);
        Assert.Equal(NextStepKind.Preserve, finding.NextSteps[0].Kind);
        Assert.Contains(finding.NextSteps, step => step.Command is { } command && command.Contains("-ForwardingSmtpAddress $null", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("smtp:colleague@contoso.example")]
    [InlineData("")]
    [InlineData("$null")]
    public void Mail_that_stays_inside_and_a_clearing_are_none(string to) => Assert.Empty(Set(to).All());

    [Theory]
    [InlineData(false, "contoso.example")]
    [InlineData(true, "contoso.example", "*.contoso.example")]
    public void A_subdomain_is_the_tenants_own_where_the_list_of_domains_says_so(bool isInside, params string[] listed)
    {
        IReadOnlyList<Finding> findings = Hunt(Set("smtp:colleague@mail.contoso.example").Lines, options => options with { AcceptedDomains = listed }).Findings;
        Assert.Equal(isInside, findings.Count == 0);
    }

    [Theory]
    [InlineData("kim@c0ntoso.example", Severity.High)]
    [InlineData("kim@contosso.example", Severity.High)]
    [InlineData("kim@contoso.test", Severity.Medium)]
    public void A_domain_that_passes_for_the_tenants_weighs_more(string to, Severity expected)
    {
        MailboxChangeFinding finding = Set(to).Single();
        Assert.Equal(expected, finding.Severity);
        Assert.Contains(finding.Reasons, reason => reason.Code == "LookAlikeDomain");
    }

    [Theory]
    [InlineData("")]
    [InlineData("$null")]
    [InlineData("smtp:colleague@contoso.example")]
    public void Set_and_cleared_is_reverted_and_weighs_more(string cleared)
    {
        MailboxChangeFinding finding = Set("drop@evil.example").Cmdlet(3, "Set-Mailbox", Admin, ("Identity", Kim), ("ForwardingSmtpAddress", cleared)).Single();
        Assert.True(finding.IsReverted);
        Assert.Equal(At(3), finding.RevertedAt);
        Assert.Equal(At(3), finding.LastSeen);
        Assert.Equal([IdOf(1), IdOf(2)], finding.RecordIds);
        Assert.Contains(finding.Reasons, reason => reason.Code == "TakenBack");
    }

    [Fact]
    public void An_owner_who_gets_no_copy_is_a_reason()
    {
        MailboxChangeFinding finding = new ChangedTenant()
            .Cmdlet(1, "Set-Mailbox", Admin, ("Identity", Kim), ("ForwardingSmtpAddress", "drop@evil.example"), ("DeliverToMailboxAndForward", "False")).Single();
        Assert.Contains(finding.Reasons, reason => reason.Code == "NoCopyKept");
    }

    [Fact]
    public void A_contact_of_the_directory_leads_outside_as_well()
    {
        MailboxChangeFinding finding = new ChangedTenant()
            .Cmdlet(1, "New-MailContact", Admin, ("Name", "Partner"), ("ExternalEmailAddress", "SMTP:drop@evil.example"))
            .Cmdlet(2, "Set-Mailbox", Admin, ("Identity", Kim), ("ForwardingAddress", "NAMPR01.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/Partner"))
            .Single();
        Assert.Contains(finding.Reasons, reason => reason.Code == "Destination" && reason.Text.Contains("drop@evil.example", StringComparison.Ordinal));
        Assert.True(finding.Severity >= Severity.Medium);
    }

    [Fact]
    public void Two_mailboxes_to_one_place_are_one_story()
    {
        MailboxChangeFinding finding = Set("drop@evil.example").Cmdlet(30, "Set-Mailbox", Mallory, ("Identity", "lee@contoso.example"), ("ForwardingSmtpAddress", "drop@evil.example")).Single();
        Assert.Equal([Kim, "lee@contoso.example"], finding.Mailboxes);
        Assert.Contains(finding.Reasons, reason => reason.Code == "ManyMailboxes");
    }

    [Fact]
    public void Without_a_domain_the_records_own_account_says_what_is_inside()
    {
        string[] lines = [.. Set("other@contoso.example").Lines, .. new ChangedTenant().Quiet(0).Cmdlet(2, "Set-Mailbox", Admin, ("Identity", "lee"), ("ForwardingSmtpAddress", "x@evil.example")).Lines.Skip(1)];
        MailHuntResult result = Hunt(lines, static options => options with { AcceptedDomains = [] });
        Assert.Equal("x@evil.example", Assert.Single(Assert.IsType<MailboxChangeFinding>(Assert.Single(result.Findings)).Destinations));
    }

    [Fact]
    public void The_service_and_a_failure_are_silent()
    {
        ChangedTenant tenant = new ChangedTenant()
            .Add(1, "Set-Mailbox", "NT AUTHORITY\\SYSTEM (w3wp)", 1, static record => Fill(record, "True", 3))
            .Add(2, "Set-Mailbox", Admin, 1, static record => Fill(record, "False", 2));
        Assert.Empty(tenant.All());

        static void Fill(System.Text.Json.Nodes.JsonObject record, string status, int type)
        {
            record["ResultStatus"] = status;
            record["UserType"] = type;
            record["Parameters"] = "[{\"Name\":\"Identity\",\"Value\":\"kim\"},{\"Name\":\"ForwardingSmtpAddress\",\"Value\":\"x@evil.example\"}]";
        }
    }

    private static ChangedTenant Set(string to) => new ChangedTenant().Cmdlet(1, "Set-Mailbox", Admin, ("Identity", Kim), ("ForwardingSmtpAddress", to));
}
