using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// Business e-mail compromise: mail about invoices is read, a rule with a name that nobody notices takes the answers out of the inbox, and letters with new
/// bank details go out (Microsoft, "Behind the scenes of business email compromise", 2021; FBI public service announcements on BEC).
/// </summary>
internal sealed class HidingRule : AccountTakeover
{
    private static readonly string[] s_names = [".", "..", "...", ",", ";", "'", "a", "z", "rr", "-", "_", "  "];
    private static readonly string[] s_words = ["invoice;payment;bank;wire", "Rechnung;Zahlung;IBAN", "facture;paiement;virement", "payroll;direct deposit", "invoice", "phish;hacked;spam;suspicious;do not reply"];
    private readonly string _name;
    private readonly bool _throughOutlook;

    public HidingRule(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 6)
    {
        _name = random.Pick(s_names);
        _throughOutlook = random.Chance(0.2);
        Description = $"A rule named '{_name}' in the mailbox of {Account} hides what the owner should not see, while letters go out in the owner's name.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start);
        Burst(sink, session, Account, Start + Random.Range(20, 120), Random.Range(8, 60), 2, Random.Range(5, 40));
        Search(sink, session, Start + Random.Range(60, 600), Random.Pick(["invoice", "wire transfer", "payment due", "Rechnung"]), PlantedPart.Context);
        int made = Start + Random.Range(600, 5_400);
        Change(sink, session, Account, made, Rule(), PlantedPart.InboxRule);

        int letters = Random.Range(2, 12);
        int time = made;
        for (int i = 0; i < letters; i++)
        {
            time += Random.Range(300, Day / 3);
            Send(sink, session, time, "RE: Invoice " + Random.Range(1_000, 9_999), ["accounts" + Random.Below(40) + "@partner.example"], PlantedPart.Context);
            if (Random.Chance(0.5))
            {
                Remove(sink, session, RecordKind.HardDelete, time + Random.Range(10, 200), FolderNames.SentItems, 1, PlantedPart.Context);
            }
        }

        if (!_throughOutlook && Random.Chance(0.4))
        {
            CmdletDetails removal = new("Remove-InboxRule", DistinguishedName(Account) + "\\" + _name, ("AlwaysDeleteOutlookRulesBlob", "False"), ("Force", "True"), ("Identity", Account.Alias + "\\" + _name))
            {
                AppId = CmdletDetails.WebMail,
            };
            Change(sink, session, Account, time + Random.Range(600, Day), removal, PlantedPart.Context);
        }
    }

    private RecordDetails Rule()
    {
        int folder = Random.Pick([FolderNames.RssFeeds, FolderNames.RssFeeds, FolderNames.ConversationHistory, FolderNames.Archive, FolderNames.JunkEmail]);
        string words = Random.Pick(s_words);
        bool deletes = Random.Chance(0.25);
        if (_throughOutlook)
        {
            return new OutlookRuleDetails("AddMailboxRule", (long)Random.Next())
            {
                Name = _name,
                Condition = "{(|" + string.Concat(words.Split(';').Select(static word => "(SubString IgnoreCase(SubjectProperty)=" + word + ")")) + ")}",
                Actions = deletes ? "[{\"ActionType\":\"Delete\"}]" : null,
                MovesTo = deletes ? null : folder,
                State = "Enabled, ExitAfterExecution",
            };
        }

        List<(string Name, string Value)> parameters = [("AlwaysDeleteOutlookRulesBlob", "False"), ("Force", "False"), ("Name", _name)];
        switch (Random.Below(5))
        {
            case 0:
                // Everything.
                break;
            case 1:
                parameters.Add(("From", "accounts" + Random.Below(40) + "@partner.example"));
                break;
            case 2:
                parameters.Add(("FromAddressContainsWords", "partner.example"));
                break;
            default:
                parameters.Add((Random.Pick(["SubjectOrBodyContainsWords", "SubjectContainsWords", "BodyContainsWords"]), words));
                break;
        }

        parameters.Add(deletes ? ("DeleteMessage", "True") : ("MoveToFolder", FolderNames.Plain(Account.Locale, folder)));
        if (!deletes || Random.Chance(0.5))
        {
            parameters.Add(("MarkAsRead", "True"));
        }

        parameters.Add(("StopProcessingRules", "True"));
        return new CmdletDetails("New-InboxRule", DistinguishedName(Account) + "\\" + _name, [.. parameters]) { AppId = CmdletDetails.WebMail };
    }
}
