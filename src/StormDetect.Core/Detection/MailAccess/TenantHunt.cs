using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Judges one tenant day by day: first the warm-up across mailboxes, then each day by the days before it. What is carried from day to day is the <see cref="TenantModel"/> alone, so
/// that a run over thirty days and thirty runs over one day see the same.
/// </summary>
internal sealed class TenantHunt
{
    public const int WarmUpDays = 7;

    /// <summary>
    /// Fewer mailbox-days than this teach nothing about rates of one in hundreds: a small or sparse tenant stays in warm-up until it has them.
    /// </summary>
    public const int WarmUpMailboxDays = 100;

    /// <summary>From so many mailboxes on, what a program does is told by its reach.</summary>
    public const int WideReach = 8;

    private readonly MailAccessFacts _facts;
    private readonly PathTraits _traits;
    private readonly Owners _owners;
    private readonly HuntScope _scope;
    private readonly SeverityPolicy _policy;
    private readonly CompanionRule _companions;
    private readonly TenantHistory _history;
    private readonly HistoryJudge _byHistory;
    private readonly DayScanner _scanner;
    private readonly StoryBook _book;
    private IReadOnlyList<DayFacts> _clean = [];
    private bool _isWarm;

    public TenantHunt(MailAccessFacts facts, PathTraits traits, Owners owners, HuntScope scope, SeverityPolicy policy, TenantModel model)
    {
        _facts = facts;
        _traits = traits;
        _owners = owners;
        _scope = scope;
        _policy = policy;
        _companions = new CompanionRule(traits);
        _history = new TenantHistory(facts, traits, owners, model);
        _book = new StoryBook(facts, traits, model);
        _byHistory = new HistoryJudge(facts, traits, _history, new Arrivals(traits, _history), owners, scope, _book);
        _scanner = new DayScanner(facts, traits);
        _isWarm = model.Days > 0;
    }

    /// <summary>Days that were judged across mailboxes, from the start; 0 where the model came with history.</summary>
    public int WarmUp { get; private set; }

    /// <summary>Mailboxes seen in the warm-up: a single one has nothing to be compared with.</summary>
    public int WarmUpMailboxes { get; private set; }

    /// <summary>Judges and learns days, in order. Those of a warm-up belong into one call; all others may come one by one.</summary>
    public List<DayStory> Run(IReadOnlyList<DayFacts> days, CancellationToken ct)
    {
        List<DayStory> stories = [];
        int first = !_isWarm && days.Count > 0 ? RunWarmUp(days, stories, ct) : 0;
        for (int i = first; i < days.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            List<Access> novel = Scan(days[i]);
            (List<DayStory> candidates, ScoreCalibrator calibrator) = JudgeByHistory(days[i], novel);
            Calibrate(candidates, calibrator);
            Learn(days[i], novel, candidates, stories);
        }

        return stories;
    }

    /// <summary>Judges records that came after their day was closed, by what is known now, and learns nothing from them.</summary>
    public List<DayStory> JudgeLate(DayFacts day)
    {
        (List<DayStory> candidates, _) = JudgeByHistory(day, Scan(day));
        foreach (DayStory story in _book.InOrder(candidates))
        {
            _book.Enter(story);
        }

        return candidates.FindAll(static story => story.StoryId.Length > 0);
    }

    /// <summary>
    /// Learns days that somebody vouches for. Once there are enough of them, what is new on the later ones calibrates; nothing is reported or held back. Where they are too few to judge
    /// by, the days judged after them begin with a warm-up in which these stand among the others.
    /// </summary>
    public void LearnClean(IReadOnlyList<DayFacts> days, CancellationToken ct)
    {
        (int warmUp, long mailboxDays) = MeasureWarmUp(days);
        for (int i = 0; i < days.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            List<Access> novel = Scan(days[i]);
            if (i >= warmUp)
            {
                (List<DayStory> candidates, ScoreCalibrator calibrator) = JudgeByHistory(days[i], novel);
                Calibrate(candidates, calibrator);
            }

            _history.Learn(days[i], novel, []);
        }

        _isWarm |= days.Count > 0 && days[^1].Day - days[0].Day + 1 >= WarmUpDays && mailboxDays >= WarmUpMailboxDays;
        _clean = days;
    }

    /// <summary>The first days of a log as one pool: how many of these days it takes, and the mailbox-days in them.</summary>
    public static (int Days, long MailboxDays) MeasureWarmUp(IReadOnlyList<DayFacts> days)
    {
        long mailboxDays = 0;
        int first = 0;
        for (int i = 0; i < days.Count; i++)
        {
            if (days[i].Day - days[first].Day >= WarmUpDays && mailboxDays >= WarmUpMailboxDays)
            {
                return (i, mailboxDays);
            }

            // A stray record from long before the log is no beginning of it.
            if (i > 0 && days[i].Day - days[i - 1].Day > WarmUpDays)
            {
                first = i;
                mailboxDays = 0;
            }

            for (int j = days[i].From; j < days[i].To; j = days[i].EndOfMailbox(j))
            {
                mailboxDays++;
            }
        }

        return (days.Count, mailboxDays);
    }

    private (List<DayStory> Candidates, ScoreCalibrator Calibrator) JudgeByHistory(DayFacts day, List<Access> novel)
    {
        _byHistory.NoteDay(novel, _scanner.PathDays);
        List<DayStory> candidates = DayStoryFormer.Form(novel);
        double perWeek = SeverityPolicy.MailboxDays(7.0 * _history.Model.MailboxDays / _history.Days);
        ScoreCalibrator calibrator = new(_history.Model.Scores, day.Day, _history.Days, perWeek, _policy.Budget(day.Day), _history.Model.IsEveryday);
        Judge(candidates, _byHistory, _policy.Threshold(perWeek, day.Day), calibrator);
        return (candidates, calibrator);
    }

    private List<Access> Scan(DayFacts day)
    {
        // What comes late is judged by what is known now.
        _history.Today = Math.Max(day.Day, _history.Model.LastDay + 1);
        return _scanner.Scan(day, _byHistory);
    }

    private int RunWarmUp(IReadOnlyList<DayFacts> days, List<DayStory> stories, CancellationToken ct)
    {
        (WarmUp, long mailboxDays) = MeasureWarmUp(days);
        MailboxPool pool = new(_facts, _traits, _clean.Concat(days.Take(WarmUp)).ToArray());
        WarmUpMailboxes = pool.Mailboxes.Count;
        AcrossMailboxesJudge across = new(_facts, _traits, pool, _owners, _scope);
        double threshold = _policy.Threshold(7.0 * mailboxDays / WarmUp, days[WarmUp - 1].Day);
        for (int i = 0; i < WarmUp; i++)
        {
            ct.ThrowIfCancellationRequested();
            List<Access> novel = Scan(days[i]);
            List<DayStory> candidates = DayStoryFormer.Form(_scanner.Scan(days[i], across));
            Judge(candidates, across, threshold, null);
            Learn(days[i], novel, candidates, stories);
        }

        _isWarm = true;
        return WarmUp;
    }

    private void Learn(DayFacts day, List<Access> novel, List<DayStory> candidates, List<DayStory> stories)
    {
        HashSet<int> heldBack = [];
        foreach (DayStory story in _book.InOrder(candidates))
        {
            _book.Enter(story);
            if (story.StoryId.Length > 0)
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

        _book.Close(day.Day);
        _history.Learn(day, novel, heldBack);
    }

    private void Judge(List<DayStory> candidates, INoveltyJudge judge, double threshold, ScoreCalibrator? calibrator)
    {
        foreach (DayStory story in candidates)
        {
            judge.Score(story);
            story.Class = Class(story);
        }

        _companions.Apply(candidates);
        foreach (DayStory story in candidates)
        {
            AddPriority(story);
            (double carried, int days) = calibrator is null ? default : _book.Carried(story);
            story.Add(EvidenceKind.Persistence, ReasonCodes.StoryGoesOn, Math.Min(carried / 2, ScoreCaps.Persistence), days, null, 0);
            story.Threshold = threshold;
            story.Effective = SeverityPolicy.Effective(story);
            story.Calibration = calibrator?.Judge(story.Class, story.Score, story.Effective);
            story.Severity = SeverityPolicy.Judge(story);
        }
    }

    /// <summary>Counts the scores of a day for the days after it. A story that was reported goes on; it is no further false story, should it be one.</summary>
    private void Calibrate(List<DayStory> candidates, ScoreCalibrator calibrator)
    {
        foreach (DayStory story in candidates)
        {
            if (!_book.ContinuesAlarm(story))
            {
                _history.Model.Scores.Add(calibrator.Stratum(story.Class), story.Score);
            }
        }

        _history.Model.Scores.Days++;
    }

    /// <summary>
    /// What a candidate is ranked among, known before it is scored. A program that reaches many mailboxes is a roll-out or a migration until it is known to be something else, and has
    /// scores of its own: they say nothing of one that visits a few.
    /// </summary>
    private int Class(DayStory story)
    {
        int kind = _traits.Class[story.Path];
        return kind == 0 && IsWide(story) ? ScoreHistory.WideService : kind;
    }

    private bool IsWide(DayStory story)
    {
        if (story.Accesses.Count >= WideReach || _scanner.PathDays[story.Path].New >= WideReach)
        {
            return true;
        }

        foreach (Access access in story.Accesses)
        {
            if (access.StrangeNetwork && _history.Reach(story.Path, access.Network) + story.Accesses.Count >= WideReach)
            {
                return true;
            }
        }

        return false;
    }

    private void AddPriority(DayStory story)
    {
        if (story.Score < 4)
        {
            return;
        }

        foreach (Access access in story.Accesses)
        {
            if (_scope.IsPriority(access.Mailbox))
            {
                story.Add(EvidenceKind.Priority, ReasonCodes.PriorityMailbox, ScoreCaps.Priority, null, null, 0);
                return;
            }
        }
    }
}
