using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>A log behind a service that misbehaves as real ones do, but gives everything if asked often enough.</summary>
internal sealed class ScriptedRoute : IAuditLogRoute
{
    public static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<AuditSlice, int> _faults = new();
    private readonly ConcurrentDictionary<string, AuditSlice> _queries = new();
    private readonly Random _random;
    private int _asked;

    public ScriptedRoute(int seed) => _random = new Random(seed);

    public AuditLogRouteKind Kind { get; init; } = AuditLogRouteKind.GraphQuery;

    public string TenantId { get; init; } = "0873ee4d-d342-44f2-8961-74c442a2fad2";

    public AuditRouteLimits Limits { get; init; } = new()
    {
        MostRecords = 100,
        LongestSlice = TimeSpan.FromDays(30),
        ShortestSlice = TimeSpan.FromSeconds(1),
        MostParallel = 3,
        RecountsCheaply = true,
    };

    /// <summary>What the log holds.</summary>
    public IReadOnlyList<(DateTimeOffset Time, string Operation, string Json)> Log { get; init; } = [];

    /// <summary>How often a slice is answered wrongly before it is answered rightly; 0 for never.</summary>
    public int FaultsPerSlice { get; init; }

    /// <summary>Called for every request, once its query is noted.</summary>
    public Action<int, AuditSlice> OnAsked { get; init; } = static (_, _) => { };

    /// <summary>What is answered in place of the log, for tests of one fault.</summary>
    public Func<AuditSlice, int, ISliceReceiver, SliceAttempt?>? Answer { get; init; }

    public int Submitted => _queries.Count;

    public ConcurrentQueue<AuditSlice> Slices { get; } = [];

    public static List<(DateTimeOffset Time, string Operation, string Json)> MakeLog(int seed, int records, TimeSpan window)
    {
        Random random = new(seed);
        List<(DateTimeOffset, string, string)> log = [];
        for (int i = 0; i < records; i++)
        {
            // A third of it in one burst, so that slices have to be cut.
            double at = i % 3 == 0 ? 0.4 + (random.NextDouble() * 0.01) : random.NextDouble();
            DateTimeOffset time = Start + TimeSpan.FromSeconds(Math.Floor(window.TotalSeconds * at));
            string operation = i % 4 == 0 ? "HardDelete" : "MailItemsAccessed";
            byte[] id = new byte[16];
            random.NextBytes(id);
            log.Add((time, operation, Record(new Guid(id), time, operation)));
        }

        return log;
    }

    public static string Record(Guid id, DateTimeOffset time, string operation, string user = "kim@contoso.example") =>
        $$"""{"Id":"{{id}}","CreationTime":"{{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss}}","Operation":"{{operation}}","OrganizationId":"0873ee4d-d342-44f2-8961-74c442a2fad2","RecordType":50,"UserId":"{{user}}","Workload":"Exchange"}""";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async ValueTask<SliceAttempt> CollectAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        await Task.Yield();
        int asked = Interlocked.Increment(ref _asked);
        Slices.Enqueue(slice);
        if (Answer?.Invoke(slice, asked, receiver) is SliceAttempt answer)
        {
            return answer;
        }

        if (receiver.Ticket.Length == 0)
        {
            string ticket = Guid.NewGuid().ToString();
            _queries[ticket] = slice;
            receiver.Note(ticket);
        }
        else if (!_queries.TryGetValue(receiver.Ticket, out AuditSlice? begun))
        {
            throw new TenantRequestException(TenantRequestProblem.NotFound, "There is no such query any more.");
        }
        else if (begun != slice)
        {
            throw new InvalidOperationException("A ticket of another slice.");
        }

        OnAsked(asked, slice);
        string[] rows = Rows(query, slice).ToArray();
        int fault = 0;
        int place = 0;
        int attempt = _faults.AddOrUpdate(slice, 1, static (_, n) => n + 1);
        if (attempt <= FaultsPerSlice)
        {
            lock (_random)
            {
                fault = _random.Next(9);
                place = _random.Next(Math.Max(1, rows.Length));
                _random.Shuffle(rows);
            }
        }

        if (rows.Length > Limits.MostRecords)
        {
            Send(rows.Take((int)Limits.MostRecords), receiver);
            return new SliceAttempt { Outcome = SliceOutcome.Overflow, Received = Limits.MostRecords, Announced = fault % 2 == 0 ? rows.Length : null };
        }

        switch (fault)
        {
            case 1: // a false zero that the route knows
                return new SliceAttempt { Outcome = SliceOutcome.Retry, Received = 0, Announced = 0, Detail = "no rows" };
            case 2: // a false zero that only counting again shows
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = 0, Announced = 0 };
            case 3: // one row is missing
                Send(rows.Skip(1), receiver);
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = Math.Max(0, rows.Length - 1), Announced = rows.Length };
            case 4 when rows.Length > 1 && attempt == 1: // a page comes twice in another's place; where it did so every time, nobody could tell
                Send(rows.Select((row, i) => i == 0 ? rows[1] : row), receiver);
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = rows.Length, Announced = rows.Length };
            case 5: // rows come more than once
                Send(rows.Concat(rows.Take(place)), receiver);
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = rows.Length + place, Announced = rows.Length };
            case 6: // the network fails in the middle
                Send(rows.Take(place), receiver);
                throw new TenantRequestException(TenantRequestProblem.Network, "The connection broke off.");
            case 7: // the query failed
                receiver.Note(string.Empty);
                return new SliceAttempt { Outcome = SliceOutcome.Retry, Received = 0, Detail = "failed" };
            case 8: // the sign-in ends
                throw new TenantRequestException(TenantRequestProblem.SignInNeeded, "Sign in again.");
            default:
                Send(rows, receiver);
                return new SliceAttempt { Outcome = SliceOutcome.Complete, Received = rows.Length, Announced = rows.Length };
        }
    }

    public ValueTask<long?> RecountAsync(AuditLogQuery query, AuditSlice slice, string ticket, CancellationToken cancellationToken) => ValueTask.FromResult<long?>(Rows(query, slice).Count());

    private static void Send(IEnumerable<string> rows, ISliceReceiver receiver)
    {
        foreach (string row in rows)
        {
            receiver.Record(Encoding.UTF8.GetBytes(row));
        }

        receiver.Page(announced: null);
    }

    private IEnumerable<string> Rows(AuditLogQuery query, AuditSlice slice) => Log
        .Where(record => record.Time >= slice.From && record.Time < slice.To
            && (slice.Operation.Length > 0 ? record.Operation == slice.Operation : query.Operations.Count == 0 || query.Operations.Contains(record.Operation)))
        .Select(static record => record.Json);
}
