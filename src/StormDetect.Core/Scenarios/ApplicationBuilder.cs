using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Draws the applications that read mail: the platform's own services and other vendors' products.</summary>
internal static class ApplicationBuilder
{
    /// <summary>Background services: every record from another address, some of them paired with another service's id.</summary>
    public static void AddServices(ScenarioTenant tenant, ScenarioRandom random)
    {
        string[] known = [.. ClientCatalogue.BackgroundApplications];
        random.Shuffle(known);
        int count = random.Range(tenant.Habits.Services.Least, tenant.Habits.Services.Most);
        string shared = random.Guid().ToString("D");
        for (int i = 0; i < count; i++)
        {
            string appId = random.Chance(0.5) ? known[i] : random.Guid().ToString("D");
            string clientAppId = random.Chance(0.35) ? shared : appId;
            double reach = random.Pick([1.0, 1.0, 0.9, 0.5, 0.2, 0.05]);
            Mailbox[] read = Sample(tenant.Mailboxes, reach, random);
            tenant.Applications.Add(new ApplicationAccount
            {
                Name = "service " + i,
                Client = ClientCatalogue.Service(appId, clientAppId, random.Chance(0.4)),
                Mailboxes = read,
                Rate = tenant.Habits.ServiceRate * random.Between(0.1, 1.2) / Math.Sqrt(count / 4.0),
                MeanItems = 1,
                ChurningProvider = tenant.Internet.Service,
                FollowsWork = random.Chance(0.7),
            });
        }
    }

    /// <summary>Other vendors: every tenant has at least one product that reads in its own name from fixed networks.</summary>
    public static void AddVendors(ScenarioTenant tenant, ScenarioRandom random)
    {
        int products = random.Range(1, 3);
        string[] names = ["backup", "archive", "customer management", "signature", "ticketing"];
        random.Shuffle(names);
        for (int i = 0; i < products; i++)
        {
            bool webServices = random.Chance(0.5);
            string id = random.Guid().ToString("D");
            bool night = random.Chance(0.6);
            double reach = random.Pick([1.0, 0.6, 0.3, 0.15]);
            tenant.Applications.Add(new ApplicationAccount
            {
                Name = names[i],
                Client = webServices
                    ? ClientCatalogue.WebServicesApplication(id, random.Pick(["ExchangeServicesClient/15.00.0913.015", "python-requests/2.32.4", "JavaWebServices/2.0"]))
                    : ClientCatalogue.GraphApplication(id, ownName: true),
                Mailboxes = Sample([.. tenant.Mailboxes], reach, random, least: 3),
                Rate = night ? random.Between(0.5, 1.2) : random.Between(0.4, 2),
                MeanItems = night ? random.Range(3, 6) : random.Range(1, 3),
                Addresses = HostedAddresses(tenant, random, random.Range(1, 4)),
                WindowStart = night ? random.Range(0, 5) * 3600 : 0,
                WindowLength = night ? random.Range(1, 4) * 3600 : 86_400,
                FollowsWork = !night && random.Chance(0.6),
            });
        }

        int addOns = random.Range(1, 4);
        for (int i = 0; i < addOns; i++)
        {
            tenant.Applications.Add(AddOn(tenant, random, "add-on " + i, Sample([.. tenant.People], random.Between(0.02, 0.35), random, least: 1), fromDays: null));
        }
    }

    /// <summary>An application that people connect to their own mailbox; it reads through Graph in their name.</summary>
    public static ApplicationAccount AddOn(ScenarioTenant tenant, ScenarioRandom random, string name, Mailbox[] mailboxes, int[]? fromDays, string beginsAs = "") => new()
    {
        BeginsAs = beginsAs,
        Name = name,
        Client = ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: false),
        Mailboxes = mailboxes,
        FromDays = fromDays,
        Rate = random.Between(0.5, 2.5),
        MeanItems = 1,
        Addresses = random.Chance(0.6) ? HostedAddresses(tenant, random, random.Range(1, 6)) : [],
        ChurningProvider = tenant.Internet.Service,
        FollowsWork = true,
    };

    public static NetAddress[] HostedAddresses(ScenarioTenant tenant, ScenarioRandom random, int count)
    {
        Provider provider = tenant.Internet.Pick(ProviderKind.Hosting, random);
        NetAddress[] addresses = new NetAddress[count];
        for (int i = 0; i < count; i++)
        {
            addresses[i] = random.Chance(0.15) ? provider.RandomV6(random) : provider.RandomV4(random);
        }

        return addresses;
    }

    public static Mailbox[] Sample(IReadOnlyList<Mailbox> from, double share, ScenarioRandom random, int least = 0)
    {
        if (share >= 1)
        {
            return [.. from];
        }

        Mailbox[] all = [.. from];
        random.Shuffle(all);
        return [.. all.Take(Math.Min(all.Length, Math.Max(least, (int)(all.Length * share)))).OrderBy(mailbox => mailbox.Index)];
    }
}
