using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

/// <summary>One run over all days and many runs over slices of them, with a baseline in between, say the same: whatever the slices, however they overlap.</summary>
public sealed class OneRunManyRunsTests
{
    [Fact]
    public void Whatever_the_slices()
    {
        Gen<(int Seed, int Attack, int[] Cuts, int Overlap)> gen = Gen.Choose(1, 1000).SelectMany(seed => Gen.Choose(0, Intrusions.All.Count - 1).SelectMany(attack =>
            Gen.Choose(1, 24 * 60).ListOf(6).SelectMany(cuts => Gen.Choose(0, 40).Select(overlap => (seed, attack, cuts.Order().ToArray(), overlap)))));
        Prop.ForAll(gen.ToArbitrary(), static given =>
        {
            IReadOnlyList<AuditRecord> records = Scenario(given.Seed, 24, Intrusions.All[given.Attack]);
            Agree(records, given.Cuts.Select(cut => FactsTenant.Monday.AddMinutes(cut * 24)), TimeSpan.FromHours(given.Overlap));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithQuietOnSuccess(true));
    }

    [Fact]
    public void What_the_log_shows_later_of_a_mailbox_counts_for_nothing()
    {
        // The one who opens six mailboxes on the thirteenth day reads the own for the first time afterwards: to one run the log shows that mailbox all along.
        IReadOnlyList<AuditRecord> records = Scenario(321, 24, "DelegateAbuse");
        Assert.True(records.First(static r => r.Mailbox == FactsTenant.Name(3)).CreationTime > FactsTenant.At(13, 0));
        Agree(records, new[] { 771, 818, 998, 1059, 1098, 1282 }.Select(cut => FactsTenant.Monday.AddMinutes(cut * 24)), TimeSpan.FromHours(16));
    }

    [Theory]
    [InlineData("Storm0558", 24, 0)]
    [InlineData("LowAndSlow", 24, 2)]
    [InlineData("TokenTheft", 24, 26)]
    [InlineData("DelegateAbuse", 6, 0)]
    [InlineData("FolderSync", 6, 3)]
    [InlineData("StealthyOwa", 5, 48)]
    public void Daily_or_by_the_hour(string attack, int hours, int overlap)
    {
        IReadOnlyList<AuditRecord> records = Scenario(7, 22, attack);
        Agree(records, Enumerable.Range(1, 22 * 24 / hours).Select(i => FactsTenant.Monday.AddHours(i * hours)), TimeSpan.FromHours(overlap));
    }

    [Fact]
    public void Two_tenants_in_one_baseline()
    {
        AuditRecord[] records = [.. Scenario(3, 18, "StolenSecret"), .. Scenario(4, 18, "FolderSync").Select(static r => r with { OrganizationId = "11111111-d342-44f2-8961-74c442a2fad2", Id = Other(r.Id) })];
        Agree(records.OrderBy(static r => r.CreationTime).ToArray(), Enumerable.Range(1, 18).Select(static i => FactsTenant.Monday.AddDays(i)), TimeSpan.FromHours(3));
    }

    [Fact]
    public void The_whole_folder_every_day()
    {
        IReadOnlyList<AuditRecord> records = Scenario(5, 16, "IllicitApp");
        Agree(records, Enumerable.Range(1, 16).Select(static i => FactsTenant.Monday.AddDays(i)), TimeSpan.FromDays(60));
    }

    private static string Other(string id) => "7" + id[1..];

    private static IReadOnlyList<AuditRecord> Scenario(int seed, int days, string attack)
    {
        OrdinaryTenant tenant = new(30, days, seed);
        Intrusions.Plant(attack, tenant, Math.Min(days - 3, 12 + (seed % 3)), 3);
        return tenant.Log.Records();
    }

    /// <summary>Each slice ends at a cut, and begins so long before the cut ahead of it.</summary>
    private static void Agree(IReadOnlyList<AuditRecord> records, IEnumerable<DateTimeOffset> cuts, TimeSpan overlap)
    {
        string[] expected = Learning.Told(Learning.Hunt(records, null));
        MailAccessBaseline? baseline = null;
        MailAccessHuntResult? last = null;
        DateTimeOffset from = DateTimeOffset.MinValue;
        foreach (DateTimeOffset cut in cuts.Append(DateTimeOffset.MaxValue))
        {
            AuditRecord[] slice = records.Where(r => r.CreationTime >= from && r.CreationTime < cut).ToArray();
            last = Learning.Hunt(slice, baseline ?? new MailAccessBaseline(DateTimeOffset.UnixEpoch));
            if (cut < DateTimeOffset.MaxValue)
            {
                baseline = Learning.Learn(slice, baseline);
                from = cut - overlap;
            }
        }

        Assert.Equal(expected, Learning.Told(last!));
        Assert.Equal(0, last!.Baseline!.LateRecords);
    }
}
