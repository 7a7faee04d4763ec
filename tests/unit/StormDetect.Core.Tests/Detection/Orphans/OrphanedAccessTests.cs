using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using StormDetect.Core.Detection.Orphans;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection.Orphans;

public sealed class OrphanedAccessTests
{
    private static readonly DateTime s_attack = OrphanTenant.Start.AddDays(11).AddHours(3);

    [Theory]
    [InlineData("portal csv")]
    [InlineData("graph page")]
    [InlineData("sentinel csv")]
    [InlineData("stream")]
    [InlineData("defender csv")]
    public void A_tenant_whose_reads_all_have_a_sign_in_is_quiet(string form)
    {
        MailHuntResult result = OrphanTenant.Ordinary().Hunt(form: form);
        Assert.Empty(result.Findings);
        Assert.Equal(Verdict.NoEvidence, result.Verdict);
        Assert.NotNull(result.SignInReport);
    }

    [Fact]
    public void Forged_tokens_through_a_path_that_finds_its_sign_ins_are_orphans()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        List<string> ids = Forge(tenant, 0, 1, 2, 3);
        OrphanedMailAccess finding = Single(tenant.Hunt());
        Assert.Equal((OrphanGrade.Orphaned, Severity.Medium, "MailAccess.Orphaned"), (finding.Grade, finding.Severity, finding.DetectionId));
        Assert.Equal(ids.Order(), finding.RecordIds.Order());
        Assert.Equal([.. Enumerable.Range(0, 4).Select(OrphanTenant.User)], finding.Mailboxes);
        Assert.Equal(ids.Count, finding.UnmatchedCount);
        Assert.Equal(4 * 14 * 2, finding.MatchedCount);
        Assert.InRange(Assert.NotNull(finding.ExpectedUnmatchedPercent), 0, 10);
        Assert.Contains(finding.Reasons, static reason => reason.Code == "NoSignInExplains" && reason.Observed == 8);
        Assert.Equal(["T1114.002", "T1606"], finding.Techniques);
    }

    [Fact]
    public void One_mailbox_alone_is_low()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Forge(tenant, 5);
        Assert.Equal((OrphanGrade.Orphaned, Severity.Low), (Single(tenant.Hunt()).Grade, Single(tenant.Hunt()).Severity));
    }

    [Fact]
    public void The_order_of_records_and_files_changes_nothing()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Forge(tenant, 0, 1, 2);
        OrphanedMailAccess plain = Single(tenant.Hunt());
        OrphanedMailAccess reversed = Single(tenant.Hunt(static all => all.Reverse(), files: 3, form: "sentinel json"));
        OrphanedMailAccess shuffled = Single(tenant.Hunt(static all => all.OrderBy(static record => ((string)record["Id"]!)[^1]).ThenBy(static record => (string)record["Id"]!), files: 5, form: "stream"));
        Assert.Equal((plain.Id, plain.Title, plain.ReasonsText), (reversed.Id, reversed.Title, reversed.ReasonsText));
        Assert.Equal((plain.Id, plain.Title, plain.ReasonsText), (shuffled.Id, shuffled.Title, shuffled.ReasonsText));
        Assert.Equal(plain.RecordIds, reversed.RecordIds);
        Assert.Equal(plain.RecordIds, shuffled.RecordIds);
    }

    [Fact]
    public void A_session_explains_a_token_that_was_renewed_unseen()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Guid session = tenant.SignIns[^1].Session;
        tenant.Read(tenant.SignIns[^1].Time.AddMinutes(-30), tenant.SignIns[^1].User, "192.0.2.77", tenant.NewId(), session);
        Assert.DoesNotContain(tenant.Hunt().Findings, static finding => finding.DetectionId == "MailAccess.Orphaned");
    }

    [Fact]
    public void The_user_signing_in_from_there_to_that_application_explains_a_read()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        tenant.SignIn(s_attack.AddHours(-20), OrphanTenant.User(3), "192.0.2.10", tenant.NewId(), Guid.Empty);
        tenant.Read(s_attack, OrphanTenant.User(3), "192.0.2.99", tenant.NewId(), Guid.Empty);
        Assert.Empty(tenant.Hunt().Findings);

        // Of another application, or more than 30 hours ago, it does not.
        tenant.Read(s_attack.AddHours(20), OrphanTenant.User(3), "192.0.2.99", tenant.NewId(), Guid.Empty);
        Assert.NotEmpty(tenant.Hunt().Findings);
    }

    [Fact]
    public void A_path_that_never_finds_its_sign_ins_does_not_flood()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        for (int i = 0; i < 200; i++)
        {
            tenant.Read(OrphanTenant.Start.AddHours(30 + i), OrphanTenant.User(i % 12), $"192.0.{i % 12}.9", tenant.NewId(), tenant.NewId(), client: "Client=WebServices;sync;", appId: "5a2ee4c5-13b8-465b-88d7-75ecf16830ad");
        }

        Assert.DoesNotContain(tenant.Hunt().Findings, static finding => finding.Severity > Severity.Informational);
        Assert.True(tenant.Hunt().Findings.Count <= 1);
    }

    [Theory]
    [InlineData("Client=REST;Client=RESTSystem;;", "8a18aa92-0a1e-4e06-abd0-e118fa4787b1")]
    [InlineData("Client=REST;;", "00000003-0000-0000-c000-000000000000")]
    public void Services_and_Graph_are_expected_to_have_none(string client, string appId)
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        tenant.Read(s_attack, OrphanTenant.User(1), "192.0.2.9", tenant.NewId(), Guid.Empty, client: client, appId: appId);
        Assert.Empty(tenant.Hunt().Findings);
    }

    [Theory]
    [InlineData("Client=REST;Client=RESTSystem;;", "8a18aa92-0a1e-4e06-abd0-e118fa4787b1", "203.0.113.7", 11, true)]
    [InlineData("Client=REST;Client=RESTSystem;;", "13937bba-652e-4c46-b222-3003f4d1ff97", "203.0.113.7", 11, true)] // one that reads here, but not these
    [InlineData("Client=REST;Client=RESTSystem;;", "8a18aa92-0a1e-4e06-abd0-e118fa4787b1", "20.54.200.7", 11, false)] // beside the others
    [InlineData("Client=REST;Client=RESTSystem;;", "8a18aa92-0a1e-4e06-abd0-e118fa4787b1", "203.0.113.7", 0, false)] // from the beginning
    [InlineData("Client=REST;Client=RESTSystem;;", "00000003-0000-0000-c000-000000000000", "203.0.113.7", 11, false)] // whoever calls Graph has servers of his own
    public void Who_comes_as_a_service_from_where_no_service_is_has_no_excuse(string client, string appId, string address, int firstDay, bool isOrphan)
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Serve(tenant);
        for (int day = firstDay; day < 13; day++)
        {
            for (int person = 8; person < 12; person++)
            {
                tenant.Read(OrphanTenant.Start.AddDays(day).AddHours(3).AddMinutes(person), OrphanTenant.User(person), address, tenant.NewId(), Guid.Empty, client: client, appId: appId);
            }
        }

        OrphanedMailAccess[] findings = [.. tenant.Hunt().Findings.OfType<OrphanedMailAccess>()];
        Assert.Equal(isOrphan ? [(OrphanGrade.Orphaned, Severity.Low)] : [], findings.Select(static finding => (finding.Grade, finding.Severity)));
        Assert.All(findings, static finding => Assert.Contains(finding.Reasons, static reason => reason.Code == "ServiceElsewhere"));
    }

    [Fact]
    public void Who_takes_the_name_of_a_service_that_reads_the_same_mailboxes_does_not_hide_among_its_reads()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Serve(tenant);
        string served = (string)tenant.Records[^1]["AppId"]!;
        string client = (string)tenant.Records[^1]["ClientInfoString"]!;
        string mailbox = (string)tenant.Records[^1]["UserId"]!;
        for (int day = 11; day < 13; day++)
        {
            tenant.Read(OrphanTenant.Start.AddDays(day).AddHours(3), mailbox, "203.0.113.7", tenant.NewId(), Guid.Empty, client: client, appId: served);
        }

        OrphanedMailAccess finding = Assert.Single(tenant.Hunt().Findings.OfType<OrphanedMailAccess>());
        Assert.Equal((OrphanGrade.Orphaned, Severity.Low, 2), (finding.Grade, finding.Severity, finding.UnmatchedCount));
        Assert.Equal(["203.0.113.0/24"], finding.Networks);
        Assert.Contains(finding.Reasons, static reason => reason.Code == "ServiceElsewhere");
    }

    [Fact]
    public void Where_services_often_come_from_anywhere_it_says_nothing()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Serve(tenant);
        for (int person = 0; person < 12; person++)
        {
            for (int day = 4; day < 13; day++)
            {
                string appId = $"5a2ee4c5-13b8-465b-88d7-75ecf16830{person:x2}";
                tenant.Read(OrphanTenant.Start.AddDays(day).AddHours(3), OrphanTenant.User(person), $"{40 + person}.1.2.3", tenant.NewId(), Guid.Empty, client: "Client=REST;Client=RESTSystem;;", appId: appId);
            }
        }

        Assert.Empty(tenant.Hunt().Findings);
    }

    [Fact]
    public void Without_sign_ins_nothing_is_judged_and_that_is_said()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Forge(tenant, 0, 1, 2);
        tenant.SignIns.Clear();
        MailHuntResult result = tenant.Hunt();
        Assert.Empty(result.Findings);
        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Contains(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.SignInsMissing);
        Assert.NotEmpty(result.Notes);
    }

    [Fact]
    public void Reads_beyond_the_sign_ins_are_blind_and_those_at_their_end_not_yet_due()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        DateTime last = tenant.SignIns.Max(static s => s.Time);
        tenant.Read(last.AddMinutes(40), OrphanTenant.User(1), "192.0.2.9", tenant.NewId(), Guid.Empty);
        tenant.Read(last.AddDays(3), OrphanTenant.User(1), "192.0.2.9", tenant.NewId(), Guid.Empty);
        MailHuntResult result = tenant.Hunt();
        Assert.Empty(result.Findings);
        Assert.Contains(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.SignInsMissing);
    }

    [Fact]
    public void A_session_that_may_be_older_than_the_sign_ins_is_unknown_and_a_new_one_is_not()
    {
        OrphanTenant old = OrphanTenant.Ordinary();
        old.Read(OrphanTenant.Start.AddDays(3), OrphanTenant.User(1), "192.0.2.9", Guid.Empty, old.NewId());
        Assert.Empty(old.Hunt().Findings);
        OrphanTenant young = OrphanTenant.Ordinary();
        young.Read(s_attack, OrphanTenant.User(1), "192.0.2.9", Guid.Empty, young.NewId());
        Assert.Equal(OrphanGrade.Orphaned, Single(young.Hunt()).Grade);
    }

    [Fact]
    public void With_interactive_sign_ins_alone_a_token_without_one_is_weak()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        tenant.Read(s_attack, OrphanTenant.User(1), "192.0.2.9", tenant.NewId(), Guid.Empty);
        tenant.IntoAuditLog(static _ => true);
        MailHuntResult result = tenant.Hunt();
        OrphanedMailAccess finding = Single(result);
        Assert.Equal((OrphanGrade.Weak, Severity.Informational), (finding.Grade, finding.Severity));
        Assert.Contains(finding.Reasons, static reason => reason.Code == "RenewalsMissing");
        Assert.NotEmpty(result.Notes);
    }

    [Fact]
    public void Missing_identifiers_are_weak_evidence_only_where_the_path_has_them()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        tenant.Read(s_attack, OrphanTenant.User(1), "192.0.2.9", Guid.Empty, Guid.Empty);
        OrphanedMailAccess finding = Single(tenant.Hunt());
        Assert.Equal(OrphanGrade.Weak, finding.Grade);
        Assert.Contains(finding.Reasons, static reason => reason.Code == "IdentifiersMissing");
    }

    [Fact]
    public void A_copied_token_is_told_from_one_without_a_sign_in()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        SignInSample stolen = tenant.SignIns.First(static s => s.User == OrphanTenant.User(4) && s.Time > s_attack);
        tenant.Read(stolen.Time.AddMinutes(45), stolen.User, "192.0.2.9", stolen.Id, stolen.Session, issued: stolen.Time.AddMinutes(-5));
        OrphanedMailAccess finding = Single(tenant.Hunt());
        Assert.Equal(("MailAccess.TokenReplayed", OrphanGrade.Misused, Severity.Low), (finding.DetectionId, finding.Grade, finding.Severity));
        Assert.Equal(["192.0.2.0/24"], finding.Networks);
        Assert.Equal(1, finding.UnmatchedCount);
        Assert.Contains("Get-MgBetaAuditLogSignIn", finding.NextSteps[0].Command, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_used_beyond_its_life_is_told()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        SignInSample old = tenant.SignIns.First(static s => s.User == OrphanTenant.User(4) && s.Time > s_attack);
        tenant.Read(old.Time.AddHours(40), old.User, old.Address, old.Id, old.Session, issued: old.Time.AddMinutes(-5));
        Assert.Equal(("MailAccess.TokenExpired", Severity.Low), (Single(tenant.Hunt()).DetectionId, Single(tenant.Hunt()).Severity));
    }

    [Fact]
    public void A_token_on_two_distant_networks_at_once_is_told_and_both_versions_of_one_device_are_not()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        SignInSample used = tenant.SignIns.First(static s => s.User == OrphanTenant.User(4) && s.Time > s_attack);
        tenant.Read(used.Time.AddMinutes(30), used.User, "2001:db8::1", used.Id, used.Session);
        Assert.DoesNotContain(tenant.Hunt().Findings, static finding => finding.DetectionId == "MailAccess.TokenOnTwoNetworks");
        foreach (int minute in (int[])[10, 30, 50])
        {
            tenant.Read(used.Time.AddMinutes(minute), used.User, used.Address, used.Id, used.Session);
            tenant.Read(used.Time.AddMinutes(minute + 3), used.User, "192.0.2.9", used.Id, used.Session);
        }

        Assert.Contains(tenant.Hunt().Findings, static finding => finding.DetectionId == "MailAccess.TokenOnTwoNetworks" && finding.Severity == Severity.Low);
    }

    [Fact]
    public void A_token_of_many_mailboxes_on_many_networks_is_compared_as_every_two_of_its_uses_would_be()
    {
        Random random = new(7);
        AccessTable accesses = new();
        List<SortItem> items = [];
        for (int i = 0; i < 400; i++)
        {
            int first = random.Next(5_000);
            Network network = random.Next(4) == 0 ? Network.FromIPv6((ulong)random.Next(4) << 33) : Network.FromIPv4((uint)random.Next(6) << (random.Next(2) == 0 ? 8 : 16));
            items.Add(new SortItem(1, 0, accesses.Add(new AccessRow
            {
                Token = new Guid(random.Next(2), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                Mailbox = i,
                Network = accesses.Networks.Add(network),
                First = first,
                Last = first + (random.Next(3) == 0 ? 0 : random.Next(40)),
            })));
        }

        HashSet<int> expected = [];
        foreach (SortItem one in items)
        {
            foreach (SortItem other in items)
            {
                AccessRow a = accesses.Rows[one.Index];
                AccessRow b = accesses.Rows[other.Index];
                Network first = accesses.Networks[a.Network];
                Network second = accesses.Networks[b.Network];
                if (a.Token == b.Token && first.IsIPv6 == second.IsIPv6 && !first.IsNear(second) && a.First < b.Last && b.First < a.Last)
                {
                    expected.Add(one.Index);
                }
            }
        }

        HashSet<int> found = [];
        SimultaneousUse.Find(accesses, [.. items], found);
        Assert.InRange(expected.Count, 20, 380);
        Assert.Equal(expected.Order(), found.Order());
    }

    [Fact]
    public void An_anomaly_of_the_same_reads_is_told_that_no_sign_in_explains_them()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Forge(tenant, 0, 1, 2);
        MailHuntResult all = tenant.Hunt(options: new MailHuntOptions { Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Low } });
        MailAccessAnomaly? anomaly = all.Findings.OfType<MailAccessAnomaly>().FirstOrDefault(static finding => finding.Reasons.Any(static reason => reason.Code == "NoSignInExplains"));
        OrphanedMailAccess orphan = Assert.Single(all.Findings.OfType<OrphanedMailAccess>());
        Assert.NotNull(anomaly);
        Assert.Subset(orphan.RecordIds.ToHashSet(), anomaly.RecordIds.ToHashSet());
    }

    [Fact]
    public void The_lab_tenants_own_sign_ins_convict_nobody()
    {
        string? folder = LabTenant.Folder();
        Assert.SkipWhen(folder is null, "shared/data/lab-tenant-2021 is not on this machine");
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["OrphanedAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Low } });
        hunt.AddFiles([System.IO.Path.Combine(folder!, "audit-search-export.csv")], TestContext.Current.CancellationToken);
        MailHuntResult result = hunt.Complete(TestContext.Current.CancellationToken);

        // Only 22 of its 43 web reads find their session: nothing may follow from the rest, and what is not covered must be said.
        Assert.Empty(result.Findings);
        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Contains(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.SignInsMissing);
    }

    private static OrphanedMailAccess Single(MailHuntResult result) => Assert.IsType<OrphanedMailAccess>(Assert.Single(result.Findings));

    /// <summary>A service of Microsoft's reads the first eight mailboxes every day from the cloud.</summary>
    private static void Serve(OrphanTenant tenant)
    {
        for (int day = 0; day < 13; day++)
        {
            for (int person = 0; person < 8; person++)
            {
                tenant.Read(OrphanTenant.Start.AddDays(day).AddHours(5), OrphanTenant.User(person), $"20.54.{day}.9", tenant.NewId(), Guid.Empty, client: "Client=REST;Client=RESTSystem;;", appId: "13937bba-652e-4c46-b222-3003f4d1ff97");
            }
        }
    }

    private static List<string> Forge(OrphanTenant tenant, params int[] people)
    {
        List<string> ids = [];
        foreach (int person in people)
        {
            Guid token = tenant.NewId();
            Guid session = tenant.NewId();
            ids.Add(tenant.Read(s_attack.AddMinutes(person), OrphanTenant.User(person), "192.0.2.9", token, session));
            ids.Add(tenant.Read(s_attack.AddMinutes(person + 30), OrphanTenant.User(person), "192.0.2.11", token, session));
        }

        return ids;
    }
}
