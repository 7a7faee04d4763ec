using System;
using System.Linq;
using System.Text;
using StormDetect.Core.Tests.Detection.MailboxChanges;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Acquisition;

public sealed class DirectoryAuditTests
{
    private const string Tenant = "11111111-2222-4333-8444-555555555555";
    private const string App = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Principal = "bbbbbbbb-0000-4000-8000-000000000002";
    private const string Permissions = $"[] => [[Id: x, ClientId: {Principal}, PrincipalId: y, ResourceId: z, ConsentType: AllPrincipals, Scope: Mail.Read offline_access]]; ";

    private const string Consent = $$$"""
        {"@odata.context":"x","value":[{"id":"Directory_1_2_3","category":"ApplicationManagement","correlationId":"c","result":"success","activityDisplayName":"Consent to application","activityDateTime":"2026-09-01T09:00:01.1234567Z",
        "loggedByService":"Core Directory","initiatedBy":{"app":null,"user":{"id":"u","displayName":null,"userPrincipalName":"kim@contoso.example","ipAddress":"198.51.100.7"}},
        "targetResources":[{"id":"{{{Principal}}}","displayName":"Some CRM","type":"ServicePrincipal","userPrincipalName":null,"groupType":null,"modifiedProperties":[
        {"displayName":"ConsentContext.IsAdminConsent","oldValue":null,"newValue":"\"True\""},{"displayName":"ConsentContext.OnBehalfOfAll","oldValue":null,"newValue":"\"True\""},
        {"displayName":"ConsentAction.Permissions","oldValue":null,"newValue":"\"{{{Permissions}}}\""},{"displayName":"TargetId.ServicePrincipalNames","oldValue":null,"newValue":"\"{{{App}}}\""}]}],"additionalDetails":[]}]}
        """;

    private static ChangedTenant Logged => new ChangedTenant().Quiet(0)
        .Entra(1, "Consent to application.", Kim, [("Some CRM", 1), ($"ServicePrincipal_{Principal}", 2), (Principal, 2), (App, 4)], ("ConsentAction.Permissions", Permissions, string.Empty), ("ConsentContext.OnBehalfOfAll", "True", string.Empty));

    [Fact]
    public void A_consent_the_directory_lists_is_the_finding_the_audit_log_would_give()
    {
        MailboxChangeFinding expected = Logged.Single();
        MailboxChangeFinding finding = Assert.Single(Findings(new ChangedTenant().Quiet(0), Consent));
        Assert.Equal((expected.DetectionId, expected.Severity, expected.Title, expected.ReasonsText), (finding.DetectionId, finding.Severity, finding.Title, finding.ReasonsText));
        Assert.Equal(App, Assert.Single(finding.AppIds));
        Assert.Equal("Directory_1_2_3", Assert.Single(finding.RecordIds));
    }

    [Fact]
    public void A_change_that_both_logs_have_counts_once()
    {
        MailboxChangeFinding finding = Assert.Single(Findings(Logged, Consent));
        Assert.Equal(1, finding.RecordCount);
        Assert.DoesNotContain("Directory_1_2_3", finding.RecordIds);
    }

    [Fact]
    public void A_secret_put_on_an_application_by_an_application_is_read_with_its_actor()
    {
        MailboxChangeFinding finding = Assert.Single(Findings(new ChangedTenant().Quiet(0), $$$"""
            {"value":[{"id":"Directory_9","result":"success","activityDisplayName":"Update application – Certificates and secrets management ","activityDateTime":"2026-09-01T09:00:00Z",
            "initiatedBy":{"user":null,"app":{"appId":null,"displayName":"Deploy","servicePrincipalId":"dddddddd-0000-4000-8000-000000000004"}},
            "targetResources":[{"id":"cccccccc-0000-4000-8000-000000000003","displayName":"Some CRM","type":"Application","modifiedProperties":[
            {"displayName":"KeyDescription","oldValue":"[]","newValue":"[\"[KeyIdentifier=1,KeyType=Password,KeyUsage=Verify,DisplayName=x]\"]"},{"displayName":"AppId","newValue":"[\"{{{App}}}\"]","oldValue":null}]}]}]}
            """));
        Assert.Equal("MailboxChange.Credential", finding.DetectionId);
        Assert.Contains("ServicePrincipal_dddddddd-0000-4000-8000-000000000004", finding.UserIds);
    }

    [Theory]
    [InlineData("""{"value":[{"id":"Directory_1","result":"failure","activityDisplayName":"Consent to application","activityDateTime":"2026-09-01T09:00:00Z","initiatedBy":{"user":{"userPrincipalName":"kim@contoso.example"}},"targetResources":[]}]}""")]
    [InlineData("""{"value":[{},{"id":7,"activityDisplayName":null,"initiatedBy":[],"targetResources":{"a":1}}]}""")]
    [InlineData("""{"value":[]}""")]
    public void What_failed_or_says_nothing_is_no_finding(string page) => Assert.Empty(Findings(new ChangedTenant().Quiet(0), page));

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"value\":{}}")]
    [InlineData("{\"value\":[")]
    public void What_is_no_page_is_an_error(string page) =>
        Assert.Equal(TenantRequestProblem.Unreadable, Assert.Throws<TenantRequestException>(() => new MailHunt(new MailHuntOptions()).AddDirectoryAudits(new TenantPage("p", Encoding.UTF8.GetBytes(page)), Tenant)).Problem);

    private static MailboxChangeFinding[] Findings(ChangedTenant log, string page)
    {
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["MailboxChange"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
        hunt.AddDirectoryAudits(new TenantPage("directoryAudits", Encoding.UTF8.GetBytes(page)), Tenant);
        hunt.AddText(string.Join('\n', log.Lines), "log");
        return [.. hunt.Complete(TestContext.Current.CancellationToken).Findings.OfType<MailboxChangeFinding>()];
    }
}
