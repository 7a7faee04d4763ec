using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Applications and accounts: consents, credentials renewed, licences of joiners and leavers.</summary>
internal sealed class DirectorySource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink) : BackgroundSource(tenant, staff, sink, 614)
{
    private static readonly string[] s_ordinary = ["Whiteboard", "Forms Designer", "Time Tracker", "Expense Tool", "Learning Portal", "Survey Maker", "Diagram Editor", "Travel Booker"];
    private static readonly string[] s_mail = ["Meeting Scheduler", "CRM Companion", "Mail Merge Helper", "Signature Manager"];

    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);
        foreach (Mailbox mailbox in Some(sessions, 0.0015 * Staff.Rate, random))
        {
            if (sessions.Of(mailbox, random, ClientCatalogue.WebMail) is (int time, AccessSession session))
            {
                bool readsMail = random.Chance(0.1);
                foreach (DirectoryDetails details in Consent(random.Guid().ToString("D"), readsMail ? random.Pick(s_mail) : random.Pick(s_ordinary), readsMail ? "Mail.Read User.Read" : "User.Read", isAdmin: false, mailbox, random))
                {
                    Add(readsMail ? "consent-mail" : "consent", session, mailbox, time++, details, random);
                }
            }
        }

        ForTheTenant(day, sessions, random);
        Licences(day, sessions, random);
    }

    /// <summary>What the directory logs of a consent: the application's account, the grant, and the consent itself.</summary>
    public static IEnumerable<DirectoryDetails> Consent(string appId, string name, string scopes, bool isAdmin, Mailbox user, ScenarioRandom random)
    {
        string account = random.Guid().ToString("D");
        string scope = " openid profile offline_access " + scopes;
        string grant = $"[] => [[Id: {random.Guid():N}, ClientId: {account}, PrincipalId: {(isAdmin ? string.Empty : user.ObjectId.ToString("D"))}, ResourceId: {random.Guid():D}, ConsentType: {(isAdmin ? "AllPrincipals" : "Principal")}, Scope: {scope}]]; ";
        yield return new DirectoryDetails(
            "Add service principal.", appId,
            ("AccountEnabled", "[\r\n  true\r\n]", "[]"), ("AppPrincipalId", $"[\r\n  \"{appId}\"\r\n]", "[]"), ("DisplayName", $"[\r\n  \"{name}\"\r\n]", "[]"),
            ("Included Updated Properties", "AccountEnabled, AppPrincipalId, DisplayName", string.Empty), ("TargetId.ServicePrincipalNames", appId, string.Empty)) { TargetId = account, TargetName = name };
        yield return new DirectoryDetails(
            "Add delegated permission grant.", "00000003-0000-0000-c000-000000000000;https://graph.microsoft.com",
            ("DelegatedPermissionGrant.Scope", scope, string.Empty), ("DelegatedPermissionGrant.ConsentType", isAdmin ? "AllPrincipals" : "Principal", string.Empty),
            ("ServicePrincipal.ObjectID", account, string.Empty), ("TargetId.ServicePrincipalNames", "00000003-0000-0000-c000-000000000000;https://graph.microsoft.com", string.Empty))
        { TargetId = account, TargetName = "Microsoft Graph" };
        yield return new DirectoryDetails(
            "Consent to application.", appId,
            ("ConsentContext.IsAdminConsent", isAdmin ? "True" : "False", string.Empty), ("ConsentContext.IsAppOnly", "False", string.Empty), ("ConsentContext.OnBehalfOfAll", isAdmin ? "True" : "False", string.Empty),
            ("ConsentContext.Tags", "WindowsAzureActiveDirectoryIntegratedApp", string.Empty), ("ConsentAction.Permissions", grant, string.Empty), ("TargetId.ServicePrincipalNames", appId, string.Empty))
        { TargetId = account, TargetName = name };
    }

    /// <summary>The record of a secret or certificate that an application gets.</summary>
    public static DirectoryDetails Credential(string objectId, string name, string keyType, string displayName, ScenarioRandom random) => new(
        "Update application \u2013 Certificates and secrets management ", "Application_" + objectId,
        ("KeyDescription", $"[\r\n  \"[KeyIdentifier={random.Guid():D},KeyType={keyType},KeyUsage=Verify,DisplayName={displayName}]\"\r\n]", "[]"),
        ("Included Updated Properties", "KeyDescription", string.Empty))
    { Category = "Application", TargetId = objectId, TargetName = name };

    private void ForTheTenant(int day, DaySessions sessions, ScenarioRandom random)
    {
        int weekday = (int)Tenant.Text.Start.AddDays(day).DayOfWeek;
        if (weekday is 0 or 6)
        {
            return;
        }

        if (random.Chance(0.05 * Staff.Rate))
        {
            (int time, AccessSession session) = AtWork(Staff.Administrators, day, sessions, random);
            foreach (DirectoryDetails details in Consent(random.Guid().ToString("D"), random.Pick(s_ordinary), "User.Read Calendars.Read", isAdmin: true, session.Actor!, random))
            {
                Add("consent-admin", session, session.Actor!, time++, details, random);
            }
        }

        ApplicationAccount[] vendors = [.. Tenant.Applications.Where(static application => application.Client.IsApplication)];
        if (vendors.Length > 0 && random.Chance(0.06))
        {
            // Secrets run out; their owner adds the next one, and later takes the old one away.
            ApplicationAccount application = random.Pick(vendors);
            (int time, AccessSession session) = AtWork(Staff.Administrators, day, sessions, random);
            Add(
                "credential-renewed", session, session.Actor!, time,
                Credential(BenignPlanner.Text(application.Client.ClientAppId), application.Name, random.Chance(0.5) ? "Password" : "AsymmetricX509Cert", application.Name + " " + random.Range(2025, 2027), random),
                random);
        }
    }

    private void Licences(int day, DaySessions sessions, ScenarioRandom random)
    {
        foreach (Mailbox mailbox in Tenant.People)
        {
            if (mailbox.FirstDay == day || mailbox.EndDay == day)
            {
                bool joins = mailbox.FirstDay == day;
                (int time, AccessSession session) = AtWork(Staff.Helpdesk, day, sessions, random);
                string plans = "[SkuName=ENTERPRISEPACK, AccountId=" + Tenant.Text.Id.ToString("D") + ", SkuId=6fd2c87f-b296-42f0-b197-1e91e994b900, DisabledPlans=[]]";
                Add(
                    joins ? "joiner" : "leaver", session, session.Actor!, time,
                    new DirectoryDetails("Change user license.", mailbox.ToString(), ("AssignedLicense", joins ? "[" + plans + "]" : "[]", joins ? "[]" : "[" + plans + "]"), ("Included Updated Properties", "AssignedLicense", string.Empty))
                    { Category = "User", TargetId = mailbox.ObjectId.ToString("D"), TargetName = mailbox.ToString() },
                    random);
                Add(
                    joins ? "joiner" : "leaver", session, session.Actor!, time + 2,
                    new DirectoryDetails("Update user.", mailbox.ToString(), ("AccountEnabled", joins ? "[\r\n  true\r\n]" : "[\r\n  false\r\n]", joins ? "[]" : "[\r\n  true\r\n]"), ("Included Updated Properties", "AccountEnabled", string.Empty))
                    { Category = "User", TargetId = mailbox.ObjectId.ToString("D"), TargetName = mailbox.ToString() },
                    random);
            }
        }
    }
}
