using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Draws a person's habits.</summary>
internal static class PersonBuilder
{
    public static Person Build(ScenarioTenant tenant, Mailbox mailbox, ScenarioMix mix, ScenarioRandom random)
    {
        bool joins = tenant.Offices.Count > tenant.OwnOffices && DriftPlanner.Joins(mailbox);
        Office office = tenant.Offices[joins ? random.Range(tenant.OwnOffices, tenant.Offices.Count - 1) : random.Below(tenant.OwnOffices)];
        int start = (int)(3600 * random.Between(6.5, 9.8));
        Provider homeProvider = tenant.Internet.Pick(ProviderKind.Residential, random);
        int workDays = 0b0111110;
        if (random.Chance(0.12))
        {
            // Part time: a day or two off, always the same.
            workDays &= ~(1 << random.Range(1, 5)) & ~(random.Chance(0.4) ? 1 << random.Range(1, 5) : 0);
        }
        else if (random.Chance(tenant.Habits.Weekends))
        {
            workDays = random.Pick([0b1111110, 0b1111111, 0b1011011, 0b1101110]);
        }

        if (random.Chance(tenant.Habits.NightShift))
        {
            // Night shift.
            start = (int)(3600 * random.Between(20, 22));
        }

        Person person = new()
        {
            ZoneOffset = office.ZoneOffset,
            WorkStart = start,
            WorkEnd = start + (int)(3600 * random.Between(tenant.Habits.WorkHours.Least, tenant.Habits.WorkHours.Most)),
            WorkDays = workDays,
            Activity = Math.Clamp(random.Spread(tenant.Habits.RateSpread), 0.15, 5),
            OfficeShare = Math.Clamp(mix.OfficeShare + (0.25 * random.Normal()), 0, 1),
            VpnShare = random.Chance(mix.Vpn) ? random.Between(0.2, 1) : 0,
            V6Share = random.Chance(mix.V6) ? random.Between(0.4, 0.95) : 0,
            Office = office,
            HomeProvider = homeProvider,
            PhoneProvider = tenant.Internet.Pick(ProviderKind.Mobile, random),
            HomeV4 = homeProvider.RandomV4(random),
            HomeV6 = homeProvider.RandomV6(random),
            HomeLeaseDays = random.Pick(tenant.Habits.LeaseDays),
        };

        AddClients(person, mix, random);
        AddTrips(tenant, mailbox, person, random);
        return person;
    }

    private static void AddClients(Person person, ScenarioMix mix, ScenarioRandom random)
    {
        Guid computer = random.Chance(0.75) ? random.Guid() : default;
        Guid phone = random.Chance(0.6) ? random.Guid() : default;
        int browser = random.Below(UserAgents.Count);
        if (random.Chance(mix.Outlook))
        {
            person.Clients.Add(new ClientUse(ClientCatalogue.Outlook, random.Between(1.5, 4)) { SyncsFolders = true, DayOffShare = 0.04, ClientInfo = random.Below(5), DeviceId = computer });
        }

        if (random.Chance(mix.NewOutlook))
        {
            person.Clients.Add(new ClientUse(ClientCatalogue.NewOutlook, random.Between(1, 3)) { DayOffShare = 0.05, ClientInfo = browser, DeviceId = computer });
        }

        if (random.Chance(mix.WebMail) || person.Clients.Count == 0)
        {
            bool main = person.Clients.Count == 0;
            person.Clients.Add(new ClientUse(ClientCatalogue.WebMail, main ? random.Between(1.5, 4) : random.Between(0.05, 1.2)) { ClientInfo = browser, DeviceId = random.Chance(0.5) ? computer : default });
        }

        if (random.Chance(mix.Phone))
        {
            bool native = random.Chance(mix.ActiveSync);
            person.Clients.Add(new ClientUse(native ? ClientCatalogue.ActiveSync : ClientCatalogue.OutlookMobile, random.Between(0.8, 3.5)) { IsPhone = true, DayOffShare = random.Between(0.2, 0.9), ClientInfo = random.Below(2), DeviceId = phone });
        }

        if (random.Chance(mix.Teams))
        {
            person.Clients.Add(new ClientUse(ClientCatalogue.Teams, random.Between(0.05, 0.6)) { DayOffShare = 0.03, ClientInfo = browser, DeviceId = computer });
        }

        if (random.Chance(mix.Imap))
        {
            person.Clients.Add(new ClientUse(random.Chance(0.8) ? ClientCatalogue.Imap : ClientCatalogue.Pop, random.Between(0.5, 3)) { DayOffShare = 0.5 });
        }
    }

    private static void AddTrips(ScenarioTenant tenant, Mailbox mailbox, Person person, ScenarioRandom random)
    {
        // A tenth of the people travel often, the others rarely.
        double tripsPerDay = random.Chance(0.1) ? random.Between(0.02, 0.08) : random.Between(0, 0.008);
        for (int day = 0; day < tenant.Options.Days; day++)
        {
            if (random.Chance(tripsPerDay * tenant.Habits.Travel))
            {
                int length = 1 + random.Geometric(0.4, 8);
                Provider roaming = random.Chance(0.4) ? tenant.Internet.Pick(ProviderKind.Mobile, random) : person.PhoneProvider;
                person.Trips.Add(new Trip(day, day + length - 1, tenant.Internet.Pick(ProviderKind.Venue, random).RandomV4(random), roaming));
                tenant.Benign.Add(new BenignEvent("travel", "Works from another place: networks new to the mailbox.", day * 86_400, (day + length) * 86_400, [mailbox]));
                day += length + 2;
            }
            else if (random.Chance(0.01))
            {
                int length = random.Range(1, 12);
                person.Holidays.Add((day, day + length - 1));
                day += length;
            }
        }
    }
}
