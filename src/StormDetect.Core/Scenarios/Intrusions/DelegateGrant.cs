using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>An administrator's account gives itself the mailboxes of a few people, reads them as a delegate, and takes the right away again.</summary>
internal sealed class DelegateGrant : AccountTakeover
{
    private readonly Mailbox[] _victims;
    private readonly bool _removes;

    public DelegateGrant(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 4, Administrator(tenant, random))
    {
        _victims = ChooseVictims(random.Range(1, 4), mailbox => mailbox != Account && !mailbox.Delegates.Contains(Account));
        _removes = random.Chance(0.6);
        Description = $"The administrator {Account} gives itself {_victims.Length} mailboxes and reads them as a delegate.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession own = SignIn(sink, Start, asItself: false);
        int time = Start + Random.Range(60, 900);
        AccessSession open = AsDelegate(own);
        foreach (Mailbox victim in _victims)
        {
            Grant("Add-MailboxPermission", victim, time, PlantedPart.MailboxChange);
            time += Random.Range(5, 60);
        }

        foreach (Mailbox victim in _victims)
        {
            time += Random.Range(300, 1_800);
            Burst(sink, open, victim, time, Random.Range(10, 70), 2, Random.Range(4, 30));
        }

        if (_removes)
        {
            time += Random.Range(3_600, Day);
            foreach (Mailbox victim in _victims)
            {
                Grant("Remove-MailboxPermission", victim, time, PlantedPart.Context);
                time += Random.Range(5, 60);
            }
        }

        void Grant(string operation, Mailbox victim, int at, PlantedPart part) => Change(
            sink, own, victim, at,
            new CmdletDetails(operation, DistinguishedName(victim), ("Identity", victim.ToString()), ("User", Account.ToString()), ("AccessRights", "FullAccess"), ("AutoMapping", "False")),
            part);
    }
}
