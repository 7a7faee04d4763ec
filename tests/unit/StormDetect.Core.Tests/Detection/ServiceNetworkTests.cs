using System.Globalization;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>Front ends that take turns are new to a mailbox on most days, and known to the tenant.</summary>
public class ServiceNetworkTests
{
    private const int FrontEnds = 40;
    private const int LastDay = 24;
    private static readonly MailAccessHuntOptions s_all = new() { MinimumSeverity = Severity.Informational, Explain = true };
    private static readonly AccessPath s_newcomer = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void A_service_from_a_network_it_serves_the_tenant_from_is_no_news()
    {
        Assert.Empty(Reasons(FactsTenant.Service, FrontEnd(39)));

        // While from elsewhere it is.
        Assert.Contains(Reasons(FactsTenant.Service, "45.12.13.14"), static code => code == "NetworkNew");
    }

    [Fact]
    public void People_and_applications_that_have_just_come_are_no_service_because_they_sit_where_services_do()
    {
        Assert.Contains(Reasons(FactsTenant.Owa, FrontEnd(39)), static code => code == "NetworkNew");
        Assert.Contains(Reasons(s_newcomer, FrontEnd(39)), static code => code == "NetworkNew");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void It_takes_five_days(int days)
    {
        FactsTenant tenant = Log(days);
        string last = tenant.Read(FactsTenant.Name(59), FactsTenant.Service, FrontEnd(39), FactsTenant.At(LastDay, 4), 3);

        Assert.Equal(days < 5, tenant.Hunt(s_all).Findings.SelectMany(static finding => finding.RecordIds).Contains(last));
    }

    [Fact]
    public void An_application_in_its_owners_network_is_a_new_client_and_one_behind_a_front_end_is_anybodys()
    {
        Assert.Contains(Reasons(s_newcomer, "20.9.59.7"), static code => code == "KnownNetwork");
        Assert.DoesNotContain(Reasons(s_newcomer, "40.1.200.7"), static code => code == "KnownNetwork");
    }

    [Fact]
    public void An_application_that_has_just_come_does_not_say_itself_that_its_networks_are_always_new()
    {
        FactsTenant tenant = Log(0);
        string[] ids = [];
        for (int day = LastDay - 7; day <= LastDay; day++)
        {
            ids = [.. Enumerable.Range(0, 8).Select(i => tenant.Read(FactsTenant.Name(i), s_newcomer, string.Create(CultureInfo.InvariantCulture, $"45.{day}.{i}.7"), FactsTenant.At(day, 4), 3))];
        }

        MailAccessHuntResult result = tenant.Hunt(s_all);

        // On the eighth day as on the first, and nobody takes it for a program whose servers moved.
        Assert.All(ids, id => Assert.Contains(result.Findings, finding => finding.RecordIds.Contains(id)));
        Assert.DoesNotContain(result.Findings.SelectMany(static finding => finding.Reasons), static reason => reason.Code == "PathMoved");
    }

    private static string[] Reasons(AccessPath path, string network)
    {
        FactsTenant tenant = Log(LastDay);
        string id = tenant.Read(FactsTenant.Name(59), path, network, FactsTenant.At(LastDay, 4), 3);
        return [.. tenant.Hunt(s_all).Findings.Where(finding => finding.RecordIds.Contains(id)).SelectMany(static finding => finding.Reasons).Select(static reason => reason.Code)];
    }

    /// <summary>Sixty mailboxes; a service reads each every day from one place, and ten of them from one of many front ends as well. From the last front end it reads one mailbox a day, on the last days only.</summary>
    private static FactsTenant Log(int days)
    {
        FactsTenant tenant = new();
        for (int day = 0; day < LastDay; day++)
        {
            for (int i = 0; i < 60; i++)
            {
                string home = string.Create(CultureInfo.InvariantCulture, $"20.9.{i}.7");
                tenant.Read(FactsTenant.Name(i), FactsTenant.Owa, home, FactsTenant.At(day, 8 + (i % 8)), 3 + (i % 5));
                tenant.Read(FactsTenant.Name(i), FactsTenant.Service, "40.1.200.7", FactsTenant.At(day, 3), 2);
            }

            for (int i = 0; i < 10; i++)
            {
                tenant.Read(FactsTenant.Name(((day * 7) + (i * 6)) % 60), FactsTenant.Service, FrontEnd(((day * 11) + (i * 5)) % (FrontEnds - 1)), FactsTenant.At(day, 4), 2);
            }

            if (day >= LastDay - days)
            {
                tenant.Read(FactsTenant.Name(day), FactsTenant.Service, FrontEnd(39), FactsTenant.At(day, 4.5), 3);
            }
        }

        return tenant;
    }

    private static string FrontEnd(int number) => string.Create(CultureInfo.InvariantCulture, $"40.1.{number}.7");
}
