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
    private readonly IndexTable<Guid> _sessions = new();

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

    /// <summary>Programs that clients say they are (see <see cref="Exports.ClientProgram"/>).</summary>
    public required IReadOnlyList<string> Programs { get; init; }

    /// <summary>Mailbox-days by mailbox, then day.</summary>
    public required IReadOnlyList<MailboxDay> MailboxDays { get; init; }

    /// <summary>Tenant-hours by tenant, then hour. Those of <see cref="Strays"/> are left out.</summary>
    public required IReadOnlyList<TenantHour> TenantHours { get; init; }

    /// <summary>Tenant-hours of the records that were read, without those of earlier runs.</summary>
    public required IReadOnlyList<TenantHour> HoursRead { get; init; }

    /// <summary>Days with odd dates.</summary>
    public required StrayDays Strays { get; init; }

    /// <summary>Where the builder's own entries went: for what was counted outside of the facts, and for baselines.</summary>
    public required FactOrigin Origin { get; init; }

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

    /// <summary>Indexes into <see cref="Programs"/>, ascending; none where the client's text names none.</summary>
    public IReadOnlyList<int> ProgramsOf(in MailAccessFact fact)
    {
        if (fact.ProgramCount == 0)
        {
            return [];
        }

        int[] programs = _page.Programs.ToArray(fact.Programs, fact.ProgramCount);
        Array.Sort(programs);
        return programs;
    }

    /// <summary>One of the fact's programs, as they come: for those who ask a million facts and want no list of each.</summary>
    public int ProgramOf(in MailAccessFact fact, int place) => _page.Programs[fact.Programs + place];

    /// <summary>The sessions of the fact, in the order of their keys; numbers of <see cref="SessionText"/>.</summary>
    public IReadOnlyList<int> SessionsOf(in MailAccessFact fact)
    {
        Guid[] sessions = _page.Sessions.ToArray(fact.Sessions, fact.SessionCount);
        Array.Sort(sessions);
        return Array.ConvertAll(sessions, SessionIndex);
    }

    /// <summary>How many sessions were asked for. They are far more than anybody asks for, so each gets its number then.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>The number of a session's key.</summary>
    public int SessionIndex(Guid key) => _sessions.Add(key);

    /// <summary>The key behind the number of a session.</summary>
    public Guid SessionKey(int session) => _sessions[session];

    /// <summary>A session as the log spells it.</summary>
    public string SessionText(int session) => _sessionNames.Text(_sessions[session]);

    /// <summary>Hashes of the folders that the fact says were synchronised.</summary>
    public IReadOnlyList<uint> FoldersOf(in MailAccessFact fact) => _page.Folders.ToArray(fact.Folders, fact.SyncedFolders);

    /// <summary>The first records of the fact (at most 8), by key and time, earliest first.</summary>
    public IReadOnlyList<RecordUse> RecordsOf(in MailAccessFact fact) => _page.Records.ToArray(fact.RecordIds, fact.RecordIdCount);

    /// <summary>The text of a record's id where it is no GUID.</summary>
    public bool TryGetRecordName(Guid key, out string? name) => _recordNames.TryGetName(key, out name);

    /// <summary>The first record ids of the fact (at most 8), earliest first, as the log spells them.</summary>
    public IReadOnlyList<string> RecordIdsOf(in MailAccessFact fact) =>
        Array.ConvertAll(_page.Records.ToArray(fact.RecordIds, fact.RecordIdCount), record => _recordNames.Text(record.Id));
}
