using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core;
using StormDetect.Core.Facts;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>Says what a false story mistook for an intrusion, by the generator's list of legitimate odd events.</summary>
internal static class Mistaken
{
    private const int Day = 86_400;

    /// <summary>Some events last to the end of the log; what is odd about them is their beginning.</summary>
    private const int OddFor = 7 * Day;

    // The first that fits counts: what concerns one application or mailbox before what concerns everybody.
    private static readonly string[] s_order =
    [
        "migration-job", "roll-out", "personal-application", "application-network", "admin-access", "new-delegation", "merger", "client-change", "office-network",
        "new-starter", "new-device", "renamed-users", "log-change", "travel", "throttled",
    ];

    public static string For(MailAccessAnomaly finding, ScenarioTenant tenant)
    {
        int start = FactTime.FromTicks(tenant.Text.Start.Ticks);
        int from = FactTime.FromTicks(finding.FirstSeen.UtcTicks) - start;
        int to = FactTime.FromTicks(finding.LastSeen.UtcTicks) - start;
        HashSet<string> mailboxes = new(finding.Mailboxes, StringComparer.OrdinalIgnoreCase);
        return tenant.Benign.Where(entry => entry.From - Day <= to && Math.Min(entry.To, entry.From + OddFor) + Day >= from && Fits(entry, finding, mailboxes))
            .Select(static entry => entry.Kind).OrderBy(static kind => (Array.IndexOf(s_order, kind) is var place && place < 0) ? s_order.Length : place)
            .FirstOrDefault("everyday");
    }

    private static bool Fits(BenignEvent entry, MailAccessAnomaly finding, HashSet<string> mailboxes) =>
        (entry.ClientAppId.Length == 0 || entry.ClientAppId.Equals(finding.ClientAppId, StringComparison.OrdinalIgnoreCase))
        && (entry.Networks.Count == 0 || entry.ClientAppId.Length > 0 || entry.Networks.Any(finding.Networks.Contains))
        && (entry.Mailboxes.Count == 0 || entry.Mailboxes.Any(mailbox => mailboxes.Contains(mailbox.AddressOn(int.MinValue)) || mailboxes.Contains(mailbox.AddressOn(int.MaxValue))));
}
