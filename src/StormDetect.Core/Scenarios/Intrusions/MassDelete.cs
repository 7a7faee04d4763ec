using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>Mail is read, letters are sent, and what would tell of it is deleted for good, out of the sent items and out of what could be recovered.</summary>
internal sealed class MassDelete : AccountTakeover
{
    private readonly int _batches;

    public MassDelete(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 3)
    {
        _batches = random.Range(8, 60);
        Description = $"After reading, {_batches} batches of messages are deleted for good in the mailbox of {Account}.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start);
        Burst(sink, session, Account, Start + Random.Range(20, 120), Random.Range(15, 60), 2, Random.Range(4, 30));
        int time = Start + Random.Range(1_800, 5_400);
        bool soft = Random.Chance(0.3);
        int folder = Random.Chance(0.7) ? FolderNames.SentItems : FolderNames.Inbox;
        for (int i = 0; i < _batches; i++)
        {
            Remove(sink, session, soft ? RecordKind.SoftDelete : RecordKind.HardDelete, time, folder, Random.Range(4, 25), PlantedPart.MailActivity);
            time += Random.Range(2, 40);
        }

        if (soft || Random.Chance(0.5))
        {
            int purges = Random.Range(3, 20);
            for (int i = 0; i < purges; i++)
            {
                Remove(sink, session, RecordKind.HardDelete, time, FolderNames.Deletions, Random.Range(4, 25), PlantedPart.MailActivity);
                time += Random.Range(2, 40);
            }
        }
    }
}
