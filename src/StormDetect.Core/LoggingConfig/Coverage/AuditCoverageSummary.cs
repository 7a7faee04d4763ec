using System;

namespace StormDetect.Core;

/// <summary>How many mailboxes of a tenant would have a record of one kind of event by one kind of actor.</summary>
public sealed record AuditCoverageSummary
{
    /// <summary>The tenant's id.</summary>
    public required string TenantId { get; init; }

    /// <summary>What the tenant calls itself; empty where its settings were not read.</summary>
    public string TenantName { get; init; } = string.Empty;

    /// <summary>The kind of event.</summary>
    public required AuditEventKind Event { get; init; }

    /// <summary>Who does it.</summary>
    public required AuditActorKind ActorKind { get; init; }

    /// <summary>When it happens (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Mailboxes judged; for accounts that are exempt from auditing, how many such accounts there are.</summary>
    public required int Count { get; init; }

    /// <summary>Of these, with a record today.</summary>
    public required int Yes { get; init; }

    /// <summary>Of these, without.</summary>
    public required int No { get; init; }

    /// <summary>Of these, not known.</summary>
    public required int Unknown { get; init; }

    /// <summary>The fewest days a record is certainly kept in any of them; null where that is not known of any.</summary>
    public required int? LeastKeptDays { get; init; }

    /// <summary>The most frequent reason of those that are not Yes; empty where all are.</summary>
    public required string MainReason { get; init; }

    /// <summary><see cref="At"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string AtText => UtcTimeText.Of(At);

    /// <summary>The summary in one line.</summary>
    /// <returns>Event, actor and counts.</returns>
    public override string ToString() => FormattableString.Invariant($"{Event} by {ActorKind}: {Yes} yes, {No} no, {Unknown} unknown");
}
