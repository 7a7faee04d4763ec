using System;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Draws a tenant from a seed.</summary>
internal static class TenantBuilder
{
    private static readonly string[] s_first =
    [
        "Ada", "Bela", "Cora", "Dario", "Edda", "Farid", "Gita", "Hanno", "Ines", "Jonas", "Kaja", "Lorin", "Mira", "Nilo", "Oona", "Pavel",
        "Quinn", "Runa", "Sami", "Tova", "Uri", "Vera", "Wim", "Xenia", "Yara", "Zeno", "Amir", "Britt", "Ciro", "Dunja", "Elio", "Freya",
    ];

    private static readonly string[] s_last =
    [
        "Alder", "Birk", "Castell", "Dorn", "Elsner", "Falk", "Grove", "Hale", "Ingram", "Jarvi", "Kestrel", "Lind", "Marlow", "Norden", "Oakes",
        "Perrin", "Quist", "Rowan", "Sorrel", "Thorne", "Ulmer", "Vance", "Wilder", "Yarrow", "Zander", "Ashby", "Brandt", "Corwin", "Drexel", "Eames",
    ];

    private static readonly string[] s_tenantNames = ["tailbridge", "northquay", "alpenhof", "redmarsh", "bluefern", "oldmill", "sunharbor", "greycliff", "westfen", "moorgate"];

    public static ScenarioTenant Build(AuditScenarioOptions options)
    {
        ulong seed = ScenarioRandom.Mix((uint)options.Seed ^ 0x53746F726D446574UL);
        ScenarioRandom random = ScenarioRandom.For(seed, 1);
        string name = random.Pick(s_tenantNames) + random.Range(10, 99);
        TenantText text = new(random.Guid(), name, name + ".example", options.Start, random.Next())
        {
            ThrottleFlagMissing = random.Pick([0.0, 0.0, 0.2, 0.5, 1.0]),
            EscapedSlashes = random.Pick([0.0, 0.1, 0.3]),
            OldItems = random.Between(0, 0.25),
            SyncPathMissing = random.Pick([0.0, 0.5, 1.0]),
        };

        ScenarioHabits habits = options.Perturbed ? ScenarioHabits.Draw(ScenarioRandom.For(seed, 8)) : new ScenarioHabits();
        ScenarioTenant tenant = new() { Options = options, Seed = seed, Text = text, Habits = habits, Internet = new Internet(ScenarioRandom.For(seed, 2)) };
        double full = random.Between(0.45, 0.85);
        double absent = random.Between(0, 0.12);
        text.ServiceV6 = habits.ServiceV6;
        tenant.ContextShares = habits.ContextShares ?? [full, (1 - full - absent) * 0.7, (1 - full - absent) * 0.3, absent];

        AddOffices(tenant, ScenarioRandom.For(seed, 3));
        AddMailboxes(tenant, ScenarioRandom.For(seed, 4));
        AddDelegations(tenant, ScenarioRandom.For(seed, 5));
        ApplicationBuilder.AddServices(tenant, ScenarioRandom.For(seed, 6));
        ApplicationBuilder.AddVendors(tenant, ScenarioRandom.For(seed, 7));
        BenignPlanner.Plan(tenant);
        return tenant;
    }

    private static void AddOffices(ScenarioTenant tenant, ScenarioRandom random)
    {
        int[] zones = [0, 3600, 7200, -18_000, 19_800, 28_800, -28_800, 32_400];
        int home = random.Pick(tenant.Habits.Zones);
        int count = tenant.Options.Mailboxes < 60 ? random.Range(1, 2) : random.Range(1, 4);
        tenant.OwnOffices = count;
        count += tenant.Options.Drifts.Contains("merger") ? 2 : 0;
        for (int i = 0; i < count; i++)
        {
            int zone = i == 0 || random.Chance(0.5) ? home : random.Pick(zones);
            tenant.Offices.Add(new Office(
                zone,
                tenant.Internet.Office(random),
                tenant.Internet.Office(random),
                random.Chance(0.3),
                tenant.Internet.Pick(ProviderKind.Residential, random).RandomV6(random).High & ~0xFFFFUL));
        }
    }

    private static void AddMailboxes(ScenarioTenant tenant, ScenarioRandom random)
    {
        int total = tenant.Options.Mailboxes;
        int shared = total < 8 ? 0 : Math.Max(1, (int)(total * random.Between(0.02, 0.07)));
        int mainLocale = random.Below(FolderNames.Locales);
        ScenarioMix drawn = ScenarioMix.Draw(random);
        ScenarioMix mix = tenant.Habits.Mix ?? drawn;
        for (int i = 0; i < total; i++)
        {
            bool isShared = i >= total - shared;
            string first = s_first[random.Below(s_first.Length)];
            string last = s_last[random.Below(s_last.Length)];
            string alias = isShared ? "team" + (i - (total - shared) + 1) : first + "." + last + i;
            Mailbox mailbox = new()
            {
                Index = i,
                Alias = alias,
                Domain = tenant.Text.Domain,
                DisplayName = isShared ? "Team " + i : first + " " + last,
                Guid = random.Guid(),
                ObjectId = random.Guid(),
                Sid = FormattableString.Invariant($"S-1-5-21-{random.Range(1_000_000_000, 2_000_000_000)}-{random.Range(100_000_000, 2_000_000_000)}-{random.Range(100_000_000, 2_000_000_000)}-{random.Range(1_000_000, 40_000_000)}"),
                Puid = "1003200" + random.Next().ToString("X16", System.Globalization.CultureInfo.InvariantCulture)[..9],
                Key = random.Next(),
                Locale = random.Chance(0.8) ? mainLocale : random.Below(FolderNames.Locales),
                Folders = FolderNames.Standard + random.Geometric(0.12, 40),
                MessagesPerDay = 15 + (30 * random.Unit()) + (random.Chance(0.1) ? 120 * random.Unit() : 0),
                IsShared = isShared,
                NameCaseVaries = random.Chance(0.25),
            };

            if (!isShared)
            {
                mailbox.Person = PersonBuilder.Build(tenant, mailbox, mix, random);
            }

            tenant.Mailboxes.Add(mailbox);
        }
    }

    private static void AddDelegations(ScenarioTenant tenant, ScenarioRandom random)
    {
        Mailbox[] people = [.. tenant.People];
        int managers = people.Length < 4 ? 0 : Math.Max(1, (int)(people.Length * random.Between(0.02, 0.06)));
        for (int i = 0; i < managers; i++)
        {
            Mailbox manager = random.Pick(people);
            Mailbox assistant = random.Pick(people);
            if (manager != assistant)
            {
                Grant(manager, assistant, random.Between(0.5, 4), int.MinValue, random.Chance(0.5));
            }
        }

        foreach (Mailbox shared in tenant.Mailboxes.Where(mailbox => mailbox.IsShared))
        {
            int members = Math.Min(people.Length, random.Range(2, 6));
            for (int i = 0; i < members; i++)
            {
                Grant(shared, random.Pick(people), random.Between(0.3, 3), int.MinValue, random.Chance(0.7));
            }
        }
    }

    /// <summary>Gives a person the use of another mailbox.</summary>
    public static void Grant(Mailbox mailbox, Mailbox trustee, double rate, int fromDay, bool syncs)
    {
        if (!mailbox.Delegates.Contains(trustee))
        {
            mailbox.Delegates.Add(trustee);
            trustee.Person!.Delegations.Add(new Delegation(mailbox, rate, fromDay, syncs));
        }
    }
}
