using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>
/// The audit log by way of Search-UnifiedAuditLog in the session the admin has. Every call runs on the pipeline thread: the command belongs to its runspace.
/// </summary>
/// <remarks>
/// Facts: with ReturnLargeSet a session gives up to 50,000 rows, 5,000 a call and unsorted; ResultCount is of the whole session; a call that timed out in the service gives rows without data,
/// with ResultIndex -1 or ResultCount 0; the first answer can be empty though there are rows; without HighCompleteness rows can be missing and nothing tells. Source: Exchange Online PowerShell
/// documentation, "Search-UnifiedAuditLog"; the rest as the tools of the field met it.
/// </remarks>
internal sealed class ExchangeSessionRoute(ExchangeSession session, SessionCommand command, PipelineQueue queue, bool highCompleteness) : IAuditLogRoute
{
    public const string CommandName = "Search-UnifiedAuditLog";

    private const int MostPage = 5_000;
    private const int MostSession = 50_000;
    private const string High = "HighCompleteness";

    // Noted where no row came: the second opinion is asked with high completeness, also after a crash.
    private const string NoRows = "no-rows";

    private static readonly string[] s_transient = ["throttl", "timed out", "timeout", "too many", "try again", "temporar", "unavailable", "server busy", "(50", "429", "internal server error", "connection was closed"];
    private static readonly string[] s_signIn = ["connect-exchangeonline", "unauthorized", "401", "token", "aadsts", "sign in", "session has expired"];
    private static readonly string[] s_permission = ["access denied", "forbidden", "403", "isn't within your current write scopes", "not authorized", "don't have permission", "insufficient"];

    private readonly ConcurrentDictionary<AuditSlice, long> _announced = new();
    private readonly ConcurrentDictionary<AuditSlice, bool> _doubtful = new();

    private bool HasHighCompleteness => command.Has(High);

    /// <inheritdoc/>
    public AuditLogRouteKind Kind => AuditLogRouteKind.ExchangeSession;

    /// <inheritdoc/>
    public string TenantId => session.TenantId;

    /// <inheritdoc/>
    public AuditRouteLimits Limits { get; } = new()
    {
        MostRecords = MostSession,
        LongestSlice = TimeSpan.FromDays(30),
        ShortestSlice = TimeSpan.FromSeconds(1),
        MostParallel = 1,
        RecountsCheaply = true,
    };

    /// <inheritdoc/>
    public async ValueTask<SliceAttempt> CollectAsync(AuditLogQuery query, AuditSlice slice, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        bool isHigh = highCompleteness || receiver.Ticket == NoRows || _doubtful.ContainsKey(slice);
        long announced = 0;
        long received = 0;
        int pages = 0;
        foreach (string type in query.RecordTypes.DefaultIfEmpty(string.Empty))
        {
            Pages one = await PagesAsync(query, slice, type, isHigh, receiver, cancellationToken);
            announced += one.Announced;
            received += one.Received;
            pages += one.Count;
            if (one.Outcome != SliceOutcome.Complete)
            {
                return new SliceAttempt { Outcome = one.Outcome, Announced = one.Announced > 0 ? one.Announced : null, Received = received, Pages = pages, Detail = one.Trouble };
            }
        }

        if (received == 0 && receiver.Ticket != NoRows)
        {
            receiver.Note(NoRows);
            return new SliceAttempt { Outcome = SliceOutcome.Retry, Announced = 0, Received = 0, Pages = pages, Detail = "no rows came at first" };
        }

        _announced[slice] = announced;
        return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = announced, Received = received, Pages = pages, Detail = isHigh && !highCompleteness && HasHighCompleteness ? "asked with high completeness" : string.Empty };
    }

    /// <inheritdoc/>
    /// <remarks>With high completeness where the command has it: what a fast search leaves out shows here, and the next attempt is asked with it too.</remarks>
    public async ValueTask<long?> RecountAsync(AuditLogQuery query, AuditSlice slice, string ticket, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (string type in query.RecordTypes.DefaultIfEmpty(string.Empty))
        {
            Hashtable arguments = Arguments(query, slice, type, isHigh: true);
            arguments["ResultSize"] = 1;
            List<Row> rows = await RunAsync(arguments, cancellationToken);
            if (rows.Count == 0 && _announced.GetValueOrDefault(slice) > 0)
            {
                // A first answer can be empty though there are rows: as a second opinion it is worth nothing.
                rows = await RunAsync(arguments, cancellationToken);
            }

            if (rows.Exists(static row => row.Index < 0))
            {
                return null;
            }

            count += rows.Count == 0 ? 0 : rows.Max(static row => row.Announced);
        }

        if (count > _announced.GetValueOrDefault(slice))
        {
            _doubtful[slice] = true;
        }

        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Pages> PagesAsync(AuditLogQuery query, AuditSlice slice, string recordType, bool isHigh, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        Hashtable arguments = Arguments(query, slice, recordType, isHigh);
        arguments["SessionId"] = "StormDetect-" + Guid.NewGuid().ToString("N");
        arguments["SessionCommand"] = "ReturnLargeSet";
        arguments["ResultSize"] = MostPage;
        HashSet<int> seen = [];
        Pages pages = new();
        while (true)
        {
            receiver.Waiting(string.Create(CultureInfo.InvariantCulture, $"{CommandName}, page {pages.Count + 1}"));
            List<Row> rows = await RunAsync(arguments, cancellationToken);
            pages.Count++;
            if (rows.Exists(static row => row.Index < 0 || row.Json.Length == 0 || (row.Index > 0 && row.Announced == 0)))
            {
                return pages.Failed("the search timed out in the service: rows without data, ResultIndex -1 or ResultCount 0");
            }

            int fresh = 0;
            foreach (Row row in rows)
            {
                // A session that is asked past its end has been seen to begin again.
                if (row.Index == 0 || seen.Add(row.Index))
                {
                    fresh++;
                    receiver.Record(Encoding.UTF8.GetBytes(row.Json));
                }
            }

            pages.Received += fresh;
            pages.Announced = rows.Count == 0 ? pages.Announced : Math.Max(pages.Announced, rows.Max(static row => row.Announced));
            receiver.Page(pages.Announced);
            if (pages.Announced > MostSession)
            {
                return pages.Overfull();
            }

            if (fresh == 0 || pages.Received >= pages.Announced)
            {
                return pages.Received >= pages.Announced ? pages : pages.Failed(string.Create(CultureInfo.InvariantCulture, $"{pages.Received:#,0} of {pages.Announced:#,0} rows came, with gaps in ResultIndex"));
            }
        }
    }

    private Hashtable Arguments(AuditLogQuery query, AuditSlice slice, string recordType, bool isHigh)
    {
        // UTC in so many words, whatever the machine's zone and culture.
        Hashtable arguments = new()
        {
            ["StartDate"] = slice.From.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["EndDate"] = Whole(slice.To).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (slice.Operation.Length > 0 || query.Operations.Count > 0)
        {
            arguments["Operations"] = slice.Operation.Length > 0 ? [slice.Operation] : query.Operations.ToArray();
        }

        if (query.UserIds.Count > 0)
        {
            arguments["UserIds"] = query.UserIds.ToArray();
        }

        if (query.IpAddresses.Count > 0)
        {
            arguments["IPAddresses"] = query.IpAddresses.ToArray();
        }

        if (recordType.Length > 0)
        {
            arguments["RecordType"] = recordType;
        }

        if (isHigh && HasHighCompleteness)
        {
            arguments[High] = true;
        }

        return arguments;
    }

    // Times are whole seconds here; an end within one must not lose what happened in it.
    private static DateTimeOffset Whole(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerSecond == 0 ? time : new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private Task<List<Row>> RunAsync(Hashtable arguments, CancellationToken cancellationToken) => queue.InvokeAsync(
        () =>
        {
            List<Row> rows = [];
            try
            {
                session.Run(command, arguments, item => rows.Add(Row.Of(item)));
            }
            catch (RuntimeException failure) when (failure is not PipelineStoppedException)
            {
                throw Refused(failure);
            }

            return rows;
        },
        cancellationToken);

    private static TenantRequestException Refused(RuntimeException failure)
    {
        string text = PlainText.Safe(failure.Message);
        bool Says(string[] words) => words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        return failure switch
        {
            CommandNotFoundException => new TenantRequestException(TenantRequestProblem.PermissionMissing, $"The session has no {CommandName} any more: {text} Connect with Connect-ExchangeOnline as somebody with the role View-Only Audit Logs.", failure),
            ParameterBindingException => new TenantRequestException(TenantRequestProblem.Refused, $"{CommandName} does not take this search: {text}", failure),
            _ when Says(s_transient) => new TenantRequestException(TenantRequestProblem.ServiceUnavailable, $"{CommandName} failed: {text}", failure),
            _ when Says(s_signIn) => new TenantRequestException(TenantRequestProblem.SignInNeeded, $"The Exchange Online session has ended: {text} Run Connect-ExchangeOnline, then the same command again.", failure),
            _ when Says(s_permission) => new TenantRequestException(TenantRequestProblem.PermissionMissing, $"{CommandName} was refused: {text} The role View-Only Audit Logs is needed.", failure),
            _ when failure.InnerException is ParameterBindingException or PSInvalidCastException || text.Contains("Cannot process argument", StringComparison.OrdinalIgnoreCase)
                => new TenantRequestException(TenantRequestProblem.Refused, $"{CommandName} does not take this search: {text}", failure),
            _ => new TenantRequestException(TenantRequestProblem.ServiceUnavailable, $"{CommandName} failed: {text}", failure),
        };
    }

    /// <summary>A row of an answer.</summary>
    /// <param name="Index">ResultIndex; 0 where it has none.</param>
    /// <param name="Announced">ResultCount.</param>
    /// <param name="Json">The record; empty where the row carries none.</param>
    private readonly record struct Row(int Index, long Announced, string Json)
    {
        public static Row Of(PSObject item)
        {
            AuditInput input = AuditInput.Sort(item);
            return new Row(
                (int)Number(item, "ResultIndex"),
                Number(item, "ResultCount"),
                input.Kind == AuditInputKind.Text && LooseProperties.GetString(item, "AuditData") is { Length: > 0 } ? input.Text : string.Empty);
        }

        private static long Number(PSObject item, string name) => LanguagePrimitives.TryConvertTo(LooseProperties.Get(item, name), CultureInfo.InvariantCulture, out long number) ? number : 0;
    }

    /// <summary>The pages of one session.</summary>
    private sealed class Pages
    {
        public int Count { get; set; }

        public long Announced { get; set; }

        public long Received { get; set; }

        public SliceOutcome Outcome { get; private set; } = SliceOutcome.Complete;

        public string Trouble { get; private set; } = string.Empty;

        public Pages Failed(string trouble)
        {
            Outcome = SliceOutcome.Retry;
            Trouble = trouble;
            return this;
        }

        public Pages Overfull()
        {
            Outcome = SliceOutcome.Overflow;
            Trouble = "more rows than a session gives";
            return this;
        }
    }
}
