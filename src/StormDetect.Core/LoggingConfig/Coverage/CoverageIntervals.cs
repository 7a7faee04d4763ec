using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Turns a tenant's coverage rows of reads into blind intervals.</summary>
internal static class CoverageIntervals
{
    public static IEnumerable<BlindInterval> Of(string tenant, List<AuditCoverage> rows, DateTimeOffset start, DateTimeOffset end)
    {
        if (start >= end)
        {
            return [];
        }

        // As logs write it: OrganizationId is a GUID in lower case.
        tenant = Guid.TryParse(tenant, out Guid id) ? id.ToString("D") : tenant;

        if (rows.Find(static row => row is { Answer: CoverageAnswer.No, IsTenantWide: true }) is { } whole)
        {
            return [new BlindInterval(tenant, BlindScope.Tenant, string.Empty, start, end, whole.Cause ?? BlindCause.AuditOff, Certainty.Likely, AuditCoverageMatrix.Sentence("The whole tenant", start, end, whole.Why))];
        }

        return [.. Unknown(tenant, rows, start, end), .. Lost(tenant, rows, start, end), .. Mailboxes(tenant, rows, start, end), .. Actors(tenant, rows, start, end)];
    }

    private static IEnumerable<BlindInterval> Actors(string tenant, List<AuditCoverage> rows, DateTimeOffset start, DateTimeOffset end) => rows
        .Where(static row => row is { ActorKind: AuditActorKind.BypassedAccount, Answer: CoverageAnswer.No, Actor.Length: > 0 }).DistinctBy(static row => row.Actor, StringComparer.OrdinalIgnoreCase)
        .Select(row => new BlindInterval(tenant, BlindScope.Actor, row.Actor, start, end, BlindCause.ActorBypassed, Certainty.Likely, AuditCoverageMatrix.Sentence(row.Actor, start, end, row.Why)));

    private static IEnumerable<BlindInterval> Mailboxes(string tenant, List<AuditCoverage> rows, DateTimeOffset start, DateTimeOffset end)
    {
        foreach (IGrouping<string, AuditCoverage> mailbox in rows.Where(static row => row.ActorKind != AuditActorKind.BypassedAccount).GroupBy(Subject, StringComparer.OrdinalIgnoreCase))
        {
            foreach (IGrouping<BlindCause, AuditCoverage> cause in mailbox.Where(static row => row.Cause is BlindCause.AuditOff or BlindCause.NotLicensed).GroupBy(static row => row.Cause!.Value))
            {
                DateTimeOffset to = cause.Max(row => row.Cause == BlindCause.NotLicensed && row.ExistsFrom is { } from && from < end ? from : end);
                if (to <= start)
                {
                    continue;
                }

                string who = string.Join(", ", cause.Select(static row => row.ActorKind.ToString().ToLowerInvariant()).Distinct(StringComparer.Ordinal));
                string subject = mailbox.Key.ToLowerInvariant();
                yield return new BlindInterval(tenant, BlindScope.Mailbox, subject, start, to, cause.Key, Certainty.Likely, AuditCoverageMatrix.Sentence(subject, start, to, $"reads by {who}: {cause.First().Why}"));
            }
        }
    }

    /// <summary>Retention: what every mailbox has lost once for the tenant, and what some have lost beyond that for each.</summary>
    private static IEnumerable<BlindInterval> Lost(string tenant, List<AuditCoverage> rows, DateTimeOffset start, DateTimeOffset end)
    {
        Dictionary<string, DateTimeOffset> from = rows.Where(static row => row.ActorKind == AuditActorKind.Owner && row.ExistsFrom is not null && row.Cause != BlindCause.NotLicensed)
            .GroupBy(Subject, StringComparer.OrdinalIgnoreCase).ToDictionary(static group => group.Key, static group => group.Max(static row => row.ExistsFrom!.Value), StringComparer.OrdinalIgnoreCase);
        if (from.Count == 0 || from.Values.Max() <= start)
        {
            yield break;
        }

        DateTimeOffset all = from.Values.Min();
        DateTimeOffset to = all < end ? all : end;
        if (to > start)
        {
            yield return new BlindInterval(tenant, BlindScope.Tenant, string.Empty, start, to, BlindCause.OutOfRetention, Certainty.Possible, AuditCoverageMatrix.Sentence("The whole tenant", start, to, "older than records are kept, unless the log was exported earlier"));
        }

        foreach ((string mailbox, DateTimeOffset until) in from.Where(pair => pair.Value > all && pair.Value > start))
        {
            DateTimeOffset begin = all > start ? all : start;
            DateTimeOffset finish = until < end ? until : end;
            if (finish > begin)
            {
                string subject = mailbox.ToLowerInvariant();
                yield return new BlindInterval(tenant, BlindScope.Mailbox, subject, begin, finish, BlindCause.OutOfRetention, Certainty.Possible, AuditCoverageMatrix.Sentence(subject, begin, finish, "older than its owner's records are kept, unless the log was exported earlier"));
            }
        }
    }

    // Logs name a mailbox by its owner's UPN, which need not be its address.
    private static string Subject(AuditCoverage row) => row.UserPrincipalNameKey.Length > 0 ? row.UserPrincipalNameKey : row.MailboxKey;

    /// <summary>What was not read is said once, for the tenant.</summary>
    private static IEnumerable<BlindInterval> Unknown(string tenant, List<AuditCoverage> rows, DateTimeOffset start, DateTimeOffset end) => rows
        .Where(static row => row is { Answer: CoverageAnswer.Unknown, IsTenantWide: true }).Select(static row => row.Why).Distinct(StringComparer.Ordinal)
        .Select(why => new BlindInterval(tenant, BlindScope.Tenant, string.Empty, start, end, BlindCause.AuditOff, Certainty.Possible, AuditCoverageMatrix.Sentence("The whole tenant", start, end, why)));
}
