using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.InboxRules;
using StormDetect.Core.Detection.Indicators;
using StormDetect.Core.Detection.MailboxChanges;
using StormDetect.Core.Detection.Orphans;

namespace StormDetect.Core.Detection;

/// <summary>Every hunt by name, in the order in which they judge: those that others lean on come first.</summary>
internal static class HuntCatalogue
{
    /// <summary>The hunt for mail access out of the ordinary, which the engine runs itself because baselines belong to it.</summary>
    public const string MailAccess = "MailAccess";

    private static readonly (string Name, Func<MailHuntOptions, IHunt> Create)[] s_hunts =
    [
        (OrphanedAccessHunt.HuntName, static options => new OrphanedAccessHunt(options)),
        (MailboxChangeHunt.HuntName, static _ => new MailboxChangeHunt()),
        (InboxRuleHunt.HuntName, static options => new InboxRuleHunt(options)),
        (ThreatIndicatorHunt.HuntName, static options => new ThreatIndicatorHunt(options)),
    ];

    public static IReadOnlyList<string> Names { get; } = [MailAccess, .. s_hunts.Select(static hunt => hunt.Name)];

    /// <summary>Whether a hunt is asked for.</summary>
    public static bool IsWanted(MailHuntOptions options, string name) =>
        options.Hunts.Count == 0 || options.Hunts.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the hunts that are asked for.</summary>
    /// <exception cref="ArgumentException">A name is none of <see cref="Names"/>.</exception>
    public static IReadOnlyList<IHunt> Create(MailHuntOptions options)
    {
        foreach (string name in options.Hunts)
        {
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new ArgumentException($"There is no hunt '{name}'. Known: {string.Join(", ", Names)}.", nameof(options));
            }
        }

        return s_hunts.Where(hunt => IsWanted(options, hunt.Name)).Select(hunt => hunt.Create(options)).ToArray();
    }
}
