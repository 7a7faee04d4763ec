using System.Collections.Generic;
using System.Threading;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Judges one tenant day by day: first the warm-up across mailboxes, then each day by the days before it.</summary>
internal sealed class TenantHunt(MailAccessFacts facts, PathTraits traits, SessionIndex sessions, HuntScope scope, SeverityPolicy policy)
{
    public const int WarmUpDays = 7;

    /// <summary>
    /// Fewer mailbox-days than this teach nothing about rates of one in hundreds: a small or sparse tenant stays in warm-up until it has them.
    /// </summary>
    public const int WarmUpMailboxDays = 100;

    private readonly CompanionRule _companions = new(traits);

    /// <summary>Days that were judged across mailboxes, from the start.</summary>
    public int WarmUp { get; private set; }

    /// <summary>Mailboxes seen in the warm-up: a single one has nothing to be compared with.</summary>
    public int WarmUpMailboxes { get; private set; }

    public List<DayStory> Run(IReadOnlyList<DayFacts> days, CancellationToken ct)
    {
        List<DayStory> stories = [];
        if (days.Count == 0)
        {
            return stories;
        }

        (WarmUp, long mailboxDays) = MeasureWarmUp(days);
        List<DayFacts> pooled = [];
        for (int i = 0; i < WarmUp; i++)
        {
            pooled.Add(days[i]);
        }

        MailboxPool pool = new(facts, traits, sessions, pooled);
        WarmUpMailboxes = pool.Mailboxes.Count;
        TenantHistory history = new(facts, traits);
        AcrossMailboxesJudge across = new(facts, traits, pool, scope);
        HistoryJudge byHistory = new(facts, traits, history, scope);
        DayScanner scanner = new(facts, traits, sessions);
        double poolThreshold = policy.Threshold(7.0 * mailboxDays / WarmUp);
        for (int i = 0; i < days.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            bool warmUp = i < WarmUp;
            List<Access> novel = scanner.Scan(days[i], byHistory);
            List<DayStory> candidates;
            if (warmUp)
            {
                candidates = DayStoryFormer.Form(scanner.Scan(days[i], across));
                Judge(candidates, across, poolThreshold);
            }
            else
            {
                byHistory.NoteDay(novel);
                candidates = DayStoryFormer.Form(novel);
                Judge(candidates, byHistory, policy.Threshold(7.0 * history.MailboxDays / history.Days));
            }

            HashSet<int> heldBack = [];
            foreach (DayStory story in candidates)
            {
                if (story.Evidence.Count > 0)
                {
                    stories.Add(story);
                }

                if (story.Severity >= Severity.Medium)
                {
                    foreach (Access access in story.Accesses)
                    {
                        heldBack.UnionWith(access.Facts);
                    }
                }
            }

            history.Learn(days[i], novel, heldBack);
        }

        return stories;
    }

    private void Judge(List<DayStory> candidates, INoveltyJudge judge, double threshold)
    {
        foreach (DayStory story in candidates)
        {
            judge.Score(story);
        }

        _companions.Apply(candidates);
        foreach (DayStory story in candidates)
        {
            AddPriority(story);
            story.Threshold = threshold;
            story.Severity = SeverityPolicy.Judge(story);
        }
    }

    private void AddPriority(DayStory story)
    {
        if (story.Score < 4)
        {
            return;
        }

        foreach (Access access in story.Accesses)
        {
            if (scope.IsPriority(access.Mailbox))
            {
                story.Add(EvidenceKind.Priority, ReasonCodes.PriorityMailbox, ScoreCaps.Priority, null, null, 0);
                return;
            }
        }
    }

    private static (int Days, long MailboxDays) MeasureWarmUp(IReadOnlyList<DayFacts> days)
    {
        long mailboxDays = 0;
        for (int i = 0; i < days.Count; i++)
        {
            if (days[i].Day - days[0].Day >= WarmUpDays && mailboxDays >= WarmUpMailboxDays)
            {
                return (i, mailboxDays);
            }

            for (int j = days[i].From; j < days[i].To; j = days[i].EndOfMailbox(j))
            {
                mailboxDays++;
            }
        }

        return (days.Count, mailboxDays);
    }
}
