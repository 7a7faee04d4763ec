using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

public sealed class ApplicationNamesTests
{
    [Fact]
    public async Task The_directory_names_applications_and_their_owners_and_other_tenants_stay_as_they_are()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        MailHuntResult result = tenant.Hunt(options: new MailHuntOptions { Hunts = ["OrphanedAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
        MailAccessHunt hunt = new(new MailAccessHuntOptions());
        hunt.AddText(string.Join('\n', tenant.Records.Select(static record => record.ToJsonString())), "log");
        MailAccessApplication application = Assert.Single(hunt.CompleteApplications().Applications);
        TenantStub stub = new();
        stub.Applications[OrphanTenant.WebMail] = new TenantApplication(OrphanTenant.WebMail, "Not\u001b[0m Outlook", "99999999-0000-0000-0000-000000000001", string.Empty);
        string published = application.AppName;

        (int known, int unknown) = await ApplicationNames.ResolveAsync(new TenantStub { TenantId = "other" }, [application], TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, string.Empty), (known, unknown, application.ClientAppOwner));

        (known, unknown) = await ApplicationNames.ResolveAsync(stub, [application, .. result.Findings, "text"], TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (known, unknown));
        Assert.Equal((published, string.Empty), (application.AppName, application.AppOwner));
        Assert.Contains("Outlook", application.ClientAppName, System.StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', application.ClientAppName);
        Assert.Equal("another tenant (99999999-0000-0000-0000-000000000001), no verified publisher", application.ClientAppOwner);
    }
}
