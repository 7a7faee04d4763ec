using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Baselines;
using StormDetect.Core.Coverage;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The hunt over counted facts: what is out of the ordinary, what could not be seen, and what that allows to be said.</summary>
internal static class MailAccessDetector
{
    /// <summary>With fewer mailboxes than this there is nobody to compare a mailbox with, and days without history cannot be judged.</summary>
    private const int FewestMailboxes = 5;

    /// <summary>Judges mail access alone.</summary>
    public static MailAccessHuntResult Detect(MailAccessFacts facts, ReadReport report, MailAccessHuntOptions options, CancellationToken ct, BaselineRun? run = null) =>
        Detect([new ActivityFacts(ActivityGroup.Access, facts, run)], facts, report, options, run, ct);

    /// <summary>Judges groups of activities.</summary>
    /// <param name="groups">The groups that are judged, with what was counted of each.</param>
    /// <param name="facts">How busy tenants and mailboxes were: what coverage is judged by.</param>
    /// <param name="report">What was read.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="run">What was learned before.</param>
    /// <param name="ct">Stops the judging.</param>
    /// <param name="live">What names applications; null where nobody is asked.</param>
    public static MailAccessHuntResult Detect(
        IReadOnlyList<ActivityFacts> groups, MailAccessFacts facts, ReadReport report, MailAccessHuntOptions options, BaselineRun? run, CancellationToken ct, LiveReader? live = null)
    {
        List<UnjudgedDays> unjudged = [];
        List<MailAccessAnomaly> findings = Find(groups, facts, options, unjudged, ct);
        live?.Name(findings, ct);
        bool judgesAccess = groups.Any(static group => group.Group == ActivityGroup.Access);
        HuntVerdict verdict = HuntVerdict.Of(facts, report, options, findings, unjudged, [], run, judgesAccess);
        return new MailAccessHuntResult
        {
            Verdict = verdict.Verdict,
            VerdictText = verdict.Text,
            Tenants = verdict.Tenants,
            Coverage = verdict.Coverage,
            Findings = verdict.Shown.Cast<MailAccessAnomaly>().ToArray(),
            Suppressed = verdict.Suppressed,
            Baseline = run?.Use(verdict.Known),
            Notes = [.. report.StrayRecords.Select(static strays => strays.Text), .. CleanDays.Notes(unjudged)],
            ReadReport = report,
        };
    }

    /// <summary>The stories that reach the severity asked for, whenever they happened.</summary>
    /// <param name="groups">The groups that are judged, with what was counted of each.</param>
    /// <param name="coverage">The facts that coverage is judged by.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="unjudged">Receives the days that could not be judged.</param>
    /// <param name="ct">Stops the judging.</param>
    public static List<MailAccessAnomaly> Find(
        IReadOnlyList<ActivityFacts> groups, MailAccessFacts coverage, MailAccessHuntOptions options, List<UnjudgedDays> unjudged, CancellationToken ct)
    {
        ActivityGroup[] judged = groups.Select(static group => group.Group).ToArray();
        ActivityShares shares = new(groups);
        List<StoryPart> parts = [];
        UsedNetworks? networks = groups.Count > 1 && groups[0].Group == ActivityGroup.Access ? new UsedNetworks(groups[0].Facts) : null;
        foreach (ActivityFacts group in groups)
        {
            List<UnjudgedDays> days = [];
            foreach (Story story in Judge(group, options, shares, networks, days, ct))
            {
                parts.Add(new StoryPart(group, story));
            }

            // Others say least: what cannot be judged of mail access is what a verdict cannot do without.
            if (group == groups[0])
            {
                unjudged.AddRange(days.Select(day => day with { Tenant = IndexOf(coverage, group.Facts.Tenants[day.Tenant]) }).Where(static day => day.Tenant >= 0));
            }
        }

        IReadOnlyList<StoryChain> chains = StoryChains.Join(parts, judged);
        foreach (ActivityFacts group in groups)
        {
            group.Run?.Told(chains);
        }

        return chains.Where(chain => chain.Severity >= options.MinimumSeverity).Select(chain => FindingWriter.Write(chain, options.Explain)).ToList();
    }

    private static List<Story> Judge(ActivityFacts group, MailAccessHuntOptions options, ActivityShares shares, UsedNetworks? networks, List<UnjudgedDays> unjudged, CancellationToken ct)
    {
        MailAccessFacts facts = group.Facts;
        bool isAccess = group.Group == ActivityGroup.Access;
        PathTraits traits = new(facts.Paths, byOwners: group.Group == ActivityGroup.Search);
        Owners owners = new(facts);
        HuntScope scope = new(facts, options);
        List<DayFacts>[] tenants = TenantDays.Split(facts, traits, ct);
        List<Story> stories = [];
        for (int tenant = 0; tenant < tenants.Length; tenant++)
        {
            TenantModel model = new(facts.Mailboxes.Count, facts.Paths.Count, facts.Networks.Count, facts.Programs.Count)
            {
                IsEveryday = isAccess,
                NetworkLog = isAccess ? networks : null,
                ReadFrom = isAccess ? null : networks?.View(facts, tenant),
            };
            group.Run?.Load(facts, tenant, model);
            model.NetworkLog?.Begin(tenant, model);
            string name = facts.Tenants[tenant];
            SeverityPolicy policy = new(options.Sensitivity, day => shares.Of(name, group.Group, day));
            TenantHunt hunt = new(facts, traits, owners, scope, policy, model);
            List<DayFacts> strays = group.Run is null ? tenants[tenant].FindAll(day => facts.Strays.Contains(name, day.Day)) : [];
            strays = strays.Count < tenants[tenant].Count ? strays : [];
            (List<DayFacts> clean, List<DayFacts> days) = CleanDays.Split(tenants[tenant].Except(strays).ToList(), options);
            hunt.LearnClean(clean, ct);
            List<DayStory> candidates = group.Run is null ? hunt.Run(days, ct) : group.Run.Judge(facts, tenant, hunt, model, days, ct);
            // Last, by what all the others taught: as the first day one would stand for a year of them.
            candidates.AddRange(strays.SelectMany(hunt.JudgeLate));

            if (hunt.WarmUp > 0)
            {
                unjudged.Add(new UnjudgedDays(tenant, days[0].Day, days[hunt.WarmUp - 1].Day + 1, hunt.WarmUp == days.Count)
                {
                    IsCompared = hunt.WarmUpMailboxes >= FewestMailboxes,
                    CleanDays = CleanDays.AreNamed(options) ? clean.Count : null,
                });
            }

            if (clean.Count > 0)
            {
                // Who named them vouches for them, so they may be blind and no more; where nothing else is asked about, nothing was judged.
                bool isAll = !days.Exists(day => CleanDays.IsAskedFor(day, options)) && (days.Count == 0 || hunt.WarmUp < days.Count);
                unjudged.Add(new UnjudgedDays(tenant, clean[0].Day, clean[^1].Day + 1, isAll, true) { IsCompared = !isAll });
            }

            stories.AddRange(StoryBook.Stories(candidates));
        }

        return stories;
    }

    private static int IndexOf(MailAccessFacts facts, string tenant)
    {
        for (int i = 0; i < facts.Tenants.Count; i++)
        {
            if (facts.Tenants[i] == tenant)
            {
                return i;
            }
        }

        return -1;
    }
}
