using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Baselines;
using StormDetect.Core.Coverage;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The hunt over counted facts: what is out of the ordinary, what could not be seen, and what that allows to be said.</summary>
internal static class MailAccessDetector
{
    /// <summary>With fewer mailboxes than this there is nobody to compare a mailbox with, and days without history cannot be judged.</summary>
    private const int FewestMailboxes = 5;

    public static MailAccessHuntResult Detect(MailAccessFacts facts, ReadReport report, MailAccessHuntOptions options, CancellationToken ct, BaselineRun? run = null)
    {
        PathTraits traits = new(facts.Paths);
        Owners owners = new(facts);
        HuntScope scope = new(facts, options);
        SeverityPolicy policy = new(options.Sensitivity);
        List<DayFacts>[] tenants = TenantDays.Split(facts, traits, ct);
        List<MailAccessAnomaly> findings = [];
        List<UnjudgedDays> unjudged = [];
        for (int tenant = 0; tenant < tenants.Length; tenant++)
        {
            TenantModel model = new(facts.Mailboxes.Count, facts.Paths.Count, facts.Networks.Count);
            run?.Load(facts, tenant, model);
            TenantHunt hunt = new(facts, traits, owners, scope, policy, model);
            (List<DayFacts> clean, List<DayFacts> days) = CleanDays.Split(tenants[tenant], options);
            hunt.LearnClean(clean, ct);
            List<DayStory> candidates = run is null ? hunt.Run(days, ct) : run.Judge(facts, tenant, hunt, model, days, ct);
            if (hunt.WarmUp > 0 && hunt.WarmUpMailboxes < FewestMailboxes)
            {
                unjudged.Add(new UnjudgedDays(tenant, days[0].Day, days[hunt.WarmUp - 1].Day + 1, hunt.WarmUp == days.Count));
            }

            if (days.Count == 0 && clean.Count > 0)
            {
                unjudged.Add(new UnjudgedDays(tenant, clean[0].Day, clean[^1].Day + 1, true, true));
            }

            foreach (Story story in StoryBook.Stories(candidates))
            {
                if (story.Severity >= options.MinimumSeverity)
                {
                    findings.Add(FindingWriter.Write(facts, story, options.Explain));
                }
            }
        }

        // With a baseline, stories long told are not told again; those nobody was told of yet are, however old.
        DateTimeOffset? start = options.Start ?? run?.Start(report);
        DateTimeOffset? from = options.NewOnly ? options.Start : start;
        findings.RemoveAll(finding => finding.LastSeen < from || finding.FirstSeen >= options.End);
        MailAccessAnomaly[] sorted = findings
            .OrderByDescending(static f => f.Severity).ThenByDescending(static f => f.Score).ThenBy(static f => f.Id, StringComparer.Ordinal)
            .ToArray();
        FindingSieve sieve = FindingSieve.Of(sorted, run, options, options.Now ?? report.LastRecord ?? DateTimeOffset.UnixEpoch);
        CoverageLedger ledger = CoverageLedger.Build(facts, report, run is null ? options : options with { Start = start }, unjudged);
        (Verdict verdict, string text) = VerdictRule.Decide(sieve.Counted.Count, sieve.Counted.Count > 0 ? sieve.Counted[0].Title : string.Empty, ledger, options);
        return new MailAccessHuntResult
        {
            Verdict = verdict,
            VerdictText = text + sieve.Note(),
            Coverage = ledger.Report,
            Findings = sieve.Shown,
            Suppressed = sieve.Suppressed,
            Baseline = run?.Use(sieve.Known),
            ReadReport = report,
        };
    }
}
