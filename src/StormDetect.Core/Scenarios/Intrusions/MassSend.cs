using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>The mailbox sends the next phishing letters: hundreds within an hour or two, to colleagues and correspondents.</summary>
internal sealed class MassSend : AccountTakeover
{
    private readonly int _letters;

    public MassSend(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 2)
    {
        _letters = random.Range(80, 500);
        Description = $"{_letters} phishing letters go out from the mailbox of {Account}.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start);
        Burst(sink, session, Account, Start + Random.Range(20, 120), Random.Range(4, 20), 2, Random.Range(5, 30));
        int time = Start + Random.Range(600, 3_600);
        int apart = Random.Range(2, 20);
        string subject = Random.Pick(["Shared document", "Invoice attached", "Remittance advice", "Please review", Account.DisplayName + " shared a file with you"]);
        for (int i = 0; i < _letters; i++)
        {
            int recipients = Random.Chance(0.8) ? 1 : Random.Range(5, 40);
            Send(sink, session, time, subject, [.. Enumerable.Range(0, recipients).Select(_ => Recipient())], PlantedPart.MailActivity);
            time += Random.Range(1, apart);
        }

        int clean = Random.Range(1, 8);
        for (int i = 0; i < clean; i++)
        {
            // Sent copies and the bounces that come back.
            Remove(sink, session, Random.Chance(0.5) ? RecordKind.HardDelete : RecordKind.MoveToDeletedItems, time, Random.Chance(0.6) ? FolderNames.SentItems : FolderNames.Inbox, Random.Range(4, 25), PlantedPart.Context);
            time += Random.Range(5, 60);
        }
    }

    private string Recipient() => Random.Chance(0.5)
        ? Random.Pick([.. Tenant.People]).ToString()
        : "contact" + Random.Below(5_000) + "@" + Random.Pick(["partner.example", "supplier.example", "customer.example", "agency.example"]);
}
