using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>An illicit application: somebody consents to it, and it reads through Graph in their name.</summary>
internal sealed class ConsentedApplication : Intrusion
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly bool _throughFrontEnds;
    private readonly HashSet<int> _days;
    private readonly HashSet<Mailbox> _consented = [];
    private readonly double _boldness;
    private readonly string _name;

    public ConsentedApplication(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        Client = ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: false);
        _victims = ChooseVictims(random.Range(1, 4));
        _servers = RentServers(random.Range(1, 3));
        _throughFrontEnds = random.Chance(0.3);
        _days = [.. DrawDays(random.Range(2, 10), random.Between(0.5, 1))];
        _boldness = random.Between(0.15, 1);
        _name = random.Pick(["Mail Assistant", "Calendar Sync", "PDF Viewer", "Meeting Notes", "Docs Helper"]);
        if (_throughFrontEnds)
        {
            for (int i = 0; i < _servers.Length; i++)
            {
                _servers[i] = tenant.Internet.Service.RandomV4(random);
            }
        }

        Description = $"The illicit application '{_name}' reads {_victims.Length} mailboxes through Graph{(_throughFrontEnds ? ", seen from the platform's own addresses" : string.Empty)}.";
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
            int start = (day * Day) + Random.Range(6 * 3600, 20 * 3600);
            AccessSession session = new()
            {
                Client = Client,
                Address = Random.Pick(_servers),
                TokenId = Random.Guid(),
                TokenIssued = start - Random.Range(310, 900),
                Context = Tenant.ContextOf(mailbox, Client),
            };
            if (_consented.Add(mailbox))
            {
                AccessSession owner = new() { Client = Client, Address = mailbox.Person!.HomeV4, TokenId = session.TokenId, TokenIssued = session.TokenIssued - 60 };
                SignIn(sink, owner, mailbox);
                Emit(sink, new ScenarioEvent
                {
                    Time = owner.TokenIssued + 305,
                    Entropy = Random.Next(),
                    Session = owner,
                    Mailbox = mailbox,
                    Kind = RecordKind.Consent,
                    Subject = _name,
                });
            }

            Burst(sink, session, mailbox, start, 2 + Random.Poisson(35 * _boldness), Random.Range(1, 5), Random.Range(2, 30));
        }
    }
}
