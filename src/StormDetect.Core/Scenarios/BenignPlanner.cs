using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Draws the legitimate events that look odd. Which ones happen, when, and how large they are differs from seed to seed.</summary>
internal static class BenignPlanner
{
    private const int Day = 86_400;

    public static void Plan(ScenarioTenant tenant)
    {
        if (tenant.Options.BenignEvents)
        {
            PlanPeople(tenant, ScenarioRandom.For(tenant.Seed, 20));
            PlanRollOuts(tenant, ScenarioRandom.For(tenant.Seed, 21));
            PlanMigration(tenant, ScenarioRandom.For(tenant.Seed, 22));
            PlanLogChange(tenant, ScenarioRandom.For(tenant.Seed, 23));
            PlanStorms(tenant, ScenarioRandom.For(tenant.Seed, 24));
            PlanDevices(tenant, ScenarioRandom.For(tenant.Seed, 25));
            PlanDelegations(tenant, ScenarioRandom.For(tenant.Seed, 26));
            PlanAdminVisits(tenant, ScenarioRandom.For(tenant.Seed, 28));
            PlanMoves(tenant, ScenarioRandom.For(tenant.Seed, 27));
        }

        DriftPlanner.Plan(tenant);
        foreach (BenignEvent entry in ApplicationEvents(tenant))
        {
            tenant.Benign.Add(entry);
        }
    }

    private static void PlanPeople(ScenarioTenant tenant, ScenarioRandom random)
    {
        Mailbox[] people = [.. tenant.People];
        foreach (Mailbox mailbox in people)
        {
            if (random.Chance(Math.Min(0.3, 0.0012 * tenant.Options.Days)))
            {
                mailbox.FirstDay = random.Below(tenant.Options.Days);
                tenant.Benign.Add(new BenignEvent("new-starter", "A mailbox begins to be used.", mailbox.FirstDay * Day, tenant.Options.Days * Day, [mailbox]));
            }
            else if (random.Chance(Math.Min(0.2, 0.0005 * tenant.Options.Days)))
            {
                mailbox.EndDay = random.Range(1, tenant.Options.Days);
                tenant.Benign.Add(new BenignEvent("leaver", "A mailbox falls silent.", mailbox.EndDay * Day, tenant.Options.Days * Day, [mailbox]));
            }
        }
    }

    private static void PlanRollOuts(ScenarioTenant tenant, ScenarioRandom random)
    {
        int count = random.Pick([0, 1, 1, 2]);
        for (int i = 0; i < count; i++)
        {
            int first = random.Below(tenant.Options.Days);
            int length = random.Range(4, 14);
            Mailbox[] people = [.. tenant.People];
            random.Shuffle(people);
            Mailbox[] reached = [.. people.Take(Math.Max(2, (int)(people.Length * random.Between(0.1, 0.7))))];
            int[] days = new int[reached.Length];
            for (int j = 0; j < days.Length; j++)
            {
                // Slow, fast, slow: the mean of two draws.
                days[j] = first + (int)(length * (random.Unit() + random.Unit()) / 2);
            }

            if (random.Chance(0.6))
            {
                tenant.Applications.Add(ApplicationBuilder.AddOn(tenant, random, "roll-out " + i, reached, days, "roll-out"));
                continue;
            }

            for (int j = 0; j < days.Length; j++)
            {
                AddClient(reached[j], ClientCatalogue.NewOutlook, random.Between(0.8, 2.5), days[j], random);
            }

            tenant.Benign.Add(new BenignEvent("roll-out", "A new mail client reaches people over days.", first * Day, (first + length) * Day, reached)
            {
                AppId = ClientCatalogue.ExchangeOnline,
                ClientAppId = "5d661950-3475-41cd-a2c3-d671a3162bc1",
            });
        }
    }

    private static void PlanMigration(ScenarioTenant tenant, ScenarioRandom random)
    {
        if (!random.Chance(0.6))
        {
            return;
        }

        int first = random.Below(Math.Max(1, tenant.Options.Days - 1));
        int start = random.Range(0, 22) * 3600;
        Mailbox[] reached = ApplicationBuilder.Sample([.. tenant.Mailboxes], random.Pick([1.0, 1.0, 0.6, 0.3]), random, least: 2);
        tenant.Applications.Add(new ApplicationAccount
        {
            Name = "migration job",
            BeginsAs = "migration-job",
            Client = ClientCatalogue.WebServicesApplication(random.Guid().ToString("D"), "ExchangeServicesClient/15.01.2507.027"),
            Mailboxes = reached,
            FromDays = [.. reached.Select(_ => first)],
            ToDay = first + 2,
            Rate = random.Between(4, 14),
            MeanItems = random.Range(4, 8),
            Addresses = ApplicationBuilder.HostedAddresses(tenant, random, random.Range(1, 3)),
            WindowStart = start,
            WindowLength = random.Range(2, 7) * 3600,
        });
    }

    private static void PlanLogChange(ScenarioTenant tenant, ScenarioRandom random)
    {
        double draw = random.Unit();
        if (draw < 0.5)
        {
            // Mostly the field has long been there; in some tenants it is never logged.
            tenant.Text.ClientAppIdFrom = draw < 0.1 ? TenantText.Never : int.MinValue;
            return;
        }

        int at = (random.Below(tenant.Options.Days) * Day) + random.Below(Day);
        tenant.Text.ClientAppIdFrom = at;
        tenant.Text.ClientAppIdSpread = random.Pick([1, 3600, Day, 2 * Day]);
        tenant.Benign.Add(new BenignEvent("log-change", "Web mail records begin to carry ClientAppId.", at, at + tenant.Text.ClientAppIdSpread, [])
        {
            AppId = ClientCatalogue.ExchangeOnline,
            ClientAppId = ClientCatalogue.WebMailClient,
        });
    }

    private static void PlanStorms(ScenarioTenant tenant, ScenarioRandom random)
    {
        // Under one per cent of mailboxes are throttled (Microsoft's audit documentation).
        int count = Math.Min(random.Range(1, 3), Math.Max(1, tenant.Options.Mailboxes / 100));
        Mailbox[] people = [.. tenant.People.Where(mailbox => mailbox.Person!.Clients.Exists(use => !use.SyncsFolders))];
        for (int i = 0; i < count && people.Length > 0; i++)
        {
            Mailbox mailbox = random.Pick(people);
            int start = (random.Below(tenant.Options.Days) * Day) + (random.Range(6, 16) * 3600) + random.Below(3600);
            if (mailbox.ThrottledTo != int.MinValue || !mailbox.ActiveOn(start / Day))
            {
                continue;
            }

            ClientUse client = mailbox.Person!.Clients.Find(use => !use.SyncsFolders)!;
            int length = random.Range(1, 5) * 3600;
            int records = random.Range(1_005, 1_100);
            mailbox.ThrottledFrom = start + length + 1;
            mailbox.ThrottledTo = start + length + Day;
            tenant.Storms.Add(new ReadStorm(mailbox, client, start, length, records));
            tenant.Benign.Add(new BenignEvent("throttled", "More than 1,000 records in a day: Exchange logs no Bind of this mailbox for 24 hours.", mailbox.ThrottledFrom, mailbox.ThrottledTo, [mailbox]));
        }
    }

    private static void PlanDevices(ScenarioTenant tenant, ScenarioRandom random)
    {
        foreach (Mailbox mailbox in tenant.People)
        {
            if (!random.Chance(Math.Min(0.5, 0.001 * tenant.Options.Days * tenant.Habits.Oddities)))
            {
                continue;
            }

            int day = random.Below(tenant.Options.Days);
            bool computer = random.Chance(0.5);
            if (computer)
            {
                // A new computer synchronises every folder once.
                mailbox.Person!.Clients.Add(new ClientUse(ClientCatalogue.Outlook, random.Between(1, 3))
                {
                    SyncsFolders = true,
                    DayOffShare = 0.04,
                    ClientInfo = random.Below(5),
                    DeviceId = random.Guid(),
                    FromDay = day,
                });
            }
            else
            {
                AddClient(mailbox, ClientCatalogue.OutlookMobile, random.Between(0.8, 3), day, random);
            }

            tenant.Benign.Add(new BenignEvent("new-device", computer ? "A new computer synchronises all folders." : "A new phone.", day * Day, (day + 1) * Day, [mailbox]));
        }
    }

    private static void PlanDelegations(ScenarioTenant tenant, ScenarioRandom random)
    {
        Mailbox[] people = [.. tenant.People];
        int count = people.Length < 6 ? 0 : random.Poisson(people.Length * tenant.Options.Days * 0.00006 * tenant.Habits.Oddities);
        for (int i = 0; i < count; i++)
        {
            Mailbox owner = random.Pick(people);
            Mailbox trustee = random.Pick(people);
            int day = random.Below(tenant.Options.Days);
            if (owner == trustee || owner.Delegates.Contains(trustee))
            {
                continue;
            }

            TenantBuilder.Grant(owner, trustee, random.Between(0.5, 3), day, random.Chance(0.5));
            tenant.Benign.Add(new BenignEvent("new-delegation", "Somebody is given a colleague's mailbox to look after.", day * Day, tenant.Options.Days * Day, [owner]));
        }
    }

    /// <summary>One or two administrators who open others' mailboxes now and then; in some tenants nobody does.</summary>
    private static void PlanAdminVisits(ScenarioTenant tenant, ScenarioRandom random)
    {
        Mailbox[] people = [.. tenant.People];
        int cases = random.Pick([0, 1, 2]) + random.Poisson(tenant.Options.Mailboxes * tenant.Options.Days * random.Pick([0, 0.0001, 0.0004]));
        Mailbox[] administrators = [random.Pick(people), random.Pick(people)];
        for (int i = 0; i < cases; i++)
        {
            Mailbox administrator = random.Pick(administrators);
            int start = (random.Below(tenant.Options.Days) * Day) + administrator.Person!.WorkStart - administrator.Person.ZoneOffset + random.Below(6 * 3600);
            Mailbox[] looked = [.. Enumerable.Range(0, random.Range(1, 4)).Select(_ => random.Pick(people)).Where(mailbox => mailbox != administrator).Distinct()];
            if (start < 0 || looked.Length == 0)
            {
                continue;
            }

            foreach (Mailbox mailbox in looked)
            {
                tenant.AdminVisits.Add(new AdminVisit(administrator, mailbox, start + random.Below(3600), 1 + random.Geometric(0.15, 40)));
            }

            tenant.Benign.Add(new BenignEvent("admin-access", "An administrator looks into mailboxes.", start, start + (3 * 3600), looked));
        }
    }

    private static void PlanMoves(ScenarioTenant tenant, ScenarioRandom random)
    {
        if (random.Chance(0.15))
        {
            Office office = random.Pick(tenant.Offices.ToArray());
            office.MovedFrom = random.Below(tenant.Options.Days);
            office.MovedNetwork = tenant.Internet.Office(random);
            tenant.Benign.Add(new BenignEvent("office-network", "A site gets another internet exit.", office.MovedFrom * Day, tenant.Options.Days * Day, [])
            {
                Networks = [NetAddress.V4(office.MovedNetwork).Network.ToString()],
            });
        }

        foreach (ApplicationAccount application in tenant.Applications)
        {
            if (application.Addresses.Length > 0 && random.Chance(0.1))
            {
                application.MovedFrom = random.Below(tenant.Options.Days);
                application.MovedAddresses = ApplicationBuilder.HostedAddresses(tenant, random, application.Addresses.Length);
                tenant.Benign.Add(new BenignEvent("application-network", "An established application's servers move.", application.MovedFrom * Day, tenant.Options.Days * Day, application.Mailboxes)
                {
                    AppId = Text(application.Client.AppId),
                    ClientAppId = Text(application.Client.ClientAppId),
                    Networks = [.. application.MovedAddresses.Select(address => address.Network.ToString()).Distinct()],
                });
            }
        }

        // Now and then somebody connects an application of their own.
        int personal = random.Poisson(tenant.Options.Mailboxes * tenant.Options.Days * 0.00004 * tenant.Habits.Oddities);
        for (int i = 0; i < personal; i++)
        {
            tenant.Applications.Add(ApplicationBuilder.AddOn(tenant, random, "personal add-on " + i, [random.Pick([.. tenant.People])], [random.Below(tenant.Options.Days)], "personal-application"));
        }
    }

    private static IEnumerable<BenignEvent> ApplicationEvents(ScenarioTenant tenant) =>
        from application in tenant.Applications
        where application.FromDays is { Length: > 0 }
        let first = application.FromDays!.Min()
        let last = application.FromDays!.Max()
        select new BenignEvent(
            application.BeginsAs,
            "An application begins to read mail: " + application.Name + ".",
            first * Day,
            application.ToDay == int.MaxValue ? (last + 1) * Day : application.ToDay * Day,
            application.Mailboxes)
        {
            AppId = Text(application.Client.AppId),
            ClientAppId = Text(application.Client.ClientAppId),
            Networks = [.. application.Addresses.Select(address => address.Network.ToString()).Distinct()],
        };

    /// <summary>Gives a person one client more from a day on.</summary>
    public static void AddClient(Mailbox mailbox, ClientProfile client, double rate, int fromDay, ScenarioRandom random) =>
        mailbox.Person!.Clients.Add(new ClientUse(client, rate)
        {
            FromDay = fromDay,
            DayOffShare = client == ClientCatalogue.OutlookMobile ? 0.6 : 0.05,
            IsPhone = client == ClientCatalogue.OutlookMobile,
            ClientInfo = random.Below(2),
            DeviceId = random.Chance(0.7) ? random.Guid() : default,
        });

    public static string Text(byte[]? value) => value is null ? string.Empty : System.Text.Encoding.ASCII.GetString(value);
}
