using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>Everything that could not be seen, and what that leaves of the active mailbox-days. A quiet mailbox-day is neither active nor blind.</summary>
internal sealed class CoverageLedger
{
    public required CoverageReport Report { get; init; }

    /// <summary>Priority mailboxes that were blind at some time they were active, or of which the log says nothing because it is missing.</summary>
    public required IReadOnlyList<string> BlindPriorityMailboxes { get; init; }

    /// <summary>Whether there is no day that could be judged by what came before it.</summary>
    public required bool IsWholeWindowUnjudged { get; init; }

    /// <summary>Whether that is so because the log has no mail access at all.</summary>
    public required bool IsAccessMissing { get; init; }

    /// <summary>Whether, where no day could be judged by what came before it, mailboxes could at least be compared with each other.</summary>
    public required bool IsCompared { get; init; }

    /// <summary>First and last record of the log, where the window has none of it; else null.</summary>
    public required (DateTimeOffset First, DateTimeOffset Last)? OutsideLog { get; init; }

    /// <summary>Inbox rules as they stand.</summary>
    public required StandingMailboxes Standing { get; init; }

    /// <summary>What was named and could not be read at all.</summary>
    public required IReadOnlyList<string> UnreadInputs { get; init; }

    /// <summary>Stretches in which a usually active tenant fell silent or was not audited, or that the window asks for and the log has not.</summary>
    public required IReadOnlyList<BlindInterval> MissingWindows { get; init; }

    public static CoverageLedger Build(
        MailAccessFacts facts,
        ReadReport report,
        MailAccessHuntOptions options,
        IReadOnlyList<UnjudgedDays> unjudged,
        IReadOnlyList<BlindInterval> others,
        bool judgesAccess = true,
        StandingMailboxes? standing = null)
    {
        standing ??= StandingMailboxes.None;
        (DateTimeOffset start, DateTimeOffset end) = Window(facts, report, options);
        List<BlindInterval> intervals = [.. ThrottledMailboxes.Find(facts), .. SilentHours.Find(facts), .. WindowEdges.Find(facts, options), .. others, .. Configured(facts, options, start, end)];
        intervals.AddRange(ArchiveHoles.Find(facts, report));
        intervals.AddRange(SearchHoles.Find(facts, report));
        intervals.AddRange(LostRows.Find(facts.Tenants, report, start, end, options.MaximumBlindPercent));
        intervals.AddRange(unjudged.Select(days => Unjudged(facts, days)));
        intervals.AddRange(judgesAccess ? AccessMissing.Find(facts) : []);
        intervals.RemoveAll(interval => interval.To <= start || interval.From >= end);
        // Rules as they stand are no matter of the window, which is empty where there is no log at all.
        intervals = intervals.Concat(standing.Missing)
            .OrderBy(static i => i.Scope).ThenBy(static i => i.From)
            .ThenBy(static i => i.TenantId, StringComparer.Ordinal).ThenBy(static i => i.Subject, StringComparer.Ordinal).ThenBy(static i => i.Cause)
            .ToList();
        Tally tally = Count(facts, intervals, options, start, end);
        bool isAccessMissing = judgesAccess && facts.Count == 0;
        return new CoverageLedger
        {
            Report = new CoverageReport
            {
                Start = start,
                End = end,
                ActiveMailboxes = tally.Mailboxes,
                FullyJudgedMailboxes = tally.Fully,
                PartlyJudgedMailboxes = tally.Partly,
                ActiveMailboxDays = tally.Days,
                BlindMailboxDays = tally.BlindDays,
                BlindIntervals = intervals,
                Sentence = (isAccessMissing ? AccessMissing.Judged(tally.Mailboxes, standing) : CoverageText.Judged(tally.Mailboxes, tally.Fully, tally.Partly, standing)) + CoverageText.Bypassed(intervals),
            },
            OutsideLog = report.FirstRecord is { } first && report.LastRecord is { } last && (options.Start > last || options.End <= first) ? (first, last) : null,
            Standing = standing,
            UnreadInputs = report.UnreadInputs,
            BlindPriorityMailboxes = tally.Priority,
            IsWholeWindowUnjudged = isAccessMissing || (judgesAccess && unjudged.Count > 0 && unjudged.Count(static u => u.IsWholeLog) == AccessMissing.Tenants(facts).Count),
            IsAccessMissing = isAccessMissing,
            IsCompared = unjudged.Count > 0 && unjudged.All(static u => u.IsCompared),
            MissingWindows = intervals.Where(static i => IsMissing(i) && i.Certainty >= Certainty.Likely).ToArray(),
        };
    }

    // A log that was switched off has no active mailbox-days to be blind; counted by them it would seem complete.
    private static bool IsMissing(BlindInterval interval) =>
        interval.Cause == BlindCause.WindowMissing || (interval.Cause == BlindCause.AuditOff && interval.Scope == BlindScope.Tenant);

    private static (DateTimeOffset Start, DateTimeOffset End) Window(MailAccessFacts facts, ReadReport report, MailAccessHuntOptions options)
    {
        DateTimeOffset? first = report.FirstRecord;
        DateTimeOffset? last = report.LastRecord?.AddSeconds(1);
        if (facts.TenantHours.Count > 0)
        {
            first ??= FactTime.ToTime(facts.TenantHours.Min(static h => h.Hour) * 3600);
            last ??= FactTime.ToTime((facts.TenantHours.Max(static h => h.Hour) + 1) * 3600);
        }

        if (SearchHoles.Window(facts, report) is { } asked)
        {
            first = asked.Start < (first ?? asked.End) ? asked.Start : first;
            last = asked.End > (last ?? asked.Start) ? asked.End : last;
        }

        DateTimeOffset start = options.Start ?? first ?? options.End ?? DateTimeOffset.UnixEpoch;
        DateTimeOffset end = options.End ?? last ?? start;
        return (start, end < start ? start : end);
    }

    /// <summary>What the configuration makes blind, of the tenants that the log is of. A log that names no tenant is taken for the configuration's where that is one.</summary>
    private static IEnumerable<BlindInterval> Configured(MailAccessFacts facts, MailAccessHuntOptions options, DateTimeOffset start, DateTimeOffset end)
    {
        if (options.Coverage.Count == 0)
        {
            return [];
        }

        HashSet<string> tenants = new(facts.Tenants, StringComparer.OrdinalIgnoreCase);
        IReadOnlyList<BlindInterval> configured = AuditCoverageMatrix.ToBlindIntervals(options.Coverage, start, end);
        bool isNamed = !tenants.Contains(string.Empty) || configured.Select(static interval => interval.TenantId).Distinct().Count() != 1;
        return configured.Select(interval => isNamed || tenants.Contains(interval.TenantId) ? interval : interval with { TenantId = string.Empty }).Where(interval => tenants.Contains(interval.TenantId));
    }

    private static BlindInterval Unjudged(MailAccessFacts facts, UnjudgedDays days)
    {
        DateTimeOffset from = FactTime.ToTime(FactTime.StartOfDay(days.FromDay));
        DateTimeOffset to = FactTime.ToTime(FactTime.StartOfDay(days.ToDay));
        return new BlindInterval(
            facts.Tenants[days.Tenant], BlindScope.Tenant, string.Empty, from, to, BlindCause.WarmUpNotJudged, days.IsCompared ? Certainty.Possible : Certainty.Certain,
            CoverageText.Interval("The whole tenant", from, to, days switch
            {
                { IsBaseline: true, IsWholeLog: true } => "named as clean baseline, and no other day to judge",
                { IsBaseline: true } => "named as clean baseline: learned from, and not judged",
                { IsCompared: true } => "no history yet, judged across mailboxes only: an intruder who was there from the beginning may not stand out. Name clean days, earlier or later, to judge by them",
                _ => "too short a history, and no other mailbox to compare with",
            }));
    }

    private static Tally Count(
        MailAccessFacts facts, List<BlindInterval> intervals, MailAccessHuntOptions options, DateTimeOffset start, DateTimeOffset end)
    {
        List<BlindInterval> blind = intervals.Where(static i => i.Certainty >= Certainty.Likely).ToList();
        ILookup<string, BlindInterval> byTenant = blind.Where(static i => i.Scope == BlindScope.Tenant).ToLookup(static i => i.TenantId);
        ILookup<(string, string), BlindInterval> byMailbox =
            blind.Where(static i => i.Scope == BlindScope.Mailbox).ToLookup(static i => (i.TenantId, i.SubjectKey));
        HashSet<string> priority = new(options.PriorityMailboxes.Select(static p => p.Trim()), StringComparer.OrdinalIgnoreCase);
        List<string> blindPriority = [];
        Tally tally = default;
        IReadOnlyList<MailboxDay> days = facts.MailboxDays;
        int i = 0;
        while (i < days.Count)
        {
            MailboxIdentity mailbox = facts.Mailboxes[days[i].Mailbox];
            string tenant = facts.Tenants[mailbox.Tenant];
            BlindInterval[] own = [.. byTenant[tenant], .. byMailbox[(tenant, mailbox.Display)]];
            int active = 0;
            int blindDays = 0;
            int unseenDays = 0;
            for (int index = days[i].Mailbox; i < days.Count && days[i].Mailbox == index; i++)
            {
                DateTimeOffset day = FactTime.ToTime(FactTime.StartOfDay(days[i].Day));
                DateTimeOffset next = day.AddDays(1);
                if (next <= start || day >= end)
                {
                    continue;
                }

                active++;
                blindDays += IsBlind(own, day, next, static _ => true) ? 1 : 0;

                // Where rows were lost, those that came were judged.
                unseenDays += IsBlind(own, day, next, static cause => cause != BlindCause.LostRows) ? 1 : 0;
            }

            tally.Mailboxes += active > 0 ? 1 : 0;
            tally.Fully += active > 0 && blindDays == 0 ? 1 : 0;
            tally.Partly += blindDays > 0 && unseenDays < active ? 1 : 0;
            tally.Days += active;
            tally.BlindDays += blindDays;
            bool isPriority = priority.Contains(mailbox.Address) || (mailbox.Guid is Guid guid && priority.Contains(guid.ToString("D")));
            if (isPriority && own.Length > 0)
            {
                blindPriority.Add(mailbox.Display);
            }
        }

        tally.Priority = blindPriority;
        return tally;
    }

    private static bool IsBlind(BlindInterval[] intervals, DateTimeOffset day, DateTimeOffset next, Func<BlindCause, bool> isCause)
    {
        foreach (BlindInterval interval in intervals)
        {
            if (interval.From < next && interval.To > day && isCause(interval.Cause))
            {
                return true;
            }
        }

        return false;
    }

    private struct Tally
    {
        public int Mailboxes, Fully, Partly;
        public long Days, BlindDays;
        public List<string> Priority;
    }
}
