using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>One to three items a day from one or two mailboxes, over weeks, from few networks.</summary>
internal sealed class LowAndSlow : Intrusion
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly HashSet<int> _days;
    private readonly int _browser;
    private readonly int _first;

    public LowAndSlow(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        Client = random.Below(3) switch
        {
            0 => ClientCatalogue.WebMail,
            1 => ClientCatalogue.OutlookMobile,
            _ => ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: false),
        };
        _victims = ChooseVictims(random.Range(3, 9));
        _servers = RentServers(random.Range(1, 3));
        _days = [.. DrawDays(random.Range(10, 40), random.Between(0.6, 1))];
        _browser = random.Below(UserAgents.Count);
        _first = random.Below(_victims.Length);
        Description = $"One to three items a day from one or two of {_victims.Length} mailboxes, from {_servers.Length} rented servers.";
    }

    public override ClientProfile Client { get; }

    public override void Play(int day, EventSink sink)
    {
        if (!_days.Contains(day))
        {
            return;
        }

        int visits = Random.Range(1, 2);
        for (int i = 0; i < visits; i++)
        {
            // In turn, so that each mailbox is visited once in a while.
            Mailbox mailbox = _victims[(_first + day + i) % _victims.Length];
            int time = (day * Day) + Random.Range(600, Day - 600);
            AccessSession session = new()
            {
                Client = Client,
                Address = Random.Pick(_servers),
                ClientInfo = _browser,
                SessionId = Client.HasSession ? Random.Guid() : default,
                TokenId = Random.Guid(),
                TokenIssued = time - Random.Range(60, 20_000),
                Context = Tenant.ContextOf(mailbox, Client),
            };
            Emit(sink, new ScenarioEvent
            {
                Time = time,
                Entropy = Random.Next(),
                Session = session,
                Mailbox = mailbox,
                Kind = RecordKind.Bind,
                Folder = FolderNames.Inbox,
                Items = (short)Random.Range(1, 3),
                Depth = Random.Below(20),
            });
        }
    }
}
