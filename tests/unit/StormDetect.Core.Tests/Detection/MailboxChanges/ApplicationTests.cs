using System;
using System.Linq;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

public sealed class ApplicationTests
{
    private const string App = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Principal = "bbbbbbbb-0000-4000-8000-000000000002";
    private const string Object = "cccccccc-0000-4000-8000-000000000003";

    [Theory]
    [InlineData("Mail.Read offline_access", "Principal", Severity.Low)]
    [InlineData("Mail.Read Mail.Send", "Principal", Severity.Medium)]
    [InlineData("Mail.ReadWrite", "AllPrincipals", Severity.Medium)]
    [InlineData("https://outlook.office.com/IMAP.AccessAsUser.All", "Principal", Severity.Low)]
    [InlineData("Mail.Send", "Principal", Severity.Low)]
    [InlineData("User.Read profile", "AllPrincipals", null)]
    public void Consent_is_judged_by_what_it_opens(string scopes, string type, Severity? expected)
    {
        MailboxChangeFinding[] findings = Consent(new ChangedTenant(), 1, "Some CRM", scopes, type).All();
        Assert.Equal(expected, findings.SingleOrDefault()?.Severity);
        Assert.All(findings, static f => Assert.Equal(("MailboxChange.Consent", App), (f.DetectionId, f.AppIds.Single())));
    }

    [Fact]
    public void Only_new_permissions_count()
    {
        Assert.Empty(new ChangedTenant().Entra(1, "Consent to application.", Kim, Target("Some CRM"),
            ("ConsentAction.Permissions", $"[[Id: x, ClientId: {Principal}, ConsentType: Principal, Scope: Mail.Read]] => [[Id: x, ClientId: {Principal}, ConsentType: Principal, Scope: Mail.Read User.Read]]; ", string.Empty)).All());
    }

    [Theory]
    [InlineData("rnicrosoft_office")]
    [InlineData("Micrоsoft Outlook")]
    [InlineData("0utlook")]
    public void A_name_that_passes_for_microsofts_weighs_more(string name)
    {
        MailboxChangeFinding finding = Consent(new ChangedTenant(), 1, name, "Mail.Read", "Principal").Single();
        Assert.Contains(finding.Reasons, static reason => reason.Code == "LookAlikeName");
        Assert.True(finding.Severity >= Severity.High);
    }

    [Theory]
    [InlineData("Office 365 Updater", true)]
    [InlineData("Outlook Security Service", true)]
    [InlineData("O365 Access", true)]
    [InlineData("Office 365 Backup by Fabrikam", false)]
    [InlineData("Outlook Time Tracker", false)]
    [InlineData("Fabrikam for Outlook", false)]
    [InlineData("Secure Mail", false)]
    public void So_does_one_that_could_be_a_service_of_theirs(string name, bool expected)
    {
        MailboxChangeFinding finding = Consent(new ChangedTenant(), 1, name, "Mail.Read", "Principal").Single();
        Assert.Equal(expected, finding.Reasons.Any(static reason => reason.Code == "LookAlikeName"));
        Assert.Equal(expected, finding.Severity >= Severity.Medium);
    }

    [Fact]
    public void Consent_its_grant_and_its_role_are_one_story_by_any_id_of_the_application()
    {
        MailboxChangeFinding finding = Consent(new ChangedTenant(), 1, "Some CRM", "Mail.Read", "Principal")
            .Entra(1, "Add delegated permission grant.", Kim, [("Microsoft Graph", 1)], ("DelegatedPermissionGrant.Scope", " Mail.Read", string.Empty), ("DelegatedPermissionGrant.ConsentType", "Principal", string.Empty), ("ServicePrincipal.ObjectID", Principal, string.Empty))
            .Entra(2, "Add app role assignment to service principal.", Admin, [("Microsoft Graph", 1)], ("AppRole.Id", "810c84a8-4a9e-49e6-bf7d-12d183f40d01", string.Empty), ("ServicePrincipal.ObjectID", Principal, string.Empty), ("ServicePrincipal.AppId", App, string.Empty))
            .Single();
        Assert.Equal((App, "Some CRM", 3L), (finding.AppIds.Single(), finding.Target, finding.RecordCount));
        Assert.Contains(finding.Reasons, static reason => reason.Text.Contains("Mail.Read reads the mail of every mailbox", StringComparison.Ordinal));
        Assert.Contains(finding.NextSteps, static step => step.Command is { } c && c.Contains($"appId eq '{App}'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Update application – Certificates and secrets management ", Severity.Low)]
    [InlineData("Update application ? Certificates and secrets management", Severity.Low)]
    [InlineData("Update application - Certificates and secrets management.", Severity.Low)]
    [InlineData("Add service principal credentials.", Severity.Medium)]
    public void Secrets_are_seen_in_every_spelling(string operation, Severity expected)
    {
        MailboxChangeFinding finding = Secret(new ChangedTenant(), 1, operation, "[]", "[\"[KeyIdentifier=1,KeyType=Password]\"]").Single();
        Assert.Equal(("MailboxChange.Credential", expected), (finding.DetectionId, finding.Severity));
        Assert.Contains("T1098.001", finding.Techniques);
    }

    [Fact]
    public void A_secret_removed_is_no_finding_and_a_secret_of_an_application_with_mail_weighs_more()
    {
        const string Operation = "Update application – Certificates and secrets management ";
        Assert.Empty(Secret(new ChangedTenant(), 1, Operation, "[\"[KeyIdentifier=1,KeyType=Password]\"]", "[]").All());
        ChangedTenant tenant = Consent(new ChangedTenant(), 0.5, "Some CRM", "Mail.Read", "AllPrincipals").Entra(0.1, "Add application.", Admin, [($"Application_{Object}", 2), ("Some CRM", 1)], ("AppId", $"[\r\n  \"{App}\"\r\n]", "[]"));
        Secret(tenant, 1, Operation, "[]", "[\"[KeyIdentifier=1,KeyType=Password]\"]");
        Assert.Contains(Assert.Single(tenant.All(), static f => f.ChangeKind == MailboxChangeKind.Credential).Reasons, static reason => reason.Code == "ReadsMail");
    }

    [Fact]
    public void Who_registers_an_application_becomes_its_owner_without_a_finding_and_anybody_else_does_not()
    {
        ChangedTenant Owner(string actor, string owner, double hours) => new ChangedTenant()
            .Entra(1, "Add application.", Admin, [($"Application_{Object}", 2), ("Tool", 1)], ("AppId", $"[\"{App}\"]", "[]"))
            .Entra(hours, "Add owner to application.", actor, [(owner, 5)], ("Application.ObjectID", Object, string.Empty), ("Application.AppId", App, string.Empty), ("Application.DisplayName", "Tool", string.Empty));
        Assert.Empty(Owner(Admin, Admin, 1).All());
        Assert.Equal("MailboxChange.Owner", Owner(Mallory, Mallory, 30).Single().DetectionId);
    }

    [Fact]
    public void A_registration_under_a_look_alike_name_is_a_finding_and_an_ordinary_one_is_none()
    {
        ChangedTenant Register(string name) => new ChangedTenant().Entra(1, "Add application.", Mallory, [($"Application_{Object}", 2), (name, 1)], ("AppId", $"[\"{App}\"]", "[]"));
        Assert.Equal(("MailboxChange.Application", Severity.Medium), (Register("rnicrosoft").Single().DetectionId, Register("rnicrosoft").Single().Severity));
        Assert.Empty(Register("SharePoint Migration Tool").All());
    }

    [Theory]
    [InlineData("Application Mail.Read", null, true)]
    [InlineData("Application Mail.Read", "Sales", false)]
    [InlineData("Application Exchange Full Access", null, true)]
    [InlineData("ApplicationImpersonation", null, true)]
    [InlineData("Mailbox Import Export", null, true)]
    public void Roles_of_exchange_that_open_mailboxes_are_judged_by_their_scope(string role, string? scope, bool matters)
    {
        (string, string)[] parameters = [("App", App), ("Role", role), .. scope is null ? Array.Empty<(string, string)>() : [("CustomResourceScope", scope)]];
        MailboxChangeFinding finding = new ChangedTenant().Cmdlet(1, "New-ManagementRoleAssignment", Mallory, parameters).Single();
        Assert.Equal(("MailboxChange.ApplicationAccess", matters), (finding.DetectionId, finding.Severity >= Severity.Medium));
    }

    [Fact]
    public void Other_roles_are_none_and_a_policy_is_good_news_until_it_goes()
    {
        Assert.Empty(new ChangedTenant().Cmdlet(1, "New-ManagementRoleAssignment", Admin, ("User", Kim), ("Role", "Mail Recipients")).All());
        Assert.Empty(new ChangedTenant().Cmdlet(1, "New-ApplicationAccessPolicy", Admin, ("AppId", App), ("AccessRight", "RestrictAccess"), ("PolicyScopeGroupId", "g@contoso.example")).All());
        Assert.Equal(Severity.Medium, new ChangedTenant().Cmdlet(1, "Remove-ApplicationAccessPolicy", Mallory, ("Identity", "x\\y")).Single().Severity);
        Assert.Equal("MailboxChange.ApplicationAccess", new ChangedTenant().Cmdlet(1, "New-ServicePrincipal", Mallory, ("AppId", App), ("ObjectId", Principal)).Single().DetectionId);
    }

    [Theory]
    [InlineData("Add partner to company.", true)]
    [InlineData("Approve delegated admin relationship", true)]
    [InlineData("Remove partner from company.", false)]
    public void Partners_are_a_finding_when_they_come(string operation, bool expected)
    {
        MailboxChangeFinding[] findings = new ChangedTenant().Entra(1, operation, Admin, [("Reseller", 1)]).All();
        Assert.Equal(expected, findings.Any(static f => f.DetectionId == "MailboxChange.PartnerAccess" && f.Severity >= Severity.Medium));
        Assert.Equal(expected ? 1 : 0, findings.Length);
    }

    [Fact]
    public void Powerful_roles_weigh_more_for_oneself_and_for_fresh_accounts()
    {
        ChangedTenant Role(string actor, string member) => new ChangedTenant().Entra(1, "Add member to role.", actor, [(member, 5)], ("Role.DisplayName", "Exchange Administrator", string.Empty), ("Role.TemplateId", "29232cdf-9323-42fd-ade2-1d097af3e4de", string.Empty));
        Assert.Equal(("MailboxChange.AdminRole", Severity.Low), (Role(Admin, Kim).Single().DetectionId, Role(Admin, Kim).Single().Severity));
        Assert.Equal(Severity.Medium, Role(Mallory, Mallory).Single().Severity);
        Assert.Empty(new ChangedTenant().Entra(1, "Add member to role.", Admin, [(Kim, 5)], ("Role.DisplayName", "Directory Readers", string.Empty)).All());
    }

    [Fact]
    public void A_role_is_taken_back_alone_and_by_the_service_that_gave_it()
    {
        NextStep entra = Eviction(new ChangedTenant().Entra(1, "Add member to role.", Mallory, [(Kim, 5)], ("Role.DisplayName", "Exchange Administrator", string.Empty), ("Role.TemplateId", "29232cdf-9323-42fd-ade2-1d097af3e4de", string.Empty)));
        Assert.Contains("| Where-Object RoleDefinitionId -In '29232cdf-9323-42fd-ade2-1d097af3e4de' |", entra.Command, StringComparison.Ordinal);
        Assert.Contains($"(Get-MgUser -UserId '{Kim}').Id", entra.Command, StringComparison.Ordinal);
        NextStep application = Eviction(new ChangedTenant().Entra(1, "Add member to role.", Mallory, [($"ServicePrincipal_{Principal}", 2), ("Some CRM", 1)], ("Role.DisplayName", "Exchange Administrator", string.Empty)));
        Assert.Contains("Get-MgServicePrincipal -Filter", application.Command, StringComparison.Ordinal);
        NextStep exchange = Eviction(new ChangedTenant().Cmdlet(1, "Add-RoleGroupMember", Mallory, ("Identity", "Organization Management"), ("Member", Kim)));
        Assert.Equal($"Remove-RoleGroupMember -Identity 'Organization Management' -Member '{Kim}' -BypassSecurityGroupManagerCheck -Confirm:$false", exchange.Command);

        static NextStep Eviction(ChangedTenant tenant) => tenant.Single().NextSteps.First(static step => step.Kind == NextStepKind.Evict);
    }

    [Theory]
    [InlineData("[{\"Name\":\"ci\",\"Issuer\":\"https://token.evil.example\",\"Subject\":\"x\"}]")]
    [InlineData("[\"{\\\"Name\\\":\\\"ci\\\",\\\"Issuer\\\":\\\"https://token.evil.example\\\"}\"]")]
    public void An_issuer_that_an_application_trusts_is_a_credential_no_list_of_secrets_has(string value)
    {
        ChangedTenant Update(string property, string now, string before) => new ChangedTenant().Entra(1, "Update application.", Mallory, [($"Application_{Object}", 2), ("Some CRM", 1)], ("AppId", $"[\"{App}\"]", string.Empty), (property, now, before));
        MailboxChangeFinding finding = Update("FederatedIdentityCredentials", value, "[]").Single();
        Assert.Equal((MailboxChangeKind.Credential, Severity.Low), (finding.ChangeKind, finding.Severity));
        Assert.Contains(finding.Reasons, static reason => reason.Code == "FederatedCredential" && reason.Text.Contains("https://token.evil.example", StringComparison.Ordinal));
        Assert.Contains(finding.NextSteps, static step => step.Command?.Contains("Get-MgApplicationFederatedIdentityCredential -ApplicationId", StringComparison.Ordinal) == true);
        Assert.Empty(Update("FederatedIdentityCredentials", value, value).All());
        Assert.Empty(Update("DisplayName", "b", "a").All());
    }

    [Theory]
    [InlineData("Update-RoleGroupMember", "Identity", "Organization Management", "Members", "admin@contoso.example,mallory@contoso.example", 2)]
    [InlineData("Update-RoleGroupMember", "Identity", "Help Desk", "Members", "mallory@contoso.example", 0)]
    [InlineData("New-RoleGroup", "Name", "Printer Service", "Roles", "View-Only Recipients;Mailbox Import Export", 1)]
    [InlineData("New-RoleGroup", "Name", "Printer Service", "Roles", "View-Only Recipients", 0)]
    public void Role_groups_are_known_by_what_they_may_do_however_members_come_in(string operation, string first, string group, string second, string value, int expected)
    {
        MailboxChangeFinding[] findings = new ChangedTenant().Cmdlet(1, operation, Mallory, (first, group), (second, value)).All();
        Assert.Equal(expected, findings.Length);
        Assert.All(findings, static finding => Assert.Equal(MailboxChangeKind.AdminRole, finding.ChangeKind));
        Assert.All(findings.Where(_ => operation == "New-RoleGroup"), finding =>
        {
            Assert.Equal(Severity.Medium, finding.Severity);
            Assert.Contains("made role group printer service with Mailbox Import Export", finding.Title, StringComparison.Ordinal);
            Assert.Contains(finding.NextSteps, static step => step.Command?.StartsWith("Remove-RoleGroup -Identity 'printer service'", StringComparison.Ordinal) == true);
        });
    }

    [Fact]
    public void Consent_for_everybody_reaches_those_who_use_the_application_and_is_revoked_whole()
    {
        MailboxChangeFinding finding = Consent(new ChangedTenant(), 1, "Some CRM", "Mail.Read", "AllPrincipals").Single();
        Assert.Contains(finding.Reasons, static reason => reason.Code == "AppReadsMail" && reason.Text.StartsWith("Mail.Read reads the mail of any user who signs in to it", StringComparison.Ordinal));
        Assert.Contains(finding.NextSteps, static step => step.Command?.Contains("Get-MgServicePrincipalOauth2PermissionGrant -All ", StringComparison.Ordinal) == true);
    }

    private static (string, int)[] Target(string name) => [($"ServicePrincipal_{Principal}", 2), (Principal, 2), ("ServicePrincipal", 2), (name, 1), (App, 2), (App, 4)];

    private static ChangedTenant Consent(ChangedTenant tenant, double hours, string name, string scopes, string type) =>
        tenant.Entra(hours, "Consent to application.", Kim, Target(name),
            ("ConsentContext.IsAdminConsent", "False", string.Empty),
            ("ConsentAction.Permissions", $"[] => [[Id: x, ClientId: {Principal}, PrincipalId: p, ResourceId: r, ConsentType: {type}, Scope:  {scopes}]]; ", string.Empty));

    private static ChangedTenant Secret(ChangedTenant tenant, double hours, string operation, string before, string after) =>
        tenant.Entra(hours, operation, Mallory, [($"Application_{Object}", 2), ("Some CRM", 1)], ("KeyDescription", after, before));
}
