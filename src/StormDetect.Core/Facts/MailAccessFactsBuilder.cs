using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Takes mail-access records one by one and counts them into facts. One builder per reading thread; <see cref="Merge"/> is associative and
/// commutative over disjoint records, so that neither the number of threads nor the order of files changes a result.
/// </summary>
internal sealed class MailAccessFactsBuilder
{
    private readonly IndexTable<string> _tenants = new(StringComparer.Ordinal);
    private readonly IndexTable<MailboxIdentity> _mailboxes = new();
    private readonly IndexTable<AccessPath> _paths = new();
    private readonly IndexTable<Network> _networks = new();
    private readonly IndexTable<string> _users = new(StringComparer.Ordinal);
    private readonly IndexTable<string> _sessions = new(StringComparer.Ordinal);
    private readonly FactTable _facts = new();
    private readonly FactLists _lists = new();
    private readonly Dictionary<SessionKey, SessionFact> _sessionFacts = [];
    private readonly Dictionary<ulong, MailboxDay> _days = []; // by mailbox and day in one number: the cheapest key there is
    private readonly Dictionary<(int Tenant, int Hour), TenantHour> _hours = [];
    private TenantHour _hour;
    private readonly HashSet<(int Mailbox, int Day, int Path, int Network, uint Folder)> _syncedFolders = [];
    private readonly Dictionary<Guid, string> _recordNames = [];

    /// <summary>Index of a tenant. OrganizationId compares without regard to case; absent is empty.</summary>
    public int Tenant(string organizationId) => _tenants.Add(organizationId.ToLowerInvariant());

    /// <summary>Index of a mailbox as one record names it. Records that carry the id and records that carry the address meet in <see cref="Build"/>.</summary>
    public int Mailbox(int tenant, Guid? guid, string address) =>
        _mailboxes.Add(new MailboxIdentity(tenant, guid, address.ToLowerInvariant()));

    public int Path(AccessPath path) => _paths.Add(path);

    public int Network(Network network) => _networks.Add(network);

    /// <summary>Index of a user; the same user comes in several spellings of case.</summary>
    public int User(string userId) => _users.Add(userId.ToLowerInvariant());

    public int Session(string sessionId) => _sessions.Add(sessionId);

    /// <summary>Keeps the text of an id that is not a GUID.</summary>
    public void NameRecord(Guid hash, string id) => _recordNames.TryAdd(hash, id);

    /// <summary>Counts one mail-access record.</summary>
    public void Add(in MailAccessObservation o)
    {
        int day = FactTime.Day(o.Time);
        ref MailAccessFact fact = ref _facts.GetOrAdd(o.Mailbox, day, o.Activity, o.Path, o.Network);
        fact.Records++;
        fact.Items += o.Items;
        fact.First = Math.Min(fact.First, o.Time);
        fact.Last = Math.Max(fact.Last, o.Time);
        fact.Hours |= 1u << FactTime.Hour(o.Time);
        fact.FolderSketch |= o.FolderSketch;
        fact.TokenSketch |= o.TokenSketch;
        if (o.SyncedFolder != 0 && _syncedFolders.Add((o.Mailbox, day, o.Path, o.Network, o.SyncedFolder)))
        {
            fact.SyncedFolders++;
        }

        if (o.User >= 0)
        {
            _lists.AddIndex(ref fact.UserList, o.User);
        }

        _lists.AddRecord(ref fact.RecordIdList, o.Time, o.RecordId);
        if (o.Session >= 0)
        {
            _lists.AddIndex(ref fact.SessionList, o.Session);
            AddSession(new SessionFact
            {
                Session = o.Session,
                Network = o.Network,
                Mailbox = o.Mailbox,
                Path = o.Path,
                First = o.Time,
                Last = o.Time,
                Records = 1,
            });
        }

        uint hour = 1u << FactTime.Hour(o.Time);
        bool bind = o.Activity == MailActivity.Bind;
        AddDay(new MailboxDay
        {
            Mailbox = o.Mailbox,
            Day = day,
            BindHours = bind ? hour : 0,
            OtherHours = bind ? 0 : hour,
            ThrottledHours = o.Throttled ? hour : 0,
            Binds = bind ? 1 : 0,
            LastBind = bind ? o.Time : int.MinValue,
        });
    }

    /// <summary>Counts one record of any operation for its tenant: how busy the log was.</summary>
    public void AddTenantRecord(int tenant, int time, bool mailAccess)
    {
        // Logs are nearly in order of time: one hour is counted here and put away when the next begins.
        int hour = (int)Math.Floor(time / 3600.0);
        if (_hour.Tenant != tenant || _hour.Hour != hour)
        {
            AddHour(_hour);
            _hour = new TenantHour(tenant, hour, 0, 0);
        }

        _hour.Records++;
        _hour.MailAccess += mailAccess ? 1 : 0;
    }

    /// <summary>Notes that a mailbox was active with something other than mail access.</summary>
    public void AddOtherActivity(int mailbox, int time) => AddDay(new MailboxDay
    {
        Mailbox = mailbox,
        Day = FactTime.Day(time),
        OtherHours = 1u << FactTime.Hour(time),
        LastBind = int.MinValue,
    });

    /// <summary>Takes over everything another builder counted over other records.</summary>
    public void Merge(MailAccessFactsBuilder other)
    {
        int[] tenants = _tenants.AddAll(other._tenants);
        int[] mailboxes = new int[other._mailboxes.Count];
        for (int i = 0; i < mailboxes.Length; i++)
        {
            MailboxIdentity mailbox = other._mailboxes[i];
            mailboxes[i] = _mailboxes.Add(mailbox with { Tenant = tenants[mailbox.Tenant] });
        }

        int[] paths = _paths.AddAll(other._paths);
        int[] networks = _networks.AddAll(other._networks);
        int[] users = _users.AddAll(other._users);
        int[] sessions = _sessions.AddAll(other._sessions);

        for (int i = 0; i < other._facts.Rows.Count; i++)
        {
            ref readonly MailAccessFact from = ref other._facts.Rows[i];
            ref MailAccessFact into = ref _facts.GetOrAdd(mailboxes[from.Mailbox], from.Day, from.Activity, paths[from.Path], networks[from.Network]);
            int synced = into.SyncedFolders;
            Combine(ref into, from);
            into.SyncedFolders = synced; // recounted below, from the folders themselves
            _lists.Merge(ref into, other._lists, from, users, sessions);
        }

        foreach ((int mailbox, int day, int path, int network, uint folder) in other._syncedFolders)
        {
            if (_syncedFolders.Add((mailboxes[mailbox], day, paths[path], networks[network], folder)))
            {
                _facts.GetOrAdd(mailboxes[mailbox], day, MailActivity.Sync, paths[path], networks[network]).SyncedFolders++;
            }
        }

        foreach (SessionFact session in other._sessionFacts.Values)
        {
            AddSession(session with
            {
                Session = sessions[session.Session],
                Network = networks[session.Network],
                Mailbox = mailboxes[session.Mailbox],
                Path = paths[session.Path],
            });
        }

        foreach (MailboxDay day in other._days.Values)
        {
            AddDay(day with { Mailbox = mailboxes[day.Mailbox] });
        }

        other.EndHour();
        foreach (TenantHour hour in other._hours.Values)
        {
            AddHour(hour with { Tenant = tenants[hour.Tenant] });
        }

        foreach ((Guid hash, string id) in other._recordNames)
        {
            _recordNames.TryAdd(hash, id);
        }
    }

    /// <summary>
    /// Ends the counting: joins mailboxes known by id with the same ones known by address, and puts everything into one order that depends on the
    /// records alone. The builder must not be used afterwards.
    /// </summary>
    public MailAccessFacts Build()
    {
        EndHour();
        return MailAccessFactsOrder.Build(new MailAccessFactsOrder.Source(
            _tenants, _mailboxes, _paths, _networks, _users, _sessions, _facts.Rows, _lists, _sessionFacts.Values, _days.Values, _hours.Values, _recordNames));
    }

    /// <summary>Adds the counts of one fact to another of the same key.</summary>
    internal static void Combine(ref MailAccessFact into, in MailAccessFact from)
    {
        into.Records += from.Records;
        into.Items += from.Items;
        into.First = Math.Min(into.First, from.First);
        into.Last = Math.Max(into.Last, from.Last);
        into.Hours |= from.Hours;
        into.SyncedFolders += from.SyncedFolders;
        into.FolderSketch |= from.FolderSketch;
        into.TokenSketch |= from.TokenSketch;
    }

    /// <summary>Adds what is known of a mailbox-day to what was known.</summary>
    internal static void Combine(ref MailboxDay into, in MailboxDay from)
    {
        into.BindHours |= from.BindHours;
        into.OtherHours |= from.OtherHours;
        into.ThrottledHours |= from.ThrottledHours;
        into.Binds += from.Binds;
        into.LastBind = Math.Max(into.LastBind, from.LastBind);
    }

    /// <summary>Adds what is known of a session on a network to what was known.</summary>
    internal static void Combine(ref SessionFact into, in SessionFact from)
    {
        // The path is there to name the session in a sentence; nothing is judged by it, so a tie within a second may go either way.
        if (from.First < into.First)
        {
            into.Path = from.Path;
        }

        into.First = Math.Min(into.First, from.First);
        into.Last = Math.Max(into.Last, from.Last);
        into.Records += from.Records;
    }

    private void AddSession(in SessionFact session)
    {
        ref SessionFact known = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _sessionFacts, new SessionKey(session.Session, session.Network, session.Mailbox), out bool exists);
        if (exists)
        {
            Combine(ref known, session);
        }
        else
        {
            known = session;
        }
    }

    private void AddDay(in MailboxDay day)
    {
        ref MailboxDay known = ref CollectionsMarshal.GetValueRefOrAddDefault(_days, ((ulong)(uint)day.Mailbox << 32) | (uint)day.Day, out bool exists);
        if (exists)
        {
            Combine(ref known, day);
        }
        else
        {
            known = day;
        }
    }

    private void EndHour()
    {
        AddHour(_hour);
        _hour = default;
    }

    private void AddHour(TenantHour hour)
    {
        if (hour.Records == 0)
        {
            return;
        }

        ref TenantHour known = ref CollectionsMarshal.GetValueRefOrAddDefault(_hours, (hour.Tenant, hour.Hour), out bool exists);
        known = exists
            ? known with { Records = known.Records + hour.Records, MailAccess = known.MailAccess + hour.MailAccess }
            : hour;
    }

    private readonly record struct SessionKey(int Session, int Network, int Mailbox);
}
