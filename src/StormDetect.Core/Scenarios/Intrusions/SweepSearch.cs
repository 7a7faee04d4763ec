using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>The mailbox is searched for what opens other doors or moves money, query after query, and the hits are read.</summary>
internal sealed class SweepSearch : AccountTakeover
{
    private static readonly string[] s_terms =
    [
        "password", "passwd", "credentials", "login", "vpn", "mfa", "secret", "api key", "admin", "wire transfer", "payroll", "direct deposit", "routing number", "IBAN", "swift", "bank account",
        "invoice", "payment", "W-2", "tax", "passport", "confidential", "Passwort", "Kennwort", "Gehalt", "mot de passe", "virement", "wachtwoord", "recovery code", "ssh", "token", "merger",
    ];

    private readonly int _queries;

    public SweepSearch(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 2)
    {
        _queries = random.Range(15, 60);
        Description = $"{_queries} searches for passwords and money in the mailbox of {Account}, and the hits are read.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start);
        int time = Start + Random.Range(30, 200);
        for (int i = 0; i < _queries; i++)
        {
            Search(sink, session, time, Random.Pick(s_terms), PlantedPart.MailActivity);
            if (Random.Chance(0.4))
            {
                Burst(sink, session, Account, time + Random.Range(3, 20), Random.Range(1, 3), 2, 10);
            }

            time += Random.Range(15, 200);
        }

        // At least something is opened.
        Burst(sink, session, Account, time, Random.Range(2, 6), 2, 15);
    }
}
