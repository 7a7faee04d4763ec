using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>Rules one by one, in a tenant so plain that only the planted thing is new.</summary>
public class MailAccessDetectorTests
{
    private const string Vps = "45.12.13.14";
    private const string OtherVps = "91.92.93.94";
    private const string Office = "198.51.100.10";
    private static readonly MailAccessHuntOptions s_all = new() { MinimumSeverity = Severity.Informational };
    private static readonly AccessPath s_rogue = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void A_plain_tenant_has_no_finding_at_all()
    {
        MailAccessHuntResult result = Plain().Hunt(s_all);

        Assert.Empty(result.Findings);
        Assert.Equal(Verdict.NoEvidence, result.Verdict);
        Assert.StartsWith("No evidence of unusual mail access at ", result.VerdictText, System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_unseen_app_that_reads_much_in_several_mailboxes_is_an_alarm_with_numbers()
    {
        FactsTenant tenant = Plain();
        for (int i = 0; i < 7; i++)
        {
            tenant.Read(FactsTenant.Name(i), s_rogue, i < 3 ? Vps : OtherVps, FactsTenant.At(20, 3 + (i * 0.1)), 170);
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(7, finding.Mailboxes.Count);
        Assert.Equal("bad0bad0-1111-4222-8333-444455556666", finding.ClientAppId);
        Assert.Equal("Microsoft Graph", finding.AppName);
        Assert.Contains("1,190 items of 7 mailboxes", finding.Title, StringComparison.Ordinal);
        Assert.Contains("2 networks, all new here", finding.Title, StringComparison.Ordinal);
        Assert.Contains(finding.Reasons, r => r.Code == "HardFact.PathNeverSeenInTenant" && r.Text.Contains("20 days of history", StringComparison.Ordinal));
        Assert.Equal(finding.Score, finding.Reasons.Sum(r => r.Weight), 2);
        Assert.InRange(finding.PValue!.Value, 0, 0.01);
        Assert.Contains("T1528", finding.Techniques);
        Assert.Equal(7, finding.RecordCount);
    }

    [Fact]
    public void An_unseen_path_alone_is_below_Medium()
    {
        FactsTenant tenant = Plain();
        tenant.Read(FactsTenant.Name(3), s_rogue, Vps, FactsTenant.At(20, 12), 2);

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt(s_all).Findings);

        Assert.True(finding.Severity < Severity.Medium, finding.ToString());
        Assert.Equal(Verdict.NoEvidence, tenant.Hunt().Verdict);
    }

    [Fact]
    public void A_client_rolled_out_from_networks_the_mailboxes_use_is_no_alarm()
    {
        FactsTenant tenant = Plain();
        for (int day = 15; day < 28; day++)
        {
            for (int i = 0; i < (day - 14) * 5; i++)
            {
                tenant.Read(FactsTenant.Name(i), OrdinaryTenant.NewOutlook, Home(i), FactsTenant.At(day, 10), 15);
            }
        }

        Assert.Empty(tenant.Hunt().Findings);
    }

    [Fact]
    public void An_identifier_that_appears_for_all_at_once_is_a_change_of_the_log()
    {
        FactsTenant tenant = Plain(owa: day => day < 16 ? FactsTenant.OwaWithoutIds : FactsTenant.Owa);

        Assert.Empty(tenant.Hunt().Findings);
    }

    [Fact]
    public void Rows_without_an_id_are_the_same_access_as_the_rows_beside_them_that_carry_it()
    {
        FactsTenant tenant = Plain(owa: _ => FactsTenant.Owa);
        tenant.Read(FactsTenant.Name(4), FactsTenant.OwaWithoutIds, Home(4), FactsTenant.At(20, 10.2), 3);

        Assert.Empty(tenant.Hunt(s_all).Findings);
    }

    [Fact]
    public void Service_traffic_from_ever_new_networks_says_nothing()
    {
        FactsTenant tenant = Plain();
        int network = 0;
        for (int day = 0; day < 28; day++)
        {
            for (int i = 0; i < 60; i++)
            {
                tenant.Read(FactsTenant.Name(i), FactsTenant.Service, $"2603:10a6:{++network:x}::1", FactsTenant.At(day, 3), 1);
            }
        }

        Assert.Empty(tenant.Hunt(s_all).Findings);
    }

    [Fact]
    public void The_secret_of_an_established_app_used_from_elsewhere_is_not_hidden_by_its_fame()
    {
        FactsTenant tenant = WithCrm();
        for (int i = 40; i < 45; i++)
        {
            tenant.Read(FactsTenant.Name(i), FactsTenant.Crm, Vps, FactsTenant.At(20, 3), 40);
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(5, finding.Mailboxes.Count);
        Assert.Contains(finding.Reasons, r => r.Code == "NetworkNew" && r.Weight > 6);
    }

    [Fact]
    public void The_same_app_taken_up_by_more_mailboxes_from_its_own_network_is_no_alarm()
    {
        FactsTenant tenant = WithCrm();
        for (int i = 40; i < 45; i++)
        {
            tenant.Read(FactsTenant.Name(i), FactsTenant.Crm, "192.0.2.77", FactsTenant.At(20, 3), 5);
        }

        Assert.Empty(tenant.Hunt().Findings);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void One_session_in_turns_on_two_networks_is_a_hard_fact_and_two_sessions_are_none(bool sameSession, bool expected)
    {
        FactsTenant tenant = Plain();
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Home(5), FactsTenant.At(20, 9), 5, "mine");
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Vps, FactsTenant.At(20, 9.5), 2, sameSession ? "mine" : "other");
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Vps, FactsTenant.At(20, 9.6), 2, sameSession ? "mine" : "other");
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Home(5), FactsTenant.At(20, 10), 5, "mine");

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt(s_all).Findings);

        Assert.Equal(expected, finding.Reasons.Any(r => r.Code == "HardFact.SessionOnTwoNetworks"));
        Assert.Equal(expected, finding.Severity >= Severity.Medium);
    }

    [Fact]
    public void Records_without_a_session_have_none_in_common()
    {
        FactsTenant tenant = Plain();
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Home(5), FactsTenant.At(20, 9), 5);
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Vps, FactsTenant.At(20, 9.5), 60);
        tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Home(5), FactsTenant.At(20, 10), 5);

        Assert.DoesNotContain(tenant.Hunt(s_all).Findings.SelectMany(f => f.Reasons), r => r.Code.Contains("Session", StringComparison.Ordinal));
    }

    [Fact]
    public void A_first_delegate_is_told_as_such_and_an_old_one_is_not()
    {
        FactsTenant tenant = Plain();
        for (int day = 0; day < 28; day++)
        {
            tenant.Read(FactsTenant.Name(1), OrdinaryTenant.OutlookDelegate, Office, FactsTenant.At(day, 9), 3, user: FactsTenant.Name(0));
        }

        for (int i = 30; i < 36; i++)
        {
            tenant.Read(FactsTenant.Name(i), OrdinaryTenant.OutlookDelegate, Office, FactsTenant.At(20, 11), 60, user: FactsTenant.Name(2));
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(6, finding.Mailboxes.Count);
        Assert.DoesNotContain(FactsTenant.Name(1), finding.Mailboxes);
        Assert.Contains(finding.Reasons, r => r.Code == "NewDelegate");
        Assert.Contains("T1098.002", finding.Techniques);
    }

    [Fact]
    public void A_priority_mailbox_weighs_more()
    {
        FactsTenant tenant = Plain();
        tenant.Read(FactsTenant.Name(3), s_rogue, Vps, FactsTenant.At(20, 12), 30);

        double plain = Assert.Single(tenant.Hunt(s_all).Findings).Score;
        MailAccessAnomaly finding = Assert.Single(tenant.Hunt(s_all with { PriorityMailboxes = ["USER0003@contoso.example"] }).Findings);

        Assert.Equal(plain + 2, finding.Score, 2);
        Assert.Contains(finding.Reasons, r => r.Code == "PriorityMailbox");
    }

    [Fact]
    public void A_trusted_network_surprises_less_but_silences_no_path()
    {
        FactsTenant tenant = WithCrm();
        for (int i = 40; i < 45; i++)
        {
            tenant.Read(FactsTenant.Name(i), FactsTenant.Crm, Vps, FactsTenant.At(20, 3), 40);
            tenant.Read(FactsTenant.Name(i), s_rogue, Vps, FactsTenant.At(20, 3), 200);
        }

        MailAccessHuntResult plain = tenant.Hunt(s_all);
        MailAccessHuntResult trusted = tenant.Hunt(s_all with { TrustedNetworks = ["45.12.0.0/16"] });

        double Network(MailAccessHuntResult r) =>
            r.Findings.Single(f => f.ClientAppId == FactsTenant.Crm.ClientAppId).Reasons.Single(x => x.Code == "NetworkNew").Weight;
        Assert.True(Network(trusted) < Network(plain) / 2);
        Assert.Contains(trusted.Findings, f => f.ClientAppId == s_rogue.ClientAppId && f.Severity >= Severity.Medium);
    }

    [Fact]
    public void Two_oddities_in_one_mailbox_within_hours_raise_each_other_and_two_days_apart_do_not()
    {
        (double together, bool relatedTogether) = GraphScore(20, 13);
        (double apart, bool relatedApart) = GraphScore(22, 13);

        Assert.True(relatedTogether);
        Assert.False(relatedApart);
        Assert.True(together > apart);

        static (double Score, bool Related) GraphScore(int day, double hour)
        {
            FactsTenant tenant = Plain();
            tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Home(5), FactsTenant.At(20, 11), 5, "mine");
            tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Vps, FactsTenant.At(20, 11.5), 6, "mine");
            tenant.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, Home(5), FactsTenant.At(20, 12.5), 5, "mine");
            tenant.Read(FactsTenant.Name(5), s_rogue, OtherVps, FactsTenant.At(day, hour), 6);
            MailAccessAnomaly graph = tenant.Hunt(s_all).Findings.Single(f => f.ClientAppId == s_rogue.ClientAppId);
            return (graph.Score, graph.Reasons.Any(r => r.Code == "RelatedStory"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_order_of_records_changes_nothing(int shuffle)
    {
        OrdinaryTenant tenant = new(120, 20, 4);
        Intrusions.Plant("StealthyOwa", tenant, 15, 17);

        string[] Describe(int? seed) => tenant.Log.Hunt(s_all, seed).Findings
            .Select(f => $"{f.Id} {f.Severity} {f.Score} {f.Title} {f.ReasonsText} {f.RecordIdsText} {f.SessionIdsText} {f.NetworksText}").ToArray();

        string[] expected = Describe(null);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Describe(shuffle));
    }

    [Fact]
    public void A_story_that_grows_keeps_its_id()
    {
        FactsTenant tenant = Plain();
        void Day(int day, int mailboxes)
        {
            for (int i = 0; i < mailboxes; i++)
            {
                tenant.Read(FactsTenant.Name(i), s_rogue, Vps, FactsTenant.At(day, 3 + (i * 0.01)), 100);
            }
        }

        Day(20, 3);
        MailAccessAnomaly small = Assert.Single(tenant.Hunt().Findings);
        Day(21, 8);
        MailAccessAnomaly grown = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(small.Id, grown.Id);
        Assert.Matches("^MAA-[0-9A-F]{12}$", small.Id);
        Assert.Equal(3, small.Mailboxes.Count);
        Assert.Equal(8, grown.Mailboxes.Count);
    }

    [Fact]
    public void Tenants_are_judged_apart()
    {
        FactsTenant tenant = WithCrm();
        tenant.Tenant = "11111111-2222-3333-4444-555566667777";
        AddPlain(tenant, _ => FactsTenant.OwaWithoutIds);
        for (int i = 0; i < 4; i++)
        {
            // Fame in one tenant is none in the other.
            tenant.Read(FactsTenant.Name(i), FactsTenant.Crm, "192.0.2.77", FactsTenant.At(20, 3), 80);
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal("11111111-2222-3333-4444-555566667777", finding.TenantId);
        Assert.Contains(finding.Reasons, r => r.Code == "HardFact.PathNeverSeenInTenant");
    }

    [Fact]
    public void A_short_export_is_judged_across_mailboxes()
    {
        FactsTenant tenant = Plain(days: 3);
        for (int i = 0; i < 4; i++)
        {
            for (int day = 0; day < 3; day++)
            {
                tenant.Read(FactsTenant.Name(i), s_rogue, Vps, FactsTenant.At(day, 3), 100);
            }
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(4, finding.Mailboxes.Count);
        Assert.Contains(finding.Reasons, r => r.Text.Contains("judged across the other 56 mailboxes", StringComparison.Ordinal));
    }

    [Fact]
    public void The_window_bounds_what_is_reported_not_what_is_learned()
    {
        FactsTenant tenant = Plain();
        for (int i = 0; i < 7; i++)
        {
            tenant.Read(FactsTenant.Name(i), s_rogue, Vps, FactsTenant.At(20, 3), 170);
        }

        Assert.Empty(tenant.Hunt(new MailAccessHuntOptions { Start = FactsTenant.At(21, 0) }).Findings);
        Assert.Empty(tenant.Hunt(new MailAccessHuntOptions { End = FactsTenant.At(20, 3) }).Findings);
        Assert.Single(tenant.Hunt(new MailAccessHuntOptions { Start = FactsTenant.At(20, 0), End = FactsTenant.At(21, 0) }).Findings);
    }

    [Fact]
    public void Reasons_are_sentences_and_amounts_are_held_against_a_day()
    {
        FactsTenant tenant = Plain();
        AccessPath rogue = FactsTenant.Graph("a298e343-7e6c-4373-bd51-349f5a807729");
        for (int i = 0; i < 12; i++)
        {
            tenant.Read(FactsTenant.Name(i), rogue, Vps, FactsTenant.At(20, 3), 170);
            tenant.Read(FactsTenant.Name(i + 20), FactsTenant.Outlook, "198.51.100.10", FactsTenant.At(21, 9), 4000);
        }

        FindingReason[] reasons = [.. tenant.Hunt(new MailAccessHuntOptions { MinimumSeverity = Severity.Informational }).Findings.SelectMany(static finding => finding.Reasons)];

        Assert.All(reasons, static reason => Assert.True(char.IsUpper(reason.Text[0]) || char.IsDigit(reason.Text[0]), reason.Text));
        Assert.Contains(reasons, static reason => reason.Text.StartsWith("Client app ", StringComparison.Ordinal));
        FindingReason[] amounts = [.. reasons.Where(static reason => reason.Code is ReasonCodes.Volume or ReasonCodes.BurstFromNewNetwork)];
        Assert.Contains(amounts, static reason => reason.Code == ReasonCodes.Volume);
        Assert.All(amounts, static reason => Assert.EndsWith(" a day are usual.", reason.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Steps_preserve_first_and_are_for_every_mailbox_and_account()
    {
        FactsTenant tenant = Plain();
        AccessPath rogue = FactsTenant.Graph("a298e343-7e6c-4373-bd51-349f5a807729");
        for (int i = 0; i < 12; i++)
        {
            tenant.Read(FactsTenant.Name(i), rogue, Vps, FactsTenant.At(20, 3), 170);
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(12, finding.Mailboxes.Count);
        Assert.Equal(finding.NextSteps.OrderBy(static s => s.Kind switch { NextStepKind.Preserve => 0, NextStepKind.Evict => 1, _ => 2 }), finding.NextSteps);
        foreach (string verb in new[] { "-LitigationHoldEnabled", "Revoke-MgUserSignInSession", "Search-M365AuditLog" })
        {
            string command = Assert.Single(finding.NextSteps, s => s.Command?.Contains(verb, StringComparison.Ordinal) == true).Command!;
            Assert.All(finding.Mailboxes, mailbox => Assert.Contains($"'{mailbox}'", command, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void What_the_log_says_is_quoted_in_commands()
    {
        FactsTenant tenant = Plain();
        AccessPath evil = FactsTenant.Graph("x'; Remove-Item C:\\ -Recurse; '");
        for (int i = 0; i < 7; i++)
        {
            tenant.Read(FactsTenant.Name(i), evil, Vps, FactsTenant.At(20, 3), 170);
        }

        MailAccessAnomaly finding = Assert.Single(tenant.Hunt().Findings);

        Assert.Contains(finding.NextSteps, s => s.Command?.Contains("-Filter 'appId eq ''x''''; Remove-Item C:\\ -Recurse; ''''''' |", StringComparison.Ordinal) == true);
        Assert.Contains(finding.NextSteps, s => s.Kind == NextStepKind.Preserve && s.Command?.Contains("-LitigationHoldEnabled $true", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Cancelling_stops_the_judging()
    {
        FactsTenant tenant = Plain(days: 2);
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => MailAccessDetector.Detect(tenant.Build(), tenant.Report(), s_all, stop.Token));
    }

    internal static FactsTenant Plain(int days = 28, Func<int, AccessPath>? owa = null)
    {
        FactsTenant tenant = new();
        AddPlain(tenant, owa ?? (static _ => FactsTenant.OwaWithoutIds), days);
        return tenant;
    }

    private static void AddPlain(FactsTenant tenant, Func<int, AccessPath> owa, int days = 28)
    {
        for (int day = 0; day < days; day++)
        {
            for (int i = 0; i < 60; i++)
            {
                tenant.Read(FactsTenant.Name(i), FactsTenant.Outlook, Office, FactsTenant.At(day, 9), 6 + ((i + day) % 5));
                tenant.Read(FactsTenant.Name(i), owa(day), Home(i), FactsTenant.At(day, 17), 3 + ((i + day) % 4), $"h{i}");
            }
        }
    }

    private static string Home(int mailbox) => $"70.1.{mailbox}.9";

    private static FactsTenant WithCrm()
    {
        FactsTenant tenant = Plain();
        for (int day = 0; day < 28; day++)
        {
            for (int i = 0; i < 40; i++)
            {
                tenant.Read(FactsTenant.Name(i), FactsTenant.Crm, "192.0.2.77", FactsTenant.At(day, 3), 4);
            }
        }

        return tenant;
    }
}
