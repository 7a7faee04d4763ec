namespace StormDetect.Core.Scenarios;

/// <summary>Rules people make in web mail: New-, Set-, Enable-, Disable- and Remove-InboxRule.</summary>
internal sealed class InboxRuleSource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink) : BackgroundSource(tenant, staff, sink, 610)
{
    private static readonly string[] s_newsletters =
    [
        "Newsletter", "News", "LinkedIn", "Travel deals", "Webinars", "Social", "Digest", "Job alerts", "Marketing", "Promotions", "Infobrief", "Lettre d'information",
    ];

    private static readonly string[] s_topics = ["Project Falcon", "Weekly report", "Jira", "Build server", "Helpdesk tickets", "Monitoring", "Budget 2027", "Bewerbungen", "Rechnungen", "Commandes", "Facturen", "Invoices"];

    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);
        foreach (Mailbox mailbox in Some(sessions, 0.006 * Staff.Rate, random))
        {
            if (sessions.Of(mailbox, random, ClientCatalogue.WebMail) is (int time, AccessSession session))
            {
                Make(mailbox, time, session, sessions, random);
            }
        }
    }

    private void Make(Mailbox mailbox, int time, AccessSession session, DaySessions sessions, ScenarioRandom random)
    {
        string folder = FolderNames.Plain(mailbox.Locale, FolderNames.Standard + random.Below(10));
        Mailbox colleague = sessions.People[random.Below(sessions.People.Count)];
        string newsletter = random.Pick(s_newsletters);
        string topic = random.Pick(s_topics);
        switch (random.Below(20))
        {
            case 0 or 1 or 2 or 3 or 4:
                Rule("rule-newsletter", newsletter, ("FromAddressContainsWords", "news@" + Staff.PartnerDomain), ("MoveToFolder", newsletter), ("StopProcessingRules", "True"));
                break;
            case 5 or 6 or 7:
                Rule("rule-colleague", colleague.DisplayName, ("From", colleague.ToString()), ("MoveToFolder", folder));
                break;
            case 8 or 9:
                Rule("rule-list", "DL " + topic, ("SentTo", "all-" + topic.Split(' ')[0].ToLowerInvariant() + "@" + Tenant.Text.Domain), ("MoveToFolder", topic), ("MarkAsRead", random.Chance(0.3) ? "True" : "False"));
                break;
            case 10 or 11 or 12:
                Rule("rule-topic", topic, ("SubjectContainsWords", topic), ("MoveToFolder", folder));
                break;
            case 13:
                Rule("rule-archive", "Old " + topic, ("SubjectContainsWords", topic), ("MoveToFolder", FolderNames.Plain(mailbox.Locale, FolderNames.Archive)), ("MarkAsRead", "True"));
                break;
            case 14:
                // Answers to meeting requests are deleted by many who organise much.
                Rule("rule-calendar", random.Pick(["Accepted", "Calendar responses", "Zusagen"]), ("SubjectContainsWords", random.Pick(["Accepted:;Declined:;Tentative:", "Angenommen:;Abgelehnt:", "Automatic reply"])), ("DeleteMessage", "True"));
                break;
            case 15:
                Rule("rule-advertising", newsletter, ("FromAddressContainsWords", random.Pick(["noreply@shop.example", "promo@mailer.example"])), ("DeleteMessage", "True"), ("StopProcessingRules", "True"));
                break;
            case 16:
                Rule("rule-forward-inside", "Copy to " + colleague.DisplayName, ("SubjectContainsWords", topic), ("ForwardTo", colleague.ToString()));
                break;
            case 17:
                Rule("rule-vacation", random.Pick(["Vacation", "Urlaub", "Absence"]), ("MyNameInToOrCcBox", "True"), (random.Chance(0.5) ? "RedirectTo" : "ForwardTo", colleague.ToString()));
                break;
            case 18:
                Add(
                    "rule-removed", session, mailbox, time,
                    new CmdletDetails(
                        random.Pick(["Remove-InboxRule", "Disable-InboxRule", "Enable-InboxRule"]), DistinguishedName(mailbox) + "\\" + topic,
                        ("AlwaysDeleteOutlookRulesBlob", "False"), ("Force", "True"), ("Identity", mailbox.ObjectId.ToString("D") + "\\" + Number(random))) { AppId = CmdletDetails.WebMail },
                    random);
                break;
            default:
                Add(
                    "rule-changed", session, mailbox, time,
                    new CmdletDetails(
                        "Set-InboxRule", DistinguishedName(mailbox) + "\\" + topic,
                        ("AlwaysDeleteOutlookRulesBlob", "False"), ("Force", "False"), ("Identity", Number(random)), ("Name", topic),
                        ("SubjectContainsWords", topic + ";" + topic.ToUpperInvariant()), ("MoveToFolder", folder)) { AppId = CmdletDetails.WebMail },
                    random);
                break;
        }

        void Rule(string kind, string name, params (string Name, string Value)[] what) => Add(
            kind, session, mailbox, time,
            new CmdletDetails(
                "New-InboxRule", DistinguishedName(mailbox) + "\\" + name,
                [("AlwaysDeleteOutlookRulesBlob", "False"), ("Force", "False"), ("Name", name), .. what]) { AppId = CmdletDetails.WebMail },
            random);
    }

    private static string Number(ScenarioRandom random) => (random.Next() >> 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
