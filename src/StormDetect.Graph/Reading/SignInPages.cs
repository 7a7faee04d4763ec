using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// Reads the four logs of sign-ins, each in stretches of time: a day at first, longer where a day is little, so that a failure costs a stretch and no list of pages grows endless.
/// </summary>
/// <remarks>
/// Source: Microsoft Graph documentation, "List signIns" (v1.0 and beta: page of 1,000, newest first), "signIn" (createdDateTime takes eq, le and ge: what is before a time is at most the tick before it), "How to analyze
/// activity logs with Microsoft Graph" (<c>signInEventTypes/any(t: t eq '...')</c>, AuditLog.Read.All with Directory.Read.All) and "Microsoft Graph service-specific throttling limits"
/// (identity and access reports: 5 requests in 10 seconds for an application in a tenant). Only beta documents the logs other than the interactive one, with session and token identifiers; where it cannot be
/// had, v1.0 still gives the interactive log.
/// </remarks>
internal sealed class SignInPages
{
    /// <summary>What it takes. For a user besides: a role such as Reports Reader.</summary>
    public const string Permissions = "AuditLog.Read.All";

    private const int FullPage = 1000;

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(8);

    private static readonly (SignInLogKind Log, string EventType)[] s_logs =
    [
        (SignInLogKind.Interactive, "interactiveUser"),
        (SignInLogKind.NonInteractive, "nonInteractiveUser"),
        (SignInLogKind.ServicePrincipal, "servicePrincipal"),
        (SignInLogKind.ManagedIdentity, "managedIdentity"),
    ];

    private readonly PageReader _pages;
    private readonly RequestPace _pace;
    private readonly TimeProvider _time;
    private readonly Action<string>? _status;

    /// <summary>Makes it.</summary>
    public SignInPages(PageReader pages, RequestPace pace, TimeProvider time, Action<string>? status)
    {
        _pages = pages;
        _pace = pace;
        _time = time;
        _status = status;
    }

    /// <summary>How long Entra keeps sign-ins with a P1 or P2 licence; without, 7 days.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(30);

    /// <summary>Reads all logs of a window.</summary>
    public async IAsyncEnumerable<SignInPage> ReadAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset oldest = now - Kept;
        DateTimeOffset end = to < now ? to : now;
        foreach ((SignInLogKind log, string eventType) in s_logs)
        {
            if (from < oldest)
            {
                // Asking would give an empty answer, which looks like a quiet month.
                yield return Missing(log, from, end < oldest ? end : oldest, "Entra keeps sign-ins 30 days (7 without a P1 or P2 licence)");
            }

            DateTimeOffset begin = from < oldest ? oldest : from;
            if (begin < end)
            {
                await foreach (SignInPage page in ReadLogAsync(log, eventType, begin, end, cancellationToken).ConfigureAwait(false))
                {
                    yield return page;
                }
            }
        }
    }

    private async IAsyncEnumerable<SignInPage> ReadLogAsync(SignInLogKind log, string eventType, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool beta = true;
        TimeSpan length = s_day;
        DateTimeOffset at = from;
        while (at < to)
        {
            DateTimeOffset until = at + length < to ? at + length : to;
            string what = $"signIns ({eventType}) {Text(at)} to {Text(until)}";
            _status?.Invoke(what);
            int pages = 0;
            TenantRequestException? failure = null;
            IAsyncEnumerator<TenantPage> slice = _pages.ReadAsync(PageReader.Get(Address(eventType, at, until, beta), Permissions), what, _pace, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (slice.ConfigureAwait(false))
            {
                while (true)
                {
                    // No yield inside of a try with a catch: the page is fetched first, and handed on outside.
                    (TenantPage? page, failure) = await NextAsync(slice).ConfigureAwait(false);
                    if (page is null)
                    {
                        break;
                    }

                    pages++;
                    yield return new SignInPage { Log = log, From = at, To = until, Page = page };
                }
            }

            if (failure is not null && beta && pages == 0 && log == SignInLogKind.Interactive && IsOfVersion(failure))
            {
                beta = false;
                continue;
            }

            if (failure is { IsTransient: false } and not { Problem: TenantRequestProblem.Unreadable })
            {
                // The next day would be refused as well, and so many refusals tell nothing more.
                yield return Missing(log, at, to, Reason(failure));
                yield break;
            }

            if (failure is not null)
            {
                yield return Missing(log, at, until, Reason(failure));
            }

            length = failure is null && pages == 1 ? Min(length * 2, s_longest) : s_day;
            at = until;
        }
    }

    private static async ValueTask<(TenantPage? Page, TenantRequestException? Failure)> NextAsync(IAsyncEnumerator<TenantPage> slice)
    {
        try
        {
            return await slice.MoveNextAsync().ConfigureAwait(false) ? (slice.Current, null) : (null, null);
        }
        catch (TenantRequestException failure)
        {
            return (null, failure);
        }
    }

    private static string Address(string eventType, DateTimeOffset from, DateTimeOffset to, bool beta)
    {
        string times = $"createdDateTime ge {Time(from)} and createdDateTime le {Time(to.AddTicks(-1))}";
        string filter = beta ? $"{times} and signInEventTypes/any(t: t eq '{eventType}')" : times;
        return $"{(beta ? "beta" : "v1.0")}/auditLogs/signIns?$filter={Uri.EscapeDataString(filter)}&$top={FullPage}";
    }

    // What a cloud without this version, or a version without this filter, would answer. A licence that is missing is missing in both.
    private static bool IsOfVersion(TenantRequestException failure) =>
        failure.Problem is TenantRequestProblem.NotFound or TenantRequestProblem.Refused || failure.Status == HttpStatusCode.NotImplemented;

    private static bool IsLicence(TenantRequestException failure) => failure is { Problem: TenantRequestProblem.NotAvailable, Status: not HttpStatusCode.NotImplemented };

    private static string Reason(TenantRequestException failure) =>
        IsLicence(failure) ? "the tenant has no Entra ID P1 or P2 licence, without which Graph gives no sign-ins; the portal's download of the last 7 days works (SignInPath). If it has one, consent to Directory.Read.All as well: without it Graph has failed to see licences" : failure.Message;

    private static SignInPage Missing(SignInLogKind log, DateTimeOffset from, DateTimeOffset to, string why) => new() { Log = log, From = from, To = to, Missing = why };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
