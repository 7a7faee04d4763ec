using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>Mailboxes that arrive in a wave bring an office and clients of their own; an intruder among them brings something else.</summary>
public class ArrivalsTests
{
    private const int Wave = 12;
    private static readonly AccessPath s_unknown = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void Half_the_mailboxes_arriving_on_one_day_is_no_story() => Assert.Empty(Merged().Hunt().Findings);

    [Fact]
    public void An_application_nobody_uses_that_reads_much_of_some_newcomers_is()
    {
        FactsTenant tenant = Merged();
        HashSet<string> ids = [];
        for (int i = 60; i < 64; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                ids.Add(tenant.Read(FactsTenant.Name(i), s_unknown, "45.155.204.9", FactsTenant.At(Wave + 3, 3 + (k * 0.1)), 150));
            }
        }

        Assert.Contains(tenant.Hunt().Findings, finding => finding.RecordIds.Any(ids.Contains));
    }

    private static FactsTenant Merged()
    {
        FactsTenant tenant = new();
        for (int day = 0; day < 21; day++)
        {
            for (int i = 0; i < (day < Wave ? 60 : 120); i++)
            {
                bool joined = i >= 60;
                string home = string.Create(CultureInfo.InvariantCulture, $"{(joined ? 77 : 20)}.{i}.{(day % 9 == i % 9 && day > 3 ? day : 0)}.7");
                string place = (i + day) % 3 == 0 ? home : joined ? "192.0.2.9" : "203.0.113.10";
                tenant.Read(FactsTenant.Name(i), FactsTenant.Owa, place, FactsTenant.At(day, 8 + (i % 8)), 3 + (i % 5));
                tenant.Read(FactsTenant.Name(i), FactsTenant.Outlook, place, FactsTenant.At(day, 8.2 + (i % 8)), 4 + (day % 4));
            }
        }

        return tenant;
    }
}
