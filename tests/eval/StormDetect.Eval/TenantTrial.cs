using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>Tries the hunt on one tenant: clean, then with each intrusion alone, then on the days before, to see when it was found.</summary>
internal sealed class TenantTrial(EvalOptions options, int mailboxes, string drift, int seed)
{
    private const int WarmUpDays = 7;
    private static readonly HashSet<string> s_nothing = [];

    private readonly MailAccessHuntOptions _reported = new() { Sensitivity = options.Sensitivity };

    public TrialScore Run(CancellationToken cancellationToken)
    {
        TenantLog log = TenantLog.Play(
            new AuditScenarioOptions
            {
                Mailboxes = mailboxes,
                Days = options.Days,
                Seed = seed,
                Attacks = options.Attacks,
                Drifts = drift.Length == 0 ? [] : [drift],
            },
            cancellationToken);
        int warmUp = Math.Min(WarmUpDays, options.Days);
        HashSet<string> early = [.. log.Hunt(warmUp, null, _reported, cancellationToken).Select(static finding => finding.Id)];
        IReadOnlyList<MailAccessAnomaly> clean = log.Hunt(options.Days, null, _reported with { MinimumSeverity = Severity.Informational }, cancellationToken);
        List<IntrusionScore> intrusions = [];
        List<StoryScore> attacked = [];
        foreach (PlantedLog planted in log.Intrusions)
        {
            HashSet<string> ids = new(planted.Records.Select(static record => record.Id.ToString("D")), StringComparer.OrdinalIgnoreCase);
            IReadOnlyList<MailAccessAnomaly> findings = log.Hunt(options.Days, planted, _reported, cancellationToken);
            attacked.AddRange(findings.Select(finding => Scorer.Story(finding, ids, early)));
            intrusions.Add(Score(log, planted, ids, findings, cancellationToken));
        }

        return new TrialScore
        {
            Mailboxes = mailboxes,
            Seed = seed,
            Drift = drift,
            WeeksAfterWarmUp = (options.Days - warmUp) / 7.0,
            CleanStories = [.. clean.Select(finding => Scorer.Story(finding, s_nothing, early))],
            Intrusions = intrusions,
            AttackedStories = attacked,
        };
    }

    private IntrusionScore Score(TenantLog log, PlantedLog planted, HashSet<string> ids, IReadOnlyList<MailAccessAnomaly> findings, CancellationToken cancellationToken)
    {
        bool found = Scorer.IsFound(findings, ids);
        int first = planted.Records.Min(static record => record.Time) / 86_400;
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
        };

        bool IsFoundOn(int day) => Scorer.IsFound(day == options.Days - 1 ? findings : log.Hunt(day + 1, planted, _reported, cancellationToken), ids);
    }
}
