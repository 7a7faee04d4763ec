using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>Tenants the log has records of, and no mail access: whatever their mailboxes did, nothing of who read them could be judged.</summary>
internal static class AccessMissing
{
    /// <summary>Why nobody knows who read mail.</summary>
    public const string Reason = "the log has no mail access (not exported, not audited, or nobody read mail)";

    /// <summary>Blind intervals of such tenants, each as long as its log.</summary>
    /// <param name="facts">What was counted.</param>
    /// <param name="judged">The tenants with mail access.</param>
    public static IEnumerable<BlindInterval> Find(MailAccessFacts facts, HashSet<int> judged)
    {
        HashSet<int> active = facts.MailboxDays.Select(day => facts.Mailboxes[day.Mailbox].Tenant).ToHashSet();
        foreach (IGrouping<int, TenantHour> hours in facts.TenantHours.Where(hour => active.Contains(hour.Tenant) && !judged.Contains(hour.Tenant)).GroupBy(static hour => hour.Tenant))
        {
            DateTimeOffset from = FactTime.ToTime(hours.Min(static hour => hour.Hour) * 3600);
            DateTimeOffset to = FactTime.ToTime((hours.Max(static hour => hour.Hour) + 1) * 3600);
            yield return new BlindInterval(
                facts.Tenants[hours.Key], BlindScope.Tenant, string.Empty, from, to, BlindCause.MailAccessMissing, Certainty.Certain, CoverageText.Interval("The whole tenant", from, to, Reason));
        }
    }

    /// <summary>What a log without any mail access allows to be said of mailboxes.</summary>
    /// <param name="active">Mailboxes that were active in some other way.</param>
    /// <param name="standing">Inbox rules as they stand.</param>
    public static string Judged(int active, StandingMailboxes standing)
    {
        string others = active == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({active:#,0} {(active == 1 ? "mailbox" : "mailboxes")} active otherwise)");
        return $"no mail access in the log, nothing judged of who read mail{others}{(standing.Text.Length > 0 ? $"; {standing.Text}" : string.Empty)}";
    }

    /// <summary>The tenants with mail access.</summary>
    /// <param name="facts">What was counted.</param>
    public static HashSet<int> Tenants(MailAccessFacts facts)
    {
        // Once all are met, the rest, which may be millions, says nothing more.
        HashSet<int> tenants = [];
        for (int i = 0; i < facts.Count && tenants.Count < facts.Tenants.Count; i++)
        {
            tenants.Add(facts.Mailboxes[facts[i].Mailbox].Tenant);
        }

        return tenants;
    }
}
