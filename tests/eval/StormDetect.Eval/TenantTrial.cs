using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>Tries the hunt on one tenant: clean with each budget, then with each intrusion alone, then on shorter logs, to see when it was found.</summary>
internal sealed class TenantTrial(EvalOptions options, int mailboxes, string drift, int seed)
{
    private const int SecondsPerDay = 86_400;
    private const int WarmUpDays = 7;
    private static readonly HashSet<string> s_nothing = [];
    private static readonly Sensitivity[] s_sensitivities = [Sensitivity.Low, Sensitivity.Normal, Sensitivity.High];

    private readonly MailAccessHuntOptions _reported = new() { Sensitivity = options.Sensitivity };
    private readonly int _warmUp = Math.Min(WarmUpDays, options.Days);

    public TrialScore Run(CancellationToken cancellationToken)
    {
        TenantLog log = TenantLog.Play(
            new AuditScenarioOptions
            {
                Mailboxes = mailboxes,
                Days = options.Days,
                Seed = seed,
                Attacks = options.Attacks,
                AttacksFrom = options.AttacksFrom,
                Drifts = drift.Length == 0 ? [] : [drift],
                Perturbed = options.Perturbed,

                // It changes no mail access, and this hunt sees nothing else.
                Background = false,
            },
            cancellationToken);
        HashSet<string> early = Early(log, options.Sensitivity, cancellationToken);
        Candidates candidates = Candidates.Of(log, options.Days, _reported, cancellationToken);
        StoryScore[] clean = [.. log.Hunt(options.Days, null, _reported, cancellationToken).Select(finding => Scorer.Story(finding, s_nothing, early, log.Tenant))];
        List<IntrusionScore> intrusions = [];
        List<StoryScore> attacked = [];
        foreach (PlantedLog planted in log.Intrusions)
        {
            HashSet<string> ids = new(planted.Records.Select(static record => record.Id.ToString("D")), StringComparer.OrdinalIgnoreCase);
            IReadOnlyList<MailAccessAnomaly> findings = log.Hunt(options.Days, planted, _reported, cancellationToken);
            attacked.AddRange(findings.Select(finding => Scorer.Story(finding, ids, early, log.Tenant)));
            intrusions.Add(Score(log, planted, ids, findings, cancellationToken));
        }

        return new TrialScore
        {
            Mailboxes = mailboxes,
            Seed = seed,
            Drift = drift,
            WeeksAfterWarmUp = (options.Days - _warmUp) / 7.0,
            Budgets = [.. s_sensitivities.Select(sensitivity => sensitivity == options.Sensitivity ? Budget(sensitivity, clean) : Budget(log, sensitivity, cancellationToken))],
            CleanStories = clean,
            Candidates = candidates.Count,
            PValues = candidates.PValues,
            Margins = [.. candidates.Margins.Where(static margin => margin > -6)],
            Intrusions = intrusions,
            AttackedStories = attacked,
        };
    }

    private HashSet<string> Early(TenantLog log, Sensitivity sensitivity, CancellationToken cancellationToken) =>
        [.. log.Hunt(_warmUp, null, _reported with { Sensitivity = sensitivity }, cancellationToken).Select(static finding => finding.Id)];

    private BudgetScore Budget(TenantLog log, Sensitivity sensitivity, CancellationToken cancellationToken)
    {
        HashSet<string> early = Early(log, sensitivity, cancellationToken);
        IReadOnlyList<MailAccessAnomaly> findings = log.Hunt(options.Days, null, _reported with { Sensitivity = sensitivity }, cancellationToken);
        return Budget(sensitivity, [.. findings.Select(finding => Scorer.Story(finding, s_nothing, early, log.Tenant))]);
    }

    private static BudgetScore Budget(Sensitivity sensitivity, StoryScore[] stories) => new()
    {
        Sensitivity = sensitivity,
        Medium = stories.Count(static story => !story.InWarmUp),
        High = stories.Count(static story => !story.InWarmUp && story.Severity >= Severity.High),
        MediumInWarmUp = stories.Count(static story => story.InWarmUp),
        HighInWarmUp = stories.Count(static story => story.InWarmUp && story.Severity >= Severity.High),
    };

    private IntrusionScore Score(TenantLog log, PlantedLog planted, HashSet<string> ids, IReadOnlyList<MailAccessAnomaly> findings, CancellationToken cancellationToken)
    {
        bool found = Scorer.IsFound(findings, ids);
        int first = planted.Records.Min(static record => record.Time) / SecondsPerDay;
        int deadline = Math.Min(options.Days - 1, Scorer.Deadline(planted.Attack, planted.Records));
        int? detected = null;
        if (found || IsFoundOn(deadline))
        {
            // As somebody sees it who hunts every evening.
            detected = Enumerable.Range(first, options.Days - first).Cast<int?>().FirstOrDefault(day => IsFoundOn(day!.Value));
        }

        MailAccessAnomaly[] about = [.. findings.Where(finding => finding.RecordIds.Any(ids.Contains))];
        return new IntrusionScore
        {
            Attack = planted.Attack,
            Found = found,
            FoundInTime = detected <= deadline,
            DaysToDetect = detected - first,
            Severity = about.Length == 0 ? null : about.Max(static finding => finding.Severity),
            Records = planted.Records.Count,
            CoveredRecords = Scorer.Covered(findings, planted.Records),
            Days = options.Dissect ? Dissection.Of(log, planted, ids, options.Days, _reported, cancellationToken) : [],
        };

        bool IsFoundOn(int day) => Scorer.IsFound(day == options.Days - 1 ? findings : log.Hunt(day + 1, planted, _reported, cancellationToken), ids);
    }
}
