using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace StormDetect.Core;

/// <summary>Looks in an audit log for an access that is known to have happened.</summary>
public static class CanaryProbe
{
    // The clocks of a person and of the service.
    private static readonly TimeSpan s_slack = TimeSpan.FromMinutes(5);

    /// <summary>Looks for a MailItemsAccessed record of a mailbox.</summary>
    /// <param name="paths">Audit logs.</param>
    /// <param name="mailbox">The mailbox that was read, by address or MailboxGuid.</param>
    /// <param name="performedAt">When (UTC).</param>
    /// <param name="withinHours">How long the record may take to come.</param>
    /// <param name="cancellationToken">Stops between records.</param>
    /// <returns>What was found, as an object of <see cref="ConfigPart.Canaries"/>; null where no log could be read.</returns>
    public static IReadOnlyDictionary<string, object?>? Look(IReadOnlyList<string> paths, string mailbox, DateTimeOffset performedAt, int withinHours, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(mailbox);
        AuditLogReader reader = new(new AuditReadOptions { Start = performedAt - s_slack });
        DateTimeOffset? found = null;
        DateTimeOffset? last = null;
        foreach (AuditRecord record in reader.Read(paths, cancellationToken))
        {
            last = last is null || record.CreationTime > last ? record.CreationTime : last;
            bool isCanary = record.Operation.Equals("MailItemsAccessed", StringComparison.OrdinalIgnoreCase) && record.CreationTime <= performedAt.AddHours(withinHours)
                && (Same(record.Mailbox, mailbox) || Same(record.MailboxGuid, mailbox));
            found = isCanary && (found is null || record.CreationTime < found) ? record.CreationTime : found;
        }

        if (reader.Report.Rows == 0)
        {
            return null;
        }

        return new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Mailbox"] = mailbox, ["Operation"] = "MailItemsAccessed", ["PerformedAt"] = performedAt, ["WithinHours"] = withinHours.ToString(CultureInfo.InvariantCulture),
            ["FirstSeenAt"] = found is { } time ? time : "never", ["LogEndsAt"] = last is { } end ? end : null,
        };
    }

    private static bool Same(string? value, string mailbox) => mailbox.Equals(value, StringComparison.OrdinalIgnoreCase);
}
