using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.SignIns;
using StormDetect.Core.Timelines;
using Xunit;

namespace StormDetect.Core.Tests.Evidence;

public sealed class ActivityTimelineTests
{
    private const string Kim = "kim@contoso.example";
    private const string Session = "5e551000-0000-4000-8000-000000000001";
    private const string App = "aaaaaaaa-0000-4000-8000-00000000000b";
    private const string Token = "3kVZRE8tFkinHtPA7_EFAA"; // 445945de-2d4f-4816-a71e-d3c0eff10500

    private static readonly string[] s_log =
    [
        Record(1, "2026-09-01T09:00:00", "UserLoggedIn", Kim, "192.0.2.1", ",\"ApplicationId\":\"9199bf20-a13f-4107-85dc-02114787ef48\",\"DeviceProperties\":[{\"Name\":\"SessionId\",\"Value\":\"" + Session + "\"}]", id: "445945de-2d4f-4816-a71e-d3c0eff10500"),
        Record(2, "2026-09-01T09:05:00", "MailItemsAccessed", Kim, "192.0.2.1", $",\"MailboxOwnerUPN\":\"{Kim}\",\"ClientAppId\":\"{App}\",\"SessionId\":\"{Session}\",\"OperationCount\":12,\"Folders\":[{{\"Path\":\"\\\\Inbox\",\"FolderItems\":[{{\"InternetMessageId\":\"<m1@contoso.example>\"}}]}}],\"AppAccessContext\":{{\"UniqueTokenId\":\"{Token}\"}}"),
        Record(3, "2026-09-01T09:10:00", "New-InboxRule", Kim, "192.0.2.1", ",\"ObjectId\":\"kim\\\\.\",\"Parameters\":[{\"Name\":\"Name\",\"Value\":\".\"},{\"Name\":\"MoveToFolder\",\"Value\":\"RSS Feeds\"},{\"Name\":\"MarkAsRead\",\"Value\":\"True\"},{\"Name\":\"SubjectContainsWords\",\"Value\":\"invoice\"}]"),
        Record(4, "2026-09-01T09:20:00", "Add-MailboxPermission", "admin@contoso.example", "198.51.100.9", $",\"Parameters\":[{{\"Name\":\"Identity\",\"Value\":\"{Kim}\"}},{{\"Name\":\"User\",\"Value\":\"eve@contoso.example\"}},{{\"Name\":\"AccessRights\",\"Value\":\"FullAccess\"}}]"),
        Record(5, "2026-09-01T10:00:00", "Send", "lee@contoso.example", "198.51.100.10", ",\"MailboxOwnerUPN\":\"lee@contoso.example\",\"Item\":{\"Subject\":\"Hello\",\"InternetMessageId\":\"<m2@contoso.example>\"},\"recipientCount\":3"),
        Record(6, "2026-09-01T11:00:00", "UserLoginFailed", Kim, "203.0.113.5", ",\"LogonError\":\"InvalidPassword\""),
        Record(7, "2026-09-01T12:00:00", "HardDelete", Kim, "192.0.2.1", $",\"MailboxOwnerUPN\":\"{Kim}\",\"Folder\":{{\"Path\":\"\\\\Sent Items\"}},\"AffectedItems\":[{{\"Id\":\"a\"}},{{\"Id\":\"b\"}}]"),
        Record(8, "2026-09-01T13:00:00", "SearchQueryInitiatedExchange", "lee@contoso.example", "192.0.2.77", ",\"QueryText\":\"password\""),
    ];

    public static TheoryData<ActivityTimelineOptions, int[]> Pivots => new()
    {
        { new ActivityTimelineOptions { UserIds = ["KIM@contoso.example"] }, [1, 2, 3, 6, 7] },
        { new ActivityTimelineOptions { SessionIds = [Session.ToUpperInvariant()] }, [1, 2] },
        { new ActivityTimelineOptions { TokenIds = [Token] }, [1, 2] },
        { new ActivityTimelineOptions { TokenIds = ["445945de-2d4f-4816-a71e-d3c0eff10500"] }, [1, 2] },
        { new ActivityTimelineOptions { TokenIds = ["NDQ1OTQ1ZGUtMmQ0Zi00ODE2LWE3MWUtZDNjMGVmZjEwNTAw"] }, [1, 2] },
        { new ActivityTimelineOptions { Networks = ["192.0.2.0/26"] }, [1, 2, 3, 7] },
        { new ActivityTimelineOptions { Networks = ["203.0.113.5", "192.0.2.77"] }, [6, 8] },
        { new ActivityTimelineOptions { AppIds = [App.ToUpperInvariant()] }, [2] },
        { new ActivityTimelineOptions { Mailboxes = [Kim] }, [1, 2, 3, 4, 6, 7] },
        { new ActivityTimelineOptions { InternetMessageIds = ["<m2@contoso.example>"] }, [5] },
        { new ActivityTimelineOptions { InternetMessageIds = ["m1@contoso.example"] }, [2] },
        { new ActivityTimelineOptions { UserIds = [Kim], Networks = ["203.0.113.0/24"] }, [6] },
        { new ActivityTimelineOptions { UserIds = [Kim], Start = At("09:05"), End = At("11:00") }, [2, 3] },
        { new ActivityTimelineOptions { Stories = [new ActivityTimelineStory { RecordIds = [Id(5)], SessionIds = [Session] }] }, [1, 2, 5] },
        { new ActivityTimelineOptions { Stories = [new ActivityTimelineStory { Networks = ["192.0.2.0/24"], Subjects = [Kim] }] }, [1, 2, 3, 7] },
        { new ActivityTimelineOptions { Stories = [new ActivityTimelineStory { Subjects = ["lee@contoso.example"] }] }, [5, 8] },
        { new ActivityTimelineOptions { Stories = [new ActivityTimelineStory { RecordIds = [Id(4)], Applications = [App], Networks = ["203.0.113.0/24"] }] }, [2, 4] },
        { new ActivityTimelineOptions { Stories = [new ActivityTimelineStory { Applications = [App], Subjects = ["lee@contoso.example"], SubjectsUntil = At("11:00") }] }, [2, 5] },
        { new ActivityTimelineOptions { SessionIds = [Session], RelatedAddresses = ["192.0.2.1"] }, [1, 2, 3, 7] },
        { new ActivityTimelineOptions(), [1, 2, 3, 4, 5, 6, 7, 8] },
    };

    [Theory]
    [MemberData(nameof(Pivots))]
    public void A_pivot_picks_what_belongs_to_it(ActivityTimelineOptions options, int[] expected)
    {
        Assert.Equal(expected.Select(Id), Records(Run(options)).Select(static e => e.RecordId));
        Assert.Equal(expected.Select(Id), Records(Run(options, reverse: true)).Select(static e => e.RecordId));
    }

    [Fact]
    public void Every_record_is_a_sentence()
    {
        string[] words = [.. Records(Run(new ActivityTimelineOptions())).Select(static e => e.Text)];
        Assert.Equal("signed in to One Outlook Web from 192.0.2.1", words[0]);
        Assert.Equal($"read 12 items in '\\Inbox' with client app {App} from 192.0.2.1", words[1]);
        Assert.Equal("created inbox rule '.' that moves to 'RSS Feeds', marks as read, for mail with SubjectContainsWords 'invoice' from 192.0.2.1", words[2]);
        Assert.Equal($"granted FullAccess on '{Kim}' to 'eve@contoso.example' from 198.51.100.9", words[3]);
        Assert.Equal("sent 'Hello' to 3 recipients from 198.51.100.10", words[4]);
        Assert.Equal("failed to sign in from 203.0.113.5: InvalidPassword", words[5]);
        Assert.Equal("purged (not recoverable by the user) 2 items from '\\Sent Items' from 192.0.2.1", words[6]);
        Assert.Equal("searched for 'password' from 192.0.2.77", words[7]);
    }

    [Fact]
    public void What_was_seen_with_the_pivot_is_told_and_marked()
    {
        ActivityTimelineResult first = Run(new ActivityTimelineOptions { SessionIds = [Session] });
        Assert.Equal([Session], first.SessionIds);
        Assert.Equal(["192.0.2.1"], first.Addresses);
        ActivityTimelineResult second = Run(new ActivityTimelineOptions { SessionIds = [Session], RelatedAddresses = first.Addresses, RelatedSessionIds = first.SessionIds });
        Assert.Equal(["", "", "an address seen with the pivot", "an address seen with the pivot"], Records(second).Select(static e => e.Relation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Too_many_records_keep_the_earliest_and_say_what_is_cut(bool reverse)
    {
        ActivityTimelineResult result = Run(new ActivityTimelineOptions { MaximumCount = 3 }, reverse);
        Assert.Equal(new[] { 1, 2, 3 }.Select(Id), Records(result).Select(static e => e.RecordId));
        Assert.Equal(5, result.CutCount);
        Assert.Equal(8, result.RecordCount);
        Assert.Equal(At("09:20"), result.CutFrom);
        Assert.Equal(At("13:00"), result.CutTo);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Around_a_moment_the_nearest_are_kept(bool reverse)
    {
        ActivityTimelineResult result = Run(new ActivityTimelineOptions { MaximumCount = 3, Nearest = At("10:10") }, reverse);
        Assert.Equal(new[] { 4, 5, 6 }.Select(Id), Records(result).Select(static e => e.RecordId));
    }

    [Fact]
    public void Blind_and_missing_stretches_stand_in_their_place()
    {
        List<string> log = [.. s_log, Record(20, "2026-09-01T09:30:00", "MailItemsAccessed", Kim, "192.0.2.1", $",\"MailboxOwnerUPN\":\"{Kim}\",\"OperationProperties\":[{{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}},{{\"Name\":\"IsThrottled\",\"Value\":\"True\"}}]")];
        ActivityTimelineResult result = Run(new ActivityTimelineOptions { Mailboxes = [Kim] }, log: log);
        ActivityTimelineEntry blind = Assert.Single(result.Entries, static e => e.Kind == TimelineEntryKind.Blind);
        Assert.Equal("Throttled", blind.Operation);
        Assert.NotNull(blind.EndTime);
        Assert.Equal(Kim, blind.Mailbox);
        Assert.Equal(result.Entries.Select(static e => e.Time), result.Entries.Select(static e => e.Time).Order());
        Assert.DoesNotContain(Run(new ActivityTimelineOptions { Mailboxes = ["lee@contoso.example"] }, log: log).Entries, static e => e.Kind == TimelineEntryKind.Blind);
        Assert.Contains(Run(new ActivityTimelineOptions { Mailboxes = [Kim], Start = At("09:00").AddDays(-3), End = At("14:00") }, log: log).Entries, static e => e.Kind == TimelineEntryKind.Gap && e.Operation == "WindowMissing");
    }

    [Fact]
    public void Records_read_as_objects_give_the_same_timeline()
    {
        AuditLogReader reader = new(new AuditReadOptions());
        ActivityTimeline timeline = new(new ActivityTimelineOptions { UserIds = [Kim] });
        foreach (AuditRecord record in s_log.SelectMany(record => reader.ReadText(record, "x")))
        {
            timeline.Add(record);
        }

        Assert.Equal(Records(Run(new ActivityTimelineOptions { UserIds = [Kim] })).Select(static e => (e.RecordId, e.Text)), Records(timeline.Complete(CancellationToken.None)).Select(static e => (e.RecordId, e.Text)));
    }

    [Fact]
    public void Hostile_texts_are_shown_as_text()
    {
        string[] log = [Record(1, "2026-09-01T09:00:00", "New-InboxRule", Kim, "192.0.2.1", ",\"Parameters\":[{\"Name\":\"Name\",\"Value\":\"a\\u001b[2J\\u202eb\"}]")];
        string text = Assert.Single(Records(Run(new ActivityTimelineOptions(), log: log))).Text;
        Assert.Contains("\\u001B[2J\\u202E", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3kVZRE8tFkinHtPA7_EFAA", true)]
    [InlineData("445945DE-2D4F-4816-A71E-D3C0EFF10500", true)]
    [InlineData("NDQ1OTQ1ZGUtMmQ0Zi00ODE2LWE3MWUtZDNjMGVmZjEwNTAw", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData("3kVZRE8tFkinHtPA7_EFA!", false)]
    [InlineData("short", false)]
    [InlineData("", false)]
    public void A_tokens_id_is_read_in_all_its_forms(string text, bool isOne)
    {
        Guid? id = TokenId.Decode(text);
        Assert.Equal(isOne, id is not null);
        Assert.Equal(isOne ? new Guid("445945de-2d4f-4816-a71e-d3c0eff10500") : (Guid?)null, id);
        Assert.All(id is { } token ? TokenId.Forms(token) : [], form => Assert.Equal(id, TokenId.Decode(form)));
    }

    private static IEnumerable<ActivityTimelineEntry> Records(ActivityTimelineResult result) => result.Entries.Where(static e => e.EndTime is null);

    private static ActivityTimelineResult Run(ActivityTimelineOptions options, bool reverse = false, IEnumerable<string>? log = null)
    {
        ActivityTimeline timeline = new(options);
        foreach (string record in reverse ? (log ?? s_log).Reverse() : log ?? s_log)
        {
            timeline.AddText(record, "test");
        }

        return timeline.Complete(CancellationToken.None);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-09-01T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static string Id(int number) => number == 1 ? "445945de-2d4f-4816-a71e-d3c0eff10500" : $"00000000-0000-4000-8000-{number:D12}";

    private static string Record(int number, string time, string operation, string user, string address, string more, string? id = null) =>
        $"{{\"Id\":\"{id ?? Id(number)}\",\"CreationTime\":\"{time}\",\"Operation\":\"{operation}\",\"OrganizationId\":\"11111111-0000-4000-8000-000000000000\",\"UserId\":\"{user}\",\"ClientIP\":\"{address}\"{more}}}";
}
