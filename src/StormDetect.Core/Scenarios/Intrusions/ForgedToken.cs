using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// Storm-0558 (Microsoft, "Analysis of Storm-0558 techniques for unauthorized email access", 14 July 2023; CISA AA23-193A): forged tokens, an
/// application and client that these mailboxes never use, rented servers, the Chinese working day, scripts that read message by message, no sign-in.
/// </summary>
internal sealed class ForgedToken : Intrusion
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly HashSet<int> _days;
    private readonly double _boldness;
    private readonly bool _tokenShown;

    public ForgedToken(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        HashSet<string> used = [.. tenant.Applications.Select(application => BenignPlanner.Text(application.Client.AppId))];
        string[] free = [.. ClientCatalogue.BackgroundApplications.Where(id => !used.Contains(id))];
        random.Shuffle(free);
        ApplicationAccount[] local = [.. tenant.Applications.Where(application => application.ChurningProvider is not null && application.FromDays is null
            && application.Client.SignInApp is null && application.Mailboxes.Length * 2 < tenant.Mailboxes.Count)];
        bool known = local.Length > 0 && random.Chance(0.4);
        ApplicationAccount? model = known ? random.Pick(local) : null;
        string client = model is null ? free[0] : BenignPlanner.Text(model.Client.ClientAppId);
        HashSet<Mailbox> users = [.. model?.Mailboxes ?? []];
        Client = ClientCatalogue.FirstParty(
            model is null ? random.Pick([ClientCatalogue.ExchangeOnline, client, free[1]]) : BenignPlanner.Text(model.Client.AppId),
            client,
            random.Pick(["Client=REST;;", "Client=REST;Client=RESTSystem;;", "Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.159 Safari/537.36;"]));
        _victims = ChooseVictims(random.Range(5, 15), mailbox => !users.Contains(mailbox));
        _servers = RentServers(random.Range(2, 6));
        _days = [.. DrawDays(random.Range(3, 12), random.Between(0.5, 1), IsWeekday)];
        _boldness = random.Between(0.15, 1);
        _tokenShown = random.Chance(0.5);
        Description = $"Forged tokens read {_victims.Length} chosen mailboxes from {_servers.Length} rented servers, on weekdays between 00 and 09 UTC, without any sign-in.";
    }

    public override ClientProfile Client { get; }

    public override void Play(int day, EventSink sink)
    {
        if (!_days.Contains(day))
        {
            return;
        }

        // Not every mailbox every day; the first day at least one.
        Mailbox[] today = [.. _victims.Where(_ => Random.Chance(0.3 + (0.5 * _boldness)))];
        foreach (Mailbox mailbox in today.Length == 0 ? [Random.Pick(_victims)] : today)
        {
            int start = (day * Day) + Random.Below(8 * 3600);
            int records = 3 + Random.Poisson(50 * _boldness * Random.Between(0.4, 1.4));
            AccessSession session = new()
            {
                Client = Client,
                Address = Random.Pick(_servers),
                SessionId = _tokenShown && Client.HasSession ? Random.Guid() : default,
                TokenId = Random.Guid(),
                Origin = TokenOrigin.Forged,
                TokenIssued = start - Random.Range(30, 3_000),
                Context = _tokenShown ? ContextForm.Full : ContextForm.Empty,
            };
            Burst(sink, session, mailbox, start, records, Random.Range(1, 4), Math.Max(1, Math.Min(60, 3_500 / records)));
        }
    }
}
