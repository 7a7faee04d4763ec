namespace StormDetect.Core.Scenarios;

/// <summary>
/// UpdateInboxRules: rules made in Outlook, and Outlook writing all of a mailbox' rules again, hundreds of blank changes within seconds.
/// </summary>
internal sealed class OutlookRuleSource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink) : BackgroundSource(tenant, staff, sink, 611)
{
    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);
        foreach (Mailbox mailbox in Some(sessions, 0.006 * Staff.Rate, random))
        {
            if (sessions.Of(mailbox, random, ClientCatalogue.Outlook) is (int time, AccessSession session))
            {
                Make(mailbox, time, session, sessions, random);
            }
        }

        foreach (Mailbox mailbox in Some(sessions, 0.002 * Staff.Rate, random))
        {
            if (sessions.Of(mailbox, random, ClientCatalogue.Outlook) is (int time, AccessSession session))
            {
                Resynchronise(mailbox, time, session, random);
            }
        }
    }

    private void Make(Mailbox mailbox, int time, AccessSession session, DaySessions sessions, ScenarioRandom random)
    {
        Mailbox colleague = sessions.People[random.Below(sessions.People.Count)];
        string operation = random.Pick(["AddMailboxRule", "AddMailboxRule", "ModifyMailboxRule", "ModifyMailboxRule", "RemoveMailboxRule"]);
        bool blank = operation == "RemoveMailboxRule" || (operation == "ModifyMailboxRule" && Staff.OutlookIsBlank);
        string topic = random.Pick(["Projekt", "WEEKLY REPORT", "[JIRA]", "Newsletter", "Monitoring"]);
        string condition = random.Below(3) switch
        {
            0 => "{(SubString IgnoreCase(SubjectProperty)=" + topic + ")}",
            1 => "{((SenderSearchKey Equal SMTP:" + colleague.ToString().ToUpperInvariant() + "))}",
            _ => "{(&((SenderSearchKey Equal SMTP:NEWS@" + Staff.PartnerDomain.ToUpperInvariant() + ")(Exists(ItemClass))))}",
        };
        bool forwards = random.Chance(0.12);
        int folder = FolderNames.Standard + random.Below(10);
        Add(
            blank ? "outlook-rule-blank" : forwards ? "outlook-rule-forward-inside" : "outlook-rule",
            session, mailbox, time,
            new OutlookRuleDetails(operation, (long)random.Next())
            {
                Name = !blank && random.Chance(0.6) ? topic : null,
                Condition = blank ? null : condition,
                Actions = forwards && !blank ? OutlookRuleDetails.ForwardTo(colleague.ToString()) : null,
                MovesTo = forwards || blank ? null : folder,
                State = blank ? null : random.Chance(0.7) ? "Enabled" : "Enabled, ExitAfterExecution",
            },
            random);
    }

    private void Resynchronise(Mailbox mailbox, int time, AccessSession session, ScenarioRandom random)
    {
        int count = random.Pick([120, 200, 350, 600, 900]) + random.Below(100);
        long rule = (long)random.Next();
        int at = time;
        for (int i = 0; i < count; i++)
        {
            Add("outlook-rules-again", session, mailbox, at, new OutlookRuleDetails("ModifyMailboxRule", rule + (i % 40)) { State = null }, random);
            at += random.Chance(0.05) ? 1 : 0;
        }
    }
}
