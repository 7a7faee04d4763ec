using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>Judges stories by the answer key.</summary>
internal static class Scorer
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Whether a reported story holds a planted record.</summary>
    public static bool IsFound(IEnumerable<MailAccessAnomaly> findings, IReadOnlySet<string> planted) =>
        findings.Any(finding => finding.Severity >= Severity.Medium && finding.RecordIds.Any(planted.Contains));

    /// <summary>A story is true when most of the records it names were planted. It names the first eight of each fact.</summary>
    public static bool IsTrue(MailAccessAnomaly finding, IReadOnlySet<string> planted) => 2 * finding.RecordIds.Count(planted.Contains) > finding.RecordIds.Count;

    /// <summary>Judges a story.</summary>
    public static StoryScore Story(MailAccessAnomaly finding, IReadOnlySet<string> planted, IReadOnlySet<string> inWarmUp, ScenarioTenant tenant)
    {
        bool isTrue = IsTrue(finding, planted);
        return new StoryScore
        {
            Id = finding.Id,
            Severity = finding.Severity,
            Score = finding.Score,
            PValue = finding.PValue,
            IsTrue = isTrue,
            InWarmUp = inWarmUp.Contains(finding.Id),
            Mistook = isTrue ? string.Empty : Mistaken.For(finding, tenant),
            Title = finding.Title,
            Reasons = finding.ReasonsText,
        };
    }

    /// <summary>
    /// How many planted records the reported stories hold. A story names only the first records of each fact, so a record counts when one of the same mailbox,
    /// network and day is named.
    /// </summary>
    public static int Covered(IEnumerable<MailAccessAnomaly> findings, IReadOnlyList<PlantedRecord> records)
    {
        HashSet<string> named = new(findings.Where(static finding => finding.Severity >= Severity.Medium).SelectMany(static finding => finding.RecordIds), StringComparer.OrdinalIgnoreCase);
        return records.GroupBy(static record => (record.Mailbox, record.Address.Network, record.Time / SecondsPerDay))
            .Where(group => group.Any(record => named.Contains(record.Id.ToString("D")))).Sum(static group => group.Count());
    }

    /// <summary>The last day, counted from the log's first, on whose evening the intrusion has to be found: some days after the third on which it read mail.</summary>
    public static int Deadline(string attack, IReadOnlyList<PlantedRecord> records)
    {
        int[] days = [.. records.Select(static record => record.Time / SecondsPerDay).Distinct().Order()];
        return days[Math.Min(2, days.Length - 1)] + (attack == "low-and-slow" ? 7 : 2);
    }
}
