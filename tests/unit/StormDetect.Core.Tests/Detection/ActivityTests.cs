using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Baselines;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public sealed class ActivityTests
{
    private static readonly MailAccessHuntOptions s_all = new() { Activities = ActivityGroups.All };

    [Fact]
    public void What_everybody_does_every_day_is_silent()
    {
        int false1 = 0;
        for (int seed = 1; seed <= 4; seed++)
        {
            MailAccessHuntResult all = Learning.Hunt(new BusyTenant(60, 28, seed).Records(), null, s_all);
            false1 += all.Findings.Count(static f => f.Activities.Any(static a => a != ActivityGroup.Access));
        }

        // Four months of four weeks and a share of 0.3 false stories a week: more than this would be no accident.
        Assert.InRange(false1, 0, 4 * 4 * 0.3);
    }

    [Theory]
    [InlineData("Delete")]
    [InlineData("Move")]
    [InlineData("Search")]
    [InlineData("Send")]
    public void What_an_application_nobody_knows_does_in_five_mailboxes_is_told(string activity)
    {
        BusyTenant tenant = new(60, 24, 3);
        string[] networks = [tenant.Ordinary.NewNetwork()];
        HashSet<string> planted = [];
        for (int i = 0; i < 5; i++)
        {
            string mailbox = FactsTenant.Name(8 + (i * 4));
            for (int k = 0; k < 12; k++)
            {
                planted.Add(tenant.Act(
                    activity switch { "Delete" => "HardDelete", "Search" => "SearchQueryInitiatedExchange", _ => activity },
                    mailbox, FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666"), networks[0], FactsTenant.At(22, 3 + (i * 0.2) + (k * 0.01)), 40, @"\Sent Items"));
            }
        }

        // Searches have so small a part of the budget that a tenant of this size tells them as Low only.
        MailAccessAnomaly found = Assert.Single(Hunt(tenant, s_all with { MinimumSeverity = activity == "Search" ? Severity.Low : Severity.Medium }), f => f.RecordIds.Any(planted.Contains));
        Assert.Equal([Enum.Parse<ActivityGroup>(activity)], found.Activities);
        Assert.Equal(5, found.Mailboxes.Count);
        Assert.Equal(planted.Count, found.RecordCount);
        (long count, long expected) = activity switch
        {
            "Delete" => (found.DeletedSentItemCount, 5 * 12 * 40),
            "Move" => (found.MovedItemCount, 5 * 12 * 40),
            "Search" => (found.SearchCount, 5 * 12),
            _ => (found.RecipientCount, 5L * 12 * 40),
        };
        Assert.Equal(expected, count);
        Assert.Equal(0, found.AccessCount);
        Assert.StartsWith("MailAccess.", found.DetectionId, StringComparison.Ordinal);
        Assert.NotEqual("MailAccess.Anomaly", found.DetectionId);
    }

    [Fact]
    public void Read_then_deleted_is_one_story()
    {
        MailAccessAnomaly alone = Assert.Single(Hunt(Intruded(deletes: false), s_all with { MinimumSeverity = Severity.Low }, "198.18.7.0/24"));
        MailAccessAnomaly both = Assert.Single(Hunt(Intruded(deletes: true), s_all with { MinimumSeverity = Severity.Low, Explain = true }, "198.18.7.0/24"));
        Assert.Equal([ActivityGroup.Access], alone.Activities);
        Assert.Equal([ActivityGroup.Access, ActivityGroup.Delete], both.Activities);
        Assert.Equal(alone.Id, both.Id);
        Assert.True(both.Severity > alone.Severity, $"{alone}\n{both}\n{string.Join('\n', both.Explanation)}");
        Assert.Contains("T1070.008", both.Techniques);
        Assert.Contains("T1114.002", both.Techniques);
        Assert.Contains("; then deleted 2,400 items (2,400 of Sent Items)", both.Title, StringComparison.Ordinal);
        FindingReason also = Assert.Single(both.Reasons, static r => r.Code == "AlsoDelete");
        Assert.Contains("same session", also.Text, StringComparison.Ordinal);
        Assert.Equal(both.Score, Math.Round(both.Reasons.Sum(static r => r.Weight), 2));
        Assert.Contains(both.NextSteps, static step => step.Command?.Contains("Get-RecoverableItems", StringComparison.Ordinal) == true);
        Assert.Contains(both.Explanation, static line => line.StartsWith("Delete,", StringComparison.Ordinal));
        Assert.Equal(alone.RecordCount + 6, both.RecordCount);
    }

    [Fact]
    public void Next_steps_name_the_mailboxes_in_which_it_was_done()
    {
        BusyTenant tenant = new(60, 24, 3);
        string network = tenant.Ordinary.NewNetwork();
        AccessPath app = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");
        for (int i = 0; i < 5; i++)
        {
            for (int k = 0; k < 12; k++)
            {
                tenant.Ordinary.Log.Read(FactsTenant.Name(8 + (i * 4)), app, network, FactsTenant.At(22, 3 + (i * 0.2) + (k * 0.01)), 20, "s");
            }
        }

        for (int k = 0; k < 12; k++)
        {
            _ = tenant.Act("Send", FactsTenant.Name(8), app, network, FactsTenant.At(22, 4.2 + (k * 0.01)), 40, @"\Sent Items", "s");
        }

        MailAccessAnomaly found = Assert.Single(Hunt(tenant, s_all), static f => f.Activities.Contains(ActivityGroup.Send) && f.Activities.Contains(ActivityGroup.Access));
        Assert.Equal(5, found.Mailboxes.Count);
        string trace = Assert.Single(found.NextSteps, static step => step.Command?.Contains("Get-MessageTraceV2", StringComparison.Ordinal) == true).Command!;
        Assert.Contains($"-SenderAddress '{FactsTenant.Name(8)}' -", trace, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_does_much_at_home_makes_no_chain_suspicious()
    {
        BusyTenant tenant = new(60, 24, 5);
        string mailbox = FactsTenant.Name(8);
        for (int k = 0; k < 8; k++)
        {
            tenant.Ordinary.Log.Read(mailbox, FactsTenant.Owa, OrdinaryTenant.Office(8), FactsTenant.At(20, 9 + (k * 0.1)), 80, "tidy");
            tenant.Act("HardDelete", mailbox, FactsTenant.Owa, OrdinaryTenant.Office(8), FactsTenant.At(20, 9.05 + (k * 0.1)), 90, @"\Sent Items", "tidy");
        }

        Assert.DoesNotContain(Hunt(tenant, s_all), f => f.Mailboxes.Contains(mailbox));
    }

    [Fact]
    public void Access_alone_says_the_same_whatever_else_is_in_the_log()
    {
        BusyTenant tenant = Intruded(deletes: true);
        Assert.Equal(
            Learning.Told(Learning.Hunt(tenant.Ordinary.Log.Records(), null)),
            Learning.Told(Learning.Hunt(tenant.Records(), null)));
    }

    [Fact]
    public void The_shares_of_what_is_judged_never_exceed_the_budget()
    {
        for (int set = 1; set < 1 << ActivityGroups.All.Count; set++)
        {
            ActivityGroup[] judged = ActivityGroups.All.Where(group => (set >> (int)group & 1) != 0).ToArray();
            Assert.Equal(1, judged.Sum(group => ActivityBudget.Share(group, judged)) + ActivityBudget.ChainShare(judged), 9);
        }

        Assert.Equal(0.65, ActivityBudget.Share(ActivityGroup.Access, ActivityGroups.All), 9);
        Assert.Equal(1, ActivityBudget.Share(ActivityGroup.Access, [ActivityGroup.Access]));
    }

    [Fact]
    public void The_order_of_records_changes_nothing()
    {
        AuditRecord[] records = [.. Intruded(deletes: true).Records()];
        string[] expected = Learning.Told(Learning.Hunt(records, null, s_all));
        new Random(3).Shuffle(records);
        Assert.Equal(expected, Learning.Told(Learning.Hunt(records, null, s_all)));
        Assert.NotEmpty(expected);
    }

    [Fact]
    public void All_hunts_judge_all_activities()
    {
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["MailAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Low } });
        foreach (AuditRecord record in Intruded(deletes: true).Records())
        {
            hunt.Add(record);
        }

        Assert.Contains(hunt.Complete(TestContext.Current.CancellationToken).Findings.OfType<MailAccessAnomaly>(), static f => f.Activities.Contains(ActivityGroup.Delete) && f.Activities.Contains(ActivityGroup.Access));
    }

    private static BusyTenant Intruded(bool deletes)
    {
        BusyTenant tenant = new(60, 24, 3);
        string mailbox = FactsTenant.Name(8);
        for (int k = 0; k < 3; k++)
        {
            tenant.Ordinary.Log.Read(mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(20, 3 + (k * 0.1)), 8, "stolen");
        }

        for (int k = 0; deletes && k < 6; k++)
        {
            tenant.Act("HardDelete", mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(20, 3.4 + (k * 0.01)), 400, @"\Sent Items", "stolen");
        }

        return tenant;
    }

    private static IReadOnlyList<MailAccessAnomaly> Hunt(BusyTenant tenant, MailAccessHuntOptions options, string? network = null) =>
        [.. Learning.Hunt(tenant.Records(), null, options).Findings.Where(f => network is null || f.Networks.Contains(network))];
}
