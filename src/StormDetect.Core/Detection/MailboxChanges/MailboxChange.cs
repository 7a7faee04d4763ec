using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>One thing that one record changed. A record can change several.</summary>
internal sealed class MailboxChange
{
    public MailboxChange(ChangeRecord record, MailboxChangeKind kind, ChangeDirection direction)
    {
        Kind = kind;
        Direction = direction;
        TenantId = record.TenantId;
        Time = record.Time;
        Key = record.Key;
        RecordId = record.Id;
        Operation = record.Operation;
        Actor = record.UserId;
        IsPartner = record.RecordType == 1 && bool.TryParse(record["ExternalAccess"], out bool external) && external;
        Network = record.Network;
        SessionId = record.SessionId;
    }

    /// <summary>Something that stands now, and that no record tells of.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="since">Since when, as far as anything says (UTC).</param>
    public MailboxChange(string tenantId, MailboxChangeKind kind, DateTimeOffset since)
    {
        Kind = kind;
        Direction = ChangeDirection.Weakens;
        TenantId = tenantId;
        Time = since;
        RecordId = string.Empty;
        Operation = string.Empty;
        Actor = string.Empty;
        Network = Network.None;
        SessionId = string.Empty;
        IsStanding = true;
    }

    /// <summary>Whether it was found standing, and no record tells of it.</summary>
    public bool IsStanding { get; }

    public MailboxChangeKind Kind { get; }

    /// <summary>Which way it goes; judging may find that what looked like taking back is not, or the other way round.</summary>
    public ChangeDirection Direction { get; set; }

    public string TenantId { get; }

    public DateTimeOffset Time { get; }

    public Guid Key { get; }

    public string RecordId { get; }

    public string Operation { get; }

    public string Actor { get; }

    /// <summary>Whether an administrator of another organisation, or Microsoft's, did it.</summary>
    public bool IsPartner { get; }

    public Network Network { get; }

    public string SessionId { get; }

    /// <summary>
    /// What the story of a change that begins it is known by: as the record has it, before names are resolved. How much of the directory a log knows must not decide which finding it is.
    /// </summary>
    public string Anchor { get; set; } = string.Empty;

    /// <summary>What was changed: a mailbox, a rule, an application, a policy; empty for the organisation itself.</summary>
    public string Subject { get; set; } = string.Empty;

    /// <summary>Whether <see cref="Subject"/> names a mailbox.</summary>
    public bool IsOfMailbox { get; init; }

    /// <summary>Whether <see cref="Subject"/> names an application, by any of its ids.</summary>
    public bool IsOfApplication { get; init; }

    /// <summary>Whether <see cref="Subject"/> is the id of a service principal whose application is not known.</summary>
    public bool IsOfPrincipal { get; init; }

    /// <summary>Whether the directory says that the application is Microsoft's own.</summary>
    public bool IsOfMicrosoft { get; init; }

    /// <summary>Which switch of the subject: a later change of the same switch in the other direction takes this one back.</summary>
    public required string State { get; init; }

    /// <summary>Who gets access; empty where nobody in particular does.</summary>
    public string Target { get; set; } = string.Empty;

    /// <summary>Whether the target is everybody.</summary>
    public bool IsForAnyone { get; init; }

    /// <summary>Where mail goes.</summary>
    public IReadOnlyList<string> Destinations { get; init; } = [];

    /// <summary>What <see cref="Destinations"/> weigh.</summary>
    public DestinationWeights? Routing { get; init; }

    public string OldValue { get; set; } = string.Empty;

    public string NewValue { get; init; } = string.Empty;

    /// <summary>What the record itself says for or against it.</summary>
    public IReadOnlyList<ChangeSignal> Signals { get; set; } = [];

    /// <summary>For a change that takes something back: what it weighs where there is nothing in the log that it takes back.</summary>
    public ChangeSignal? Alone { get; init; }

    /// <summary>How much was set, where it is a number: days of retention.</summary>
    public int? Amount { get; init; }

    /// <summary>What cannot be seen from then on.</summary>
    public BlindSpot? Blinds { get; init; }

    /// <summary>The change that took this one back; null while it stands.</summary>
    public MailboxChange? EndedBy { get; set; }
}
