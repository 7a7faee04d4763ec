using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Facts;

/// <summary>
/// The counted facts, in an order that depends on the records alone: tables sorted by value, facts by day, then mailbox, path, network, activity.
/// </summary>
internal sealed class MailAccessFacts
{
    private readonly ChunkedList<MailAccessFact> _rows;
    private readonly int[] _order;
    private readonly FactLists _lists;
    private readonly NamedIds _recordNames;

    internal MailAccessFacts(ChunkedList<MailAccessFact> rows, int[] order, FactLists lists, NamedIds recordNames)
    {
        _rows = rows;
        _order = order;
        _lists = lists;
        _recordNames = recordNames;
    }

    /// <summary>OrganizationIds in lower case; empty for records without one.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    public required IReadOnlyList<MailboxIdentity> Mailboxes { get; init; }

    public required IReadOnlyList<AccessPath> Paths { get; init; }

    public required IReadOnlyList<Network> Networks { get; init; }

    /// <summary>Users in lower case.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    public required IReadOnlyList<string> Sessions { get; init; }

    /// <summary>Sessions by session, then network, then mailbox.</summary>
    public required IReadOnlyList<SessionFact> SessionFacts { get; init; }

    /// <summary>Mailbox-days by mailbox, then day.</summary>
    public required IReadOnlyList<MailboxDay> MailboxDays { get; init; }

    /// <summary>Tenant-hours by tenant, then hour.</summary>
    public required IReadOnlyList<TenantHour> TenantHours { get; init; }

    /// <summary>Where the builder's own entries went: for what was counted outside of the facts, and for baselines.</summary>
    public required FactOrigin Origin { get; init; }

    /// <summary>How many facts there are.</summary>
    public int Count => _order.Length;

    /// <summary>A fact by its place in the order.</summary>
    public ref readonly MailAccessFact this[int index] => ref _rows[_order[index]];

    /// <summary>Indexes into <see cref="Users"/>, ascending.</summary>
    public IReadOnlyList<int> UsersOf(in MailAccessFact fact) => _lists.Indexes(fact.UserList).Order().ToArray();

    /// <summary>Indexes into <see cref="Sessions"/>, ascending.</summary>
    public IReadOnlyList<int> SessionsOf(in MailAccessFact fact) => _lists.Indexes(fact.SessionList).Order().ToArray();

    /// <summary>The first records of the fact (at most 8), by key and time, earliest first.</summary>
    public IEnumerable<(Guid Key, int Time)> RecordsOf(in MailAccessFact fact) => _lists.Records(fact.RecordIdList);

    /// <summary>The text of a record's id where it is no GUID.</summary>
    public bool TryGetRecordName(Guid key, out string? name) => _recordNames.TryGetName(key, out name);

    /// <summary>The first record ids of the fact (at most 8), earliest first, as the log spells them.</summary>
    public IReadOnlyList<string> RecordIdsOf(in MailAccessFact fact) =>
        _lists.RecordIds(fact.RecordIdList).Select(_recordNames.Text).ToArray();
}
