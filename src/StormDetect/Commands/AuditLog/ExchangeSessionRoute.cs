using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>
/// The audit log by way of Search-UnifiedAuditLog in the session the admin has. Every call runs on the pipeline thread: the command belongs to its runspace.
/// </summary>
/// <remarks>
/// Facts: with ReturnLargeSet a session gives up to 50,000 rows, 5,000 a call and unsorted, until a call gives none or AuditSearchRequestMetadata.moreRecordsAvailable is false; without HighCompleteness rows can be
/// missing and nothing tells (Exchange Online PowerShell documentation, "Search-UnifiedAuditLog", 2026-06). ResultCount is documented as the hits of all calls, and since April 2026 met as no more than the ResultSize
/// of the call (invictus-ir/Microsoft-Extractor-Suite, issue 199): so it is believed only where it can be a total, and never to be the end of what there is. HighCompleteness is to be on for everybody since 2025 (MC955752).
/// A call that timed out in the service gives rows without data, with ResultIndex -1 or ResultCount 0 (DFIR-O365RC), or a warning that a task was canceled (Microsoft-Extractor-Suite, Get-UAL); the first answer can be
/// empty though there are rows (the same, issue 138), and so can calls in the middle, for minutes (T0pCyber/hawk, issue 289). In the cloud of 21Vianet the command "is available, but it won't return any results", says its
/// documentation: there, no rows are no answer.
/// </remarks>
internal sealed class ExchangeSessionRoute(ExchangeSession session, SessionCommand command, PipelineQueue queue, bool highCompleteness) : IAuditLogRoute
{
    public const string CommandName = "Search-UnifiedAuditLog";

    private const int MostPage = 5_000;
    private const int MostSession = 50_000;

    // Calls in a row without anything new: to believe that it is all, and to give up where more was promised.
    private const int EnoughQuiet = 2;
    private const int MostQuiet = 8;
    private const string High = "HighCompleteness";

    // Noted where no row came: the second opinion is asked with high completeness, also after a crash.
    private const string NoRows = "no-rows";

    private static readonly string[] s_transient = ["throttl", "timed out", "timeout", "too many", "try again", "temporar", "unavailable", "server busy", "(50", "429", "internal server error", "connection was closed"];
    private static readonly string[] s_signIn = ["connect-exchangeonline", "unauthorized", "401", "token", "aadsts", "sign in", "session has expired"];
    private static readonly string[] s_permission = ["access denied", "forbidden", "403", "isn't within your current write scopes", "not authorized", "don't have permission", "insufficient"];

    // What came with warnings like these is not all there is.
    private static readonly string[] s_broken = ["task was canceled", "failed to process request"];

    private readonly ConcurrentDictionary<AuditSlice, long> _received = new();
    private readonly ConcurrentDictionary<AuditSlice, bool> _doubtful = new();

    // Whether ResultCount was seen to be of a call instead of the search.
    private volatile bool _countsCalls;

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
        bool isHigh = highCompleteness || _countsCalls || receiver.Ticket == NoRows || _doubtful.ContainsKey(slice);
        long? announced = 0;
        long received = 0;
        int pages = 0;
        foreach (string type in query.RecordTypes.DefaultIfEmpty(string.Empty))
        {
            ExchangePages one = await PagesAsync(query, slice, type, isHigh, receiver, cancellationToken);
            announced += one.Received == 0 ? 0 : Total(one);
            received += one.Received;
            pages += one.Count;
            if (one.Outcome != SliceOutcome.Complete)
            {
                return new SliceAttempt { Outcome = one.Outcome, Announced = Total(one), Received = received, Pages = pages, Detail = one.Trouble };
            }
        }

        if (received == 0 && receiver.Ticket != NoRows)
        {
            receiver.Note(NoRows);
            return new SliceAttempt { Outcome = SliceOutcome.Retry, Announced = 0, Received = 0, Pages = pages, Detail = "no rows came at first" };
        }

        if (received == 0 && session.IsInChina)
        {
            return new SliceAttempt { Outcome = SliceOutcome.Retry, Received = 0, Pages = pages, Detail = $"{CommandName} gives no results in the China cloud, says its documentation: that nothing came does not mean that nothing is there. Read an export instead" };
        }

        _received[slice] = received;
        if (_countsCalls && !isHigh && HasHighCompleteness)
        {
            // No total to hold the rows against, and no cheap second opinion: then the search itself has to be the thorough one.
            return new SliceAttempt { Outcome = SliceOutcome.Retry, Received = received, Pages = pages, Detail = "ResultCount is no total here: asked again with high completeness" };
        }

        string detail = _countsCalls && received > 0 ? "ResultCount is no total here: read until nothing more came" : isHigh && !highCompleteness && HasHighCompleteness ? "asked with high completeness" : string.Empty;
        return new SliceAttempt { Outcome = SliceOutcome.Complete, Announced = announced, Received = received, Pages = pages, Detail = detail };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// With high completeness where the command has it: what a fast search leaves out shows here, and the next attempt is asked with it too. Where ResultCount is of the call alone, the slice is read a second time, once;
    /// from then on every slice is asked with high completeness to begin with.
    /// </remarks>
    public async ValueTask<long?> RecountAsync(AuditLogQuery query, AuditSlice slice, string ticket, CancellationToken cancellationToken)
    {
        if (_countsCalls)
        {
            return null;
        }

        long count = 0;
        long calls = 0;
        long received = _received.GetValueOrDefault(slice);
        foreach (string type in query.RecordTypes.DefaultIfEmpty(string.Empty))
        {
            Hashtable arguments = Arguments(query, slice, type, isHigh: true);
            arguments["ResultSize"] = 1;
            List<ExchangeRow> rows = (await RunAsync(arguments, cancellationToken)).Rows;
            if (rows.Count == 0 && received > 0)
            {
                // A first answer can be empty though there are rows: as a second opinion it is worth nothing.
                rows = (await RunAsync(arguments, cancellationToken)).Rows;
            }

            if (rows.Exists(static row => row.Index < 0))
            {
                return null;
            }

            count += rows.Count == 0 ? 0 : rows.Max(static row => row.Announced);
            calls += rows.Count;
        }

        if (count < received && count == calls)
        {
            _countsCalls = true;
            count = 0;
            foreach (string type in query.RecordTypes.DefaultIfEmpty(string.Empty))
            {
                ExchangePages one = await PagesAsync(query, slice, type, isHigh: true, receiver: null, cancellationToken);
                if (one.Outcome != SliceOutcome.Complete)
                {
                    return null;
                }

                count += one.Different;
            }
        }

        if (count > received)
        {
            _doubtful[slice] = true;
        }

        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // What can be a total. A number as large as a page is the ResultSize of the call as likely.
    private long? Total(ExchangePages pages) => !_countsCalls && pages.Announced is > 0 and not MostPage ? pages.Announced : null;

    private async Task<ExchangePages> PagesAsync(AuditLogQuery query, AuditSlice slice, string recordType, bool isHigh, ISliceReceiver? receiver, CancellationToken cancellationToken)
    {
        Hashtable arguments = Arguments(query, slice, recordType, isHigh);
        arguments["SessionId"] = "StormDetect-" + Guid.NewGuid().ToString("N");
        arguments["SessionCommand"] = "ReturnLargeSet";
        arguments["ResultSize"] = MostPage;
        ExchangePages pages = new();
        int quiet = 0;
        while (true)
        {
            receiver?.Waiting(string.Create(CultureInfo.InvariantCulture, $"{CommandName}, page {pages.Count + 1}"));
            ExchangeAnswer answer = await RunAsync(arguments, cancellationToken);
            if (answer.Rows.Exists(static row => row.Index < 0 || row.Json.Length == 0 || (row.Index > 0 && row.Announced == 0)))
            {
                pages.Count++;
                return pages.Failed("the search timed out in the service: rows without data, ResultIndex -1 or ResultCount 0");
            }

            bool isNew = pages.Take(answer.Rows, receiver, byRow: Total(pages) is not null);
            quiet = isNew ? 0 : quiet + 1;
            if (pages.Received == 0)
            {
                return pages;
            }

            if (Total(pages) is long whole && (pages.Received > whole || (pages.Received == whole && answer.HasMore == true)))
            {
                // More than all there is: then it was the number of a call.
                _countsCalls = true;
            }

            long? total = Total(pages);
            receiver?.Page(total);
            if (total > MostSession || (total is null && pages.Received >= MostSession))
            {
                return pages.Overfull();
            }

            if (total is not null && pages.Received == total)
            {
                return pages;
            }

            if (answer.HasMore == false || quiet >= (total is null && answer.HasMore is null ? EnoughQuiet : MostQuiet))
            {
                _countsCalls |= total is null && pages.Received != MostPage;
                return total is not null ? pages.Failed(string.Create(CultureInfo.InvariantCulture, $"{pages.Received:#,0} of {total:#,0} rows came, with gaps in ResultIndex"))
                    : answer.HasMore == true ? pages.Failed(string.Create(CultureInfo.InvariantCulture, $"there is more than the {pages.Received:#,0} rows that came, says the service, and gives no more"))
                    : pages;
            }
        }
    }

    private Hashtable Arguments(AuditLogQuery query, AuditSlice slice, string recordType, bool isHigh)
    {
        // UTC in so many words, whatever the machine's zone and culture.
        Hashtable arguments = new()
        {
            ["StartDate"] = UtcTimeText.Of(slice.From),
            ["EndDate"] = UtcTimeText.Of(Whole(slice.To)),
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

    private Task<ExchangeAnswer> RunAsync(Hashtable arguments, CancellationToken cancellationToken) => queue.InvokeAsync(
        () =>
        {
            List<ExchangeRow> rows = [];
            List<string> warnings = [];
            bool? hasMore = null;
            try
            {
                session.Run(
                    command,
                    arguments,
                    item =>
                    {
                        hasMore = ExchangeAnswer.MoreOf(item) ?? hasMore;
                        if (ExchangeRow.Of(item) is { } row)
                        {
                            rows.Add(row);
                        }
                    },
                    warnings.Add);
            }
            catch (RuntimeException failure) when (failure is not PipelineStoppedException)
            {
                throw Refused(failure);
            }

            return warnings.Find(static warning => s_broken.Any(word => warning.Contains(word, StringComparison.OrdinalIgnoreCase))) is { } broken
                ? throw new TenantRequestException(TenantRequestProblem.ServiceUnavailable, $"{CommandName} gave less than there is: {PlainText.Safe(broken)}")
                : new ExchangeAnswer(rows, hasMore);
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
}
