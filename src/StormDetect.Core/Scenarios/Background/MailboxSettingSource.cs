namespace StormDetect.Core.Scenarios;

/// <summary>What people and helpdesk change on mailboxes: forwarding in vacations, rights on shared mailboxes and calendars.</summary>
internal sealed class MailboxSettingSource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink) : BackgroundSource(tenant, staff, sink, 612)
{
    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);
        foreach (Mailbox mailbox in Some(sessions, 0.0012 * Staff.Rate, random))
        {
            ForwardInVacation(mailbox, day, sessions, random);
        }

        foreach (Mailbox mailbox in Some(sessions, 0.00008 * Staff.Rate, random))
        {
            ForwardOutside(mailbox, day, sessions, random);
        }

        foreach (Mailbox mailbox in Some(sessions, 0.002 * Staff.Rate, random))
        {
            Delegate(mailbox, day, sessions, random);
        }

        foreach (Mailbox mailbox in Some(sessions, 0.008 * Staff.Rate, random))
        {
            ShareFolder(mailbox, sessions, random);
        }
    }

    private void ForwardInVacation(Mailbox mailbox, int day, DaySessions sessions, ScenarioRandom random)
    {
        Mailbox colleague = sessions.People[random.Below(sessions.People.Count)];
        (int time, AccessSession session) = AtWork(random.Chance(0.6) ? Staff.Helpdesk : [mailbox], day, sessions, random);
        int back = time + (random.Range(3, 15) * Day) + random.Below(5 * 3600);
        Set("forward-inside", time, session, ("ForwardingAddress", colleague.ToString()), ("DeliverToMailboxAndForward", random.Chance(0.7) ? "True" : "False"));
        Set("forward-cleared", back, session, ("ForwardingAddress", string.Empty), ("DeliverToMailboxAndForward", "False"));

        void Set(string kind, int at, AccessSession by, params (string Name, string Value)[] what) => Add(
            kind, by, mailbox, at, new CmdletDetails("Set-Mailbox", DistinguishedName(mailbox), [("Identity", mailbox.ToString()), .. what]), random);
    }

    /// <summary>An assistant in a company of the same group; rare, and seldom undone.</summary>
    private void ForwardOutside(Mailbox mailbox, int day, DaySessions sessions, ScenarioRandom random)
    {
        (int time, AccessSession session) = AtWork(Staff.Helpdesk, day, sessions, random);
        string address = mailbox.Alias.ToLowerInvariant() + ".office@" + Staff.SisterDomain;
        Add(
            "forward-sister-company", session, mailbox, time,
            new CmdletDetails(
                "Set-Mailbox", DistinguishedName(mailbox),
                ("Identity", mailbox.ToString()), ("ForwardingSmtpAddress", "smtp:" + address), ("DeliverToMailboxAndForward", "True")) { AppId = CmdletDetails.AdminCentre },
            random);
    }

    private void Delegate(Mailbox trustee, int day, DaySessions sessions, ScenarioRandom random)
    {
        Mailbox[] shared = [.. System.Linq.Enumerable.Where(Tenant.Mailboxes, static mailbox => mailbox.IsShared)];
        Mailbox target = shared.Length > 0 && random.Chance(0.85) ? random.Pick(shared) : sessions.People[random.Below(sessions.People.Count)];
        if (target == trustee)
        {
            return;
        }

        (int time, AccessSession session) = AtWork(Staff.Helpdesk, day, sessions, random);
        if (random.Chance(0.15))
        {
            Add(
                "permission-removed", session, target, time,
                new CmdletDetails("Remove-MailboxPermission", DistinguishedName(target), ("Identity", target.ToString()), ("User", trustee.ToString()), ("AccessRights", "FullAccess"), ("Confirm", "False")),
                random);
            return;
        }

        Add(
            "delegation", session, target, time,
            new CmdletDetails("Add-MailboxPermission", DistinguishedName(target), ("Identity", target.ToString()), ("User", trustee.ToString()), ("AccessRights", "FullAccess"), ("AutoMapping", "True")),
            random);
        if (random.Chance(0.6))
        {
            Add(
                "delegation", session, target, time + random.Range(3, 60),
                new CmdletDetails("Add-RecipientPermission", target.Alias, ("Identity", target.ToString()), ("Trustee", trustee.ToString()), ("AccessRights", "SendAs"), ("Confirm", "False")),
                random);
        }
        else if (random.Chance(0.3))
        {
            Add(
                "delegation", session, target, time + random.Range(3, 60),
                new CmdletDetails("Set-Mailbox", DistinguishedName(target), ("Identity", target.ToString()), ("GrantSendOnBehalfTo", trustee.ToString())),
                random);
        }
    }

    private void ShareFolder(Mailbox mailbox, DaySessions sessions, ScenarioRandom random)
    {
        if (sessions.Of(mailbox, random) is not (int time, AccessSession session))
        {
            return;
        }

        Mailbox colleague = sessions.People[random.Below(sessions.People.Count)];
        FolderRightDetails details = random.Below(6) switch
        {
            0 or 1 => new FolderRightDetails("ModifyFolderPermissions", FolderNames.Calendar, "Default", "S-1-1-0", random.Pick(["FreeBusySimple", "FreeBusySimple, FreeBusyDetailed"])),
            2 => new FolderRightDetails("ModifyFolderPermissions", FolderNames.Calendar, "Default", "S-1-1-0", "ReadAny, Visible, FreeBusySimple, FreeBusyDetailed"),
            3 => new FolderRightDetails("ModifyFolderPermissions", FolderNames.Calendar, "Anonymous", "S-1-5-7", "None"),
            4 => new FolderRightDetails("AddFolderPermissions", FolderNames.Calendar, colleague.ToString(), colleague.Sid, "ReadAny, Create, EditOwned, DeleteOwned, EditAny, DeleteAny, Visible, FreeBusySimple, FreeBusyDetailed"),
            _ => new FolderRightDetails("AddFolderPermissions", FolderNames.Calendar, colleague.ToString(), colleague.Sid, "ReadAny, Visible, FreeBusySimple, FreeBusyDetailed"),
        };
        Add("calendar-shared", session, mailbox, time, details, random);
    }
}
