using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.LoggingConfig;
using Xunit;

namespace StormDetect.Core.Tests.LoggingConfig;

/// <summary>Knowing less never turns anything into a pass, and no repair undoes another check.</summary>
public sealed class CheckLawTests
{
    // Values that occur: good and bad ones of every kind of property.
    private static readonly object?[] s_values =
    [
        null, "True", "False", string.Empty, "ThreeMonths", "TenYears", "1", "100", "1.00:00:00", "UserMailbox", "RoomMailbox", "GroupMailbox", "ArbitrationMailbox", "Exchange", "Compliance",
        "ApplicationImpersonation", "Application Mail.Read", "View-Only Audit Logs", "On", "Off", "enabled", "disabled", "never", "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
        Array.Empty<string>(), new[] { "MailItemsAccessed" }, new[] { "ExchangeItem" }, new[] { "2f442157-a11c-46b9-ae5b-6e39ff4e5849=disabled" },
    ];

    [Fact]
    public void Removing_information_never_creates_a_pass()
    {
        Gen<(int Seed, int Spoil, int Remove)> gen = Gen.Choose(0, int.MaxValue - 1).SelectMany(static seed => Gen.Choose(0, 6).SelectMany(spoil => Gen.Choose(1, 6).Select(remove => (seed, spoil, remove))));
        Prop.ForAll(gen.ToArbitrary(), static given =>
        {
            Random random = new(given.Seed);
            ConfigSnapshot full = GoodTenant.Snapshot();
            for (int i = 0; i < given.Spoil; i++)
            {
                full = Spoil(full, random);
            }

            ConfigSnapshot reduced = full;
            for (int i = 0; i < given.Remove; i++)
            {
                reduced = Forget(reduced, random);
            }

            foreach ((LoggingCheckResult before, LoggingCheckResult after) in LoggingConfigTest.Evaluate(full, new LoggingCheckOptions()).Zip(LoggingConfigTest.Evaluate(reduced, new LoggingCheckOptions())))
            {
                Assert.True(IsGood(before) || !IsGood(after), $"{after.CheckId}: {before.Status} became {after.Status} by knowing less. Before: {before.Summary} {before.EvidenceText}. After: {after.Summary}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithQuietOnSuccess(true));
    }

    [Theory]
    [MemberData(nameof(CheckTests.OneSettingFails), MemberType = typeof(CheckTests))]
    public void Whatever_is_forgotten_of_a_failure_it_does_not_pass(string id, ConfigPart spoilt, string spoiltProperty, string value)
    {
        ConfigSnapshot full = GoodTenant.With(spoilt, spoiltProperty, value);
        foreach (PartContent part in full.Contents)
        {
            foreach (string property in part.Definition.Properties)
            {
                // Of one object, and of all.
                foreach (int index in Enumerable.Range(-1, part.Rows.Count + 1))
                {
                    ConfigSnapshot reduced = full.With(Replace(part, part.Rows.Select((row, i) => index < 0 || i == index ? row.With(property, null) : row), part.State));
                    Assert.False(IsGood(GoodTenant.Check(reduced, id)), $"{part.Definition.Part}.{property} of {(index < 0 ? "all" : part.Rows[index].Key)}");
                }
            }
        }
    }

    [Theory]
    [InlineData("True", CheckStatus.Passed)]
    [InlineData("False", CheckStatus.Unknown)]
    public void Who_says_that_the_log_takes_records_in_is_believed_also_where_nobody_knows_who_it_was(string value, CheckStatus status)
    {
        foreach (object? origin in (object?[])["Compliance", null])
        {
            PartContent config = GoodTenant.Snapshot().Of(ConfigPart.AuditLogConfig);
            ConfigSnapshot snapshot = GoodTenant.Snapshot().With(Replace(config, config.Rows.Select(row => row.With("UnifiedAuditLogIngestionEnabled", value).With("Origin", origin)), config.State));

            Assert.Equal(status, GoodTenant.Check(snapshot, "UnifiedAudit.Ingestion").Status);
        }
    }

    [Fact]
    public void Following_every_repair_of_mailboxes_breaks_no_check()
    {
        Gen<int> gen = Gen.Choose(0, int.MaxValue - 1);
        Prop.ForAll(gen.ToArbitrary(), static seed =>
        {
            Random random = new(seed);
            ConfigSnapshot snapshot = GoodTenant.Snapshot();
            PartContent mailboxes = snapshot.Of(ConfigPart.Mailboxes);
            snapshot = snapshot.With(Replace(mailboxes, mailboxes.Rows.Select(row => MailboxActions.Lists.Aggregate(row, (current, list) => current.With(list, Some(current.List(list)!, random))))));
            IReadOnlyList<LoggingCheckResult> before = LoggingConfigTest.Evaluate(snapshot, new LoggingCheckOptions());
            foreach (string command in before.SelectMany(static result => result.Remediation).OrderBy(_ => random.Next()))
            {
                snapshot = Apply(snapshot, command);
            }

            Assert.All(LoggingConfigTest.Evaluate(snapshot, new LoggingCheckOptions()).Where(static result => result.CheckId.StartsWith("MailboxAudit.", StringComparison.Ordinal)), static result => Assert.True(IsGood(result), result.ToString()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithQuietOnSuccess(true));
    }

    [Fact]
    public void A_snapshot_judged_from_its_file_is_judged_the_same()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
        {
            Random random = new(seed);
            ConfigSnapshot snapshot = Enumerable.Range(0, 8).Aggregate(GoodTenant.Snapshot(), (current, _) => random.Next(3) == 0 ? Forget(current, random) : Spoil(current, random));
            using System.IO.MemoryStream stream = new();
            SnapshotWriter.Write(stream, snapshot);
            ConfigSnapshot back = SnapshotReader.Read(stream.ToArray(), string.Empty);
            Assert.Equal(
                LoggingConfigTest.Evaluate(snapshot, new LoggingCheckOptions()).Select(static result => (result.ToString(), result.EvidenceText, result.NeedsText, result.SourcesText)),
                LoggingConfigTest.Evaluate(back, new LoggingCheckOptions()).Select(static result => (result.ToString(), result.EvidenceText, result.NeedsText, result.SourcesText)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true));
    }

    private static bool IsGood(LoggingCheckResult result) => result.Status is CheckStatus.Passed or CheckStatus.NotApplicable;

    private static ConfigSnapshot Spoil(ConfigSnapshot snapshot, Random random)
    {
        PartContent part = Any(snapshot, random);
        return part.Rows.Count == 0 ? snapshot : snapshot.With(Change(part, random, s_values[random.Next(s_values.Length)]));
    }

    /// <summary>Forgets a property of one object, or objects of a part (which then is not complete), or all of a part.</summary>
    private static ConfigSnapshot Forget(ConfigSnapshot snapshot, Random random)
    {
        PartContent part = Any(snapshot, random);
        return random.Next(8) switch
        {
            0 => snapshot.With(Replace(part, [], ConfigPartState.Unreadable)),
            1 => snapshot.With(Replace(part, part.Rows.Where(_ => random.Next(2) == 0), ConfigPartState.Partial)),
            _ => part.Rows.Count == 0 ? snapshot : snapshot.With(Change(part, random, value: null)),
        };
    }

    private static PartContent Any(ConfigSnapshot snapshot, Random random) => snapshot.Contents.OrderBy(static part => part.Definition.Part).ElementAt(random.Next(snapshot.Contents.Count));

    private static PartContent Change(PartContent part, Random random, object? value)
    {
        int index = random.Next(part.Rows.Count);
        string property = part.Definition.Properties[random.Next(part.Definition.Properties.Length)];
        return Replace(part, part.Rows.Select((row, i) => i == index ? row.With(property, value) : row), part.State);
    }

    private static PartContent Replace(PartContent part, IEnumerable<ConfigRow> rows, ConfigPartState state = ConfigPartState.Read) =>
        new() { Definition = part.Definition, State = state, Rows = rows.ToArray(), Source = part.Source, ReadAt = part.ReadAt };

    private static string[] Some(IReadOnlyList<string> actions, Random random) => actions.Where(_ => random.Next(4) > 0).ToArray();

    /// <summary>Does to the snapshot what Set-Mailbox with Add would do, the loss of a managed set included.</summary>
    private static ConfigSnapshot Apply(ConfigSnapshot snapshot, string command)
    {
        if (!command.Contains("Set-Mailbox -Identity", StringComparison.Ordinal))
        {
            return snapshot;
        }

        Assert.DoesNotContain("DefaultAuditSet", command, StringComparison.Ordinal);
        HashSet<string> names = Regex.Matches(command[..command.IndexOf('|', StringComparison.Ordinal)], "'([^']+)'").Select(static match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        PartContent mailboxes = snapshot.Of(ConfigPart.Mailboxes);
        return snapshot.With(Replace(mailboxes, mailboxes.Rows.Select(row => !names.Contains(row.Text("PrimarySmtpAddress")!) ? row : Regex.Matches(command, @"-(Audit\w+) @\{ Add = ([^}]+) \}").Aggregate(
            row,
            static (current, match) => current.With(
                match.Groups[1].Value,
                current.List(match.Groups[1].Value)!.Union(Regex.Matches(match.Groups[2].Value, @"\w+").Select(static word => word.Value)).ToArray())))));
    }
}
