using System;
using System.Linq;
using System.Text.Json.Nodes;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

public sealed class GrantTests
{
    [Fact]
    public void A_help_desks_everyday_grants_stay_below_medium()
    {
        ChangedTenant tenant = new ChangedTenant().Quiet(0);
        for (int day = 1; day <= 20; day++)
        {
            for (int i = 0; i < 4; i++)
            {
                tenant.Cmdlet((day * 24) + (i * 0.1), "Add-MailboxPermission", "helpdesk@contoso.example", ("Identity", $"shared{i}@contoso.example"), ("User", $"user{day}@contoso.example"), ("AccessRights", "FullAccess"));
            }
        }

        MailboxChangeFinding[] findings = tenant.All();
        Assert.Equal(20, findings.Length);
        Assert.All(findings, static finding => Assert.True(finding.Severity < Severity.Medium, finding.ToString()));
    }

    [Fact]
    public void An_administrator_who_gives_itself_a_mailbox_is_a_finding()
    {
        MailboxChangeFinding finding = Grant(1, Kim, Mallory, Mallory).Single();
        Assert.Equal(("MailboxChange.Permission", Severity.Medium, Mallory), (finding.DetectionId, finding.Severity, finding.Target));
        Assert.Contains(finding.Reasons, reason => reason.Code == "ToItself");
        Assert.Contains("T1098.002", finding.Techniques);
        Assert.Contains(finding.NextSteps, step => step.Command is { } c && c.Contains($"Remove-MailboxPermission -Identity '{Kim}' -User '{Mallory}' -AccessRights FullAccess", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UserLoggedIn")]
    [InlineData("Set-User")]
    public void People_that_exchange_names_by_the_id_of_their_object_are_known_by_who_signed_in_or_acted_with_it(string known)
    {
        // Exchange writes User as a path that ends in the object's id; the mailbox's alias is in ObjectId alone.
        const string path = "EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/";
        const string mallory = "2398a7e6-9195-4d62-b4bf-59ea25b12a05";
        const string kim = "27db42a5-f069-4be2-9bcb-097f01bc5caf";
        ChangedTenant tenant = new ChangedTenant().Quiet(0);
        _ = known == "UserLoggedIn"
            ? tenant.Add(0.5, known, Mallory.ToUpperInvariant(), 15, static record => record["UserKey"] = mallory)
            : tenant.Add(0.5, "Set-CASMailbox", Mallory, 1, static record => record["TokenObjectId"] = mallory);
        MailboxChangeFinding finding = tenant.Add(1, "Add-MailboxPermission", Mallory, 1, static record =>
        {
            record["ObjectId"] = "kim";
            record["Parameters"] = new JsonArray(
                new JsonObject { ["Name"] = "Identity", ["Value"] = path + kim },
                new JsonObject { ["Name"] = "User", ["Value"] = path + mallory },
                new JsonObject { ["Name"] = "AccessRights", ["Value"] = "FullAccess" });
        }).Single();
        Assert.Contains(finding.Reasons, static reason => reason.Code == "ToItself");
        Assert.Equal((Mallory, Kim), (finding.Target, Assert.Single(finding.Mailboxes)));
        Assert.Equal($"{Mallory} gave itself FullAccess on {Kim}", finding.Title);
    }

    [Fact]
    public void How_much_of_the_directory_a_log_knows_does_not_decide_which_finding_it_is()
    {
        // An hourly run may have no sign-in of the grantee, and the next one has.
        ChangedTenant unknown = new ChangedTenant().Cmdlet(1, "Add-MailboxPermission", Admin, ("Identity", "x/kim"), ("User", "x/2398a7e6-9195-4d62-b4bf-59ea25b12a05"), ("AccessRights", "FullAccess"));
        MailboxChangeFinding before = unknown.Single();
        MailboxChangeFinding after = unknown.Add(2, "UserLoggedIn", Mallory, 15, static record => record["UserKey"] = "2398a7e6-9195-4d62-b4bf-59ea25b12a05").Single();
        Assert.Equal(Mallory, after.Target);
        Assert.NotEqual(before.Target, after.Target);
        Assert.Equal(before.Id, after.Id);
    }

    [Fact]
    public void What_was_read_with_a_right_is_told_and_weighs_where_somebody_gave_it_to_itself()
    {
        ChangedTenant tenant = Grant(1, Kim, Mallory, Mallory);
        foreach ((double hours, string user, int logon, int items) in new[] { (0.5, Mallory, 2, 5), (3, Mallory, 2, 7), (26, Mallory, 2, 11), (4, Kim, 0, 50), (5, "lee@contoso.example", 2, 3) })
        {
            tenant.Add(hours, "MailItemsAccessed", user, 50, record =>
            {
                record["MailboxOwnerUPN"] = Kim;
                record["MailboxGuid"] = "5b0e0d57-0d4f-4b2c-9f3e-000000000001";
                record["LogonType"] = logon;
                record["OperationCount"] = items;
                record["ClientInfoString"] = "Client=OWA;Mozilla/5.0;";
                record["OperationProperties"] = new JsonArray(new JsonObject { ["Name"] = "MailAccessType", ["Value"] = "Bind" });
            });
        }

        MailHuntResult hunt = tenant.Hunt(static o => o with { Hunts = ["MailboxChange", "MailAccess"], Access = o.Access with { MinimumSeverity = Severity.Informational } });
        FindingReason read = Assert.Single(hunt.Findings.OfType<MailboxChangeFinding>().Single().Reasons, static reason => reason.Code == "ReadSince");

        // Facts are counted by the day and the network: what was read that day before, or by others from there, is in it.
        Assert.Equal($"From that day on {Mallory} read at most 26 items of 1 mailbox (4 records), last on 2026-09-02 10:00 UTC. Get-MailExposure, given this finding, lists it.", read.Text);
        Assert.True(read.Weight > 0);

        // Told apart by record, it is what the grantee read since, and nothing of the owner's.
        MailExposureHunt exposure = new(new MailExposureOptions { Patterns = [MailAccessPattern.Of(hunt.Findings.OfType<MailboxChangeFinding>().Single())], Grouping = ExposureGrouping.Mailbox });
        foreach (string line in tenant.Lines)
        {
            exposure.AddText(line, "test");
        }

        MailExposure exposed = Assert.Single(exposure.Complete().Exposures);
        Assert.Equal((2, 18), (exposed.RecordCount, exposed.ReadCount));
        Assert.Equal([Mallory], exposed.UserIds);
    }

    [Fact]
    public void A_consent_exposes_what_the_application_read_from_then_on_in_every_mailbox()
    {
        const string app = "e41c7b52-9f0d-4c1e-8a5e-2b1f6f3d9c77";
        ChangedTenant tenant = new ChangedTenant().Entra(1, "Consent to application.", Admin, [("Mail Insights", 1), (app, 4)],
            ("ConsentAction.Permissions", "[] => [[Id: x, ClientId: y, PrincipalId: , ResourceId: z, ConsentType: AllPrincipals, Scope: Mail.Read]]; ", string.Empty), ("ConsentContext.OnBehalfOfAll", "True", string.Empty));
        foreach ((double hours, string owner, string client, int items) in new[] { (0.5, Kim, app, 1), (30, Kim, app, 2), (700, "lee@contoso.example", app, 4), (5, Kim, "other", 8), (6, Admin, "other", 16) })
        {
            tenant.Add(hours, "MailItemsAccessed", owner, 50, record =>
            {
                record["MailboxOwnerUPN"] = owner;
                record["AppId"] = "00000003-0000-0000-c000-000000000000";
                record["ClientAppId"] = client;
                record["OperationCount"] = items;
                record["OperationProperties"] = new JsonArray(new JsonObject { ["Name"] = "MailAccessType", ["Value"] = "Bind" });
            });
        }

        MailHuntResult hunt = tenant.Hunt(static o => o with { Hunts = ["MailboxChange", "MailAccess"] });
        MailboxChangeFinding consent = Assert.Single(hunt.Findings.OfType<MailboxChangeFinding>());
        Assert.Contains("the application read 6 items of 2 mailboxes (2 records)", consent.ReasonsText, StringComparison.Ordinal);
        MailExposureHunt exposure = new(new MailExposureOptions { Patterns = [MailAccessPattern.Of(consent)], Grouping = ExposureGrouping.Mailbox });
        foreach (string line in tenant.Lines)
        {
            exposure.AddText(line, "test");
        }

        Assert.Equal([(Kim, 2L), ("lee@contoso.example", 4L)], exposure.Complete().Exposures.Select(static e => (e.Mailbox, e.ReadCount)));
    }

    [Fact]
    public void A_mailbox_of_which_no_address_is_known_is_called_by_its_alias_before_its_id()
    {
        MailboxChangeFinding finding = new ChangedTenant().Add(1, "Add-MailboxPermission", Admin, 1, static record =>
        {
            record["ObjectId"] = "invoices";
            record["Parameters"] = new JsonArray(
                new JsonObject { ["Name"] = "Identity", ["Value"] = "x/1db42a5f-f069-4be2-9bcb-097f01bc5caf" },
                new JsonObject { ["Name"] = "User", ["Value"] = Kim },
                new JsonObject { ["Name"] = "AccessRights", ["Value"] = "FullAccess" });
        }).Single();
        Assert.Equal(["invoices"], finding.Mailboxes);
    }

    [Fact]
    public void Twelve_mailboxes_within_the_hour_are_one_story_and_heavier()
    {
        ChangedTenant tenant = new();
        for (int i = 0; i < 12; i++)
        {
            Grant(tenant, 1 + (i * 0.05), $"user{i}@contoso.example", "DOMAIN/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/mallory", Mallory);
        }

        MailboxChangeFinding finding = tenant.Single();
        Assert.Equal(12, finding.Mailboxes.Count);
        Assert.Equal(12, finding.RecordCount);
        Assert.True(finding.Severity >= Severity.High);
    }

    [Fact]
    public void Taking_the_right_back_is_no_finding_and_ends_the_one_it_takes_back()
    {
        ChangedTenant tenant = Grant(1, Kim, Mallory, Mallory).Cmdlet(2, "Remove-MailboxPermission", Mallory, ("Identity", Kim), ("User", Mallory), ("AccessRights", "FullAccess"));
        Assert.Equal(At(2), tenant.Single().RevertedAt);
        MailboxChangeFinding later = Grant(1, Kim, Mallory, Mallory).Cmdlet(98, "Remove-MailboxPermission", Mallory, ("Identity", Kim), ("User", Mallory), ("AccessRights", "FullAccess")).Single();
        Assert.EndsWith("taken back after 5 days", later.Title, StringComparison.Ordinal);
        Assert.Contains("It was taken back within 5 days", later.ReasonsText, StringComparison.Ordinal);
        Assert.Empty(new ChangedTenant().Cmdlet(2, "Remove-MailboxPermission", Mallory, ("Identity", Kim), ("User", Mallory), ("AccessRights", "FullAccess")).All());
    }

    [Fact]
    public void Outsiders_fresh_accounts_and_priority_mailboxes_weigh_more()
    {
        Assert.True(Grant(1, Kim, "eve_evil.example#EXT#@contoso.example", Admin).Single().Severity >= Severity.Medium);
        MailboxChangeFinding fresh = Grant(new ChangedTenant().Entra(0.5, "Add user.", Admin, [("new@contoso.example", 5)]), 1, Kim, "new@contoso.example", Admin).Single();
        Assert.Contains(fresh.Reasons, reason => reason.Code == "ToFreshAccount");
        MailHuntResult priority = Grant(1, Kim, "lee@contoso.example", Admin).Hunt(static o => o with { Access = o.Access with { PriorityMailboxes = [Kim.ToUpperInvariant()] } });
        Assert.Contains(Assert.Single(priority.Findings).Reasons, reason => reason.Code == "PriorityMailbox");
    }

    [Fact]
    public void Send_as_and_send_on_behalf_join_the_story_of_the_same_grantee()
    {
        MailboxChangeFinding finding = Grant(1, Kim, "lee@contoso.example", Admin)
            .Cmdlet(1.1, "Add-RecipientPermission", Admin, ("Identity", Kim), ("Trustee", "lee@contoso.example"), ("AccessRights", "SendAs"))
            .Cmdlet(1.2, "Set-Mailbox", Admin, ("Identity", Kim), ("GrantSendOnBehalfTo", "lee@contoso.example")).Single();
        Assert.Equal(["Add-MailboxPermission", "Add-RecipientPermission", "Set-Mailbox"], finding.Operations);

        // Both together are how shared mailboxes are given every day.
        Assert.True(finding.Severity < Severity.Medium);
    }

    [Theory]
    [InlineData("Add-RecipientPermission", "Trustee", "MailboxChange.SendAs")]
    [InlineData("Set-Mailbox", "GrantSendOnBehalfTo", "MailboxChange.SendOnBehalf")]
    public void Rights_to_send_are_kinds_of_their_own(string operation, string parameter, string detection)
    {
        MailboxChangeFinding finding = new ChangedTenant().Cmdlet(1, operation, Admin, ("Identity", Kim), (parameter, "lee@contoso.example"), ("AccessRights", "SendAs")).Single();
        Assert.Equal(detection, finding.DetectionId);
        Assert.True(finding.Severity < Severity.Medium);
    }

    [Fact]
    public void Exchanges_own_grant_on_the_discovery_mailbox_is_silent_but_no_one_elses()
    {
        const string Mailbox = "DiscoverySearchMailbox{D919BA05-46A6-415f-80AD-7E09334BB852}";
        Assert.Empty(Grant(1, Mailbox, "X/Hosted/contoso.onmicrosoft.com/Discovery Management", string.Empty).All());
        Assert.Single(Grant(1, Mailbox, Mallory, Mallory).All());
    }

    [Theory]
    [InlineData("\\Inbox", "Default", "ReadAny, Visible", true)]
    [InlineData("\\Inbox", "Everyone", "ReadAny, Visible", true)]
    [InlineData("\\Boîte de réception", "Anonymous", "ReadAny", true)]
    [InlineData("\\Inbox", "Everyone", "None", false)]
    [InlineData("\\Inbox", "Default", "Visible", false)]
    [InlineData("\\Calendar", "Default", "ReadAny", false)]
    [InlineData("\\Kalender\\Feiertage", "Everyone", "ReadAny", false)]
    [InlineData("\\Inbox", "lee@contoso.example", "ReadAny", false)]
    public void Folders_open_to_everybody_matter_where_they_hold_mail(string folder, string member, string rights, bool matters)
    {
        MailboxChangeFinding[] findings = new ChangedTenant().Folder(1, Kim, Kim, folder, member, rights).All();
        Assert.Equal(matters, findings.Any(static f => f.Severity >= Severity.Medium && f.DetectionId == "MailboxChange.FolderPermission"));
    }

    [Fact]
    public void Folder_rights_by_cmdlet_count_and_are_taken_back_by_cmdlet()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Add-MailboxFolderPermission", Mallory, ("Identity", $"{Kim}:\\Inbox"), ("User", Mallory), ("AccessRights", "Reviewer"));
        Assert.True(tenant.Single().Severity >= Severity.Medium);
        Assert.True(tenant.Cmdlet(2, "Remove-MailboxFolderPermission", Mallory, ("Identity", $"{Kim}:\\Inbox"), ("User", Mallory)).Single().IsReverted);
    }

    [Fact]
    public void Other_suspicious_acts_of_the_same_hour_weigh_on_a_grant()
    {
        MailboxChangeFinding[] findings = Grant(1, Kim, "lee@contoso.example", Mallory)
            .Cmdlet(1.3, "Set-Mailbox", Mallory, ("Identity", "boss@contoso.example"), ("ForwardingSmtpAddress", "drop@evil.example")).All();
        Assert.Contains(Assert.Single(findings, static f => f.ChangeKind == MailboxChangeKind.Permission).Reasons, reason => reason.Code == "SameHandSameHour");
    }

    private static ChangedTenant Grant(double hours, string mailbox, string user, string actor) => Grant(new ChangedTenant(), hours, mailbox, user, actor);

    private static ChangedTenant Grant(ChangedTenant tenant, double hours, string mailbox, string user, string actor) =>
        tenant.Cmdlet(hours, "Add-MailboxPermission", actor, ("Identity", mailbox), ("User", user), ("AccessRights", "FullAccess"));
}
