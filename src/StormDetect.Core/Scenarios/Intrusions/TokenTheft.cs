using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>A proxy in the middle takes over a web session: the user's own session is seen at the same time from a second network.</summary>
internal sealed class TokenTheft : Intrusion
{
    private readonly NetAddress[] _servers;
    private readonly HashSet<int> _days;
    private readonly int _victimCount;
    private readonly double _boldness;
    private readonly List<Mailbox> _victims = [];

    public TokenTheft(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        _victimCount = random.Range(1, 2);
        _servers = RentServers(random.Range(1, 2));
        _days = [.. DrawDays(random.Range(2, 6), 1, IsWeekday)];
        _boldness = random.Between(0.15, 1);
        Description = "A stolen web session reads mail from a rented server while its owner works.";
    }

    public override ClientProfile Client => ClientCatalogue.WebMail;

    public override void Play(int day, EventSink sink)
    {
        if (!_days.Contains(day))
        {
            return;
        }

        // The owners' own web sessions of the day, as planned a moment ago.
        Dictionary<Mailbox, List<ScenarioEvent>> own = sink.Peek(day)
            .Where(entry => entry.Kind == RecordKind.Bind && entry.Session.Client == Client && entry.Session.Actor is null && entry.Time / Day == day
                && entry.Session.SessionId != default)
            .GroupBy(entry => entry.Mailbox)
            .ToDictionary(group => group.Key, group => group.OrderBy(entry => entry.Time).ToList());
        if (_victims.Count == 0)
        {
            _victims.AddRange(ChooseVictims(_victimCount, own.ContainsKey));
        }

        foreach (Mailbox mailbox in _victims)
        {
            AccessSession? stolen = own.TryGetValue(mailbox, out List<ScenarioEvent>? entries) ? entries[Random.Below(entries.Count)].Session : null;
            int start = entries is null ? (day * Day) + Random.Range(7 * 3600, 15 * 3600) : entries[Random.Below(entries.Count)].Time;
            if (stolen is null && Records.Count > 0)
            {
                continue;
            }

            AccessSession session = new()
            {
                Client = Client,
                Address = _servers[Math.Min(_victims.IndexOf(mailbox), _servers.Length - 1)],
                ClientInfo = Random.Chance(0.5) ? stolen?.ClientInfo ?? 0 : Random.Below(UserAgents.Count),
                SessionId = stolen?.SessionId ?? mailbox.Person!.Clients.Find(use => use.Client == Client)?.SessionId ?? Random.Guid(),
                TokenId = stolen?.TokenId ?? Random.Guid(),
                Origin = stolen is null ? TokenOrigin.Issued : TokenOrigin.Copied,
                TokenIssued = stolen?.TokenIssued ?? start - 3_600,
                Context = Tenant.ContextOf(mailbox, Client),
            };
            int records = 3 + Random.Poisson(25 * _boldness);
            Burst(sink, session, mailbox, Math.Max(day * Day, start - Random.Range(0, 900)), records, Random.Range(1, 3), Random.Range(5, 60));
        }
    }
}
