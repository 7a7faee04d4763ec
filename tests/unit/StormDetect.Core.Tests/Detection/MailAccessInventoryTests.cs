using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public class MailAccessInventoryTests
{
    [Fact]
    public void Every_path_is_listed_with_its_numbers_most_mailboxes_first()
    {
        FactsTenant tenant = new();
        for (int day = 0; day < 14; day++)
        {
            tenant.Read("a@x.example", FactsTenant.Outlook, "198.51.100.1", FactsTenant.At(day, 9), 2);
            tenant.Read("b@x.example", FactsTenant.Outlook, "198.51.101.1", FactsTenant.At(day, 9), 2);
        }

        tenant.Read("c@x.example", FactsTenant.Crm, "192.0.2.7", FactsTenant.At(10, 9), 5);
        tenant.Read("c@x.example", FactsTenant.Crm, "192.0.2.7", FactsTenant.At(13, 9), 6);

        IReadOnlyList<MailAccessApplication> list = MailAccessInventory.List(tenant.Build());

        Assert.Equal([ClientFamily.MsExchangeRpc, ClientFamily.Rest], list.Select(a => a.ClientFamily));
        Assert.Equal(2, list[0].MailboxCount);
        Assert.Equal(3, list[0].TenantMailboxCount);
        Assert.Equal(["a@x.example", "b@x.example"], list[0].Mailboxes);
        Assert.Equal(2, list[0].NetworkCount);
        Assert.Equal(56, list[0].ItemCount);
        Assert.Equal(14, list[0].ActiveDays);
        Assert.Equal(1, list[0].Trend);
        Assert.Equal("Microsoft Graph", list[1].AppName);
        Assert.Equal(string.Empty, list[1].ClientAppName);
        Assert.Equal(FactsTenant.At(10, 9), list[1].FirstSeen);
        Assert.Equal(FactsTenant.At(13, 9), list[1].LastSeen);
        Assert.Null(list[1].Trend);
    }

    [Fact]
    public void A_week_has_no_earlier_time_to_compare_with()
    {
        FactsTenant tenant = new();
        tenant.Read("a@x.example", FactsTenant.Outlook, "", FactsTenant.At(0, 9), 2);

        MailAccessApplication only = Assert.Single(MailAccessInventory.List(tenant.Build()));

        Assert.Null(only.Trend);
        Assert.Equal(["none"], only.Networks);
    }
}
