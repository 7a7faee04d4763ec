using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Takes mail-access records one by one and counts them into facts. One builder per reading thread; <see cref="Merge"/> is associative and
/// commutative over disjoint records, so that neither the number of threads nor the order of files changes a result.
/// </summary>
internal sealed partial class MailAccessFactsBuilder
{
    private readonly IndexTable<string> _tenants = new();
    private readonly IndexTable<MailboxIdentity> _mailboxes = new();
    private readonly IndexTable<AccessPath> _paths = new();
    private readonly IndexTable<Network> _networks = new();
    private readonly IndexTable<string> _users = new();
    private readonly IndexTable<Guid> _sessions = new();
    private readonly NamedIds _sessionNames = new();
    private readonly NamedIds _recordNames = new();
    private readonly RowTable<MailAccessFact> _facts = new();
    private readonly FactLists _lists = new();
    private readonly RowTable<SessionFact> _sessionFacts = new();
    private readonly RowTable<MailboxDay> _days = new(); // other activity only; mail access joins in Build
    private readonly Dictionary<(int Tenant, int Hour), TenantHour> _hours = [];
    private TenantHour _hour;
    private readonly RowTable<SyncedFolder> _syncedFolders = new();

    /// <summary>Index of a tenant. OrganizationId compares without regard to case; absent is empty.</summary>
    public int Tenant(string organizationId) => _tenants.Add(organizationId.ToLowerInvariant());

    /// <summary>Index of a mailbox as one record names it. Records that carry the id and records that carry the address meet in <see cref="Build"/>.</summary>
    public int Mailbox(int tenant, Guid? guid, string address) =>
        _mailboxes.Add(new MailboxIdentity(tenant, guid, address.ToLowerInvariant()));

    public int Path(AccessPath path) => _paths.Add(path);

    public int Network(Network network) => _networks.Add(network);

    /// <summary>Index of a user; the same user comes in several spellings of case.</summary>
    public int User(string userId) => _users.Add(userId.ToLowerInvariant());

    public int Session(string sessionId) => _sessions.Add(_sessionNames.Key(sessionId));

    /// <summary>Index of a session whose id is a GUID.</summary>
    public int Session(Guid sessionId) => _sessions.Add(sessionId);

    /// <summary>Keeps the text of an id that is not a GUID.</summary>
    public void NameRecord(Guid hash, string id) => _recordNames.Name(hash, id);

    /// <summary>Counts one mail-access record.</summary>
    public void Add(in MailAccessObservation o)
    {
        int day = FactTime.Day(o.Time);
        ref MailAccessFact fact = ref _facts.GetOrAdd(MailAccessFact.Of(o.Mailbox, day, o.Activity, o.Path, o.Network), out _);
        fact.Records++;
        fact.Items += o.Items;
        fact.First = Math.Min(fact.First, o.Time);
        fact.Last = Math.Max(fact.Last, o.Time);
        uint hour = 1u << FactTime.Hour(o.Time);
        fact.Hours |= hour;
        fact.ThrottledHours |= o.Throttled ? hour : 0;
        fact.FolderSketch |= o.FolderSketch;
        fact.TokenSketch |= o.TokenSketch;
        if (o.SyncedFolder != 0)
        {
            _syncedFolders.GetOrAdd(new SyncedFolder(o.Mailbox, day, o.Path, o.Network, o.SyncedFolder), out bool isNew);
            fact.SyncedFolders += isNew ? 1 : 0;
        }

        if (o.User >= 0)
        {
            _lists.AddIndex(ref fact.UserList, o.User);
        }

        _lists.AddRecord(ref fact.RecordIdList, o.Time, o.RecordId);
        if (o.Session >= 0)
        {
            _lists.AddIndex(ref fact.SessionList, o.Session);
            _sessionFacts.Add(new SessionFact
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
    public void AddOtherActivity(int mailbox, int time) => _days.Add(new MailboxDay
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
            ref MailAccessFact into = ref _facts.GetOrAdd(
                MailAccessFact.Of(mailboxes[from.Mailbox], from.Day, from.Activity, paths[from.Path], networks[from.Network]), out _);
            int synced = into.SyncedFolders;
            MailAccessFact.Combine(ref into, from);
            into.SyncedFolders = synced; // recounted below, from the folders themselves
            _lists.Merge(ref into, other._lists, from, users, sessions);
        }

        for (int i = 0; i < other._syncedFolders.Rows.Count; i++)
        {
            SyncedFolder folder = other._syncedFolders.Rows[i];
            folder = folder with { Mailbox = mailboxes[folder.Mailbox], Path = paths[folder.Path], Network = networks[folder.Network] };
            _syncedFolders.GetOrAdd(folder, out bool isNew);
            if (isNew)
            {
                _facts.GetOrAdd(MailAccessFact.Of(folder.Mailbox, folder.Day, MailActivity.Sync, folder.Path, folder.Network), out _).SyncedFolders++;
            }
        }

        for (int i = 0; i < other._sessionFacts.Rows.Count; i++)
        {
            SessionFact session = other._sessionFacts.Rows[i];
            session.Session = sessions[session.Session];
            session.Network = networks[session.Network];
            session.Mailbox = mailboxes[session.Mailbox];
            session.Path = paths[session.Path];
            _sessionFacts.Add(session);
        }

        for (int i = 0; i < other._days.Rows.Count; i++)
        {
            MailboxDay day = other._days.Rows[i];
            day.Mailbox = mailboxes[day.Mailbox];
            _days.Add(day);
        }

        other.EndHour();
        foreach (TenantHour hour in other._hours.Values)
        {
            AddHour(hour with { Tenant = tenants[hour.Tenant] });
        }

        _recordNames.Merge(other._recordNames);
        _sessionNames.Merge(other._sessionNames);
    }

    /// <summary>
    /// Ends the counting: joins mailboxes known by id with the same ones known by address, and puts everything into one order that depends on the
    /// records alone. The builder must not be used afterwards.
    /// </summary>
    public MailAccessFacts Build()
    {
        EndHour();
        return MailAccessFactsOrder.Build(new MailAccessFactsOrder.Source(
            _tenants, _mailboxes, _paths, _networks, _users, _sessions, _facts.Rows, _lists, _sessionFacts.Rows, _days.Rows, _hours.Values, _recordNames,
            _sessionNames, _syncedFolders.Rows));
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
}
