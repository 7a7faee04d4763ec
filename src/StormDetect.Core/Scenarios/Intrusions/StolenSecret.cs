using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>The secret of an established application is used by somebody else: same ids, other network, other mailboxes or another rhythm.</summary>
internal sealed class StolenSecret : Intrusion
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly HashSet<int> _days;
    private readonly double _boldness;

    public StolenSecret(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        ApplicationAccount[] established =
        [
            .. tenant.Applications.Where(application => application.Client.IsApplication && application.FromDays is null && application.ToDay == int.MaxValue),
        ];
        ApplicationAccount? application = established.Length > 0 ? random.Pick(established) : null;
        Client = application?.Client ?? ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: true);
        bool others = application is null || (application.Mailboxes.Length < tenant.Mailboxes.Count && random.Chance(0.6));
        HashSet<Mailbox> usual = [.. application?.Mailboxes ?? []];
        _victims = ChooseVictims(random.Range(3, 12), mailbox => usual.Contains(mailbox) != others);
        _servers = RentServers(random.Range(1, 3));
        _days = [.. DrawDays(random.Range(1, 7), random.Between(0.4, 1))];
        _boldness = random.Between(0.15, 1);
        Description = $"The stolen secret of the application '{application?.Name}' reads {_victims.Length} {(others ? "other mailboxes than it does" : "of its own mailboxes at another rhythm")}, from a rented server.";
    }

    public override ClientProfile Client { get; }

    public override void Play(int day, EventSink sink)
    {
        if (!_days.Contains(day))
        {
            return;
        }

        int start = (day * Day) + Random.Below(Day - (4 * 3600));
        Guid token = Random.Guid();
        int issued = start - Random.Range(5, 1_800);
        foreach (Mailbox mailbox in _victims.Where((_, index) => index == 0 || Random.Chance(0.7)))
        {
            AccessSession session = new()
            {
                Client = Client,
                Address = Random.Pick(_servers),
                TokenId = token,
                TokenIssued = issued,
                Context = Tenant.ContextOf(Tenant.Mailboxes[0], Client),
            };
            Burst(sink, session, mailbox, start + Random.Below(2 * 3600), 3 + Random.Poisson(40 * _boldness), Random.Range(2, 6), Random.Range(2, 30));
        }
    }
}
