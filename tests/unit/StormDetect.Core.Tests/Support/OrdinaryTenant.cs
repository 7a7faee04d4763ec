using System;
using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core.Tests.Support;

/// <summary>
/// A month of ordinary traffic with everything that is new and harmless: home workers, travel, renumbered lines, new starters, a roll-out, a change of the log,
/// a protocol move, shared conference networks, one-user apps. Deterministic for a seed.
/// </summary>
internal sealed class OrdinaryTenant
{
    public static readonly AccessPath NewOutlook = new("00000002-0000-0ff1-ce00-000000000000", "9199bf20-a13f-4107-85dc-02114787ef48", ClientFamily.Rest, LogonKind.Owner);
    public static readonly AccessPath BackupEws = new("bacc0b00-0000-4000-8000-000000000001", "bacc0b00-0000-4000-8000-000000000001", ClientFamily.WebServices, LogonKind.Owner);
    public static readonly AccessPath BackupGraph = new("00000003-0000-0000-c000-000000000000", "bacc0b00-0000-4000-8000-000000000001", ClientFamily.Rest, LogonKind.Owner);
    public static readonly AccessPath OutlookDelegate = FactsTenant.Outlook with { Logon = LogonKind.Delegate };

    private readonly Random _random;
    private readonly int _mailboxes;
    private readonly int _days;
    private int _nextNetwork = 1;

    public OrdinaryTenant(int mailboxes, int days, int seed)
    {
        _random = new Random(seed);
        _mailboxes = mailboxes;
        _days = days;
        Fill();
    }

    public FactsTenant Log { get; } = new();

    /// <summary>The network each mailbox works from at home.</summary>
    public List<string> Homes { get; } = [];

    public static string Office(int mailbox) => mailbox % 3 == 0 ? "198.51.100.10" : "203.0.113.10";

    /// <summary>The web mail of a person's own browser, or of another one they use at times; one in six names none.</summary>
    public static string Browser(string mailbox, bool other)
    {
        int number = mailbox[7] - '0';
        string name = ((number + (other ? 3 : 0)) % 6) switch
        {
            0 or 1 or 2 => "Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
            3 => "Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            4 => "Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            _ => string.Empty,
        };
        return name.Length == 0 ? "Client=OWA;Action=ViaProxy" : $"Client=OWA;Mozilla/5.0 ({name};";
    }

    /// <summary>A network nobody used before.</summary>
    public string NewNetwork()
    {
        int n = _nextNetwork++;
        return string.Create(CultureInfo.InvariantCulture, $"{20 + (n / 60000)}.{n / 250 % 250}.{n % 250}.7");
    }

    private int Items(double median) => (int)Math.Clamp(median * Math.Exp(1.1 * Normal()), 1, 600);

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private bool Chance(double p) => _random.NextDouble() < p;

    private void Fill()
    {
        string[] carriers = new string[20];
        for (int i = 0; i < carriers.Length; i++)
        {
            carriers[i] = NewNetwork();
        }

        User[] users = new User[_mailboxes];
        for (int i = 0; i < users.Length; i++)
        {
            users[i] = new User(
                FactsTenant.Name(i), NewNetwork(), Chance(0.25) ? $"2001:db8:{i + 1:x}::5" : null, carriers[_random.Next(carriers.Length)],
                Chance(0.75), Chance(0.5), Chance(0.6), Chance(0.3), Chance(0.1) ? _random.Next(_mailboxes) : -1, Chance(0.02) ? 8 + _random.Next(_days) : 0);
            Homes.Add(users[i].Home);
        }

        for (int day = 0; day < _days; day++)
        {
            bool weekend = day % 7 >= 5;
            string conference = NewNetwork();
            for (int i = 0; i < users.Length; i++)
            {
                if (day >= users[i].Start)
                {
                    Day(users[i], i, day, weekend, conference);
                }
            }
        }
    }

    private void Day(User user, int index, int day, bool weekend, string conference)
    {
        for (int service = 0; service < 3; service++)
        {
            if (Chance(weekend ? 0.3 : 0.7))
            {
                AccessPath path = FactsTenant.Service with { AppId = $"5e5e5e5e-0000-4000-8000-00000000000{service}" };
                Log.Read(user.Mailbox, path, $"2603:10a6:{_random.Next(1, 4000):x}::1", FactsTenant.At(day, _random.NextDouble() * 24), Items(1.5));
            }
        }

        if (index % 2 == 0)
        {
            // The backup application moves from EWS to Graph on day 22.
            Log.Read(user.Mailbox, day < 22 ? BackupEws : BackupGraph, index % 4 == 0 ? "192.0.2.10" : "192.0.2.200", FactsTenant.At(day, 2 + _random.NextDouble()), Items(10));
        }

        if (weekend && !Chance(0.12))
        {
            return;
        }

        if (user.TripUntil < day && Chance(0.008))
        {
            user.TripUntil = day + 1 + _random.Next(4);
        }

        bool travels = user.TripUntil >= day;
        if (travels || Chance(0.004))
        {
            user.Away = NewNetwork();
        }

        if (!travels && Chance(0.003))
        {
            user.Home = NewNetwork();
        }

        bool atConference = day % 10 == 4 && Chance(0.02);
        bool atHome = weekend || Chance(0.4);
        string place = travels ? user.Away! : atConference ? conference : atHome ? user.HomeAddress(Chance(0.5)) : Office(index);
        string session = string.Create(CultureInfo.InvariantCulture, $"s{index}-{day / 5}");
        double start = 7.5 + (_random.NextDouble() * 2);
        if (user.Outlook && Chance(0.9))
        {
            Log.Read(user.Mailbox, FactsTenant.Outlook, place, FactsTenant.At(day, start), Items(8), session + "o");
            Log.Read(user.Mailbox, FactsTenant.Outlook, place, FactsTenant.At(day, start + 5), Items(8), session + "o");
            Log.Read(user.Mailbox, FactsTenant.Outlook, place, FactsTenant.At(day, start), syncFolder: "inbox");
            if (user.Manages >= 0 && Chance(0.5))
            {
                Log.Read(FactsTenant.Name(user.Manages), OutlookDelegate, place, FactsTenant.At(day, start + 1), Items(4), session + "o", user.Mailbox, client: Browser(user.Mailbox, day % 9 == 4));
            }
        }

        if (user.Owa && Chance(0.7))
        {
            // The log begins to carry the application's id on day 18.
            AccessPath owa = day < 18 ? FactsTenant.OwaWithoutIds : FactsTenant.Owa;
            Log.Read(user.Mailbox, owa, place, FactsTenant.At(day, start + 2), Items(5), session, client: Browser(user.Mailbox, day % 9 == 4));
            if (Chance(0.3))
            {
                string evening = Chance(0.2) ? user.Carrier : user.HomeAddress(Chance(0.5));
                Log.Read(user.Mailbox, owa, travels ? place : evening, FactsTenant.At(day, start + (Chance(0.1) ? 2.2 : 10)), Items(4), session, client: Browser(user.Mailbox, travels));
            }
        }

        if (user.Mobile)
        {
            Log.Read(user.Mailbox, FactsTenant.Mobile, $"2603:1026:{_random.Next(1, 40):x}::9", FactsTenant.At(day, start + 3), Items(4));
        }

        if (user.Crm)
        {
            Log.Read(user.Mailbox, FactsTenant.Crm, Chance(0.5) ? "192.0.2.77" : "198.18.5.5", FactsTenant.At(day, start + 4), Items(3));
        }

        // The new Outlook comes to more people every day from day 12.
        if (day >= 12 && index % 97 < (day - 11) * 4)
        {
            Log.Read(user.Mailbox, NewOutlook, place, FactsTenant.At(day, start + 1), Items(6));
        }

        if (Chance(0.15 / 7 / _mailboxes * 5))
        {
            user.OwnApp = string.Create(CultureInfo.InvariantCulture, $"a99a99a9-{day:0000}-4000-8000-{index:000000000000}");
            user.OwnAppNetwork = NewNetwork();
        }

        if (user.OwnApp is not null && Chance(0.8))
        {
            Log.Read(user.Mailbox, FactsTenant.Graph(user.OwnApp), user.OwnAppNetwork!, FactsTenant.At(day, start + 6), Items(3));
        }
    }

    private sealed class User(
        string mailbox, string home, string? homeIPv6, string carrier, bool outlook, bool owa, bool mobile, bool crm, int manages, int start)
    {
        public string Mailbox { get; } = mailbox;

        public string Home { get; set; } = home;

        public string Carrier { get; } = carrier;

        public bool Outlook { get; } = outlook;

        public bool Owa { get; } = owa;

        public bool Mobile { get; } = mobile;

        public bool Crm { get; } = crm;

        public int Manages { get; } = manages;

        public int Start { get; } = start;

        public int TripUntil { get; set; } = -1;

        public string? Away { get; set; }

        public string? OwnApp { get; set; }

        public string? OwnAppNetwork { get; set; }

        public string HomeAddress(bool six) => six && homeIPv6 is not null ? homeIPv6 : Home;
    }
}
