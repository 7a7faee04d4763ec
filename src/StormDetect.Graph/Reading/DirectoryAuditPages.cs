using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Reads what changed in the directory, a stretch of days after the other.</summary>
/// <remarks>Source: Microsoft Graph documentation, "List directoryAudits" (v1.0; Global and US Government clouds; $filter takes eq, ge, le and startswith, so that what is before a time is at most the tick before it), and the limits of <see cref="SignInPages"/>, which it shares. The largest page
/// is not documented there; other lists of the directory refuse more than 999.</remarks>
internal sealed class DirectoryAuditPages(PageReader pages, RequestPace pace, TimeProvider time, Action<string>? status)
{
    /// <summary>What it takes.</summary>
    public const string Permissions = "AuditLog.Read.All";

    private static readonly TimeSpan s_slice = TimeSpan.FromDays(8);

    /// <summary>Reads a window, as far as Entra keeps it (30 days, 7 without a P1 or P2 licence).</summary>
    public async IAsyncEnumerable<TenantPage> ReadAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset end = to < now ? to : now;
        DateTimeOffset at = from < now - SignInPages.Kept ? now - SignInPages.Kept : from;
        while (at < end)
        {
            DateTimeOffset until = at + s_slice < end ? at + s_slice : end;
            string what = $"directoryAudits {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}";
            status?.Invoke(what);
            string filter = Uri.EscapeDataString($"activityDateTime ge {Time(at)} and activityDateTime le {Time(until.AddTicks(-1))}");
            await foreach (TenantPage page in pages.ReadAsync(PageReader.Get($"v1.0/auditLogs/directoryAudits?$filter={filter}&$top=999", Permissions), what, pace, cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }

            at = until;
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
