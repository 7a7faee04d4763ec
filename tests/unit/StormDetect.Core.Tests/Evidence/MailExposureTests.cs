using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace StormDetect.Core.Tests.Evidence;

public sealed class MailExposureTests
{
    private const string Ada = "ada@contoso.example";
    private static int s_next;

    [Fact]
    public void Messages_are_counted_once_however_often_they_were_read()
    {
        MailExposure exposure = Assert.Single(Count(
            new MailExposureOptions(),
            Bind("Inbox", count: 3, items: ["<a>", "<b>", "<c>"]),
            Bind("Inbox", count: 2, items: ["<a>", "<b>"])));
        Assert.Equal((3L, ExposureBound.Exactly, 5L, 2L), (exposure.MessageCount, exposure.MessageBound, exposure.ReadCount, exposure.RecordCount));
        Assert.Equal((3000L, ExposureBound.Exactly), (exposure.SizeInBytes, exposure.SizeBound));
        Assert.Equal("exactly 3 messages", exposure.Messages);
        Assert.Empty(exposure.BoundReasons);
    }

    [Fact]
    public void A_record_that_counts_more_than_it_names_gives_a_lower_bound()
    {
        MailExposure exposure = Assert.Single(Count(new MailExposureOptions(), Bind("Inbox", count: 9, items: ["<a>", "<b>"])));
        Assert.Equal((9L, ExposureBound.AtLeast), (exposure.MessageCount, exposure.MessageBound));
        Assert.Contains("7 reads", Assert.Single(exposure.BoundReasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_throttled_mailbox_gives_a_lower_bound_also_where_another_actor_was_throttled()
    {
        MailExposureOptions options = new() { Patterns = [new MailAccessPattern { Networks = ["203.0.113.0/24"] }] };
        MailExposure exposure = Assert.Single(Count(
            options, Bind("Inbox", count: 1, items: ["<a>"], address: "203.0.113.9"), Bind("Inbox", count: 1, items: ["<z>"], address: "192.0.2.1", throttled: true)));
        Assert.Equal((1L, ExposureBound.AtLeast), (exposure.MessageCount, exposure.MessageBound));
        Assert.Contains("throttled", Assert.Single(exposure.BoundReasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_synchronised_folder_counts_as_a_whole_and_statistics_give_its_number()
    {
        string[] log = [Bind("Inbox", count: 1, items: ["<a>"]), Sync("Inbox")];
        MailExposure unknown = Assert.Single(Count(new MailExposureOptions(), log));
        Assert.Null(unknown.MessageCount);
        Assert.Equal((ExposureBound.AtMost, 1L, 1), (unknown.MessageBound, unknown.NamedMessageCount, unknown.SyncedFolderCount));
        Assert.Equal("every message of the folder (1 of them by name)", unknown.Messages);
        MailExposure known = Assert.Single(Count(new MailExposureOptions { FolderSizes = [new FolderSize("ADA@contoso.example", "/inbox", 4711, 99)] }, log));
        Assert.Equal((4711L, ExposureBound.AtMost, 99L), (known.MessageCount, known.MessageBound, known.SizeInBytes));
    }

    [Fact]
    public void Lost_rows_make_every_figure_a_lower_bound()
    {
        MailExposureHunt hunt = new(new MailExposureOptions());
        hunt.AddText(Bind("Inbox", count: 1, items: ["<a>"]), "log");
        hunt.AddText("{\"Id\":\"x\",\"CreationTime\":\"never\",\"Operation\":\"MailItemsAccessed\"}", "log");
        MailExposure exposure = Assert.Single(hunt.Complete().Exposures);
        Assert.Equal(ExposureBound.AtLeast, exposure.MessageBound);
    }

    [Fact]
    public void A_message_moved_between_folders_is_one_message_of_the_mailbox()
    {
        string[] log = [Bind("Inbox", count: 1, items: ["<a>"]), Bind("Archive", count: 1, items: ["<a>"])];
        Assert.Equal(["Archive", "Inbox"], Count(new MailExposureOptions(), log).Select(static e => e.Folder));
        Assert.Equal(1, Assert.Single(Count(new MailExposureOptions { Grouping = ExposureGrouping.Mailbox }, log)).MessageCount);
        ExposedMessage message = Assert.Single(Complete(new MailExposureOptions { Grouping = ExposureGrouping.Message }, log).Messages);
        Assert.Equal(["Archive", "Inbox"], message.Folders);
        Assert.Equal(2, message.ReadCount);
    }

    [Fact]
    public void The_reader_of_a_message_is_named_and_so_is_who_synchronised_its_folder()
    {
        MailExposureResult result = Complete(
            new MailExposureOptions { Grouping = ExposureGrouping.Message, InternetMessageIds = ["a"] },
            Bind("Inbox", count: 2, items: ["<a>", "<b>"], user: "eve@contoso.example"),
            Bind("Sent", count: 1, items: ["<c>"]),
            Sync("Inbox", user: "sue@contoso.example"),
            Sync("Sent", user: "tom@contoso.example"));
        Assert.Equal(["<a>", "<a>"], result.Messages.Select(static m => m.InternetMessageId));
        Assert.Equal(["eve@contoso.example"], result.Messages.Single(static m => m.IsNamed).UserIds);
        Assert.Equal(["sue@contoso.example"], result.Messages.Single(static m => !m.IsNamed).UserIds);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.0/24", true)]
    [InlineData("203.0.113.9", "203.0.112.0/24", false)]
    [InlineData("[2001:db8:1::7]:4434", "2001:db8:1::/48", true)]
    [InlineData("", "none", true)]
    [InlineData("203.0.113.9", "none", false)]
    public void Networks_match_by_address(string address, string network, bool expected) => Assert.Equal(
        expected ? 1 : 0, Count(new MailExposureOptions { Patterns = [new MailAccessPattern { Networks = [network] }] }, Bind("Inbox", count: 1, items: ["<a>"], address: address)).Count);

    [Fact]
    public void The_order_of_records_decides_nothing()
    {
        string[] log = Enumerable.Range(0, 40).Select(i => i % 7 == 0 ? Sync($"F{i % 3}") : Bind($"F{i % 3}", count: 2, items: [$"<{i % 9}>", $"<{i % 5}>"], user: $"u{i % 4}@contoso.example")).ToArray();
        string expected = Text(Count(new MailExposureOptions(), log));
        for (int seed = 0; seed < 5; seed++)
        {
            string[] shuffled = [.. log];
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(expected, Text(Count(new MailExposureOptions(), shuffled)));
        }
    }

    private static string Text(IEnumerable<MailExposure> exposures) => string.Join('\n', exposures.Select(static e => $"{e} {e.ReadCount} {e.UserIdsText} {e.RecordIdsText} {e.SizeInBytes} {e.FirstSeen:O}"));

    private static IReadOnlyList<MailExposure> Count(MailExposureOptions options, params string[] log) => Complete(options, log).Exposures;

    private static MailExposureResult Complete(MailExposureOptions options, params string[] log)
    {
        MailExposureHunt hunt = new(options);
        foreach (string record in log)
        {
            hunt.AddText(record, "log");
        }

        return hunt.Complete();
    }

    private static string Bind(string folder, int count, string[] items, string user = Ada, string address = "203.0.113.9", bool throttled = false) => Record(50, "Bind", user, address, throttled, new
    {
        OperationCount = count,
        Folders = new[] { new { Id = folder, Path = "\\" + folder, FolderItems = items.Select(static item => new { InternetMessageId = item, SizeInBytes = 1000 }).ToArray() } },
    }).Replace("\\\\", string.Empty, StringComparison.Ordinal);

    private static string Sync(string folder, string user = Ada) =>
        Record(2, "Sync", user, "203.0.113.9", false, new { Item = new { ParentFolder = new { Id = folder, Name = folder, Path = "Not Available" } } });

    private static string Record(int type, string access, string user, string address, bool throttled, object details)
    {
        int number = ++s_next;
        string own = JsonSerializer.Serialize(new
        {
            Id = $"00000000-0000-4000-8000-{number.ToString("D12", CultureInfo.InvariantCulture)}",
            CreationTime = new DateTime(2026, 9, 1, 10, 0, 0, DateTimeKind.Unspecified).AddSeconds(number % 3000).ToString("s", CultureInfo.InvariantCulture),
            Operation = "MailItemsAccessed",
            RecordType = type,
            UserId = user,
            MailboxOwnerUPN = Ada,
            ClientIPAddress = address,
            OperationProperties = new[] { new { Name = "MailAccessType", Value = access }, new { Name = "IsThrottled", Value = throttled ? "True" : "False" } },
        });
        return own[..^1] + "," + JsonSerializer.Serialize(details)[1..];
    }
}
