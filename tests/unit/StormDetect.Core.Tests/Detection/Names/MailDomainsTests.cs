using StormDetect.Core.Detection.Names;
using StormDetect.Core.Facts;
using Xunit;

namespace StormDetect.Core.Tests.Detection.Names;

public sealed class MailDomainsTests
{
    private const string Tenant = "11111111-2222-4333-8444-555555555555";

    [Theory]
    [InlineData("contoso.com", true)]
    [InlineData("mail.contoso.com", true)]
    [InlineData("contoso.de", false)]
    [InlineData("evilcontoso.com", false)]
    public void What_lies_below_a_domain_that_the_log_proves_is_own(string domain, bool expected) => Assert.Equal(expected, Domains([], "contoso.com", "contoso.onmicrosoft.com").IsInternal(Tenant, domain, []));

    [Theory]
    [InlineData("contoso.com", true)]
    [InlineData("contoso.mail.onmicrosoft.com", true)]
    [InlineData("fabrikam.onmicrosoft.com", false)]
    public void The_founders_name_counts_where_no_better_is_known(string domain, bool expected) => Assert.Equal(expected, Domains([], "contoso.onmicrosoft.com").IsInternal(Tenant, domain, []));

    [Fact]
    public void Without_any_domain_nothing_can_be_said()
    {
        MailDomains domains = Domains([]);
        Assert.Null(domains.IsInternal(Tenant, "contoso.com", []));
        Assert.False(domains.IsInternal(Tenant, "contoso.com", ["fabrikam.com"]));
    }

    [Fact]
    public void A_list_of_domains_is_the_whole_list_and_a_star_stands_for_what_lies_below()
    {
        MailDomains domains = Domains(["@Contoso.com", "*.Fabrikam.com"]);
        Assert.True(domains.IsInternal(Tenant, "contoso.com", []));
        Assert.False(domains.IsInternal(Tenant, "mail.contoso.com", []));
        Assert.True(domains.IsInternal(Tenant, "mail.fabrikam.com", []));
    }

    [Fact]
    public void The_most_alike_is_named()
    {
        MailDomains domains = Domains([], "contoso.com", "contoso.net", "fabrikam.com");
        Assert.Equal(("fabrikam.com", Resemblance.LookAlike), domains.Resembling(Tenant, "fabrlkam.com", []));
        Assert.Equal(("contoso.com", Resemblance.Namesake), domains.Resembling(Tenant, "contoso.de", []));
        Assert.Equal((string.Empty, Resemblance.None), domains.Resembling(Tenant, "example.org", []));
    }

    [Fact]
    public void What_a_connection_says_is_of_its_tenant_alone()
    {
        const string Other = "99999999-2222-4333-8444-555555555555";
        TenantDomains domains = new(new MailAccessFactsBuilder().Build(), ["contoso.com", "*.contoso.net"], Tenant);
        Assert.True(domains.IsListed(Tenant));
        Assert.True(domains.IsInternal(Tenant, "kim@contoso.com"));
        Assert.False(domains.IsListed(Other));
        Assert.False(domains.IsInternal(Other, "kim@contoso.com"));
        Assert.Empty(domains.Of(Other));
        MailDomains judge = new(domains);
        Assert.True(judge.IsInternal(Tenant, "mail.contoso.net", []));
        Assert.Null(judge.IsInternal(Other, "mail.contoso.net", []));
    }

    private static MailDomains Domains(string[] accepted, params string[] proven)
    {
        MailDomains domains = new(new TenantDomains(new MailAccessFactsBuilder().Build(), accepted));
        foreach (string domain in proven)
        {
            domains.AddOwn(Tenant, domain);
        }

        return domains;
    }
}
