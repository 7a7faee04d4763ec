using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Baselines;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

/// <summary>Baselines know other activities as they know mail access, and files from before them are read as what they are.</summary>
public sealed class ActivityBaselineTests
{
    private static readonly MailAccessHuntOptions s_all = Learning.All with { Activities = ActivityGroups.All };
    private static readonly Lazy<IReadOnlyList<AuditRecord>> s_records = new(static () => Records(3, 20, 14));

    [Fact]
    public void One_run_and_many_say_the_same_whatever_the_slices()
    {
        Gen<(int Seed, int[] Cuts, int Overlap)> gen = Gen.Choose(1, 1000).SelectMany(seed =>
            Gen.Choose(1, 24 * 60).ListOf(5).SelectMany(cuts => Gen.Choose(0, 40).Select(overlap => (seed, cuts.Order().ToArray(), overlap))));
        Prop.ForAll(gen.ToArbitrary(), static given => Agree(
            Records(given.Seed, 20, 12 + (given.Seed % 4)), given.Cuts.Select(cut => FactsTenant.Monday.AddMinutes(cut * 20)), TimeSpan.FromHours(given.Overlap)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(6).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Where_mail_was_read_later_is_not_known_to_days_still_open()
    {
        // Few move mail, so that their first days stay open for long after those of reading are closed.
        Agree(Records(391, 20, 15), new[] { 6, 97, 375, 416, 643 }.Select(cut => FactsTenant.Monday.AddMinutes(cut * 20)), TimeSpan.FromHours(3));
    }

    [Fact]
    public void Day_by_day() => Agree(s_records.Value, Enumerable.Range(1, 20).Select(static i => FactsTenant.Monday.AddDays(i)), TimeSpan.FromHours(2));

    [Fact]
    public void What_nobody_is_told_of_by_itself_stays_a_part_of_its_story()
    {
        BusyTenant tenant = new(30, 36, 3);
        string mailbox = FactsTenant.Name(8);
        for (int k = 0; k < 10; k++)
        {
            tenant.Ordinary.Log.Read(mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(14, 3 + (k * 0.1)), 30, "stolen");
            tenant.Act("SearchQueryInitiatedExchange", mailbox, FactsTenant.OwaWithoutIds, "198.18.7.9", FactsTenant.At(14, 3.05 + (k * 0.1)), session: "stolen");
        }

        IReadOnlyList<AuditRecord> records = tenant.Records();
        Assert.DoesNotContain(
            Learning.Hunt(records.Where(static record => record.SessionId != "stolen" || record.Operation != AuditRecord.MailItemsAccessed), null, s_all).Findings, f => f.SearchCount > 0 && f.Mailboxes.Contains(mailbox));
        Assert.Contains(Learning.Hunt(records, null, s_all).Findings, static f => f.SearchCount == 10 && f.ItemCount == 300);

        // Long after everything that could go on with it.
        Agree(records, [FactsTenant.At(17, 5), FactsTenant.At(33, 0), FactsTenant.At(35, 0)], TimeSpan.FromHours(2));
    }

    [Fact]
    public void A_file_that_knows_access_only_has_no_history_of_the_rest()
    {
        MailAccessBaseline old = Learning.Learn(s_records.Value.Where(static r => r.CreationTime < FactsTenant.Monday.AddDays(12)), null);
        MailAccessBaseline read = MailAccessBaseline.Parse(old.ToBytes());
        Assert.Equal([ActivityGroup.Access], read.Activities);
        Assert.Empty(read.Others);

        // What it does not know is judged by the new records alone, and learned from here on.
        AuditRecord[] rest = [.. s_records.Value.Where(static r => r.CreationTime >= FactsTenant.Monday.AddDays(11))];
        MailAccessBaseline extended = Learning.Learn(rest, read, s_all);
        Assert.Equal(ActivityGroups.All, extended.Activities);
        Assert.Equal(4, extended.Others.Count);
        Assert.True(extended.Parts[0].LearnedDays > extended.Others[0].LearnedDays);
    }

    [Fact]
    public void What_was_told_together_is_known_together()
    {
        AuditRecord[] records = [.. s_records.Value];
        MailAccessHuntOptions told = s_all with { MinimumSeverity = Severity.Medium };
        MailAccessAnomaly chain = Assert.Single(Learning.Hunt(records, null, told).Findings, static f => f.Activities.Count > 1);
        MailAccessBaseline baseline = Learning.Learn(records, null, told, [chain.Id]);
        MailAccessHuntResult again = Learning.Hunt(records, baseline, told with { NewOnly = true });
        Assert.DoesNotContain(again.Findings, f => f.RecordIds.Intersect(chain.RecordIds).Any());
        Assert.Contains(Learning.Hunt(records, baseline, told).Findings, f => f.Id == chain.Id && f.IsKnown);

        // Its parts are not told of one by one either.
        MailAccessBaseline fresh = Learning.Learn(records, null, told);
        Assert.DoesNotContain(fresh.Others.SelectMany(static part => part.Reported), static story => story.Id.Length == 0);
    }

    [Fact]
    public void Who_was_told_of_reading_is_told_once_more_when_mail_is_deleted()
    {
        BusyTenant tenant = new(30, 20, 3);
        string mailbox = FactsTenant.Name(8);
        for (int k = 0; k < 10; k++)
        {
            tenant.Ordinary.Log.Read(mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(14, 3 + (k * 0.1)), 60, "stolen");
            tenant.Act("HardDelete", mailbox, FactsTenant.OwaWithoutIds, "198.18.7.9", FactsTenant.At(14, 20 + (k * 0.1)), 25, session: "stolen");
        }

        AuditRecord[] records = [.. tenant.Records()];
        AuditRecord[] morning = [.. records.Where(static record => record.CreationTime < FactsTenant.At(14, 12))];
        MailAccessHuntOptions told = s_all with { MinimumSeverity = Severity.Medium, NewOnly = true };
        MailAccessAnomaly read = Assert.Single(Learning.Hunt(morning, null, told with { NewOnly = false }).Findings, finding => finding.Mailboxes.Contains(mailbox));
        Assert.Equal([ActivityGroup.Access], read.Activities);
        MailAccessBaseline baseline = Learning.Learn(morning, null, told, [read.Id]);
        Assert.DoesNotContain(Learning.Hunt(morning, baseline, told).Findings, finding => finding.Id == read.Id);

        MailAccessAnomaly deleted = Assert.Single(Learning.Hunt(records, baseline, told).Findings, finding => finding.Id == read.Id);

        Assert.Equal([ActivityGroup.Access, ActivityGroup.Delete], deleted.Activities);
        baseline = Learning.Learn(records, baseline, told, [read.Id]);
        Assert.DoesNotContain(Learning.Hunt(records, baseline, told).Findings, finding => finding.Id == read.Id);

        // One that learns reading alone knows of nothing else, and must not tell it hour after hour.
        MailAccessBaseline ofReading = Learning.Run(records, new MailAccessBaseline(DateTimeOffset.UnixEpoch), Learning.All with { LearnBaseline = true }).Hunt.UpdatedBaseline!;
        Assert.Equal(1, ofReading.MarkReported([KeyValuePair.Create(deleted.Id, (Severity?)deleted.Severity)], DateTimeOffset.UnixEpoch));
        Assert.DoesNotContain(Learning.Hunt(records, ofReading, told).Findings, finding => finding.Id == read.Id);
    }

    [Fact]
    public void Leave_to_read_is_no_leave_to_delete()
    {
        MailAccessAnomaly chain = Assert.Single(Learning.Hunt(s_records.Value, null, s_all with { MinimumSeverity = Severity.Medium }).Findings, static f => f.Activities.Count > 1);
        MailAccessApproval approval = new()
        {
            Id = "x", TenantId = chain.TenantId, Mailboxes = chain.Mailboxes, Reason = "r", ApprovedAt = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.MaxValue,
        };
        Assert.False(ApprovalMatcher.Matches(approval, chain));
        Assert.True(ApprovalMatcher.Matches(approval with { Activities = chain.Activities }, chain));
        MailAccessBaseline baseline = Learning.Learn(s_records.Value, null);
        baseline.Approve(approval with { Activities = [ActivityGroup.Access, ActivityGroup.Delete], Until = DateTimeOffset.UnixEpoch.AddDays(9) }, DateTimeOffset.UnixEpoch);
        MailAccessApproval kept = Assert.Single(MailAccessBaseline.Parse(baseline.ToBytes()).Approvals);
        Assert.Equal([ActivityGroup.Access, ActivityGroup.Delete], kept.Activities);
        Assert.Contains("activity Access or Delete", kept.Pattern, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_body_is_refused()
    {
        byte[] body = BaselineEnvelope.Unpack(Learning.Learn(s_records.Value, null, s_all).ToBytes(), out _);
        for (int length = 0; length < body.Length; length += Math.Max(1, body.Length / 61))
        {
            Assert.Equal(BaselineProblem.Corrupt, Assert.Throws<BaselineException>(() => MailAccessBaseline.Parse(BaselineEnvelope.Pack(body[..length]))).Problem);
        }
    }

    private static IReadOnlyList<AuditRecord> Records(int seed, int days, int day)
    {
        BusyTenant tenant = new(30, days, seed);
        string mailbox = FactsTenant.Name(8);
        for (int k = 0; k < 6; k++)
        {
            tenant.Ordinary.Log.Read(mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(day, 3 + (k * 0.1)), 30, "stolen");
            tenant.Act("HardDelete", mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(day, 3.4 + (k * 0.01)), 40, @"\Sent Items", "stolen");
            tenant.Act("Send", mailbox, FactsTenant.Owa, "198.18.7.9", FactsTenant.At(day + 1, 3.4 + (k * 0.01)), 60, session: "stolen");
        }

        return tenant.Records();
    }

    private static void Agree(IReadOnlyList<AuditRecord> records, IEnumerable<DateTimeOffset> cuts, TimeSpan overlap)
    {
        string[] expected = Learning.Told(Learning.Hunt(records, null, s_all));
        MailAccessBaseline? baseline = null;
        MailAccessHuntResult? last = null;
        DateTimeOffset from = DateTimeOffset.MinValue;
        foreach (DateTimeOffset cut in cuts.Append(DateTimeOffset.MaxValue))
        {
            AuditRecord[] slice = records.Where(r => r.CreationTime >= from && r.CreationTime < cut).ToArray();
            last = Learning.Hunt(slice, baseline ?? new MailAccessBaseline(DateTimeOffset.UnixEpoch), s_all);
            if (cut < DateTimeOffset.MaxValue)
            {
                baseline = Learning.Learn(slice, baseline, s_all);
                from = cut - overlap;
            }
        }

        Assert.Equal(expected, Learning.Told(last!));
        Assert.NotEmpty(expected);
    }
}
