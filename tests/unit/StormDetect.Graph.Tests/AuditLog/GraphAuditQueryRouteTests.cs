using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

public sealed partial class GraphAuditQueryRouteTests : IAsyncDisposable
{
    private const string Queries = "v1.0/security/auditLog/queries";
    private const string First = "GET v1.0/security/auditLog/queries/q1/records?$top=999";

    private static readonly AuditSlice s_slice = new(SteppingTime.Start.AddDays(-3), SteppingTime.Start.AddDays(-2));
    private static readonly AuditLogQuery s_query = new()
    {
        Start = s_slice.From,
        End = s_slice.To,
        Operations = ["MailItemsAccessed", "Send"],
        RecordTypes = ["ExchangeItemAggregated", "MIPLabel", "CRM", "MS365DCustomDetection", "AeD"],
        UserIds = ["ada@contoso.example"],
        IpAddresses = ["192.0.2.1"],
        Name = "hunt",
    };

    private readonly SteppingTime _time = new();
    private readonly SliceBox _box = new();
    private readonly Dictionary<string, Queue<Func<TenantResponse>>> _answers = [];
    private readonly ScriptedTransport _transport;
    private readonly GraphAuditQueryRoute _route;

    public GraphAuditQueryRouteTests()
    {
        _transport = new ScriptedTransport(Answer);
        _route = new GraphAuditQueryRoute(_transport, "tenant", new RoutePacing { Time = _time, QueryPatience = TimeSpan.FromMinutes(5), UnknownPatience = TimeSpan.FromMinutes(2), MostRepeats = 3, MostRereads = 3 });
    }

    public ValueTask DisposeAsync() => _route.DisposeAsync();

    [Fact]
    public async Task A_log_that_repeats_records_and_a_number_that_is_only_approximate_are_settled_by_two_readings_that_agree()
    {
        string[] rows = [.. Enumerable.Range(0, 200).Select(static i => "r" + (i < 197 ? i : i - 100))];
        On("POST " + Queries, State("notStarted"));
        On($"GET {Queries}/q1", State("succeeded", 202));
        On(First, Page(rows), Page(rows));

        SliceAttempt attempt = await CollectAsync();

        Assert.Equal((SliceOutcome.Complete, null, 2), (attempt.Outcome, attempt.Announced, attempt.Pages));
        Assert.Contains("about 202 records announced, 197 different ones", attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_is_submitted_waited_for_and_read_to_its_last_page()
    {
        On("POST " + Queries, State("notStarted"));
        On($"GET {Queries}/q1", State("running"), State("running"), State("succeeded", 3));
        On(First, Page(["a", "b"], "https://graph/next"));
        On("GET https://graph/next", Page(["c"]));

        SliceAttempt attempt = await CollectAsync();

        Assert.Equal((SliceOutcome.Complete, 3L, 3L, 2), (attempt.Outcome, attempt.Announced, attempt.Received, attempt.Pages));
        Assert.Equal(["""{"id":"a", "auditData" : {"x":[1,{}]} }""", """{"id":"b", "auditData" : {"x":[1,{}]} }""", """{"id":"c", "auditData" : {"x":[1,{}]} }"""], _box.Records);
        Assert.Contains(_box.Waits, static wait => wait.Contains("running", StringComparison.Ordinal));
        Assert.All(_transport.Requests, static request => Assert.Contains("AuditLogsQuery", request.Permissions, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_query_says_what_is_asked_and_nothing_of_services()
    {
        On("POST " + Queries, State("succeeded", 1));
        On(First, Page(["a"]));
        await CollectAsync();

        TenantRequest post = _transport.Requests[0];
        Assert.True(post.StartsWork);
        using JsonDocument body = JsonDocument.Parse(post.Json);
        JsonElement root = body.RootElement;
        Assert.Equal("2026-05-29T12:00:00Z", root.GetProperty("filterStartDateTime").GetString());
        Assert.Equal("2026-05-30T12:00:00Z", root.GetProperty("filterEndDateTime").GetString());
        Assert.Equal(["MailItemsAccessed", "Send"], List(root, "operationFilters"));
        Assert.Equal(["exchangeItemAggregated", "mipLabel", "crm", "ms365DCustomDetection", "aeD"], List(root, "recordTypeFilters"));
        Assert.Equal(["ada@contoso.example"], List(root, "userPrincipalNameFilters"));
        Assert.Equal(["192.0.2.1"], List(root, "ipAddressFilters"));
        Assert.StartsWith("hunt 20260529T120000Z ", root.GetProperty("displayName").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("service", Encoding.UTF8.GetString(post.Json.Span), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_slice_of_one_operation_asks_for_that_one()
    {
        On("POST " + Queries, State("succeeded", 1));
        On(First, Page(["a"]));
        await CollectAsync(s_slice with { Operation = "Send" });
        using JsonDocument body = JsonDocument.Parse(_transport.Requests[0].Json);
        Assert.Equal(["Send"], List(body.RootElement, "operationFilters"));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_with_its_query()
    {
        _box.Note(Ticket("q1"));
        On($"GET {Queries}/q1", State("succeeded", 1));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.DoesNotContain(_transport.Asked, static asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_neither_version_has_queries_another_source_is_named()
    {
        On("POST " + Queries, () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound, "UnknownError"));
        On("POST beta/security/auditLog/queries", () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound, "UnknownError"));
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(CollectAsync);
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);
        Assert.Contains("-Source ExchangeSession", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, _transport.Asked.Count);
    }

    [Fact]
    public async Task A_query_that_an_earlier_run_submitted_under_beta_is_gone_on_with()
    {
        _box.Note(Ticket("q1"));
        On($"GET {Queries}/q1", () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound, "UnknownError"));
        On("GET beta/security/auditLog/queries/q1", State("succeeded", 1));
        On("GET beta/security/auditLog/queries/q1/records?$top=999", Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.Equal(3, _transport.Asked.Count);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("")]
    public async Task A_ticket_whose_query_failed_or_is_gone_is_a_new_query(string status)
    {
        _box.Note(Ticket("old"));
        On($"GET {Queries}/old", status.Length > 0 ? State(status) : () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound));
        On("GET beta/security/auditLog/queries/old", () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound));
        On("POST " + Queries, State("succeeded", 1));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.Equal("q1", QueryTicket.Parse(_box.Ticket)!.Id);
    }

    [Theory]
    [InlineData(-1, 2, false)] // submitted while its records were arriving, two hours ago
    [InlineData(-1, 0.5, true)]
    [InlineData(30, 200, true)] // long ago, but when all had arrived
    public async Task A_result_from_before_its_records_had_arrived_is_not_gone_on_with(double hoursAfterSlice, double hoursAgo, bool isUsed)
    {
        DateTimeOffset submitted = SteppingTime.Start.AddHours(-hoursAgo);
        AuditSlice slice = new(submitted.AddHours(-hoursAfterSlice - 24), submitted.AddHours(-hoursAfterSlice));
        _box.Note(new QueryTicket("mark", "q1", submitted, 0).ToString());
        On($"GET {Queries}/q1", State("succeeded", 1));
        On("POST " + Queries, State("succeeded", 1));
        On(First, Page(["a"]));
        await CollectAsync(slice);
        Assert.Equal(isUsed, !_transport.Asked.Any(static asked => asked.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_submission_whose_answer_was_lost_is_found_by_its_name_and_not_made_twice()
    {
        On("POST " + Queries, () => throw ScriptedTransport.Refusal(TenantRequestProblem.Network, unknown: true));
        On("GET " + Queries, () => ScriptedTransport.Json($$"""{"value":[{"id":"other","displayName":"x"},{"id":"q1","displayName":"hunt {{QueryTicket.Parse(_box.Ticket)!.Mark}}","status":"running"}]}"""));
        On($"GET {Queries}/q1", State("succeeded", 1));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.Single(_transport.Asked, static asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_died_before_the_answer_finds_its_query_by_name()
    {
        _box.Note(new QueryTicket("feedbeef", string.Empty, SteppingTime.Start, 0).ToString());
        On("GET " + Queries, () => ScriptedTransport.Json("""{"value":[{"id":"q1","displayName":"hunt feedbeef","status":"succeeded","approximateReturnedRecordCount":1}]}"""));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.DoesNotContain(_transport.Asked, static asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_service_has_not_taken_is_submitted_again()
    {
        On("POST " + Queries, () => throw ScriptedTransport.Refusal(TenantRequestProblem.ServiceUnavailable, unknown: true), State("succeeded", 1));
        On("GET " + Queries, () => ScriptedTransport.Json("""{"value":[]}"""));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    public async Task A_query_that_fails_is_to_be_tried_again_with_a_new_one(string status)
    {
        On("POST " + Queries, State("running"));
        On($"GET {Queries}/q1", State(status));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal(SliceOutcome.Retry, attempt.Outcome);
        Assert.Contains(status, attempt.Detail, StringComparison.Ordinal);
        Assert.Empty(_box.Ticket);
    }

    [Theory]
    [InlineData("running", 5)]
    [InlineData("notStarted", 5)]
    [InlineData("unknownFutureValue", 2)]
    public async Task No_state_is_waited_for_without_end(string status, int minutes)
    {
        On("POST " + Queries, State(status));
        On($"GET {Queries}/q1", State(status));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal(SliceOutcome.Retry, attempt.Outcome);
        Assert.Contains(status, attempt.Detail, StringComparison.Ordinal);
        Assert.InRange(_time.Elapsed.TotalMinutes, minutes, minutes + 1);
        Assert.Equal("q1", QueryTicket.Parse(_box.Ticket)!.Id);
        Assert.InRange(_transport.Asked.Count, 5, 30);

        // It is waited for once more, and then left for a new one.
        Assert.Equal(SliceOutcome.Retry, (await CollectAsync()).Outcome);
        Assert.Single(_transport.Asked, static asked => asked.StartsWith("POST", StringComparison.Ordinal));
        Assert.Empty(_box.Ticket);
    }

    [Fact]
    public async Task A_query_that_is_not_found_at_once_is_looked_for_again()
    {
        On("POST " + Queries, State("notStarted"));
        On($"GET {Queries}/q1", () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound), State("succeeded", 1));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
    }

    [Fact]
    public async Task A_look_that_is_refused_is_made_again()
    {
        On("POST " + Queries, State("notStarted"));
        On($"GET {Queries}/q1", () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused), () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused), State("succeeded", 1));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
    }

    [Fact]
    public async Task A_query_that_stays_away_is_gone()
    {
        On("POST " + Queries, State("notStarted"));
        On($"GET {Queries}/q1", () => throw ScriptedTransport.Refusal(TenantRequestProblem.NotFound));
        Assert.Equal(SliceOutcome.Retry, (await CollectAsync()).Outcome);
        Assert.Empty(_box.Ticket);
    }

    [Theory]
    [InlineData("true", 10, 1_000_000, true)] // the flag is authoritative, whatever the count
    [InlineData("false", 3_000_000, 1_000_000, false)]
    [InlineData(null, 1_000_000, 1_000_000, true)]
    [InlineData(null, 3, 3, true)]
    [InlineData(null, 3, 4, false)]
    public async Task The_flag_decides_about_the_limit_and_the_count_only_without_it(string? flag, long count, long limit, bool isFull)
    {
        On("POST " + Queries, () => ScriptedTransport.Json($$"""{"id":"q1","status":"succeeded"{{(flag is null ? "" : $",\"isRecordCountLimitExceeded\":{flag}")}},"approximateReturnedRecordCount":{{count}},"recordCountLimit":"{{limit}}"}"""));
        On(First, Page(["a", "b", "c"]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal(isFull, attempt.Outcome == SliceOutcome.Overflow);
        Assert.Equal(count, attempt.Announced);
    }

    [Fact]
    public async Task A_slice_that_cannot_be_cut_hands_on_what_there_is()
    {
        On("POST " + Queries, () => ScriptedTransport.Json("""{"id":"q1","status":"succeeded","isRecordCountLimitExceeded":true,"approximateReturnedRecordCount":2}"""));
        On(First, Page(["a", "b"]));
        SliceAttempt attempt = await CollectAsync(new AuditSlice(s_slice.From, s_slice.From + _route.Limits.ShortestSlice));
        Assert.Equal((SliceOutcome.Overflow, 2L), (attempt.Outcome, attempt.Received));
    }

    [Fact]
    public async Task An_empty_first_answer_is_asked_for_again()
    {
        On("POST " + Queries, State("succeeded", 2));
        On(First, Page([]), Page([]), Page(["a", "b"]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Complete, 2L, 3), (attempt.Outcome, attempt.Received, attempt.Pages));
    }

    [Fact]
    public async Task A_query_that_stays_empty_against_its_word_is_read_once_more_and_then_replaced()
    {
        On("POST " + Queries, State("succeeded", 2));
        On($"GET {Queries}/q1", State("succeeded", 2));
        On(First, Page([]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal(SliceOutcome.Retry, attempt.Outcome);
        Assert.Equal(("q1", 1), (QueryTicket.Parse(_box.Ticket)!.Id, QueryTicket.Parse(_box.Ticket)!.Misses));
        Assert.Equal(SliceOutcome.Retry, (await CollectAsync()).Outcome);
        Assert.Empty(_box.Ticket);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(null)]
    public async Task Nothing_found_is_an_answer_too(long? announced)
    {
        On("POST " + Queries, State("succeeded", announced));
        On(First, Page([]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Complete, 0L), (attempt.Outcome, attempt.Received));
    }

    [Fact]
    public async Task A_query_that_counts_differently_when_read_again_is_read_until_it_agrees_with_its_word()
    {
        // Three rows for three records announced, but one of them twice: only the records themselves tell.
        On("POST " + Queries, State("succeeded", 3));
        On(First, Page(["a", "b", "b"]), Page(["a", "c"]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Complete, 5L), (attempt.Outcome, attempt.Received));
        Assert.Equal(3, _box.Records.Distinct().Count());
    }

    [Fact]
    public async Task An_announced_number_that_two_readings_nearly_meet_is_approximate()
    {
        string[] ids = Enumerable.Range(0, 199).Select(static i => $"r{i}").ToArray();
        On("POST " + Queries, State("succeeded", 200));
        On(First, Page(ids));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Complete, 398L, 199L), (attempt.Outcome, attempt.Received, attempt.Reread));
        Assert.Null(attempt.Announced);
        Assert.Contains("about 200 records announced, 199 different ones in each", attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_the_log_has_twice_count_as_announced()
    {
        On("POST " + Queries, State("succeeded", 4));
        On(First, Page(["a", "b", "b", "b"]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Complete, 8L, 4L), (attempt.Outcome, attempt.Received, attempt.Reread));
        Assert.Null(attempt.Announced);
    }

    [Fact]
    public async Task A_number_that_is_far_off_is_a_loss_however_often_readings_agree()
    {
        On("POST " + Queries, State("succeeded", 5));
        On(First, Page(["a", "b"]));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Retry, 5L), (attempt.Outcome, attempt.Announced));
        Assert.Contains("5 records announced, 2 received", attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_without_a_token_is_not_the_end_though_no_number_was_announced()
    {
        On("POST " + Queries, State("succeeded"));
        On(First, Page(["a"], "https://graph/records?$skiptoken="), Page(["a"], "https://graph/records?$skiptoken="));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal(SliceOutcome.Retry, attempt.Outcome);
        Assert.Contains("nextLink", attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_lead_in_a_circle_end()
    {
        On("POST " + Queries, State("succeeded", 5));
        On(First, Page(["a"], "https://graph/2"));
        On("GET https://graph/2", Page(["b"], "https://graph/3"));
        On("GET https://graph/3", Page(["c"], "https://graph/2"));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal(SliceOutcome.Retry, attempt.Outcome);
        Assert.Contains("nextLink", attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_pages_that_never_end_end()
    {
        int page = 0;
        On("POST " + Queries, State("succeeded", 5));
        On(First, Page([], "https://graph/0"));
        SliceAttempt attempt = await CollectAsync(s_slice, asked => asked.StartsWith("GET https://graph/", StringComparison.Ordinal) ? Page([], $"https://graph/{++page}")() : null);
        Assert.Equal(SliceOutcome.Retry, attempt.Outcome);
        Assert.InRange(page, 10, 100);
    }

    [Fact]
    public async Task A_page_that_is_cut_gives_none_of_its_records_and_is_asked_for_again()
    {
        On("POST " + Queries, State("succeeded", 2));
        On(First, () => ScriptedTransport.Json("""{"value":[{"id":"a"},{"id":"""), () => ScriptedTransport.Json("""{"value":[{"id":"a"},{"id":"b"}]}"""));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Complete, 2L), (attempt.Outcome, attempt.Received));
    }

    [Fact]
    public async Task A_page_that_stays_unreadable_is_to_be_tried_again()
    {
        On("POST " + Queries, State("succeeded", 2));
        On(First, () => ScriptedTransport.Json("""{"error":"none"}"""));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Retry, 0L), (attempt.Outcome, attempt.Received));
        Assert.Contains("cannot be read", attempt.Detail, StringComparison.Ordinal);
        Assert.Empty(_box.Records);
    }

    [Fact]
    public async Task What_the_transport_cannot_read_is_asked_for_again_too()
    {
        On("POST " + Queries, State("notStarted"));
        On($"GET {Queries}/q1", () => throw ScriptedTransport.Refusal(TenantRequestProblem.Unreadable), State("succeeded", 1));
        On(First, () => throw ScriptedTransport.Refusal(TenantRequestProblem.Unreadable), Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
    }

    [Fact]
    public async Task An_unreadable_answer_to_a_submission_is_no_reason_for_another()
    {
        On("POST " + Queries, () => ScriptedTransport.Json("[]"));
        On("GET " + Queries, () => ScriptedTransport.Json($$"""{"value":[{"id":"q1","displayName":"{{QueryTicket.Parse(_box.Ticket)!.Mark}}","status":"succeeded","approximateReturnedRecordCount":1}]}"""));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.Single(_transport.Asked, static asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_takes_no_page_size_is_asked_without()
    {
        On("POST " + Queries, State("succeeded", 1));
        On(First, () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused));
        On($"GET {Queries}/q1/records", Page(["a"]));
        Assert.Equal(1, (await CollectAsync()).Received);
    }

    [Fact]
    public async Task Counting_again_reads_the_same_query_and_counts_records_not_rows()
    {
        On(First, Page(["a", "a"], "https://graph/next"));
        On("GET https://graph/next", Page(["b"]));
        Assert.Equal(2, await _time.Run(_route.RecountAsync(s_query, s_slice, Ticket("q1"), CancellationToken.None).AsTask()));
        Assert.Null(await _route.RecountAsync(s_query, s_slice, string.Empty, CancellationToken.None));
        Assert.Null(await _route.RecountAsync(s_query, s_slice, Ticket("").ToString(), CancellationToken.None));
    }

    [Theory]
    [InlineData(200, 1, TenantRequestProblem.LimitReached)]
    [InlineData(20, 1, TenantRequestProblem.Throttled)]
    [InlineData(-1, 1, TenantRequestProblem.Throttled)] // the list cannot be had
    [InlineData(-1, 400, TenantRequestProblem.LimitReached)]
    public async Task When_the_days_submissions_are_used_up_that_is_said(int used, int minutes, TenantRequestProblem problem)
    {
        On("POST " + Queries, () => throw new TenantRequestException(TenantRequestProblem.Throttled, "wait") { RetryAfter = TimeSpan.FromMinutes(minutes) });
        On("GET " + Queries, used < 0 ? () => throw ScriptedTransport.Refusal(TenantRequestProblem.ServiceUnavailable) : Dated(used, hoursAgo: 2));
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(CollectAsync);
        Assert.Equal(problem, failure.Problem);
    }

    [Fact]
    public async Task The_budget_counts_a_day_and_admits_what_it_does_not_know()
    {
        On("GET " + Queries, Dated(7, hoursAgo: 2), Dated(7, hoursAgo: 30), () => ScriptedTransport.Json("""{"value":[{"id":"x"}]}"""));
        Assert.Equal(193, (await _route.BudgetAsync(CancellationToken.None)).Left);
        Assert.Equal(200, (await _route.BudgetAsync(CancellationToken.None)).Left);
        SubmissionBudget unknown = await _route.BudgetAsync(CancellationToken.None);
        Assert.Null(unknown.Left);
        Assert.Contains("not known", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using CancellationTokenSource stop = new();
        On("POST " + Queries, State("running"));
        On($"GET {Queries}/q1", () =>
        {
            stop.Cancel();
            return State("running")();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _time.Run(_route.CollectAsync(s_query, s_slice, _box, stop.Token).AsTask()));
    }
}
