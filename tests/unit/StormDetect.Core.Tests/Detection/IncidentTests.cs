using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Detection.Incidents;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public sealed class IncidentTests
{
    private static readonly DateTimeOffset s_start = new(2026, 9, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_session_in_two_hunts_is_one_incident_and_weighs_more()
    {
        Incident incident = Assert.Single(Build(
            Make("MAA-1", "MailAccess.Anomaly", 0, mailbox: "ada@contoso.example", session: "S1"),
            Make("IBR-1", "InboxRule.Suspicious", 5, mailbox: "bob@contoso.example", session: "s1")));
        Assert.Equal(["MAA-1", "IBR-1"], incident.FindingIds);
        Assert.Equal(Severity.High, incident.Severity);
        Assert.Equal("IBR-1; with 1 more finding: mail access (anomaly)", incident.Title);
        Assert.Contains("session s1", Assert.Single(incident.Links), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_findings_of_one_hunt_agree_on_nothing_new() =>
        Assert.Equal(Severity.Medium, Assert.Single(Build(Make("MAA-1", "MailAccess.Anomaly", 0, session: "s"), Make("MAA-2", "MailAccess.Anomaly", 1, session: "s"))).Severity);

    [Fact]
    public void A_low_finding_lends_no_weight() =>
        Assert.Equal(
            Severity.Medium,
            Assert.Single(Build(Make("MAA-1", "MailAccess.Anomaly", 0, session: "s"), Make("IBR-1", "InboxRule.Suspicious", 1, session: "s", severity: Severity.Low))).Severity);

    [Theory]
    [InlineData(70, 1)]
    [InlineData(80, 2)]
    public void What_is_shared_counts_within_three_days(int hoursLater, int incidents) => Assert.Equal(
        incidents,
        Build(Make("MAA-1", "MailAccess.Anomaly", 0, mailbox: "ada@contoso.example"), Make("IBR-1", "InboxRule.Suspicious", hoursLater, mailbox: "ada@contoso.example")).Count);

    [Fact]
    public void A_chain_of_shared_things_is_one_incident()
    {
        Incident incident = Assert.Single(Build(
            Make("AAA-1", "A.A", 0, mailbox: "ada@contoso.example", session: "s1"),
            Make("BBB-1", "B.B", 10, mailbox: "bob@contoso.example", session: "s1"),
            Make("CCC-1", "C.C", 20, mailbox: "bob@contoso.example", session: "s2")));
        Assert.Equal(3, incident.Findings.Count);
        Assert.Equal(2, incident.Links.Count);
    }

    [Fact]
    public void Two_findings_over_many_mailboxes_that_share_one_are_not_one_incident_for_that()
    {
        FactsTenant tenant = new() { Tenant = "t" };
        for (int i = 0; i < 140; i++)
        {
            tenant.Read(FactsTenant.Name(i), FactsTenant.Owa, "192.0.2.7", s_start.AddDays(-1));
        }

        CommonGround ground = new(tenant.Build());
        Finding intruder = Make("MAA-1", "MailAccess.Anomaly", 0, mailboxes: [.. Enumerable.Range(0, 5).Select(FactsTenant.Name)]);
        Assert.Equal(2, IncidentBuilder.Build([intruder, Make("MAA-2", "MailAccess.Anomaly", 1, mailboxes: [.. Enumerable.Range(4, 14).Select(FactsTenant.Name)])], ground).Count);

        // Four of five is no accident, and a rule in one of the five mailboxes is not either.
        Assert.Single(IncidentBuilder.Build([intruder, Make("MAA-2", "MailAccess.Anomaly", 1, mailboxes: [.. Enumerable.Range(1, 14).Select(FactsTenant.Name)])], ground));
        Assert.Single(IncidentBuilder.Build([intruder, Make("IBR-1", "InboxRule.Suspicious", 1, mailbox: FactsTenant.Name(3))], ground));
    }

    [Fact]
    public void Everyday_oddities_join_an_incident_and_never_tie_two_together()
    {
        IReadOnlyList<Incident> incidents = Build(
            Make("MAA-1", "A.A", 0, mailbox: "ada@contoso.example"),
            Make("MAA-2", "A.A", 9, mailbox: "bob@contoso.example"),
            Make("LOW-1", "B.B", 2, user: "ada@contoso.example", mailbox: "bob@contoso.example", severity: Severity.Low));
        Assert.Equal([["MAA-1", "LOW-1"], ["MAA-2"]], incidents.Select(static i => i.FindingIds));

        // A week of them in shared mailboxes is no story.
        Assert.Equal(20, Build([.. Enumerable.Range(0, 20).Select(static i => Make(
            $"LOW-{i:d2}", "B.B", i * 8, mailbox: $"shared{i % 2}@contoso.example", user: $"user{i % 3}@contoso.example", severity: Severity.Informational))]).Count);
        Assert.Single(Build([.. Enumerable.Range(0, 3).Select(static i => Make($"LOW-{i}", "B.B", i, mailbox: $"m{i}@contoso.example", session: "s", severity: Severity.Low))]));
    }

    [Fact]
    public void The_account_of_one_finding_and_the_mailbox_of_another_are_one_person() =>
        Assert.Single(Build(Make("IBR-1", "InboxRule.Suspicious", 0, user: "Ada@contoso.example"), Make("MAA-1", "MailAccess.Anomaly", 2, mailbox: "ada@contoso.example")));

    [Fact]
    public void Tenants_are_never_joined() => Assert.Equal(
        2, Build(Make("MAA-1", "MailAccess.Anomaly", 0, session: "s"), Make("MAA-2", "MailAccess.Anomaly", 0, session: "s", tenant: "other")).Count);

    [Fact]
    public void A_network_many_use_joins_nobody()
    {
        FactsTenant office = new() { Tenant = "t" };
        for (int i = 0; i < 20; i++)
        {
            office.Read(FactsTenant.Name(i), FactsTenant.Owa, "192.0.2.7", s_start.AddDays(-1));
        }

        Finding[] findings =
        [
            Make("MAA-1", "MailAccess.Anomaly", 0, mailbox: "ada@contoso.example", network: "192.0.2.0/24"),
            Make("IBR-1", "InboxRule.Suspicious", 1, mailbox: "bob@contoso.example", network: "192.0.2.0/24"),
        ];
        Assert.Single(Build(findings));
        Assert.Equal(2, IncidentBuilder.Build(findings, new CommonGround(office.Build())).Count);
    }

    [Fact]
    public void Evidence_is_preserved_before_anybody_is_evicted()
    {
        NextStep evict = new(NextStepKind.Evict, "Remove the rule.", "Remove-InboxRule x");
        NextStep preserve = new(NextStepKind.Preserve, "Export the rule.", "Get-InboxRule x");
        NextStep notify = new(NextStepKind.Notify, "Tell the owner.", null);
        Incident incident = Assert.Single(Build(
            Make("MAA-1", "MailAccess.Anomaly", 0, session: "s", steps: [notify, evict]), Make("IBR-1", "InboxRule.Suspicious", 1, session: "s", steps: [evict, preserve])));
        Assert.Equal([preserve, evict, notify], incident.NextSteps);
    }

    [Fact]
    public void Order_of_findings_decides_nothing() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
    {
        Random random = new(seed);
        Finding[] findings = Enumerable.Range(0, 12).Select(i => Make(
            $"F{i:D2}-1", i % 2 == 0 ? "A.A" : "B.B", random.Next(0, 300), mailbox: $"m{random.Next(4)}@contoso.example", session: random.Next(3) == 0 ? $"s{random.Next(3)}" : null,
            severity: random.Next(2) == 0 ? Severity.Low : Severity.High)).ToArray();
        Finding[] shuffled = findings.OrderBy(_ => random.Next()).ToArray();
        Assert.Equal(Text(Build(findings)), Text(Build(shuffled)));
    }).QuickCheckThrowOnFailure();

    private static string Text(IReadOnlyList<Incident> incidents) => string.Join('\n', incidents.Select(static i => $"{i} {i.FindingIdsText} {i.LinksText}"));

    private static IReadOnlyList<Incident> Build(params Finding[] findings) => IncidentBuilder.Build(findings, new CommonGround(new MailAccessFactsBuilder().Build()));

    private static MadeFinding Make(
        string id, string detection, int hours, string? mailbox = null, string? user = null, string? session = null, string? network = null, string tenant = "t",
        Severity severity = Severity.Medium, NextStep[]? steps = null, string[]? mailboxes = null) => new()
    {
        Id = id,
        DetectionId = detection,
        Severity = severity,
        Title = id,
        TenantId = tenant,
        Mailboxes = mailboxes ?? (mailbox is null ? [] : [mailbox]),
        UserIds = user is null ? [] : [user],
        Networks = network is null ? [] : [network],
        SessionIds = session is null ? [] : [session],
        FirstSeen = s_start.AddHours(hours),
        LastSeen = s_start.AddHours(hours),
        Reasons = [],
        Score = 10,
        RecordIds = [],
        RecordCount = 1,
        Techniques = [],
        NextSteps = steps ?? [],
    };

    private sealed class MadeFinding : Finding;
}
