using System;

namespace StormDetect.Core;

/// <summary>Whether one kind of event, in one mailbox, by one kind of actor, at one time, would have a record today; until when, and if not why.</summary>
public sealed record AuditCoverage
{
    private readonly string _actor = string.Empty;

    /// <summary>The tenant's id.</summary>
    public required string TenantId { get; init; }

    /// <summary>What the tenant calls itself; empty where its settings were not read.</summary>
    public string TenantName { get; init; } = string.Empty;

    /// <summary>The mailbox's address; <c>*</c> for every mailbox, in rows of accounts that are exempt from auditing.</summary>
    public required string Mailbox
    {
        get => PlainText.Cell(MailboxKey);
        init => MailboxKey = value;
    }

    /// <summary>The user principal name of the mailbox's owner, by which logs name the mailbox; empty where it is not known.</summary>
    public string UserPrincipalName
    {
        get => PlainText.Cell(UserPrincipalNameKey);
        init => UserPrincipalNameKey = value;
    }

    /// <summary>The mailbox's kind, as Exchange names it; empty for every mailbox.</summary>
    public required string MailboxKind { get; init; }

    /// <summary>The kind of event.</summary>
    public required AuditEventKind Event { get; init; }

    /// <summary>Who does it.</summary>
    public required AuditActorKind ActorKind { get; init; }

    /// <summary>The account that is exempt from auditing; empty for anybody.</summary>
    public required string Actor
    {
        get => _actor;
        init => _actor = PlainText.Cell(value);
    }

    /// <summary>When it happens (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether there would be a record today.</summary>
    public required CoverageAnswer Answer { get; init; }

    /// <summary>Why not; null where there would be one, or it is not known.</summary>
    public required BlindCause? Cause { get; init; }

    /// <summary>The answer as a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>Days a record is certainly kept; null where that is not known.</summary>
    public required int? KeptDays { get; init; }

    /// <summary>Events since then (UTC) would have a record today; null where none would, or it is not known.</summary>
    public required DateTimeOffset? ExistsFrom { get; init; }

    /// <summary>Until when (UTC) the record of this event is kept; null where there is none, or it is not known.</summary>
    public required DateTimeOffset? ExistsUntil { get; init; }

    /// <summary>Whether the cause is one of the whole tenant.</summary>
    public required bool IsTenantWide { get; init; }

    /// <summary>When the configuration was read (UTC). It is taken to have been the same at <see cref="At"/>.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The mailbox as the configuration spells it, to compare with.</summary>
    internal string MailboxKey { get; private init; } = string.Empty;

    /// <summary>The owner likewise.</summary>
    internal string UserPrincipalNameKey { get; private init; } = string.Empty;

    /// <summary><see cref="At"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string AtText => UtcTimeText.Of(At);

    /// <summary><see cref="ExistsFrom"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ExistsFromText => UtcTimeText.Of(ExistsFrom);

    /// <summary><see cref="ExistsUntil"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ExistsUntilText => UtcTimeText.Of(ExistsUntil);

    /// <summary><see cref="TakenAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string TakenAtText => UtcTimeText.Of(TakenAt);

    /// <summary>The row in one line.</summary>
    /// <returns>Mailbox, event, actor and answer.</returns>
    public override string ToString() => $"{PlainText.Safe(Mailbox)}, {Event} by {ActorKind}: {Answer}";
}
