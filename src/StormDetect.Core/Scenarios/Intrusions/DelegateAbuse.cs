using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>An account that never had rights reads somebody's mailbox: as a delegate after a grant, or as an administrator.</summary>
internal sealed class DelegateAbuse : Intrusion
{
    private readonly Mailbox _victim;
    private readonly Mailbox _reader;
    private readonly bool _asAdministrator;
    private readonly bool _fromElsewhere;
    private readonly NetAddress _server;
    private readonly int[] _days;
    private readonly double _boldness;
    private readonly bool _grantShown;
    private readonly int _browser;

    public DelegateAbuse(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        _victim = ChooseVictims(1)[0];
        _reader = ChooseVictims(1, mailbox => !_victim.Delegates.Contains(mailbox) && mailbox != _victim)[0];
        _asAdministrator = random.Chance(0.3);
        _fromElsewhere = random.Chance(0.6);
        _server = RentServers(1)[0];
        _days = DrawDays(random.Range(2, 8), random.Between(0.5, 1));
        _boldness = random.Between(0.15, 1);
        _grantShown = random.Chance(0.7);
        _browser = random.Below(UserAgents.Count);
        Description = $"{_reader} reads the mailbox of {_victim} as {(_asAdministrator ? "administrator" : "delegate")}, from {(_fromElsewhere ? "a rented server" : "the usual networks")}.";
    }

    public override ClientProfile Client => ClientCatalogue.WebMail;

    public override void Play(int day, EventSink sink)
    {
        if (System.Array.IndexOf(_days, day) < 0)
        {
            return;
        }

        int start = (day * Day) + Random.Range(7_200, Day - 7_200);
        AccessSession session = new()
        {
            Client = Client,
            Actor = _reader,
            LogonType = (byte)(_asAdministrator ? 1 : 2),
            Address = _fromElsewhere ? _server : _reader.Person!.HomeV4,
            ClientInfo = _browser,
            SessionId = Random.Guid(),
            TokenId = Random.Guid(),
            TokenIssued = start - Random.Range(310, 3_000),
            Context = Tenant.ContextOf(_reader, Client),
        };
        if (day == _days[0])
        {
            SignIn(sink, session, _reader);
            if (_grantShown)
            {
                Emit(sink, new ScenarioEvent
                {
                    Time = start - Random.Range(5, 300),
                    Entropy = Random.Next(),
                    Session = session,
                    Mailbox = _victim,
                    Kind = RecordKind.AddMailboxPermission,
                    Subject = _reader.ToString(),
                });
            }
        }

        Burst(sink, session, _victim, start, 2 + Random.Poisson(30 * _boldness), Random.Range(1, 4), Random.Range(5, 90));
    }
}
