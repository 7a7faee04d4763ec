using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

public sealed class BaselineRunTests
{
    [Fact]
    public void Days_close_26_hours_after_their_end()
    {
        MailAccessBaselineTenant tenant = Assert.Single(Learning.Learn(SmallLog.Before(12.5), null).Tenants);
        Assert.Equal(FactsTenant.Monday.AddDays(11), tenant.ClosedThrough);
        Assert.Equal((11, 2), (tenant.LearnedDays, tenant.OpenDays));
        Assert.Equal(FactsTenant.Monday, tenant.FirstDay);
    }

    [Fact]
    public void A_warm_up_stays_open_as_a_whole()
    {
        MailAccessBaselineTenant tenant = Assert.Single(Learning.Learn(SmallLog.Before(6), null).Tenants);
        Assert.Equal((0, 6), (tenant.LearnedDays, tenant.OpenDays));
        Assert.Null(tenant.ClosedThrough);
    }

    [Fact]
    public void Overlapping_input_counts_once_even_when_it_is_all_of_it()
    {
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(15), null);
        byte[] once = baseline.ToBytes();
        MailAccessHuntResult result = Learning.Hunt(SmallLog.Before(15), baseline);
        Assert.Equal((0, 0), (result.Baseline!.LateRecords, result.Baseline.Tenants.Sum(static t => t.NewRecords)));
        Assert.Equal(SmallLog.Before(15).Length, result.Baseline.OverlappingRecords);
        Assert.Equal(Learning.Told(Learning.Hunt(SmallLog.Before(15), null)), Learning.Told(result));
        Assert.Equal(once.Length, Learning.Learn(SmallLog.Before(15), baseline).ToBytes().Length);
    }

    [Fact]
    public void Late_records_are_counted_judged_and_not_learned()
    {
        // The intruder's records of day 12 come a week late, alone.
        AuditRecord[] late = SmallLog.Records.Where(static r => r.ClientAppId == "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87").ToArray();
        HashSet<string> planted = late.Select(static r => r.Id).ToHashSet();
        Assert.NotEmpty(late);
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Records.Except(late), null);
        Assert.DoesNotContain(Learning.Hunt([], baseline).Findings, f => f.RecordIds.Intersect(planted).Any());

        AuditRecord[] input = [.. late, .. SmallLog.Between(19.9, 20)];
        MailAccessHuntResult result = Learning.Hunt(input, baseline);
        Assert.Equal(late.Length, result.Baseline!.LateRecords);
        Assert.Contains(result.Findings, f => f.Severity >= Severity.Medium && f.RecordIds.Intersect(planted).Any());
        Assert.Contains("not learned", Assert.Single(result.Baseline.Notes), StringComparison.Ordinal);

        // Once told they are told: the same late records again are known.
        MailAccessBaseline updated = Learning.Learn(input, baseline);
        Assert.Equal(baseline.Tenants[0].LearnedDays, updated.Tenants[0].LearnedDays);
        Assert.Equal(0, Learning.Hunt(input, updated).Baseline!.LateRecords);
    }

    [Fact]
    public void Late_records_alone_are_refused_by_number_judged_by_a_hunt_and_noted_once_with_newer_ones()
    {
        AuditRecord[] late = SmallLog.Records.Where(static r => r.ClientAppId == "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87").ToArray();
        AuditRecord[] known = SmallLog.Between(15, 15.1).Except(late).ToArray();
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Records.Except(late), null);
        byte[] before = baseline.ToBytes();

        BaselineException refused = Assert.Throws<BaselineException>(() => Learning.Learn([.. late, .. known], baseline));
        Assert.Equal(BaselineProblem.OldInput, refused.Problem);
        Assert.Contains($" {late.Length} of them came too late to be learned, {known.Length} it knows already.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("hunt --baseline", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, baseline.ToBytes());

        // The hunt it names does judge them, and a second one just the same.
        for (int run = 0; run < 2; run++)
        {
            MailAccessHuntResult hunted = Learning.Hunt([.. late, .. known], baseline);
            Assert.Equal((late.Length, known.Length), (hunted.Baseline!.LateRecords, hunted.Baseline.OverlappingRecords));
            Assert.Contains(hunted.Findings, f => f.Severity >= Severity.Medium && f.RecordIds.Intersect(late.Select(static r => r.Id)).Any());
        }

        // With newer ones they are counted once; then there is nothing in them that anybody has to do.
        AuditRecord[] newer = [.. late, .. SmallLog.Between(19.9, 20)];
        baseline = Learning.Learn(newer, baseline);
        Assert.Equal(0, Learning.Hunt(newer, baseline).Baseline!.LateRecords);
        refused = Assert.Throws<BaselineException>(() => Learning.Learn(late, baseline));
        Assert.Contains($"knows all {late.Length} already, so nothing is lost", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_findings_are_told_once_and_again_when_they_grow()
    {
        MailAccessHuntOptions fresh = new() { NewOnly = true };
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(12), null);
        List<string> told = [];
        Dictionary<string, Severity> severities = [];
        for (double hour = 12 * 24; hour < 20 * 24; hour += 6)
        {
            AuditRecord[] slice = SmallLog.Between((hour - 3) / 24, (hour + 6) / 24);
            MailAccessHuntResult result = Learning.Hunt(slice, baseline, fresh);
            foreach (MailAccessAnomaly finding in result.Findings)
            {
                Assert.True(!severities.TryGetValue(finding.Id, out Severity before) || finding.Severity > before, $"{finding} was told before");
                severities[finding.Id] = finding.Severity;
                told.Add(finding.Id);
            }

            baseline = Learning.Learn(slice, baseline, new MailAccessHuntOptions(), result.Findings.Select(static f => f.Id));
        }

        string[] expected = Learning.Hunt(SmallLog.Records, null, new MailAccessHuntOptions()).Findings.Where(static f => f.LastSeen >= FactsTenant.Monday.AddDays(12)).Select(static f => f.Id).ToArray();
        Assert.NotEmpty(expected);
        Assert.Empty(expected.Except(told));
    }

    [Fact]
    public void What_nobody_was_told_of_comes_again()
    {
        MailAccessHuntOptions fresh = new() { NewOnly = true };
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(14), null);
        string[] first = Learning.Hunt(SmallLog.Between(13.9, 14.5), baseline, fresh).Findings.Select(static f => f.Id).ToArray();
        Assert.NotEmpty(first);
        baseline = Learning.Learn(SmallLog.Between(13.9, 14.5), baseline);
        Assert.Subset(Learning.Hunt(SmallLog.Between(14.4, 15), baseline, fresh).Findings.Select(static f => f.Id).ToHashSet(), first.ToHashSet());
        baseline = Learning.Learn(SmallLog.Between(14.4, 15), baseline, null, first);
        MailAccessHuntResult after = Learning.Hunt(SmallLog.Between(14.9, 15.5), baseline, fresh);
        Assert.DoesNotContain(after.Findings, f => first.Contains(f.Id));
        Assert.Equal(first.Length, after.Baseline!.KnownFindings);
        Assert.StartsWith("Nothing new", after.VerdictText, StringComparison.Ordinal);
        Assert.Contains("known before", after.VerdictText, StringComparison.Ordinal);
    }

    /// <summary>The round of a job that hunts a whole archive each hour, long after a rule was made.</summary>
    [Fact]
    public void What_is_found_again_and_again_is_told_once_however_old_it_is()
    {
        string rule = new RuleLog().Cmdlet("New-InboxRule", new { Name = ".", ForwardTo = "mallory@evil.example", DeleteMessage = true }, hour: -700 * 24).Records[0];
        MailAccessBaseline baseline = new(FactsTenant.Monday);
        List<int> told = [];
        for (int round = 0; round < 4; round++)
        {
            MailHunt hunt = new(new MailHuntOptions { Hunts = ["MailAccess", "InboxRule"], Access = new MailAccessHuntOptions { NewOnly = true, LearnBaseline = true, Now = FactsTenant.Monday.AddDays(13 + round) } }, baseline);
            hunt.AddText(rule, "rule");
            foreach (AuditRecord record in SmallLog.Before(13 + round))
            {
                hunt.Add(record);
            }

            MailHuntResult result = hunt.Complete(System.Threading.CancellationToken.None);
            told.Add(result.Findings.OfType<InboxRuleFinding>().Count());
            hunt.UpdatedBaseline!.MarkReported(result.Findings.Select(static f => KeyValuePair.Create(f.Id, (Severity?)f.Severity)), FactsTenant.Monday.AddDays(-500));
            baseline = MailAccessBaseline.Parse(hunt.UpdatedBaseline.ToBytes());
        }

        Assert.Equal([1, 0, 0, 0], told);
    }

    [Fact]
    public void Days_whose_number_was_given_up_are_not_late_when_the_whole_log_is_read_again()
    {
        AuditRecord[] old = SmallLog.Before(15);
        AuditRecord[] now = old.Select(static r => r with { Id = "9" + r.Id[1..], CreationTime = r.CreationTime.AddDays(450) }).ToArray();
        MailAccessBaseline baseline = Learning.Learn(now, Learning.Learn(old, null));
        Assert.Equal(0, Learning.Hunt([.. old, .. now], baseline).Baseline!.LateRecords);
    }

    [Fact]
    public void What_grew_after_it_was_told_is_told_again()
    {
        AuditRecord[] slice = SmallLog.Between(12, 13.9);
        MailAccessHunt hunt = Learning.Run(slice, Learning.Learn(SmallLog.Before(12), null), new MailAccessHuntOptions { LearnBaseline = true }).Hunt;
        MailAccessBaseline baseline = hunt.UpdatedBaseline!;
        MailAccessAnomaly finding = Learning.Hunt(slice, baseline, new MailAccessHuntOptions { Start = DateTimeOffset.UnixEpoch }).Findings[0];
        Assert.Equal(1, baseline.MarkReported([KeyValuePair.Create(finding.Id, (Severity?)Severity.Low), KeyValuePair.Create("MAA-000000000000", (Severity?)null)], FactsTenant.Monday));
        Assert.Contains(Learning.Hunt(slice, baseline, new MailAccessHuntOptions { NewOnly = true }).Findings, f => f.Id == finding.Id && !f.IsKnown);
        baseline.MarkReported([KeyValuePair.Create(finding.Id, (Severity?)finding.Severity)], FactsTenant.Monday);
        Assert.DoesNotContain(Learning.Hunt(slice, baseline, new MailAccessHuntOptions { NewOnly = true }).Findings, f => f.Id == finding.Id);
    }

    [Theory]
    [InlineData(3, 20)]
    [InlineData(20, 3)]
    public void A_story_keeps_its_id_when_it_reaches_another_mailbox_later_in_the_day(int first, int then)
    {
        OrdinaryTenant tenant = new(30, 14, 11);
        AccessPath forged = new("00000002-0000-0ff1-ce00-000000000000", "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87", ClientFamily.Owa, LogonKind.Owner);
        (string network, string other) = (tenant.NewNetwork(), tenant.NewNetwork());
        string start = string.Empty;
        for (int k = 5; k >= 0; k--)
        {
            start = tenant.Log.Read(FactsTenant.Name(first), forged, network, FactsTenant.At(12, 3 + (k * 0.1)), 30);
            tenant.Log.Read(FactsTenant.Name(then), forged, other, FactsTenant.At(12, 5 + (k * 0.1)), 30);
        }

        IReadOnlyList<AuditRecord> records = tenant.Log.Records();
        MailAccessBaseline baseline = Learning.Learn(records.Where(static r => r.CreationTime < FactsTenant.At(12, 0)), null);
        MailAccessAnomaly[] told = new[] { 4.5, 6.5 }.Select(hour => Learning.Hunt(records.Where(r => r.CreationTime >= FactsTenant.At(12, 0) && r.CreationTime < FactsTenant.At(12, hour)), baseline)
            .Findings.Single(f => f.RecordIds.Contains(start))).ToArray();

        Assert.Equal([1, 2], told.Select(static f => f.Mailboxes.Count));
        Assert.Equal(told[0].Id, told[1].Id);
    }

    [Fact]
    public void A_reported_story_keeps_its_id_when_it_turns_out_to_go_on_with_an_older_one_that_was_not()
    {
        OrdinaryTenant tenant = new(30, 15, 11);
        (string before, string network) = (tenant.NewNetwork(), tenant.NewNetwork());
        for (int k = 0; k < 8; k++)
        {
            tenant.Log.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, before, FactsTenant.At(11, 3 + (k * 0.1)), 90, "o");
        }

        string start = string.Empty;
        for (int k = 5; k >= 0; k--)
        {
            foreach (int mailbox in new[] { 14, 17, 20, 8 })
            {
                start = tenant.Log.Read(FactsTenant.Name(mailbox), FactsTenant.OwaWithoutIds, network, FactsTenant.At(13, 2 + (k * 0.1)), 60, "p" + mailbox);
            }

            tenant.Log.Read(FactsTenant.Name(5), FactsTenant.OwaWithoutIds, network, FactsTenant.At(13, 5 + (k * 0.1)), 60, "p5");
        }

        IReadOnlyList<AuditRecord> records = tenant.Log.Records();
        AuditRecord[] Between(double from, double to) => records.Where(r => r.CreationTime >= FactsTenant.At(13, from) && r.CreationTime < FactsTenant.At(13, to)).ToArray();
        MailAccessBaseline baseline = Learning.Learn(records.Where(static r => r.CreationTime < FactsTenant.At(13, 0)), null);
        MailAccessAnomaly told = Learning.Hunt(Between(0, 4), baseline).Findings.Single(f => f.RecordIds.Contains(start));
        MailAccessAnomaly untold = Learning.Hunt(Between(0, 7), baseline).Findings.Single(f => f.RecordIds.Contains(start));
        Assert.NotEqual(told.Id, untold.Id);
        Assert.Equal(11, (untold.FirstSeen - FactsTenant.Monday).Days);

        baseline = Learning.Learn(Between(0, 4), baseline, null, [told.Id]);
        MailAccessAnomaly whole = Learning.Hunt(Between(3, 7), baseline).Findings.Single(f => f.RecordIds.Contains(start));
        Assert.Equal((told.Id, untold.FirstSeen, untold.RecordIdsText), (whole.Id, whole.FirstSeen, whole.RecordIdsText));

        // And so it stays once the day is closed.
        baseline = Learning.Learn(records.Where(static r => r.CreationTime >= FactsTenant.At(13, 3)), baseline);
        Assert.Equal(told.Id, Learning.Hunt([], baseline).Findings.Single(f => f.RecordIds.Contains(start)).Id);
    }

    [Fact]
    public void A_reported_story_keeps_its_id_when_an_earlier_record_joins_it()
    {
        AuditRecord[] slice = SmallLog.Between(12, 12.9);
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(12), null);
        MailAccessAnomaly told = Learning.Hunt(slice, baseline, new MailAccessHuntOptions()).Findings[0];
        baseline = Learning.Learn(slice, baseline, null, [told.Id]);
        AuditRecord first = slice.Single(r => r.Id == told.RecordIds[0]);
        AuditRecord earlier = first with { Id = "0e0e0e0e-0000-4000-8000-00000000000e", CreationTime = first.CreationTime.AddMinutes(-30) };
        MailAccessHuntResult result = Learning.Hunt([.. slice, earlier], baseline, new MailAccessHuntOptions());
        MailAccessAnomaly grown = result.Findings.Single(f => f.RecordIds.Contains(earlier.Id));
        Assert.Equal((told.Id, true), (grown.Id, grown.IsKnown));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1970)]
    [InlineData(2099)]
    [InlineData(9999)]
    public void A_record_of_a_year_that_cannot_be_is_dropped_and_closes_nothing(int year)
    {
        AuditRecord[] records = [.. SmallLog.Before(12), SmallLog.Records[0] with { Id = "0e0e0e0e-0000-4000-8000-00000000000e", CreationTime = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero) }];
        (MailAccessHunt hunt, MailAccessHuntResult result) = Learning.Run(records, new MailAccessBaseline(DateTimeOffset.UnixEpoch), Learning.All with { LearnBaseline = true });

        Assert.Equal([new DropCount(DropReason.InvalidTime, 1)], result.ReadReport.Dropped);
        Assert.Equal(Learning.Learn(SmallLog.Before(12), null).ToBytes(), hunt.UpdatedBaseline!.ToBytes());
        Assert.Equal(Learning.Told(Learning.Hunt(SmallLog.Before(12), null)), Learning.Told(result));
    }

    [Fact]
    public void Another_tenants_records_are_refused_by_name()
    {
        const string Other = "99999999-d342-44f2-8961-74c442a2fad2";
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(12), null);
        AuditRecord[] foreign = SmallLog.Between(12, 13).Select(static r => r with { OrganizationId = Other }).ToArray();
        foreach (Action use in new Action[] { () => Learning.Hunt(foreign, baseline), () => Learning.Learn([.. foreign, .. SmallLog.Between(12, 13)], baseline) })
        {
            BaselineException refused = Assert.Throws<BaselineException>(use);
            Assert.Equal(BaselineProblem.ForeignTenant, refused.Problem);
            Assert.Contains(Other, refused.Message, StringComparison.Ordinal);
            Assert.Contains(SmallLog.Tenant, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Records_without_a_tenant_id_are_no_foreign_tenant_beside_the_tenants_own()
    {
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(12), null);
        AuditRecord[] bare = SmallLog.Between(12, 12.5).Select(static r => r with { OrganizationId = null, Id = "8" + r.Id[1..] }).ToArray();
        Assert.Equal(2, Learning.Hunt([.. bare, .. SmallLog.Between(12, 13)], baseline).Baseline!.Tenants.Count);
        Assert.Equal(BaselineProblem.ForeignTenant, Assert.Throws<BaselineException>(() => Learning.Hunt(bare, baseline)).Problem);
    }

    [Fact]
    public void Old_input_is_an_error_for_learning_and_a_statement_for_hunting()
    {
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(15), null);
        Assert.Equal(BaselineProblem.OldInput, Assert.Throws<BaselineException>(() => Learning.Learn(SmallLog.Before(5), baseline)).Problem);
        Assert.Contains("nothing new", Assert.Single(Learning.Hunt(SmallLog.Before(5), baseline).Baseline!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_before_what_is_closed_is_an_error_for_learning()
    {
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(15), null);
        MailAccessHuntOptions early = Learning.All with { Now = FactsTenant.Monday.AddDays(3) };
        Assert.Equal(BaselineProblem.ClockBackwards, Assert.Throws<BaselineException>(() => Learning.Learn(SmallLog.Between(14, 16), baseline, early)).Problem);
        Assert.Contains("clock", Assert.Single(Learning.Hunt(SmallLog.Between(14, 16), baseline, early).Baseline!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Records_from_the_future_close_no_days()
    {
        MailAccessHuntOptions now = Learning.All with { Now = FactsTenant.Monday.AddDays(13) };
        AuditRecord future = SmallLog.Records[^1] with { Id = "0f0f0f0f-0000-4000-8000-00000000000f", CreationTime = FactsTenant.Monday.AddYears(5) };
        MailAccessBaselineTenant tenant = Assert.Single(Learning.Learn([.. SmallLog.Before(12.5), future], null, now).Tenants);
        Assert.Equal(FactsTenant.Monday.AddDays(11), tenant.ClosedThrough);
        Assert.True(tenant.LastRecord < FactsTenant.Monday.AddDays(13));
        Assert.StartsWith("1 record is dated more than a day after the present", Assert.Single(Learning.Hunt([.. SmallLog.Before(12.5), future], new MailAccessBaseline(FactsTenant.Monday), now).Baseline!.Notes), StringComparison.Ordinal);
        Assert.Empty(Learning.Hunt(SmallLog.Before(13.9), new MailAccessBaseline(FactsTenant.Monday), now).Baseline!.Notes);
    }

    [Fact]
    public void A_silent_gap_between_two_runs_is_blind()
    {
        MailAccessBaseline baseline = Learning.Learn(SmallLog.Before(15), null);
        MailAccessHuntResult result = Learning.Hunt(SmallLog.Between(17, 18), baseline, new MailAccessHuntOptions());
        Assert.Contains(result.Coverage.BlindIntervals, static i => i.Cause == BlindCause.WindowMissing);
    }

    [Fact]
    public void Nothing_of_the_records_but_ids_counts_and_names_is_kept()
    {
        AuditRecord[] records = SmallLog.Before(14).Select(static r => r with { InternetMessageIds = ["<secret-message@contoso.example>"], AuditData = "Subject-of-the-mail" }).ToArray();
        string body = System.Text.Encoding.UTF8.GetString(StormDetect.Core.Baselines.BaselineEnvelope.Unpack(Learning.Learn(records, null).ToBytes(), out _));
        Assert.DoesNotContain("secret-message", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Subject-of-the-mail", body, StringComparison.Ordinal);
    }
}
