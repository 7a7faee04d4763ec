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
        List<UnjudgedDays> unjudged = [];
        List<MailAccessAnomaly> findings = Find(facts, options, unjudged, run, ct);
        HuntVerdict verdict = HuntVerdict.Of(facts, report, options, findings, unjudged, [], run);
        return new MailAccessHuntResult
        {
            Verdict = verdict.Verdict,
            VerdictText = verdict.Text,
            Coverage = verdict.Coverage,
            Findings = verdict.Shown.Cast<MailAccessAnomaly>().ToArray(),
            Suppressed = verdict.Suppressed,
            Baseline = run?.Use(verdict.Known),
            ReadReport = report,
        };
    }

    /// <summary>The stories that reach the severity asked for, whenever they happened.</summary>
    /// <param name="facts">What was counted.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="unjudged">Receives the days that could not be judged.</param>
    /// <param name="run">What was learned before.</param>
    /// <param name="ct">Stops the judging.</param>
    public static List<MailAccessAnomaly> Find(MailAccessFacts facts, MailAccessHuntOptions options, List<UnjudgedDays> unjudged, BaselineRun? run, CancellationToken ct)
    {
        PathTraits traits = new(facts.Paths);
        Owners owners = new(facts);
        HuntScope scope = new(facts, options);
        SeverityPolicy policy = new(options.Sensitivity);
        List<DayFacts>[] tenants = TenantDays.Split(facts, traits, ct);
        List<MailAccessAnomaly> findings = [];
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

        return findings;
    }
}
