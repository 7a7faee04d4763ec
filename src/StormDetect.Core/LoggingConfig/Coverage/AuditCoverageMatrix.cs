using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO.Enumeration;
using System.Linq;
using StormDetect.Core.Coverage;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>
/// Would it be seen? Whether an event would have a record follows from the mailbox (what it is set to record, and its licence) and from the actor (exempt or not); how long it is kept from
/// retention policies and the licence of the one who acted. Pure: the same snapshot and options give the same answer.
/// </summary>
public static class AuditCoverageMatrix
{
    /// <summary>Answers mailbox by mailbox.</summary>
    /// <param name="snapshot">The configuration.</param>
    /// <param name="options">Which mailboxes and events, and when.</param>
    /// <returns>A row for each mailbox, kind of event and kind of actor, then rows for the accounts that are exempt from auditing.</returns>
    public static IEnumerable<AuditCoverage> Rows(ConfigSnapshot snapshot, AuditCoverageOptions options)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(options);
        return new CoverageJudge(snapshot, options).Rows();
    }

    /// <summary>Counts rows by kind of event and actor.</summary>
    /// <param name="rows">Rows of any number of tenants.</param>
    /// <returns>A summary for each tenant, kind of event and kind of actor.</returns>
    public static IReadOnlyList<AuditCoverageSummary> Summarise(IEnumerable<AuditCoverage> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dictionary<(string, AuditEventKind, AuditActorKind, DateTimeOffset), CoverageCount> counts = [];
        foreach (AuditCoverage row in rows)
        {
            (string, AuditEventKind, AuditActorKind, DateTimeOffset) key = (row.TenantId, row.Event, row.ActorKind, row.At);
            if (!counts.TryGetValue(key, out CoverageCount? count))
            {
                count = new CoverageCount();
                counts.Add(key, count);
            }

            count.Add(row);
        }

        return counts.OrderBy(static pair => pair.Key.Item1, StringComparer.Ordinal).ThenBy(static pair => pair.Key.Item2).ThenBy(static pair => pair.Key.Item3)
            .Select(static pair => pair.Value.Summary(pair.Key.Item1, pair.Key.Item2, pair.Key.Item3, pair.Key.Item4)).ToArray();
    }

    /// <summary>
    /// What rows say of reading mail, as blind intervals of a window. A cause of the configuration is Likely (it is known for the day it was read), what may only be lost to retention is
    /// Possible, because the log at hand may have been exported earlier. Throttled hours are left out: a hunt finds them in the log itself.
    /// </summary>
    /// <param name="rows">Rows of <see cref="Rows"/>.</param>
    /// <param name="start">Start of the window (UTC), inclusive.</param>
    /// <param name="end">End of the window (UTC), exclusive.</param>
    /// <returns>The intervals: whole tenants first, then mailboxes by the lower-case UPN of their owner (the address where it is not known), then actors.</returns>
    public static IReadOnlyList<BlindInterval> ToBlindIntervals(IEnumerable<AuditCoverage> rows, DateTimeOffset start, DateTimeOffset end)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<AuditCoverage> reads = rows.Where(static row => row.Event == AuditEventKind.MailItemsAccessed).ToList();
        List<BlindInterval> intervals = [];
        foreach (IGrouping<string, AuditCoverage> tenant in reads.GroupBy(static row => row.TenantId, StringComparer.OrdinalIgnoreCase))
        {
            intervals.AddRange(CoverageIntervals.Of(tenant.Key, tenant.ToList(), start, end));
        }

        return intervals.OrderBy(static interval => interval.Scope).ThenBy(static interval => interval.TenantId, StringComparer.Ordinal)
            .ThenBy(static interval => interval.Subject, StringComparer.Ordinal).ThenBy(static interval => interval.From).ThenBy(static interval => interval.Cause).ToArray();
    }

    /// <summary>What of the tenant's logs is lost next.</summary>
    /// <param name="snapshot">The configuration; it decides how long each log is kept.</param>
    /// <param name="now">The present time (UTC).</param>
    /// <returns>For each log the day that is going, soonest first.</returns>
    public static IReadOnlyList<ExpiringLog> Expiring(ConfigSnapshot snapshot, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return ExpiryPlanner.Plan(snapshot, now);
    }

    internal static bool IsAsked(AuditCoverageOptions options, ConfigRow mailbox)
    {
        string?[] names = [mailbox.Text("PrimarySmtpAddress"), mailbox.Text("UserPrincipalName"), mailbox.Text("ExchangeGuid"), mailbox.Text("Guid")];
        return options.Mailboxes.Count == 0 || options.Mailboxes.Any(pattern => names.Any(name => name is not null && FileSystemName.MatchesSimpleExpression(pattern, name)));
    }

    internal static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Sentence(string subject, DateTimeOffset from, DateTimeOffset to, string why) => CoverageText.Interval(PlainText.Safe(subject), from, to, PlainText.Safe(why.TrimEnd('.')));
}
