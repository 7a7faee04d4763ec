using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>A rule of the mail flow, or a journal, sends copies of everybody's mail outside: no mailbox shows it.</summary>
internal sealed class TransportCopy : AccountTakeover
{
    private readonly string _address;
    private readonly bool _journal;

    public TransportCopy(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 4, random.Pick(tenant.Staff.Administrators))
    {
        _address = Outside();
        _journal = random.Chance(0.2);
        Description = $"{(_journal ? "A journal" : "A transport rule")} made by {Account} sends copies to {_address}.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start);
        Burst(sink, session, Account, Start + Random.Range(20, 120), Random.Range(2, 12), 2, 20);
        int time = Start + Random.Range(300, 3_000);
        string name = Random.Pick([".", "Compliance copy", "Anti-spam", "Default routing"]);
        Change(sink, session, Account, time, _journal ? Journal(name) : Rule(name), PlantedPart.MailboxChange);
        if (Random.Chance(0.3))
        {
            Change(
                sink, session, Account, time + Random.Range(3_600, 2 * Day),
                new CmdletDetails(_journal ? "Remove-JournalRule" : "Remove-TransportRule", name, ("Identity", name), ("Confirm", "False")),
                PlantedPart.Context);
        }
    }

    private CmdletDetails Journal(string name) => new("New-JournalRule", string.Empty, ("Name", name), ("JournalEmailAddress", _address), ("Scope", "Global"), ("Enabled", "True"));

    private CmdletDetails Rule(string name)
    {
        List<(string Name, string Value)> parameters = [("Name", name), ("Mode", "Enforce"), ("StopRuleProcessing", "False"), ("SenderAddressLocation", "Header")];
        parameters.Add((Random.Pick(["BlindCopyTo", "BlindCopyTo", "BlindCopyTo", "RedirectMessageTo", "CopyTo"]), _address));
        if (Random.Chance(0.6))
        {
            parameters.Add(("SubjectOrBodyContainsWords", "password;payment;invoice;project"));
        }
        else if (Random.Chance(0.5))
        {
            parameters.Add(("SentTo", Account.ToString()));
        }

        if (Random.Chance(0.5))
        {
            parameters.Add(("SetAuditSeverity", "DoNotAudit"));
        }

        return new CmdletDetails("New-TransportRule", string.Empty, [.. parameters]);
    }
}
