using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Baselines;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Facts;

/// <summary>A handful of records with a date that cannot be theirs.</summary>
public sealed class StrayDaysTests
{
    private static readonly DateTimeOffset s_far = new(2031, 5, 4, 3, 20, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_old = new(2009, 5, 4, 3, 20, 0, TimeSpan.Zero);

    public static TheoryData<bool, double?> Dates => new() { { true, null }, { false, null }, { true, 20 }, { false, 20 } };

    [Theory]
    [MemberData(nameof(Dates))]
    public void A_record_years_away_changes_nothing_for_the_others_and_is_told(bool future, double? now)
    {
        DateTimeOffset time = future ? s_far : s_old;
        MailAccessHuntOptions options = Learning.All with { Start = null, MinimumSeverity = Severity.Medium, Now = now is { } day ? FactsTenant.Monday.AddDays(day) : null };
        MailAccessHuntResult plain = Learning.Hunt(SmallLog.Records, null, options);
        MailAccessHuntResult result = Learning.Hunt([.. SmallLog.Records, Stray(time)], null, options);

        Assert.Equal(Learning.Told(plain), Learning.Told(result));
        Assert.Equal(plain.VerdictText, result.VerdictText);
        Assert.Equal(plain.Coverage.BlindIntervals, result.Coverage.BlindIntervals);
        Assert.Equal((Hour(plain.Coverage.Start), plain.Coverage.ActiveMailboxDays), (Hour(result.Coverage.Start), result.Coverage.ActiveMailboxDays));
        Assert.InRange(result.Coverage.End - plain.Coverage.End, TimeSpan.Zero, TimeSpan.FromHours(1));
        string note = Assert.Single(result.Notes);
        Assert.StartsWith($"1 record is dated {time:yyyy-MM-dd} 03h UTC", note, StringComparison.Ordinal);
        Assert.Contains($"-Start {time:yyyy-MM-dd} -End {time:yyyy-MM-dd}", note, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(result.ReadReport.StrayRecords).Count);
        Assert.Empty(plain.Notes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_baseline_closes_and_keeps_the_same_days(bool future)
    {
        MailAccessBaselineTenant plain = Assert.Single(Learning.Learn(SmallLog.Before(12.5), null).Tenants);
        MailAccessBaseline baseline = Learning.Learn([.. SmallLog.Before(12.5), Stray(future ? s_far : s_old)], null);
        Assert.Equal(plain, Assert.Single(baseline.Tenants) with { OpenStories = plain.OpenStories });

        // A run over all of it again knows it.
        MailAccessBaselineTenant again = Assert.Single(Learning.Hunt([.. SmallLog.Before(12.5), Stray(future ? s_far : s_old)], baseline).Baseline!.Tenants);
        Assert.Equal((0, 0), (again.LateRecords, again.NewRecords));

        // The next run goes on as without it.
        MailAccessHuntResult result = Learning.Hunt(SmallLog.Between(12, 14), baseline, new MailAccessHuntOptions());
        MailAccessHuntResult other = Learning.Hunt(SmallLog.Between(12, 14), Learning.Learn(SmallLog.Before(12.5), null), new MailAccessHuntOptions());
        Assert.Equal(Learning.Told(other), Learning.Told(result));
        Assert.Equal(other.Coverage.BlindIntervals, result.Coverage.BlindIntervals);
        Assert.Empty(result.Notes);
        plain = Learning.Learn(SmallLog.Between(12, 15), Learning.Learn(SmallLog.Before(12.5), null)).Tenants[0];
        Assert.Equal(plain.ClosedThrough, Learning.Learn(SmallLog.Between(12, 15), baseline).Tenants[0].ClosedThrough);
    }

    [Fact]
    public void What_such_a_record_shows_is_found_all_the_same()
    {
        string rule = new RuleLog().Cmdlet("New-InboxRule", new { Name = ".", ForwardTo = "mallory@evil.example", DeleteMessage = true }, hour: -900 * 24).Records[0];
        MailHunt hunt = new(new MailHuntOptions { Access = new MailAccessHuntOptions { Now = FactsTenant.Monday.AddDays(12) } }, Learning.Learn(SmallLog.Before(11), null));
        hunt.AddText(rule, "rule");
        foreach (AuditRecord record in SmallLog.Before(12))
        {
            hunt.Add(record);
        }

        MailHuntResult result = hunt.Complete(System.Threading.CancellationToken.None);
        Assert.Single(result.Findings.OfType<InboxRuleFinding>());
        Assert.Single(result.Notes, static note => note.StartsWith("1 record is dated", StringComparison.Ordinal));
    }

    [Fact]
    public void Records_of_next_month_are_odd_by_the_clock_alone()
    {
        AuditRecord stray = Stray(FactsTenant.Monday.AddDays(50));
        Assert.Empty(Learning.Hunt([.. SmallLog.Records, stray], null).Notes);
        Assert.Single(Learning.Hunt([.. SmallLog.Records, stray], null, Learning.All with { Now = FactsTenant.Monday.AddDays(20) }).Notes);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(5)]
    public void A_log_that_is_all_from_the_future_or_in_two_parts_is_what_is_to_be_judged(double now)
    {
        AuditRecord[] old = SmallLog.Before(3).Select(static record => record with { Id = "9" + record.Id[1..], CreationTime = record.CreationTime.AddDays(-800) }).ToArray();
        MailAccessHuntResult result = Learning.Hunt([.. old, .. SmallLog.Records], null, Learning.All with { Now = FactsTenant.Monday.AddDays(now) });
        Assert.Empty(result.ReadReport.StrayRecords);
        Assert.Equal(Hour(old[0].CreationTime), Hour(result.ReadReport.FirstRecord!.Value));
    }

    [Fact]
    public void Of_a_few_records_nobody_can_say_which_are_dated_wrong()
    {
        IEnumerable<AuditRecord> few = SmallLog.Records.Take(9).Append(Stray(s_far));
        Assert.Empty(Learning.Hunt(few, null).ReadReport.StrayRecords);
    }

    private static AuditRecord Stray(DateTimeOffset time) => SmallLog.Records[0] with { Id = "0e0e0e0e-0000-4000-8000-00000000000e", CreationTime = time };

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
