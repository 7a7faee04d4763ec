using System;
using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>The intrusions by name.</summary>
internal static class IntrusionCatalogue
{
    public static readonly IReadOnlyList<string> Names =
        ["storm-0558", "common-app", "app-secret", "token-theft", "oauth-app", "folder-sync", "delegate-abuse", "low-and-slow"];

    /// <summary>Makes the intrusions that the options ask for; the same name twice gives two different ones.</summary>
    public static List<Intrusion> Create(ScenarioTenant tenant)
    {
        List<Intrusion> all = [];
        HashSet<Mailbox> taken = [];
        Dictionary<string, ulong> occurrences = new(StringComparer.Ordinal);
        foreach (string name in tenant.Options.Attacks)
        {
            ulong occurrence = occurrences.GetValueOrDefault(name);
            occurrences[name] = occurrence + 1;
            int index = 0;
            while (Names[index] != name)
            {
                index++;
            }

            ScenarioRandom random = ScenarioRandom.For(tenant.Seed, 500 + (ulong)index, occurrence);
            all.Add(name switch
            {
                "storm-0558" => new ForgedToken(name, tenant, random, taken),
                "common-app" => new CommonApplication(name, tenant, random, taken),
                "app-secret" => new StolenSecret(name, tenant, random, taken),
                "token-theft" => new TokenTheft(name, tenant, random, taken),
                "oauth-app" => new ConsentedApplication(name, tenant, random, taken),
                "folder-sync" => new FolderSync(name, tenant, random, taken),
                "delegate-abuse" => new DelegateAbuse(name, tenant, random, taken),
                _ => new LowAndSlow(name, tenant, random, taken),
            });
        }

        return all;
    }
}
