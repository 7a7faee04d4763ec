using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>Mail is copied out of the tenant: by the mailbox' forwarding address or by a rule, to a free mail service or a domain that looks like the tenant's. Some clear it again.</summary>
internal sealed class ExternalForward : AccountTakeover
{
    private readonly bool _byRule;
    private readonly bool _clears;
    private readonly string _address;

    public ExternalForward(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 8)
    {
        _byRule = random.Chance(0.3);
        _clears = random.Chance(0.6) && !_byRule;
        _address = Outside();
        Description = $"Mail of {Account} is {(_byRule ? "forwarded by a rule" : "forwarded")} to {_address}{(_clears ? ", and no longer after some days" : string.Empty)}.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start);
        Burst(sink, session, Account, Start + Random.Range(20, 120), Random.Range(4, 25), 2, Random.Range(5, 40));
        int made = Start + Random.Range(200, 2_400);
        if (_byRule)
        {
            string name = Random.Pick(["fw", "Copy", "Sync", ".", "Archive"]);
            CmdletDetails rule = new(
                "New-InboxRule", DistinguishedName(Account) + "\\" + name,
                ("AlwaysDeleteOutlookRulesBlob", "False"), ("Force", "False"), ("Name", name), (Random.Pick(["ForwardTo", "RedirectTo", "ForwardAsAttachmentTo"]), _address), ("StopProcessingRules", "False"))
            { AppId = CmdletDetails.WebMail };
            Change(sink, session, Account, made, rule, PlantedPart.InboxRule);
            return;
        }

        Set(made, "smtp:" + _address, "True", PlantedPart.MailboxChange);
        if (_clears)
        {
            Set(made + (Random.Range(1, 5) * Day) + Random.Below(7_200), string.Empty, "False", PlantedPart.Context);
        }

        void Set(int time, string value, string deliver, PlantedPart part) => Change(
            sink, session, Account, time,
            new CmdletDetails("Set-Mailbox", DistinguishedName(Account), ("Identity", Account.ToString()), ("ForwardingSmtpAddress", value), ("DeliverToMailboxAndForward", deliver)) { AppId = CmdletDetails.WebMail },
            part);
    }
}
