using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>
/// The counted facts, in an order that depends on the records alone: tables sorted by value, facts by day, then mailbox, path, network, activity.
/// </summary>
internal sealed class MailAccessFacts
{
    private readonly FactPage _page;
    private readonly NamedIds _recordNames;
    private readonly NamedIds _sessionNames;

    internal MailAccessFacts(FactPage page, NamedIds recordNames, NamedIds sessionNames)
    {
        _page = page;
        _recordNames = recordNames;
        _sessionNames = sessionNames;
    }

    /// <summary>OrganizationIds in lower case; empty for records without one.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    public required IReadOnlyList<MailboxIdentity> Mailboxes { get; init; }

    public required IReadOnlyList<AccessPath> Paths { get; init; }

    public required IReadOnlyList<Network> Networks { get; init; }

    /// <summary>Users in lower case.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    /// <summary>Sessions that were used on more than one network, by session, then network, then mailbox.</summary>
    public required IReadOnlyList<SessionFact> SessionFacts { get; init; }

    /// <summary>Mailbox-days by mailbox, then day.</summary>
    public required IReadOnlyList<MailboxDay> MailboxDays { get; init; }

    /// <summary>Tenant-hours by tenant, then hour.</summary>
    public required IReadOnlyList<TenantHour> TenantHours { get; init; }

    /// <summary>How many facts there are.</summary>
    public int Count => _page.Facts.Count;

    /// <summary>A fact by its place in the order.</summary>
    public ref readonly MailAccessFact this[int index] => ref _page.Facts[index];

    /// <summary>Indexes into <see cref="Users"/>, ascending.</summary>
    public IReadOnlyList<int> UsersOf(in MailAccessFact fact)
    {
        int[] users = _page.Users.ToArray(fact.Users, fact.UserCount);
        Array.Sort(users);
        return users;
    }

    /// <summary>The sessions of the fact, as the log spells them, in alphabetical order.</summary>
    public IReadOnlyList<string> SessionsOf(in MailAccessFact fact)
    {
        string[] sessions = Array.ConvertAll(_page.Sessions.ToArray(fact.Sessions, fact.SessionCount), use => _sessionNames.Text(use.Id));
        Array.Sort(sessions, StringComparer.Ordinal);
        return sessions;
    }

    /// <summary>The first record ids of the fact (at most 8), earliest first, as the log spells them.</summary>
    public IReadOnlyList<string> RecordIdsOf(in MailAccessFact fact) =>
        Array.ConvertAll(_page.Records.ToArray(fact.RecordIds, fact.RecordIdCount), record => _recordNames.Text(record.Id));
}
