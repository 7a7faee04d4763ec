using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>A desktop client on a rented server synchronises whole folders: no message ids in the log, everything exposed.</summary>
internal sealed class FolderSync : Intrusion
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly HashSet<int> _days;
    private readonly bool _signsIn;
    private readonly double _share;
    private readonly int _version;

    public FolderSync(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        _victims = ChooseVictims(random.Range(1, 2));
        _servers = RentServers(1);
        _days = [.. DrawDays(random.Range(1, 4), random.Between(0.4, 1))];
        _signsIn = random.Chance(0.6);
        _share = random.Between(0.4, 1);
        _version = random.Below(5);
        Description = $"A desktop client on a rented server synchronises folders of {_victims.Length} mailboxes.";
    }

    public override ClientProfile Client => ClientCatalogue.Outlook;

    public override void Play(int day, EventSink sink)
    {
        if (!_days.Contains(day))
        {
            return;
        }

        foreach (Mailbox mailbox in _victims)
        {
            int time = (day * Day) + Random.Range(600, Day - 3_600);
            AccessSession session = new()
            {
                Client = Client,
                Address = _servers[0],
                ClientInfo = _version,
                SessionId = Random.Guid(),
                TokenId = Random.Guid(),
                TokenIssued = time - Random.Range(310, 400),
                Context = Tenant.ContextOf(mailbox, Client),
            };
            if (_signsIn)
            {
                SignIn(sink, session, mailbox);
            }

            for (int folder = 0; folder < mailbox.Folders; folder++)
            {
                if (folder < 3 || Random.Chance(_share))
                {
                    Emit(sink, new ScenarioEvent
                    {
                        Time = time,
                        Entropy = Random.Next(),
                        Session = session,
                        Mailbox = mailbox,
                        Kind = RecordKind.Sync,
                        Folder = (short)folder,
                    });
                    time += Random.Range(1, 45);
                }
            }
        }
    }
}
