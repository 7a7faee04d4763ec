using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

public sealed class GraphConfigSourceTests
{
    private const string Graph = "sp-graph";

    [Fact]
    public async Task What_Graph_gives_is_judged_as_what_its_cmdlets_give()
    {
        ConfigSnapshot snapshot = await Fill(Tenant());
        foreach (ConfigPart part in (ConfigPart[])[ConfigPart.SubscribedSkus, ConfigPart.UserLicences, ConfigPart.AppRoleAssignments, ConfigPart.DelegatedGrants, ConfigPart.AuthorizationPolicy, ConfigPart.ConsentRequestPolicy, ConfigPart.AppManagementPolicy, ConfigPart.Partners, ConfigPart.ActivitySubscriptions])
        {
            ConfigPartInfo info = snapshot.Parts.Single(info => info.Part == part);
            Assert.Equal((ConfigPartState.Read, "Microsoft Graph (contoso)"), (info.State, info.Source));
        }

        Assert.Equal(ReaderSetup.Tenant, snapshot.TenantId);
        Assert.Equal(3, snapshot.Parts.Single(static info => info.Part == ConfigPart.UserLicences).Count);
        IReadOnlyList<LoggingCheckResult> results = LoggingConfigTest.Evaluate(snapshot, new LoggingCheckOptions());
        LoggingCheckResult roles = Assert.Single(results, static result => result.CheckId == "MailAccess.Applications");
        Assert.Equal(CheckStatus.Failed, roles.Status);
        Assert.DoesNotContain(results, static result => result.Status == CheckStatus.Unknown && result.CheckId.StartsWith("Consent.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_is_refused_is_unreadable_with_the_reason_and_stops_no_other()
    {
        ConfigSnapshot snapshot = await Fill(Tenant().On("oauth2PermissionGrants", ScriptedTransport.Failure(TenantRequestProblem.PermissionMissing, message: "Directory.Read.All is missing.")));
        ConfigPartInfo grants = snapshot.Parts.Single(static info => info.Part == ConfigPart.DelegatedGrants);
        Assert.Equal((ConfigPartState.Unreadable, "Directory.Read.All is missing."), (grants.State, grants.Reason));
        Assert.Equal(ConfigPartState.Read, snapshot.Parts.Single(static info => info.Part == ConfigPart.Partners).State);
    }

    [Fact]
    public async Task A_part_that_breaks_off_is_partly_read()
    {
        ConfigSnapshot snapshot = await Fill(Tenant().On("skiptoken=2", ScriptedTransport.Failure(TenantRequestProblem.ServiceUnavailable, message: "It is down.")));
        ConfigPartInfo users = snapshot.Parts.Single(static info => info.Part == ConfigPart.UserLicences);
        Assert.Equal((ConfigPartState.Partial, 2), (users.State, users.Count));
    }

    [Fact]
    public async Task Values_are_of_types_that_every_load_context_shares()
    {
        IConfigSource source = ReaderSetup.Open(Tenant()).Configuration;
        foreach (ConfigPart part in Enum.GetValues<ConfigPart>().Where(source.Offers))
        {
            foreach (IReadOnlyDictionary<string, object?> bag in await ReaderSetup.AllAsync(source.ReadAsync(part, TestContext.Current.CancellationToken)))
            {
                Assert.All(bag.Values, AssertShared);
            }
        }

        static void AssertShared(object? value)
        {
            switch (value)
            {
                case Dictionary<string, object?> nested:
                    Assert.All(nested.Values, AssertShared);
                    break;
                case object?[] list:
                    Assert.All(list, AssertShared);
                    break;
                default:
                    Assert.True(value is null or string or bool, value?.GetType().FullName);
                    break;
            }
        }
    }

    [Fact]
    public void Where_a_cloud_has_no_activity_feed_it_is_not_offered()
    {
        GraphConfigSource china = new(new PageReader(new ScriptedTransport(), null), new GraphConnection
        {
            Name = "cn", TenantId = ReaderSetup.Tenant, Account = "a", ClientId = "c", AuthenticationMethod = "Certificate", IsApplication = true, Endpoints = CloudEndpoints.Of(CloudEnvironment.China), Permissions = [], Transport = new ScriptedTransport(),
        });
        Assert.False(china.Offers(ConfigPart.ActivitySubscriptions));
        Assert.True(china.Offers(ConfigPart.UserLicences));
        Assert.False(china.Offers(ConfigPart.Mailboxes));
    }

    private static async Task<ConfigSnapshot> Fill(ScriptedTransport transport)
    {
        ConfigSnapshotBuilder builder = new(ReaderSetup.Now);
        await builder.FillAsync(ReaderSetup.Open(transport).Configuration, TestContext.Current.CancellationToken);
        return builder.Build();
    }

    private static ScriptedTransport Tenant() => new ScriptedTransport()
        .On("v1.0/subscribedSkus", """{"value":[{"skuId":"s","skuPartNumber":"SPE_E5","capabilityStatus":"Enabled","consumedUnits":2,"prepaidUnits":{"enabled":5},"servicePlans":[{"servicePlanId":"2f442157-a11c-46b9-ae5b-6e39ff4e5849","servicePlanName":"M365_ADVANCED_AUDITING","provisioningStatus":"Success","appliesTo":"User"}]}]}""")
        .On("v1.0/users?$select=id,userPrincipalName,accountEnabled,assignedPlans&$top=999", """
            {"value":[{"id":"1","userPrincipalName":"a@x.test","accountEnabled":true,"assignedPlans":[{"servicePlanId":"2f442157-a11c-46b9-ae5b-6e39ff4e5849","capabilityStatus":"Enabled","service":"exchange"}]},
            {"id":"2","userPrincipalName":"b@x.test","accountEnabled":true,"assignedPlans":[]}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=2"}
            """)
        .On("users?$skiptoken=2", """{"value":[{"id":"3","userPrincipalName":"c@x.test","accountEnabled":false,"assignedPlans":[]}]}""")
        .On("v1.0/servicePrincipals?$filter=appId eq", $$"""{"value":[{"id":"{{Graph}}","appId":"00000003-0000-0000-c000-000000000000","displayName":"Microsoft Graph","appRoles":[{"id":"810c84a8-4a9e-49e6-bf7d-12d183f40d01","value":"Mail.Read"}]}]}""")
        .On($"v1.0/servicePrincipals/{Graph}/appRoleAssignedTo", $$"""{"value":[{"id":"x","appRoleId":"810c84a8-4a9e-49e6-bf7d-12d183f40d01","principalId":"p","principalDisplayName":"Reader","principalType":"ServicePrincipal","resourceId":"{{Graph}}","resourceDisplayName":"Microsoft Graph"}]}""")
        .On("v1.0/oauth2PermissionGrants", """{"value":[{"id":"g","clientId":"c","consentType":"AllPrincipals","principalId":null,"resourceId":"r","scope":"User.Read"}]}""")
        .On("v1.0/policies/authorizationPolicy", """{"@odata.context":"x","id":"authorizationPolicy","allowUserConsentForRiskyApps":null,"defaultUserRolePermissions":{"allowedToCreateApps":false,"permissionGrantPoliciesAssigned":[]}}""")
        .On("v1.0/policies/adminConsentRequestPolicy", """{"isEnabled":true,"notifyReviewers":true,"requestDurationInDays":5,"reviewers":[]}""")
        .On("v1.0/policies/defaultAppManagementPolicy", """{"id":"d","isEnabled":true,"applicationRestrictions":{"passwordCredentials":[{"restrictionType":"passwordAddition","maxLifetime":null,"state":"enabled"}],"keyCredentials":[]}}""")
        .On("v1.0/policies/crossTenantAccessPolicy/partners", """{"value":[]}""")
        .On("activity/feed/subscriptions/list", """[{"contentType":"Audit.Exchange","status":"enabled","webhook":null}]""");
}
