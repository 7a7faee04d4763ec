using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Facts;

/// <summary>Facts depend on the records alone: not on their order, nor on how threads share them.</summary>
public sealed class MailAccessFactsTests
{
    [Fact]
    public void Merging_is_associative_and_commutative()
    {
        Gen<(int[] Rows, int[] Parts, int Seed)> gen = Gen.Choose(0, 20_000).ListOf(60).SelectMany(rows =>
            Gen.Choose(0, 3).ListOf(60).SelectMany(parts => Gen.Choose(0, 5).Select(seed => (rows.Distinct().ToArray(), parts.ToArray(), seed))));
        Prop.ForAll(gen.ToArbitrary(), static given =>
        {
            List<string> expected = Reading.Dump(Build(given.Rows).Build());
            MailAccessFactsBuilder[] parts = Split(given.Rows, given.Parts);
            int[] order = [0, 1, 2, 3];
            new Random(given.Seed).Shuffle(order);
            if (given.Seed % 2 == 0)
            {
                for (int i = 1; i < 4; i++)
                {
                    parts[order[0]].Merge(parts[order[i]]);
                }
            }
            else
            {
                parts[order[2]].Merge(parts[order[3]]);
                parts[order[0]].Merge(parts[order[1]]);
                parts[order[0]].Merge(parts[order[2]]);
            }

            Assert.Equal(expected, Reading.Dump(parts[order[0]].Build()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithQuietOnSuccess(true));
    }

    [Fact]
    public void A_scan_with_threads_counts_what_one_thread_counts()
    {
        using TempFolder folder = new();
        foreach (string[] part in Reading.Lines.Chunk(100))
        {
            folder.Write(part[0].GetHashCode(StringComparison.Ordinal) + ".jsonl", string.Join('\n', part));
        }

        MailAccessCollector collector = new();
        AuditScan scan = new([collector]);
        scan.Text(string.Join('\n', Reading.Lines), "text");
        ReadReport alone = scan.Complete();
        (MailAccessFacts facts, ReadReport report) = Reading.Facts(folder.Path);
        Assert.Equal((alone.Rows, alone.Kept, alone.FirstRecord, alone.LastRecord), (report.Rows, report.Kept, report.FirstRecord, report.LastRecord));
        Assert.Equal(Reading.Dump(collector.Builder.Build()), Reading.Dump(facts));
    }

    [Fact]
    public void Mailboxes_known_by_id_and_by_address_are_joined_where_that_is_sure()
    {
        Guid one = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Guid two = new(2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Assert.Equal([$"{one}/a@x"], Join((one, "a@x"), (null, "A@x"), (one, "")));
        Assert.Equal([$"{one}/a@x"], Join((one, "b@x"), (one, "a@x"), (null, "b@x")));
        Assert.Equal(["/a@x", $"{one}/a@x", $"{two}/a@x"], Join((one, "a@x"), (two, "a@x"), (null, "a@x")));
        Assert.Equal(["/b@x", $"{one}/a@x"], Join((null, "b@x"), (one, "a@x")).Order());

        static string[] Join(params (Guid? Guid, string Address)[] mailboxes)
        {
            MailAccessFactsBuilder builder = new();
            int tenant = builder.Tenant("t");
            foreach ((Guid? guid, string address) in mailboxes)
            {
                builder.AddOtherActivity(builder.Mailbox(tenant, guid, address), 1000);
            }

            return [.. builder.Build().Mailboxes.Select(m => $"{m.Guid}/{m.Address}")];
        }
    }

    [Fact]
    public void A_folder_synchronised_under_both_names_of_a_mailbox_is_one_folder()
    {
        MailAccessFactsBuilder builder = new();
        int tenant = builder.Tenant("t");
        foreach (int mailbox in new[] { builder.Mailbox(tenant, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "a@x"), builder.Mailbox(tenant, null, "a@x") })
        {
            builder.Add(Observation(builder, mailbox, 7) with { Activity = MailActivity.Sync, SyncedFolder = 5 });
        }

        MailAccessFacts facts = builder.Build();
        Assert.Equal((1, 2, 1), (facts.Count, facts[0].Records, facts[0].SyncedFolders));
    }

    [Theory]
    [InlineData(60_000, 1)]
    [InlineData(60_000, 40_000)]
    [InlineData(700_000, 150_000)]
    public void Facts_are_the_plain_group_by_of_the_records(int count, int keys)
    {
        // More records than are counted at a time, more facts than wait unjoined, hot facts with hundreds of users, sessions and folders.
        MailAccessFactsBuilder builder = new();
        int tenant = builder.Tenant("t");
        int[] mailboxes = [.. Enumerable.Range(0, 50).Select(i => builder.Mailbox(tenant, null, $"user{i:00}@x"))];
        int path = builder.Path(new AccessPath("app", "", ClientFamily.Rest, LogonKind.Owner));
        int network = builder.Network(Network.FromIPv4(0x0A000000));
        int[] users = [.. Enumerable.Range(0, 300).Select(i => builder.User($"actor{i:000}"))];
        int[] programs = [-1, .. Enumerable.Range(0, 30).Select(i => builder.Program($"program{i:00}"))];
        Random random = new(count + keys);
        List<(int Mailbox, MailAccessObservation Record, int User)> records = [];
        for (int i = 0; i < count; i++)
        {
            int key = random.Next(keys);
            int user = random.Next(300);
            MailAccessObservation record = new()
            {
                Mailbox = mailboxes[key % 50],
                Path = path,
                Network = network,
                User = users[user],
                Program = programs[random.Next(programs.Length)],
                Session = new Guid(random.Next(200) + 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                Activity = MailActivity.Sync,
                Time = (key / 50 * FactTime.SecondsPerDay) + random.Next(FactTime.SecondsPerDay),
                Items = random.Next(5),
                SyncedFolder = (uint)random.Next(150) + 1,
                RecordId = new Guid(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
            };
            records.Add((key % 50, record, user));
            builder.Add(record);
        }

        MailAccessFacts facts = builder.Build();
        var expected = records.GroupBy(static r => (Day: FactTime.Day(r.Record.Time), r.Mailbox)).OrderBy(static g => g.Key.Day).ThenBy(static g => g.Key.Mailbox).ToArray();
        Assert.Equal(expected.Length, facts.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            MailAccessFact fact = facts[i];
            Assert.Equal(expected[i].Key, (fact.Day, fact.Mailbox));
            Assert.Equal((expected[i].Count(), expected[i].Sum(static r => r.Record.Items)), (fact.Records, fact.Items));
            Assert.Equal((expected[i].Min(static r => r.Record.Time), expected[i].Max(static r => r.Record.Time)), (fact.First, fact.Last));
            Assert.Equal(expected[i].Select(static r => r.Record.SyncedFolder).Distinct().Count(), fact.SyncedFolders);
            Assert.Equal(expected[i].Select(static r => r.User).Distinct().Order(), facts.UsersOf(fact));
            Assert.Equal(expected[i].Select(static r => r.Record.Program).Where(static program => program >= 0).Distinct().Order(), facts.ProgramsOf(fact));
            Assert.Equal(expected[i].Select(static r => r.Record.Session.ToString()).Distinct().Order(StringComparer.Ordinal), facts.SessionsOf(fact).Select(facts.SessionText).Order(StringComparer.Ordinal));
            Assert.Equal(
                expected[i].OrderBy(static r => r.Record.Time).ThenBy(static r => r.Record.RecordId).Take(8).Select(static r => r.Record.RecordId.ToString()),
                facts.RecordIdsOf(fact));
        }
    }

    [Fact]
    public void Restored_facts_may_come_in_any_order_of_days()
    {
        List<string> expected = Restored([1, 2, 2, 3, 3, 3, 9]);
        Assert.Equal(4, expected.Count(static line => line.StartsWith("fact", StringComparison.Ordinal)));
        Assert.Equal(expected, Restored([3, 9, 2, 3, 1, 2, 3]));
        Assert.Equal(expected, Restored([9, 3, 3, 3, 2, 2, 1]));
    }

    /// <summary>Facts of some days, each with two records, a user, a session and a folder, and a new record on day 2.</summary>
    private static List<string> Restored(int[] days)
    {
        MailAccessFactsBuilder builder = new();
        int tenant = builder.Tenant("t");
        int mailbox = builder.Mailbox(tenant, null, "a@x");
        int user = builder.User("b@x");
        int program = builder.Program("Firefox on Linux");
        MailAccessObservation record = Observation(builder, mailbox, 2 * FactTime.SecondsPerDay);
        foreach (int day in days)
        {
            int time = day * FactTime.SecondsPerDay;
            MailAccessFact fact = new()
            {
                Mailbox = mailbox, Day = FactTime.Day(time), Activity = MailActivity.Sync, Path = record.Path, Network = record.Network, Records = 2, Items = 3, First = time, Last = time + 5,
            };
            Guid key = new(day, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
            builder.Restore(fact, [user], [program], [key], [(uint)day], [new RecordUse(key, time)]);
        }

        builder.Add(record with { Activity = MailActivity.Sync, Time = 2 * FactTime.SecondsPerDay });
        return Reading.Dump(builder.Build());
    }

    private static MailAccessFactsBuilder[] Split(int[] rows, int[] parts) =>
        [.. Enumerable.Range(0, 4).Select(part => Build([.. rows.Where((_, i) => parts[i] == part)]))];

    private static MailAccessFactsBuilder Build(int[] rows)
    {
        MailAccessFactsBuilder builder = new();
        foreach (int row in rows)
        {
            int tenant = builder.Tenant(row % 3 == 0 ? "T1" : "t" + (row % 2));
            Guid? guid = row % 5 == 0 ? null : new Guid(row % 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            int mailbox = builder.Mailbox(tenant, guid, row % 7 == 0 && guid is not null ? "" : "user" + (row % 4) + "@x");
            builder.AddTenantRecord(tenant, row * 97, row % 2 == 0);
            if (row % 11 == 0)
            {
                builder.AddOtherActivity(mailbox, row * 97);
            }
            else
            {
                builder.Add(Observation(builder, mailbox, row));
            }
        }

        return builder;
    }

    private static MailAccessObservation Observation(MailAccessFactsBuilder builder, int mailbox, int row) => new()
    {
        Mailbox = mailbox,
        Path = builder.Path(new AccessPath(row % 2 == 0 ? "app" : "", "", ClientFamily.Rest, LogonKind.Owner)),
        Network = builder.Network(Network.FromIPv4((uint)(row % 3) << 8)),
        User = row % 4 == 0 ? -1 : builder.User("User" + (row % 3)),
        Program = row % 5 == 0 ? -1 : builder.Program("program" + (row % 4)),
        Session = row % 3 == 0 ? Guid.Empty : builder.Session(row % 2 == 0 ? "s" + (row % 5) : new Guid(row % 5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9).ToString()),
        Activity = row % 6 == 0 ? MailActivity.Sync : MailActivity.Bind,
        Time = row * 97,
        Items = row % 10,
        Throttled = row % 13 == 0,
        SyncedFolder = row % 6 == 0 ? (uint)(row % 4) : 0,
        FolderSketch = 1UL << (row % 64),
        TokenSketch = 1UL << (row % 17),
        RecordId = new Guid(row, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5),
    };
}
