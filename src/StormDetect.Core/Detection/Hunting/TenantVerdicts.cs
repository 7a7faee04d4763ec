using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Coverage;

namespace StormDetect.Core.Detection;

/// <summary>The verdicts over the tenants of a log, each by itself, and what they come to together.</summary>
internal static class TenantVerdicts
{
    private const int MostNamed = 5;

    /// <summary>The verdicts, those first that somebody has to look at.</summary>
    /// <param name="ledger">What could be seen, of every tenant.</param>
    /// <param name="counted">The findings that count, gravest first.</param>
    /// <param name="known">Findings that are left out because somebody was told of them.</param>
    /// <param name="names">What the tenants are called.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="judgesAccess">Whether mail access is judged.</param>
    public static IReadOnlyList<TenantVerdict> Of(
        CoverageLedger ledger, IReadOnlyList<Finding> counted, IEnumerable<Finding> known, TenantNames names, MailAccessHuntOptions options, bool judgesAccess)
    {
        ILookup<string, Finding> findings = counted.ToLookup(static finding => finding.TenantId, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, int> told = known.GroupBy(static finding => finding.TenantId, StringComparer.OrdinalIgnoreCase).ToDictionary(static tenant => tenant.Key, static tenant => tenant.Count(), StringComparer.OrdinalIgnoreCase);
        return ledger.Tenants.Select(tenant => Of(tenant.TenantId, tenant.Ledger, [.. findings[tenant.TenantId]], told.GetValueOrDefault(tenant.TenantId)))
            .OrderBy(static tenant => tenant.Verdict switch { Verdict.Suspicious => 0, Verdict.CannotConclude => 1, _ => 2 }).ThenByDescending(static tenant => tenant.HighestSeverity)
            .ThenByDescending(static tenant => tenant.FindingCount).ThenBy(static tenant => tenant.TenantName, StringComparer.Ordinal).ThenBy(static tenant => tenant.TenantId, StringComparer.Ordinal)
            .ToArray();

        TenantVerdict Of(string id, CoverageLedger own, Finding[] found, int knownBefore)
        {
            (Verdict verdict, string text) = VerdictRule.Decide(found.Length, found.Length > 0 ? found[0].Title : string.Empty, own, options, knownBefore, judgesAccess);
            return new TenantVerdict
            {
                TenantId = id,
                TenantName = names.Of(id),
                Verdict = verdict,
                VerdictText = text,
                HighestSeverity = found.Length > 0 ? found[0].Severity : null,
                FindingCount = found.Length,
                Start = own.Report.Start,
                End = own.Report.End,
                ActiveMailboxes = own.Report.ActiveMailboxes,
                FullyJudgedMailboxes = own.Report.FullyJudgedMailboxes,
                BlindPercent = own.Report.BlindPercent,
            };
        }
    }

    /// <summary>
    /// The verdict over all of them. What is found in one tenant, or clean in many, must not hide that another could not be judged.
    /// </summary>
    /// <param name="verdict">The verdict over the log as a whole.</param>
    /// <param name="text">Its sentence.</param>
    /// <param name="tenants">The tenants' own.</param>
    public static (Verdict Verdict, string Text) Join(Verdict verdict, string text, IReadOnlyList<TenantVerdict> tenants)
    {
        // Exports leave the id out here and there: such records are no other tenant beside the tenant's own.
        TenantVerdict[] named = [.. tenants.Where(static tenant => tenant.TenantId.Length > 0)];
        if (named.Length < 2)
        {
            return (verdict, text);
        }

        TenantVerdict[] suspicious = Having(Verdict.Suspicious);
        TenantVerdict[] open = Having(Verdict.CannotConclude);
        string[] parts =
        [
            .. Part(suspicious, "suspicious", isNamed: true),
            .. Part(open, "not to be concluded", isNamed: true),
            .. Part(Having(Verdict.NoEvidence), "without evidence", isNamed: false),
        ];
        string all = string.Create(CultureInfo.InvariantCulture, $" {named.Length:#,0} tenants: {string.Join(", ", parts)}.");
        if (verdict != Verdict.NoEvidence || open.Length == 0)
        {
            return (verdict, text + all);
        }

        string first = open[0].VerdictText["Cannot conclude: ".Length..];
        return (Verdict.CannotConclude, $"Cannot conclude of {TenantLabel.Short(open[0].TenantName, open[0].TenantId)}: {first}{all}");

        TenantVerdict[] Having(Verdict one) => [.. named.Where(tenant => tenant.Verdict == one)];
    }

    private static IEnumerable<string> Part(TenantVerdict[] tenants, string what, bool isNamed)
    {
        if (tenants.Length > 0)
        {
            string names = isNamed ? $" ({string.Join(", ", tenants.Take(MostNamed).Select(static tenant => TenantLabel.Short(tenant.TenantName, tenant.TenantId)))}{(tenants.Length > MostNamed ? " ..." : string.Empty)})" : string.Empty;
            yield return string.Create(CultureInfo.InvariantCulture, $"{tenants.Length:#,0} {what}{names}");
        }
    }
}
