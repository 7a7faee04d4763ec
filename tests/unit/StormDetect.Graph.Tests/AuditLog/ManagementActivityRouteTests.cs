using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

public sealed class ManagementActivityRouteTests : IAsyncDisposable
{
    private const string Feed = "api/v1.0/t1/activity/feed/";

    private static readonly AuditSlice s_slice = new(SteppingTime.Start.AddDays(-2), SteppingTime.Start.AddDays(-1));
    private static readonly AuditLogQuery s_query = new() { Start = s_slice.From, End = s_slice.To };

    private readonly SteppingTime _time = new();
    private readonly SliceBox _box = new();
    private readonly List<string> _lists = [];
    private readonly Dictionary<string, Func<TenantResponse>> _blobs = [];
    private readonly ScriptedTransport _transport;
    private readonly ManagementActivityRoute _route;
    private string _subscriptions = """[{"contentType":"Audit.Exchange","status":"enabled","webhook":null},{"contentType":"Audit.General","webhook":null}]""";
    private Func<string, TenantResponse> _list = static _ => ScriptedTransport.Json("[]");

    public ManagementActivityRouteTests()
    {
        _transport = new ScriptedTransport(Answer);
        _route = new ManagementActivityRoute(_transport, "t1", ["Audit.Exchange", "Audit.General"], new RoutePacing { Time = _time, MostRepeats = 8, MostRereads = 3 });
    }

    public ValueTask DisposeAsync() => _route.DisposeAsync();

    [Fact]
    public async Task Every_listed_blob_is_read_once_and_its_records_come_as_they_are()
    {
        _list = asked => asked.Contains("Audit.General", StringComparison.Ordinal) ? ScriptedTransport.Json("[]")
            : asked.Contains("page=2", StringComparison.Ordinal) ? ScriptedTransport.Json($"[{Entry("b2")},{Entry("b1")}]")
            : ScriptedTransport.Json($"[{Entry("b1")}]", ("NextPageUri", "https://feed/content?page=2"));
        _blobs["b1"] = static () => ScriptedTransport.Json("""[ {"Id":"1", "Operation" : "Send" } , {"Id":"2","Operation":"Send"}]""");
        _blobs["b2"] = static () => ScriptedTransport.Json("""[{"Id":"3","Operation":"MailItemsAccessed"}]""");

        SliceAttempt attempt = await CollectAsync(s_query);

        Assert.Equal((SliceOutcome.Complete, 3L, 2), (attempt.Outcome, attempt.Received, attempt.Pages));
        Assert.Contains("""{"Id":"1", "Operation" : "Send" }""", _box.Records);
        Assert.Equal(["Audit.General"], attempt.Quiet);
        Assert.All(_transport.Asked, static asked => Assert.Contains("PublisherIdentifier=t1", asked, StringComparison.Ordinal));
        Assert.Contains(_lists, static asked => asked.Contains("startTime=2026-05-31T11:00:00&endTime=2026-05-31T12:00:00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_page_by_its_other_name_is_followed_and_blobs_under_another_name_of_the_service_are_read_here()
    {
        _list = static asked => asked.Contains("Audit.General", StringComparison.Ordinal) ? ScriptedTransport.Json("[]")
            : asked.Contains("page=2", StringComparison.Ordinal) ? ScriptedTransport.Json($"[{Entry("b2")}]")
            : ScriptedTransport.Json($"[{Entry("b1").Replace("https://feed/", "https://manage-gcc.office.com/feed/", StringComparison.Ordinal)}]", ("NextPageUrl", $"https://manage.office.com/{Feed}subscriptions/content?page=2"));
        _blobs["b2"] = static () => ScriptedTransport.Json("""[{"Id":"2"}]""");
        _blobs["/feed/b1"] = static () => ScriptedTransport.Json("""[{"Id":"1"}]""");
        Assert.Equal((SliceOutcome.Complete, 2L), ((await CollectAsync(s_query)) is var attempt ? attempt.Outcome : default, attempt.Received));
        Assert.Contains(_transport.Asked, static asked => asked.StartsWith($"GET /{Feed}subscriptions/content?page=2&PublisherIdentifier=t1", StringComparison.Ordinal));
        Assert.DoesNotContain(_transport.Asked, static asked => asked.Contains("office.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_is_turned_off_is_told_from_a_wrong_tenant()
    {
        _list = static _ => throw new TenantRequestException(
            TenantRequestProblem.Refused, "The Management Activity API refused the request (400). It says: 8c] failed. Exception: Microsoft.Office.Compliance.Audit.DataServiceException: Tenant t1 does not exist.") { ErrorCode = "StartSubscription [CorrId=1]" };
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => CollectAsync(s_query));
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);
        Assert.Contains("UnifiedAuditLogIngestionEnabled", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CorrId", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_are_applied_here()
    {
        _list = static _ => ScriptedTransport.Json($"[{Entry("b1")}]");
        _blobs["b1"] = static () => ScriptedTransport.Json("""[{"Id":"1","Operation":"Send"},{"Id":"2","Operation":"MailItemsAccessed"}]""");
        SliceAttempt attempt = await CollectAsync(s_query with { Operations = ["MailItemsAccessed"] });
        Assert.Equal(1, attempt.Received);
        Assert.Contains("\"2\"", Assert.Single(_box.Records), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_type_nobody_knows_is_refused_before_anything_is_asked()
    {
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => CollectAsync(s_query with { RecordTypes = ["Nonsense"] }));
        Assert.Equal(TenantRequestProblem.Refused, failure.Problem);
        Assert.Empty(_transport.Asked);
    }

    [Theory]
    [InlineData("[]", "Audit.Exchange, Audit.General")]
    [InlineData("""[{"contentType":"Audit.Exchange","status":"enabled"},{"contentType":"Audit.General","status":"disabled"}]""", "Audit.General")]
    public async Task Content_without_a_subscription_is_named_with_what_starts_one(string subscriptions, string missing)
    {
        _subscriptions = subscriptions;
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => CollectAsync(s_query));
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);
        Assert.Contains($"subscription to {missing}.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("-StartSubscription", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriptions_are_asked_about_once()
    {
        await CollectAsync(s_query);
        await CollectAsync(s_query);
        Assert.Single(_transport.Asked, static asked => asked.Contains("subscriptions/list", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AF20051", "expired (AF20051)")]
    [InlineData("AF20050", "no longer known (AF20050)")]
    public async Task A_blob_that_expired_is_a_loss_with_a_reason_after_the_others_were_handed_on(string code, string reason)
    {
        _list = static asked => ScriptedTransport.Json(asked.Contains("Exchange", StringComparison.Ordinal) ? $"[{Entry("b1")},{Entry("b2")}]" : "[]");
        _blobs["b1"] = () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused, code);
        _blobs["b2"] = static () => ScriptedTransport.Json("""[{"Id":"1"}]""");
        SliceAttempt attempt = await CollectAsync(s_query);
        Assert.Contains($"1 of 2 blobs {reason}", attempt.Lost, StringComparison.Ordinal);
        Assert.Equal(1, attempt.Received);
        Assert.Single(_box.Records);
    }

    [Fact]
    public async Task A_blob_that_stays_unreadable_is_a_loss()
    {
        _list = static asked => ScriptedTransport.Json(asked.Contains("Exchange", StringComparison.Ordinal) ? $"[{Entry("b1")}]" : "[]");
        _blobs["b1"] = static () => ScriptedTransport.Json("""[{"Id":"1"},{"Id":""");
        Assert.Contains("1 of 1 blobs unreadable", (await CollectAsync(s_query)).Lost, StringComparison.Ordinal);
        Assert.Empty(_box.Records);
    }

    [Fact]
    public async Task A_list_that_was_short_at_first_is_completed()
    {
        int asks = 0;
        _list = asked => ScriptedTransport.Json(asked.Contains("General", StringComparison.Ordinal) || asks++ == 0 ? "[]" : $"[{Entry("b1")}]");
        _blobs["b1"] = static () => ScriptedTransport.Json("""[{"Id":"1"}]""");
        Assert.Equal(1, (await CollectAsync(s_query)).Received);
    }

    [Theory]
    [InlineData(5, 1, 6)]
    [InlineData(6, 0, 6)]
    public async Task An_empty_list_of_content_that_other_slices_have_is_believed_later(int empty, int received, int lists)
    {
        _blobs["b1"] = static () => ScriptedTransport.Json("""[{"Id":"1"}]""");
        _list = asked => ScriptedTransport.Json(asked.Contains("Exchange", StringComparison.Ordinal) ? $"[{Entry("b1")}]" : "[]");
        Assert.Equal(["Audit.General"], (await CollectAsync(s_query)).Quiet);

        AuditSlice next = new(s_slice.To, s_slice.To.AddHours(2));
        int asks = 0;
        _list = asked => ScriptedTransport.Json(asked.Contains("Exchange", StringComparison.Ordinal) && asks++ >= empty ? $"[{Entry("b1", next.From)}]" : "[]");
        _lists.Clear();
        SliceAttempt attempt = await CollectAsync(s_query, next);

        Assert.Equal(received, attempt.Received);
        Assert.Equal(received == 0, attempt.Quiet.Contains("Audit.Exchange"));

        // That nothing more comes takes a list of its own; content that has nothing anywhere is believed as before.
        Assert.Equal(lists + received, _lists.Count(static asked => asked.Contains("Exchange", StringComparison.Ordinal)));
        Assert.Equal(3, _lists.Count(static asked => asked.Contains("General", StringComparison.Ordinal)));

        // In less than an hour nothing is nothing to wonder about, and the second look is short.
        foreach (AuditSlice quick in new[] { next with { To = next.From.AddMinutes(59) }, next with { Content = "Audit.Exchange" } })
        {
            _list = static _ => ScriptedTransport.Json("[]");
            _lists.Clear();
            Assert.Contains("Audit.Exchange", (await CollectAsync(s_query, quick)).Quiet);
            Assert.Equal(3, _lists.Count(static asked => asked.Contains("Exchange", StringComparison.Ordinal)));
            Assert.Equal(quick.Content.Length > 0 ? 0 : 3, _lists.Count(static asked => asked.Contains("General", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_slice_with_fractions_takes_the_blobs_inside_of_it_and_no_others()
    {
        AuditSlice slice = new(s_slice.From.AddMilliseconds(500), s_slice.To.AddMilliseconds(500));
        _list = asked => ScriptedTransport.Json(asked.Contains("General", StringComparison.Ordinal) ? "[]"
            : $"[{Entry("early", slice.From.AddMilliseconds(-1))},{Entry("first", slice.From)},{Entry("last", slice.To.AddMilliseconds(-1))},{Entry("late", slice.To)}]");
        _blobs["first"] = static () => ScriptedTransport.Json("""[{"Id":"1"}]""");
        _blobs["last"] = static () => ScriptedTransport.Json("""[{"Id":"2"}]""");
        Assert.Equal(2, (await CollectAsync(s_query, slice)).Received);

        // More than 24 hours would give parts of the answer without saying so.
        Assert.Contains(_lists, static asked => asked.Contains("startTime=2026-05-30T12:00:00&endTime=2026-05-31T11:00:00", StringComparison.Ordinal));
        Assert.Contains(_lists, static asked => asked.Contains("startTime=2026-05-31T11:00:00&endTime=2026-05-31T12:00:01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_longer_listed_is_a_loss()
    {
        AuditSlice slice = new(SteppingTime.Start.AddDays(-7).AddHours(-3), SteppingTime.Start.AddDays(-7).AddHours(3));
        Assert.Contains("before 2026-05-25 12:01 UTC is no longer listed", (await CollectAsync(s_query, slice)).Lost, StringComparison.Ordinal);
        Assert.All(_lists, static asked => Assert.Contains("startTime=2026-05-25T12:01:00", asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_leads_in_a_circle_ends()
    {
        _list = static asked => ScriptedTransport.Json("[]", ("NextPageUri", asked["GET ".Length..]));
        Assert.Equal(SliceOutcome.Retry, (await CollectAsync(s_query)).Outcome);
    }

    [Fact]
    public async Task The_service_that_asks_to_wait_under_another_status_is_waited_for()
    {
        int asks = 0;
        _list = asked => asks++ < 2 ? throw ScriptedTransport.Refusal(TenantRequestProblem.PermissionMissing, "AF429") : ScriptedTransport.Json("[]");
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync(s_query)).Outcome);
        Assert.Contains(_box.Waits, static wait => wait.Contains("AF429", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AF10001", TenantRequestProblem.PermissionMissing)]
    [InlineData("AF20010", TenantRequestProblem.WrongTenant)]
    [InlineData("AF20022", TenantRequestProblem.NotAvailable)]
    [InlineData("AF20023", TenantRequestProblem.NotAvailable)]
    [InlineData("AF20055", TenantRequestProblem.NotAvailable)]
    [InlineData("AF429", TenantRequestProblem.Throttled)]
    [InlineData("AF50000", TenantRequestProblem.ServiceUnavailable)]
    public async Task The_codes_of_the_service_are_explained(string code, TenantRequestProblem problem)
    {
        _list = _ => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused, code);
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => CollectAsync(s_query));
        Assert.Equal((problem, code), (failure.Problem, failure.ErrorCode));
    }

    [Fact]
    public async Task Blobs_are_read_side_by_side_but_not_too_many()
    {
        _list = static asked => ScriptedTransport.Json(asked.Contains("General", StringComparison.Ordinal) ? "[]" : $"[{string.Join(',', Enumerable.Range(0, 40).Select(static i => Entry($"b{i}")))}]");
        foreach (int i in Enumerable.Range(0, 40))
        {
            _blobs[$"b{i}"] = () => ScriptedTransport.Json($$"""[{"Id":"{{i}}"}]""");
        }

        Assert.Equal(40, (await CollectAsync(s_query)).Received);
        Assert.InRange(_transport.MostAtOnce, 2, 6);
    }

    [Fact]
    public async Task Counting_again_lists_and_reads_again()
    {
        _list = static asked => ScriptedTransport.Json(asked.Contains("General", StringComparison.Ordinal) ? "[]" : $"[{Entry("b1")},{Entry("b2")}]");
        _blobs["b1"] = static () => ScriptedTransport.Json("""[{"Id":"1"},{"Id":"2"}]""");
        _blobs["b2"] = static () => ScriptedTransport.Json("""[{"Id":"2"}]""");
        Assert.Equal(2, await _time.Run(_route.RecountAsync(s_query, s_slice, string.Empty, CancellationToken.None).AsTask()));
    }

    private static string Entry(string id, DateTimeOffset? created = null) =>
        $$"""{"contentType":"x","contentId":"{{id}}","contentUri":"https://feed/{{id}}","contentCreated":"{{created ?? s_slice.From.AddHours(1):yyyy-MM-ddTHH:mm:ss.fffZ}}","contentExpiration":"2099-01-01T00:00:00.000Z"}""";

    private TenantResponse Answer(string asked)
    {
        if (asked.StartsWith($"GET {Feed}subscriptions/list", StringComparison.Ordinal))
        {
            return ScriptedTransport.Json(_subscriptions);
        }

        if (asked.Contains("/content?", StringComparison.Ordinal))
        {
            _lists.Add(asked);
            return _list(asked);
        }

        string address = asked["GET ".Length..asked.IndexOf('?', StringComparison.Ordinal)];
        return _blobs[address.Replace("https://feed/", string.Empty, StringComparison.Ordinal)]();
    }

    private Task<SliceAttempt> CollectAsync(AuditLogQuery query) => CollectAsync(query, s_slice);

    private Task<SliceAttempt> CollectAsync(AuditLogQuery query, AuditSlice slice) => _time.Run(_route.CollectAsync(query, slice, _box, CancellationToken.None).AsTask());
}
