using System;
using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>The intrusions by name.</summary>
internal static class IntrusionCatalogue
{
    /// <summary>Those that are about reading mail and nothing else.</summary>
    public static readonly IReadOnlyList<string> AccessNames =
        ["storm-0558", "common-app", "app-secret", "token-theft", "oauth-app", "folder-sync", "delegate-abuse", "low-and-slow"];

    /// <summary>All; new ones come last, because a name's place decides its random numbers.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        .. AccessNames,
        "bec-rule", "external-forward", "delegate-grant", "illicit-consent", "app-credential", "audit-tamper", "mass-delete", "sweep-search", "mass-send", "transport-bcc",
    ];

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
                "low-and-slow" => new LowAndSlow(name, tenant, random, taken),
                "bec-rule" => new HidingRule(name, tenant, random, taken),
                "external-forward" => new ExternalForward(name, tenant, random, taken),
                "delegate-grant" => new DelegateGrant(name, tenant, random, taken),
                "illicit-consent" => new IllicitConsent(name, tenant, random, taken),
                "app-credential" => new ApplicationCredential(name, tenant, random, taken),
                "audit-tamper" => new AuditTamper(name, tenant, random, taken),
                "mass-delete" => new MassDelete(name, tenant, random, taken),
                "sweep-search" => new SweepSearch(name, tenant, random, taken),
                "mass-send" => new MassSend(name, tenant, random, taken),
                _ => new TransportCopy(name, tenant, random, taken),
            });
        }

        return all;
    }
}
