using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>An intruder with somebody's password or refresh token uses what everybody uses, web mail or Outlook for phones, from a rented server.</summary>
internal sealed class CommonApplication : Intrusion
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly HashSet<int> _days;
    private readonly bool _signsIn;
    private readonly double _boldness;
    private readonly int _browser;

    public CommonApplication(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        Client = random.Chance(0.6) ? ClientCatalogue.WebMail : ClientCatalogue.OutlookMobile;
        _victims = ChooseVictims(random.Range(1, 3), mailbox => mailbox.Person!.Clients.Exists(use => use.Client == Client));
        _servers = RentServers(random.Range(1, 2));
        _days = [.. DrawDays(random.Range(2, 10), random.Between(0.5, 1))];
        _signsIn = random.Chance(0.5);
        _boldness = random.Between(0.15, 1);
        _browser = random.Below(UserAgents.Count);
        Description = $"A common client reads {_victims.Length} mailboxes from a rented server, {(_signsIn ? "with" : "without")} sign-ins in the log.";
    }

    public override ClientProfile Client { get; }

    public override void Play(int day, EventSink sink)
    {
        if (!_days.Contains(day))
        {
            return;
        }

        foreach (Mailbox mailbox in _victims)
        {
            int start = (day * Day) + Random.Range(600, Day - 7_200);
            AccessSession session = new()
            {
                Client = Client,
                Address = Random.Pick(_servers),
                ClientInfo = _browser,
                SessionId = Random.Guid(),
                TokenId = Random.Guid(),
                TokenIssued = start - Random.Range(310, 500),
                Context = Tenant.ContextOf(mailbox, Client),
            };
            if (_signsIn)
            {
                SignIn(sink, session, mailbox);
            }

            Burst(sink, session, mailbox, start, 2 + Random.Poisson(30 * _boldness), Random.Range(1, 3), Random.Range(5, 120));
        }
    }
}
