using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core.Tests.Detection.MailboxChanges;
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

    [Fact]
    public void Titles_say_what_the_directory_calls_an_application_beside_its_id_and_nothing_else_changes()
    {
        OrphanTenant tenant = Attacked();
        MailHuntOptions options = new() { Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } };
        MailHuntResult plain = tenant.Hunt(options: options);
        TenantStub stub = new();
        stub.Applications[OrphanTenant.WebMail] = new TenantApplication(OrphanTenant.WebMail, "Web\u001b[2J Mail " + new string('x', 300), "99999999-0000-0000-0000-000000000001", string.Empty);
        MailHuntResult named = tenant.Hunt(options: options, live: stub, sources: new LiveSources { ApplicationNames = true });

        Assert.Equal(plain.Findings.Select(static finding => (finding.Id, finding.Severity, finding.ReasonsText)), named.Findings.Select(static finding => (finding.Id, finding.Severity, finding.ReasonsText)));
        Finding[] titled = [.. named.Findings.Where(static finding => finding.Title.Contains(OrphanTenant.WebMail, System.StringComparison.Ordinal))];
        Assert.Contains(titled, static finding => finding is OrphanedMailAccess);
        Assert.All(titled, static finding =>
        {
            Assert.Contains("Web", finding.Title, System.StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', finding.Title);
            Assert.DoesNotContain(new string('x', 100), finding.Title, System.StringComparison.Ordinal);
        });
        Assert.Contains(named.Incidents, static incident => incident.Title.Contains("Web", System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_consent_to_an_application_the_log_does_not_name_is_titled_by_the_directorys_name()
    {
        const string App = "aaaaaaaa-0000-4000-8000-000000000001";
        const string Permissions = "[] => [[Id: x, ClientId: bbbbbbbb-0000-4000-8000-000000000002, PrincipalId: y, ResourceId: z, ConsentType: AllPrincipals, Scope: Mail.Read]]; ";
        MailboxChangeFinding Consent(string? name, bool live)
        {
            MailHunt hunt = new(new MailHuntOptions { Hunts = ["MailboxChange"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
            (string, int)[] target = [("bbbbbbbb-0000-4000-8000-000000000002", 2), (App, 4)];
            hunt.AddText(ChangedTenant.Consent(name is null ? target : [(name, 1), .. target], Permissions), "log");
            TenantStub stub = new() { TenantId = "11111111-2222-4333-8444-555555555555" };
            stub.Applications[App] = new TenantApplication(App, "Some\u001b CRM", string.Empty, string.Empty);
            if (live)
            {
                hunt.ReadLive(stub, new LiveSources { ApplicationNames = true }, ChangedTenant.At(24));
            }

            return Assert.IsType<MailboxChangeFinding>(Assert.Single(hunt.Complete(TestContext.Current.CancellationToken).Findings));
        }

        MailboxChangeFinding nameless = Consent(null, live: false);
        MailboxChangeFinding named = Consent(null, live: true);
        Assert.Equal(nameless.Id, named.Id);
        Assert.Equal(nameless.Title.Replace(App, $"Some\\u001B CRM ({App})", System.StringComparison.Ordinal), named.Title);
        Assert.Equal((App, "Some\\u001B CRM"), (nameless.Target, named.Target));
        Assert.Equal(Consent("Its name then", live: false).Title, Consent("Its name then", live: true).Title);
    }

    [Fact]
    public void A_directory_that_refuses_leaves_titles_as_they_are()
    {
        OrphanTenant tenant = Attacked();
        MailHuntOptions options = new() { Hunts = ["OrphanedAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } };
        MailHuntResult named = tenant.Hunt(options: options, live: new TenantStub { ApplicationsFailure = new TenantRequestException(TenantRequestProblem.PermissionMissing, "no") }, sources: new LiveSources { ApplicationNames = true });
        Assert.Equal(tenant.Hunt(options: options).Findings.Select(static finding => finding.Title), named.Findings.Select(static finding => finding.Title));
    }

    private static OrphanTenant Attacked()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        for (int person = 0; person < 4; person++)
        {
            System.Guid session = tenant.NewId();
            tenant.Read(OrphanTenant.Start.AddDays(11).AddHours(3).AddMinutes(person), OrphanTenant.User(person), "203.0.113.9", tenant.NewId(), session);
        }

        return tenant;
    }
}
