using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Plays one local day of one person.</summary>
internal sealed class PersonDay(ScenarioTenant tenant, EventSink sink)
{
    private const int Day = 86_400;
    private Mailbox _mailbox = null!;
    private Person _person = null!;
    private ScenarioRandom _random = null!;
    private Trip? _trip;
    private bool _inOffice;
    private NetAddress _phoneAddress;

    public void Play(Mailbox mailbox, int day)
    {
        if (!mailbox.ActiveOn(day))
        {
            return;
        }

        _mailbox = mailbox;
        _person = mailbox.Person!;
        _random = ScenarioRandom.For(tenant.Seed ^ mailbox.Key, 100, (ulong)(day + 1_000));
        int weekday = (int)tenant.Text.Start.AddDays(day).DayOfWeek;
        bool holiday = _person.Holidays.Exists(days => day >= days.First && day <= days.Last);
        bool working = !holiday && (_person.WorkDays & (1 << weekday)) != 0;
        double load = _person.Activity * tenant.Options.Activity * tenant.Habits.Rate * _random.Spread(0.35) * (weekday == 1 ? 1.25 : 1);

        _trip = _person.Trips.Find(trip => day >= trip.FirstDay && day <= trip.LastDay);
        _inOffice = working && _trip is null && _random.Chance(_person.OfficeShare);
        if (_person.HomeLeaseDays > 0 && _random.Chance(1.0 / _person.HomeLeaseDays))
        {
            _person.HomeV4 = _person.HomeProvider.RandomV4(_random);
            _person.HomeV6 = _random.Chance(0.5) ? _person.HomeProvider.RandomV6(_random) : _person.HomeV6;
        }

        _phoneAddress = PhoneAddress();
        foreach (ClientUse use in _person.Clients)
        {
            if (day >= use.FromDay && day < use.ToDay)
            {
                bool first = day == use.FromDay;
                int visits = _random.Poisson(use.Rate * load * (working ? 1 : use.DayOffShare * tenant.Habits.DaysOff));
                Use(use, day, first ? Math.Max(1, visits) : visits, working, first);
            }
        }

        foreach (Delegation delegation in _person.Delegations)
        {
            if (day >= delegation.FromDay && working && delegation.Mailbox.ActiveOn(day))
            {
                Delegate(delegation, day, _random.Poisson(delegation.Rate * load * 0.7));
            }
        }

        Around(day, working ? load : load * 0.1, working);
    }

    private void Use(ClientUse use, int day, int visits, bool working, bool first)
    {
        if (visits == 0)
        {
            return;
        }

        bool newSession = day >= use.SessionEnds;
        if (newSession)
        {
            bool known = use.SessionEnds != int.MinValue;
            use.SessionIsOld = !known && !first && day <= 0;
            use.SessionId = _random.Guid();
            use.SessionEnds = day + 1 + (use.Client == ClientCatalogue.WebMail ? _random.Geometric(tenant.Habits.WebSessionEnds, 30) : _random.Geometric(0.03, 90));
        }

        ContextForm context = tenant.ContextOf(_mailbox, use.Client);
        Guid token = _random.Guid();
        bool shown = use.Client.SignInApp is not null && ((newSession && !use.SessionIsOld && _random.Chance(0.94)) || _random.Chance(use.Client.SignInShown));

        // Visits in order of time: the day's token is issued before the first one.
        Span<int> times = stackalloc int[Math.Min(visits, 64)];
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = TimeOf(use, day, working);
        }

        times.Sort();
        int issued = times[0] - _random.Range(302, 420);
        bool isWebMail = use.Client == ClientCatalogue.WebMail;
        int browser = isWebMail ? BrowserHabit.Of(tenant.Seed, _mailbox.Key, use.ClientInfo, day, _inOffice) : use.ClientInfo;
        if (!shown && _random.Chance(0.3))
        {
            // A token from the evening before still lives; they last for a day and more.
            issued -= _random.Range(3, 18) * 3600;
        }

        for (int i = 0; i < times.Length; i++)
        {
            int variant = isWebMail && _random.Chance(0.12) ? UserAgents.Count : browser;
            AccessSession session = new()
            {
                Client = use.Client,
                Address = AddressAt(times[i], use, day),
                ClientInfo = variant,
                SessionId = use.Client.SignInApp is null ? default : use.SessionId,
                TokenId = token,
                TokenIssued = issued,
                DeviceId = use.DeviceId,
                Context = context,
            };
            if (i == 0 && shown)
            {
                SignIn(session, issued + 300, token);
            }

            Visit(session, _mailbox, use.SyncsFolders, times[i], first && i == 0);
        }
    }

    private void Delegate(Delegation delegation, int day, int visits)
    {
        ClientUse? use = _person.Clients.Find(candidate => day >= candidate.FromDay && day < candidate.ToDay && candidate.SyncsFolders == delegation.Syncs && candidate.Client.HasSession && !candidate.IsPhone)
            ?? _person.Clients.Find(candidate => candidate.Client.HasSession && day >= candidate.FromDay && day < candidate.ToDay);
        if (use is null)
        {
            return;
        }

        for (int i = 0; i < visits; i++)
        {
            int time = TimeOf(use, day, working: true);
            AccessSession session = new()
            {
                Client = use.Client,
                Actor = _mailbox,
                LogonType = 2,
                Address = AddressAt(time, use, day),
                ClientInfo = use.ClientInfo,
                SessionId = use.SessionId,
                TokenId = _random.Guid(),
                TokenIssued = time - _random.Range(600, 40_000),
                DeviceId = use.DeviceId,
                Context = tenant.ContextOf(_mailbox, use.Client),
            };
            Visit(session, delegation.Mailbox, use.SyncsFolders, time, everything: false);
        }
    }

    /// <summary>What a person does in one go: reading, and the writing and tidying that comes with it.</summary>
    private void Visit(AccessSession session, Mailbox mailbox, bool syncs, int time, bool everything)
    {
        int at = time;
        if (syncs)
        {
            int folders = everything ? mailbox.Folders : 1 + _random.Geometric(0.5, 5);
            for (int i = 0; i < folders; i++)
            {
                short folder = (short)(everything ? i : i == 0 ? FolderNames.Inbox : _random.Chance(0.6) ? _random.Below(FolderNames.Standard) : _random.Below(mailbox.Folders));
                Add(session, mailbox, RecordKind.Sync, at, folder, 0);
                at += _random.Range(0, 40);
            }
        }

        int reads = syncs ? _random.Geometric(0.55, 4) : 1 + _random.Geometric(0.5, 8);
        for (int i = 0; i < reads; i++)
        {
            Add(session, mailbox, RecordKind.Bind, at, Folder(mailbox), (short)(1 + _random.Geometric(0.5, 11)));
            at += _random.Range(5, 240);
        }

        if (session.Actor is not null)
        {
            return;
        }

        Sometimes(RecordKind.Send, 0.45, FolderNames.SentItems);
        Sometimes(RecordKind.Create, 0.15, FolderNames.Drafts);
        Sometimes(RecordKind.Update, 0.15, FolderNames.Calendar);
        Sometimes(RecordKind.MoveToDeletedItems, 0.4, FolderNames.Inbox);
        Sometimes(RecordKind.SoftDelete, 0.2, FolderNames.DeletedItems);
        Sometimes(RecordKind.HardDelete, 0.12, FolderNames.Drafts);

        void Sometimes(RecordKind kind, double mean, int folder)
        {
            int count = _random.Poisson(mean);
            for (int i = 0; i < count; i++)
            {
                Add(session, mailbox, kind, time + _random.Range(10, 1_500), (short)folder, (short)(1 + _random.Geometric(0.7, 6)));
            }
        }
    }

    private void Around(int day, double load, bool working)
    {
        ClientUse? use = _person.Clients.Count > 0 ? _person.Clients[0] : null;
        int files = _random.Poisson(1.6 * load);
        int portals = _random.Poisson(0.7 * Math.Min(load, 2));
        int failures = _random.Poisson(0.06);
        for (int i = 0; i < files + portals + failures; i++)
        {
            int time = TimeOf(use, day, working);
            AccessSession session = new()
            {
                Client = ClientCatalogue.Portal,
                Address = AddressAt(time, use, day),
                ClientInfo = use?.ClientInfo ?? 0,
                SessionId = use?.SessionId ?? default,
                DeviceId = use?.DeviceId ?? default,
            };
            if (i < files)
            {
                Add(session, _mailbox, RecordKind.FileAccessed, time, 0, 0);
            }
            else
            {
                Add(session, _mailbox, i < files + portals ? RecordKind.SignIn : RecordKind.SignInFailed, time, 0, 0);
            }
        }

        if (_random.Chance(0.02 * load))
        {
            int time = TimeOf(use, day, working);
            AccessSession session = new()
            {
                Client = ClientCatalogue.WebMail,
                Address = AddressAt(time, use, day),
                ClientInfo = use?.ClientInfo ?? 0,
                SessionId = use?.SessionId ?? default,
                Context = ContextForm.Empty,
            };
            Add(session, _mailbox, _random.Chance(0.15) ? RecordKind.NewInboxRule : RecordKind.Search, time, 0, 0);
        }
    }

    private void SignIn(AccessSession session, int time, Guid token)
    {
        ScenarioEvent entry = new() { Time = time, Entropy = _random.Next(), Session = session, Mailbox = _mailbox, Kind = RecordKind.SignIn, Id = token };
        sink.Add(entry);
    }

    private void Add(AccessSession session, Mailbox mailbox, RecordKind kind, int time, short folder, short items)
    {
        ScenarioEvent entry = new()
        {
            Time = time,
            Entropy = _random.Next(),
            Session = session,
            Mailbox = mailbox,
            Kind = kind,
            Folder = folder,
            Items = items,
            Depth = _random.Geometric(0.12, 400),
        };
        sink.Add(entry);
    }

    private short Folder(Mailbox mailbox)
    {
        double draw = _random.Unit();
        return (short)(draw < 0.72 ? FolderNames.Inbox : draw < 0.86 ? FolderNames.SentItems : _random.Below(mailbox.Folders));
    }

    /// <summary>A time in scenario seconds: two humps in working hours, evenings for phones, any waking time on days off.</summary>
    private int TimeOf(ClientUse? use, int day, bool working)
    {
        int local;
        if (!working || (use?.IsPhone == true && _random.Chance(0.45)))
        {
            local = (7 * 3600) + (int)(16 * 3600 * _random.Unit());
        }
        else
        {
            double span = _person.WorkEnd - _person.WorkStart;
            double middle = _random.Chance(0.55) ? 0.25 : 0.7;
            double place = Math.Clamp(middle + (0.16 * _random.Normal()), 0, 1.08);
            local = _person.WorkStart + (int)(span * place);
        }

        return (day * Day) + local - _person.ZoneOffset;
    }

    private NetAddress AddressAt(int time, ClientUse? use, int day)
    {
        if (use?.IsPhone == true)
        {
            // A phone is on the carrier's network half of the time, and gets another address every few hours.
            if (_random.Chance(tenant.Habits.Carrier))
            {
                if (_random.Chance(tenant.Habits.CarrierChange))
                {
                    _phoneAddress = PhoneAddress();
                }

                return _phoneAddress;
            }
        }

        if (_trip is not null)
        {
            return _random.Chance(_person.VpnShare) ? _person.Office.Vpn(_random) : _trip.Hotel;
        }

        int local = time + _person.ZoneOffset - (day * Day);
        bool atWork = local >= _person.WorkStart - 900 && local < _person.WorkEnd + 900;
        if (_inOffice && atWork)
        {
            return _person.Office.Exit(_random, day);
        }

        if (use?.IsPhone != true && _random.Chance(_person.VpnShare))
        {
            return _person.Office.Vpn(_random);
        }

        return _random.Chance(_person.V6Share) ? NetAddress.V6(_person.HomeV6.High, _random.Next()) : _person.HomeV4;
    }

    private NetAddress PhoneAddress()
    {
        Provider carrier = _trip?.Roaming ?? _person.PhoneProvider;
        return carrier.Random(_random, _person.V6Share);
    }
}
