using System;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

/// <content>Queries that the service refuses.</content>
public sealed partial class GraphAuditQueryRouteTests
{
    [Fact]
    public async Task What_is_refused_of_a_query_that_was_accepted_is_to_be_tried_again()
    {
        On("POST " + Queries, State("running"));
        On($"GET {Queries}/q1", () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused));
        SliceAttempt attempt = await CollectAsync();
        Assert.Equal((SliceOutcome.Retry, "refused"), (attempt.Outcome, attempt.Detail));
        Assert.Equal("q1", QueryTicket.Parse(_box.Ticket)!.Id);
    }

    [Fact]
    public async Task A_query_that_is_refused_itself_is_tried_in_the_other_spelling_of_record_types_and_no_more()
    {
        On("POST " + Queries, () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused));
        await Assert.ThrowsAsync<TenantRequestException>(() => CollectAsync());
        Assert.Equal(["exchangeItemAggregated", "ExchangeItemAggregated"], Spellings());
    }

    [Theory]
    [InlineData(TenantRequestProblem.Refused)]
    [InlineData(TenantRequestProblem.Throttled)]
    public async Task A_query_that_is_refused_while_another_runs_waits_for_its_end(TenantRequestProblem problem)
    {
        bool isRunning = false;
        On("POST " + Queries, () =>
        {
            if (isRunning)
            {
                throw ScriptedTransport.Refusal(problem);
            }

            isRunning = true;
            return State("running")();
        });
        int looks = 0;
        On($"GET {Queries}/q1", () =>
        {
            isRunning = ++looks % 4 != 0;
            return isRunning ? State("running")() : State("succeeded", 1)();
        });
        On("GET " + Queries, Dated(2, hoursAgo: 2));
        On(First, Page(["a"]));

        AuditLogQuery everything = new() { Start = s_slice.From, End = s_slice.To };
        SliceBox[] boxes = [new(), new(), new()];
        SliceAttempt[] attempts = await _time.Run(Task.WhenAll(boxes.Select(box => _route.CollectAsync(everything, s_slice, box, CancellationToken.None).AsTask())));
        Assert.All(attempts, static attempt => Assert.Equal(SliceOutcome.Complete, attempt.Outcome));
        Assert.Contains(boxes.SelectMany(static box => box.Waits), static wait => wait.Contains("refused while 1 other query runs", StringComparison.Ordinal));
        Assert.Equal(5, _transport.Asked.Count(static asked => asked.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_spelling_of_record_types_that_is_taken_is_kept()
    {
        On("POST " + Queries, () => throw ScriptedTransport.Refusal(TenantRequestProblem.Refused), State("succeeded", 1));
        On(First, Page(["a"]));
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        _box.Note(string.Empty);
        Assert.Equal(SliceOutcome.Complete, (await CollectAsync()).Outcome);
        Assert.Equal(["exchangeItemAggregated", "ExchangeItemAggregated", "ExchangeItemAggregated"], Spellings());
    }

    private string[] Spellings() => [.. _transport.Requests.Where(static request => request.Method == System.Net.Http.HttpMethod.Post).Select(static request =>
    {
        using JsonDocument body = JsonDocument.Parse(request.Json);
        return List(body.RootElement, "recordTypeFilters")[0];
    })];
}
