using System;
using System.IO;
using System.Threading;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class AuditScenarioOptionsTests
{
    [Fact]
    public void An_unknown_attack_is_refused_with_the_names_there_are()
    {
        ArgumentException error = Refused(WrittenScenario.Small(1, "storm-0559"));
        Assert.Contains("storm-0559", error.Message, StringComparison.Ordinal);
        Assert.All(AuditScenario.AttackNames, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_drift_is_refused() =>
        Assert.Contains("merger", Refused(WrittenScenario.Small(1) with { Drifts = ["tectonic"] }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(4, 10, 1, 1.0, 0)]
    [InlineData(int.MaxValue, 10, 1, 1.0, 0)]
    [InlineData(40, 0, 1, 1.0, 0)]
    [InlineData(40, 100_000, 1, 1.0, 0)]
    [InlineData(200_000, 1_000, 1, 1.0, 0)]
    [InlineData(40, 10, 0, 1.0, 0)]
    [InlineData(40, 10, 1, 0.0, 0)]
    [InlineData(40, 10, 1, double.NaN, 0)]
    [InlineData(40, 10, 1, 1.0, -1)]
    [InlineData(5, 10, 1, 1.0, 1L << 40)]
    public void Absurd_sizes_are_refused(int mailboxes, int days, int daysPerFile, double activity, long bytes) =>
        Refused(new AuditScenarioOptions { Mailboxes = mailboxes, Days = days, DaysPerFile = daysPerFile, Activity = activity, MinimumBytes = bytes });

    [Theory]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(9, 22)]
    public void The_smallest_tenants_hold_every_attack(int mailboxes, int days)
    {
        // 5 September 2026 is a Saturday: not even a working day is there.
        AuditScenarioOptions options = new() { Mailboxes = mailboxes, Days = days, Start = new DateOnly(2026, 9, 5), Attacks = AuditScenario.AttackNames };
        for (int seed = 1; seed <= 6; seed++)
        {
            Assert.All(WrittenScenario.Write(options with { Seed = seed, Activity = 0.1 }).Result.Intrusions, static intrusion =>

                // One of the attacks keeps others' reads out of the log too.
                Assert.True(intrusion.RecordIds.Count > 0 || intrusion.UnseenReads > 0, intrusion.Attack));
        }
    }

    [Fact]
    public void A_folder_with_anything_in_it_is_refused_and_left_alone()
    {
        using TemporaryFolder folder = new();
        string other = folder.Sub("mine.txt");
        File.WriteAllText(other, "mine");
        IOException error = Assert.Throws<IOException>(() => AuditScenario.Write(folder.Path, WrittenScenario.Small(1), TestContext.Current.CancellationToken));
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal([other], Directory.GetFileSystemEntries(folder.Path));
        Assert.Throws<IOException>(() => AuditScenario.Write(other, WrittenScenario.Small(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Cancellation_stops_before_anything_is_written()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => AuditScenario.Write(folder.Sub("a"), WrittenScenario.Small(1), source.Token));
        Assert.False(Directory.Exists(folder.Sub("a")));
    }

    [Fact]
    public void Cancellation_stops_a_long_log()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => AuditScenario.Write(folder.Sub("a"), new AuditScenarioOptions { Mailboxes = 400, Days = 400 }, source.Token));
        Assert.False(File.Exists(Path.Combine(folder.Sub("a"), "answers.json")));
    }

    private static ArgumentException Refused(AuditScenarioOptions options)
    {
        using TemporaryFolder folder = new();
        ArgumentException error = Assert.Throws<ArgumentException>(() => AuditScenario.Write(folder.Sub("a"), options, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(folder.Sub("a")));
        return error;
    }
}
