using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Baselines;
using StormDetect.Core.Coverage;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection;

/// <summary>What all findings and everything unseen come to: the findings that are shown, in order, and the sentence that decides.</summary>
internal sealed class HuntVerdict
{
    public required Verdict Verdict { get; init; }

    public required string Text { get; init; }

    public required CoverageReport Coverage { get; init; }

    public required IReadOnlyList<Finding> Shown { get; init; }

    /// <summary>Of these, the ones that count for the verdict: those that are not suppressed.</summary>
    public required IReadOnlyList<Finding> Counted { get; init; }

    public required IReadOnlyList<SuppressedFindings> Suppressed { get; init; }

    /// <summary>Findings left out because they are known.</summary>
    public required int Known { get; init; }

    /// <summary>The verdict over every tenant by itself, those first that somebody has to look at.</summary>
    public required IReadOnlyList<TenantVerdict> Tenants { get; init; }

    public static HuntVerdict Of(
        MailAccessFacts facts,
        ReadReport report,
        MailAccessHuntOptions options,
        IEnumerable<Finding> findings,
        IReadOnlyList<UnjudgedDays> unjudged,
        IReadOnlyList<BlindInterval> blind,
        BaselineRun? run,
        bool judgesAccess = true,
        StandingMailboxes? standing = null)
    {
        // With a baseline, stories long told are not told again; those nobody was told of yet are, however old.
        DateTimeOffset? start = options.Start ?? run?.Start(report.FirstRecord);
        DateTimeOffset? from = options.NewOnly ? options.Start : options.Start ?? run?.Start(report.Earliest);
        Finding[] sorted = findings.Where(finding => !(finding.LastSeen < from || finding.FirstSeen >= options.End))
            .OrderByDescending(static f => f.Severity).ThenByDescending(static f => f.Score).ThenBy(static f => f.Id, StringComparer.Ordinal)
            .ToArray();
        FindingSieve sieve = FindingSieve.Of(sorted, run, options, options.Now ?? report.LastRecord ?? DateTimeOffset.UnixEpoch);
        CoverageLedger ledger = CoverageLedger.Build(facts, report, run is null ? options : options with { Start = start }, unjudged, blind, judgesAccess, standing, sorted.Select(static finding => finding.TenantId));
        TenantNames names = new(facts);
        foreach (Finding finding in sorted)
        {
            finding.TenantName = names.Of(finding.TenantId);
        }

        IReadOnlyList<TenantVerdict> tenants = TenantVerdicts.Of(ledger, sieve.Counted, sorted.Where(finding => options.NewOnly && finding.IsKnown && finding.SuppressedBecause is null), names, options, judgesAccess);
        string heaviest = sieve.Counted.Count > 0 ? sieve.Counted[0].Title : string.Empty;
        (Verdict verdict, string text) = VerdictRule.Decide(sieve.Counted.Count, heaviest, ledger, options, sieve.Known, judgesAccess);
        (verdict, text) = TenantVerdicts.Join(verdict, text, tenants);
        return new HuntVerdict
        {
            Verdict = verdict,
            Text = text + sieve.Note(),
            Tenants = tenants,
            Coverage = ledger.Report,
            Shown = sieve.Shown,
            Counted = sieve.Counted,
            Suppressed = sieve.Suppressed,
            Known = sieve.Known,
        };
    }
}
