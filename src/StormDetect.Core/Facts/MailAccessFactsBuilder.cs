using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Takes mail-access records one by one and counts them into facts. One builder per reading thread; <see cref="Merge(MailAccessFactsBuilder)"/> is associative and
/// commutative over disjoint records, so that neither the number of threads nor the order of files changes a result.
/// </summary>
internal sealed partial class MailAccessFactsBuilder(FactChunks chunks)
{
    /// <summary>Records put in order at a time: few enough for a core's cache.</summary>
    private const int BufferSize = 1 << 14;

    /// <summary>Facts that may wait in pages before pages are joined for the first time.</summary>
    private const int FirstJoin = 1 << 19;

    private readonly IndexTable<string> _tenants = new();
    private readonly IndexTable<MailboxIdentity> _mailboxes = new();
    private readonly IndexTable<AccessPath> _paths = new();
    private readonly IndexTable<Network> _networks = new();
    private readonly IndexTable<string> _users = new();
    private readonly IndexTable<string> _programs = new();
    private readonly NamedIds _sessionNames = new();
    private readonly NamedIds _recordNames = new();
    private readonly FactJoin _join = new(chunks);
    private readonly List<FactPage> _pages = [];
    private readonly MailboxDayTable _days = new(); // other activity only; mail access joins in Build
    private MailAccessObservation[] _buffer = [];
    private int _buffered;
    private long _joinAt = FirstJoin;
    private readonly Dictionary<(int Tenant, int Hour), TenantHour> _hours = [];
    private readonly List<TenantHour> _restoredHours = [];
    private TenantHour _hour;

    public MailAccessFactsBuilder()
        : this(new FactChunks())
    {
    }

    /// <summary>A builder for another thread, which shares this one's memory.</summary>
    public MailAccessFactsBuilder Fork() => new(chunks);

    /// <summary>Index of a tenant. OrganizationId compares without regard to case; absent is empty.</summary>
    public int Tenant(string organizationId) => _tenants.Add(organizationId.ToLowerInvariant());

    /// <summary>Index of a mailbox as one record names it. Records that carry the id and records that carry the address meet in <see cref="Build"/>.</summary>
    public int Mailbox(int tenant, Guid? guid, string address) =>
        _mailboxes.Add(new MailboxIdentity(tenant, guid, address.ToLowerInvariant()));

    public int Path(AccessPath path) => _paths.Add(path);

    public int Network(Network network) => _networks.Add(network);

    /// <summary>Index of a user; the same user comes in several spellings of case.</summary>
    public int User(string userId) => _users.Add(userId.ToLowerInvariant());

    /// <summary>Index of a client's program; -1 for an empty name.</summary>
    public int Program(string name) => name.Length == 0 ? -1 : _programs.Add(name);

    /// <summary>The key of a session.</summary>
    public Guid Session(string sessionId) => _sessionNames.Key(sessionId);

    /// <summary>Keeps the text of an id that is not a GUID.</summary>
    public void NameRecord(Guid hash, string id) => _recordNames.Name(hash, id);

    /// <summary>Counts one mail-access record.</summary>
    public void Add(in MailAccessObservation record) => Next() = record;

    /// <summary>The place of the next mail-access record, to be filled in full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref MailAccessObservation Next()
    {
        if (_buffered == _buffer.Length)
        {
            if (_buffer.Length < BufferSize)
            {
                Array.Resize(ref _buffer, Math.Max(64, _buffer.Length * 4));
            }
            else
            {
                CountBuffer();
            }
        }

        return ref _buffer[_buffered++];
    }

    /// <summary>Counts one record of any operation for its tenant: how busy the log was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTenantRecord(int tenant, int time, bool mailAccess)
    {
        // Logs are nearly in order of time: one hour is counted here and put away when the next begins.
        int hour = FactTime.HourNumber(time);
        if (_hour.Tenant != tenant || _hour.Hour != hour)
        {
            AddHour(_hour);
            _hour = new TenantHour(tenant, hour, 0, 0);
        }

        _hour.Records++;
        _hour.MailAccess += mailAccess ? 1 : 0;
    }

    /// <summary>Notes that a mailbox was active with something other than mail access.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddOtherActivity(int mailbox, int time) => _days.Add(new MailboxDay
    {
        Mailbox = mailbox,
        Day = FactTime.Day(time),
        OtherHours = 1u << FactTime.Hour(time),
        LastBind = int.MinValue,
    });

    /// <summary>Adds everything another builder counted over other records, and leaves that one as it is.</summary>
    public void Add(MailAccessFactsBuilder other) => Merge(other, static page => page.Copy());

    /// <summary>Takes over everything another builder counted over other records. That one must not be used afterwards.</summary>
    public void Merge(MailAccessFactsBuilder other) => Merge(other, null);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Merge(MailAccessFactsBuilder other, Func<FactPage, FactPage>? copy)
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
        int[] programs = _programs.AddAll(other._programs);
        other.CountBuffer();
        CountBuffer();
        foreach (FactPage counted in other._pages)
        {
            FactPage page = copy is null ? counted : copy(counted);
            page.Remap(mailboxes, paths, networks, users, programs);
            _pages.Add(page);
        }

        if (copy is null)
        {
            other._pages.Clear();
        }

        JoinPages();

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

        _restoredHours.AddRange(other._restoredHours.Select(hour => hour with { Tenant = tenants[hour.Tenant] }));
        _recordNames.Merge(other._recordNames);
        _sessionNames.Merge(other._sessionNames);
    }

    /// <summary>
    /// Ends the counting: joins mailboxes known by id with the same ones known by address, and puts everything into one order that depends on the
    /// records alone. The builder must not be used afterwards.
    /// </summary>
    /// <param name="now">The present, by which records of the future are told; null where nobody knows.</param>
    /// <param name="strays">Days with odd dates, where they are known already.</param>
    public MailAccessFacts Build(DateTimeOffset? now = null, StrayDays? strays = null)
    {
        EndHour();
        CountBuffer();
        MailAccessFacts facts = MailAccessFactsOrder.Build(new MailAccessFactsSource(
            _tenants, _mailboxes, _paths, _networks, _users, _programs, _pages, _join, _days.Rows, _hours.Values, _restoredHours, now, strays, _recordNames, _sessionNames));
        chunks.Clear();
        return facts;
    }

    private void CountBuffer()
    {
        if (_buffered > 0)
        {
            FactPage page = _join.Count(_buffer, _buffered);
            _buffered = 0;
            _pages.Add(page);
            JoinPages();
        }
    }

    /// <summary>
    /// Keys that come back page after page wait in several pages. Joining whenever twice as many facts wait as the last joining left costs a
    /// constant a record, and bounds what waits by the distinct keys.
    /// </summary>
    private void JoinPages()
    {
        long waiting = 0;
        foreach (FactPage page in _pages)
        {
            waiting += page.Facts.Count;
        }

        if (waiting >= _joinAt)
        {
            FactPage joined = _join.Join(_pages);
            _pages.Clear();
            _pages.Add(joined);
            _restored = null;
            _joinAt = Math.Max(FirstJoin, 2L * joined.Facts.Count);
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
}
