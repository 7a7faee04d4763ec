using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

/// <content>The service of the script, and what is read from it.</content>
public sealed partial class GraphAuditQueryRouteTests
{
    private static string Ticket(string id) => new QueryTicket("mark", id, SteppingTime.Start, 0).ToString();

    private static Func<TenantResponse> State(string status, long? count = null) =>
        () => ScriptedTransport.Json($$"""{"@odata.context":"x","id":"q1","status":"{{status}}","operationFilters":["a"]{{(count is null ? "" : $",\"approximateReturnedRecordCount\":{count}")}}}""");

    private static Func<TenantResponse> Page(string[] ids, string? next = null) => () => ScriptedTransport.Json(
        $$"""{"@odata.context":{"value":[1]},"value":[ {{string.Join(" , ", ids.Select(static id => $$"""{"id":"{{id}}", "auditData" : {"x":[1,{}]} }"""))}} ]{{(next is null ? "" : $",\"@odata.nextLink\":\"{next}\"")}}}""");

    private static Func<TenantResponse> Dated(int count, double hoursAgo) => () => ScriptedTransport.Json(
        $$"""{"value":[{{string.Join(',', Enumerable.Repeat($$"""{"id":"x","createdDateTime":"{{SteppingTime.Start.AddHours(-hoursAgo):O}}"}""", count))}}]}""");

    private static string[] List(JsonElement root, string name) => root.GetProperty(name).EnumerateArray().Select(static value => value.GetString()!).ToArray();

    private Func<string, TenantResponse?>? _otherwise;

    private TenantResponse Answer(string asked)
    {
        if (_answers.TryGetValue(asked, out Queue<Func<TenantResponse>>? answers))
        {
            return answers.Count > 1 ? answers.Dequeue()() : answers.Peek()();
        }

        return _otherwise?.Invoke(asked) ?? throw new InvalidOperationException("Not in the script: " + asked);
    }

    // The last answer is given for ever.
    private void On(string asked, params Func<TenantResponse>[] answers) => _answers[asked] = new Queue<Func<TenantResponse>>(answers);

    private Task<SliceAttempt> CollectAsync() => CollectAsync(s_slice);

    private Task<SliceAttempt> CollectAsync(AuditSlice slice, Func<string, TenantResponse?>? otherwise = null)
    {
        _otherwise = otherwise;
        return _time.Run(_route.CollectAsync(s_query, slice, _box, CancellationToken.None).AsTask());
    }
}
