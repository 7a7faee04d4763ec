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

    /// <summary>The same of every tenant by itself, in the order of their ids; empty in a tenant's own ledger.</summary>
    public IReadOnlyList<(string TenantId, CoverageLedger Ledger)> Tenants { get; private init; } = [];

    public static CoverageLedger Build(
        MailAccessFacts facts,
        ReadReport report,
        MailAccessHuntOptions options,
        IReadOnlyList<UnjudgedDays> unjudged,
        IReadOnlyList<BlindInterval> others,
        bool judgesAccess = true,
        StandingMailboxes? standing = null,
        IEnumerable<string>? found = null)
    {
        standing ??= StandingMailboxes.None;
        (DateTimeOffset start, DateTimeOffset end) = Window(facts, report, options);
        List<BlindInterval> intervals = [.. ThrottledMailboxes.Find(facts), .. SilentHours.Find(facts), .. WindowEdges.Find(facts, options), .. others, .. Configured(facts, options, start, end)];
        intervals.AddRange(ArchiveHoles.Find(facts, report));
        intervals.AddRange(SearchHoles.Find(facts, report));
        intervals.AddRange(LostRows.Find(facts.Tenants, report, start, end, options.MaximumBlindPercent));
        intervals.AddRange(unjudged.Select(days => Unjudged(facts, days)));
        HashSet<int> withAccess = AccessMissing.Tenants(facts);
        intervals.AddRange(judgesAccess ? AccessMissing.Find(facts, withAccess) : []);
        intervals.RemoveAll(interval => interval.To <= start || interval.From >= end);
        // Rules as they stand are no matter of the window, which is empty where there is no log at all.
        intervals = intervals.Concat(standing.Missing)
            .OrderBy(static i => i.Scope).ThenBy(static i => i.From)
            .ThenBy(static i => i.TenantId, StringComparer.Ordinal).ThenBy(static i => i.Subject, StringComparer.Ordinal).ThenBy(static i => i.Cause)
            .ToList();
        CoverageTally[] tallies = CoverageTally.Count(facts, intervals, options, start, end);
        ILookup<int, int> hoursOf = facts.TenantHours.ToLookup(static hour => hour.Tenant, static hour => hour.Hour);
        ILookup<string, BlindInterval> intervalsOf = intervals.ToLookup(static interval => interval.TenantId, StringComparer.Ordinal);
        List<(string, CoverageLedger)> tenants = [];
        foreach ((string id, int tenant) in TenantsOf(facts, intervals.Select(static interval => interval.TenantId).Where(static id => id.Length > 0).Concat(found ?? [])))
        {
            bool hasHours = hoursOf.Contains(tenant);
            DateTimeOffset? from = hasHours ? FactTime.ToTime(hoursOf[tenant].Min() * 3600) : null;
            DateTimeOffset? to = hasHours ? FactTime.ToTime((hoursOf[tenant].Max() + 1) * 3600) : null;
            tenants.Add((id, new Scope
            {
                Intervals = [.. intervalsOf[id]],
                Unjudged = [.. unjudged.Where(days => days.Tenant == tenant)],
                Start = options.Start ?? (from > start ? from.Value : start),
                End = options.End ?? (to < end ? to.Value : end),
                Log = from is { } first && to is { } last ? (first, last.AddTicks(-1)) : null,
                Standing = standing with { Rules = 0, Read = 0, Missing = [.. standing.Missing.Where(interval => interval.TenantId == id)] },
                IsAccessMissing = judgesAccess && !withAccess.Contains(tenant),
                Judged = judgesAccess && withAccess.Contains(tenant) ? 1 : 0,
            }.Close(tenant < 0 ? new CoverageTally() : tallies[tenant], report, options)));
        }

        return new Scope
        {
            Intervals = intervals,
            Unjudged = unjudged,
            Start = start,
            End = end,
            Log = report.FirstRecord is { } earliest && report.LastRecord is { } latest ? (earliest, latest) : null,
            Standing = standing,
            IsAccessMissing = judgesAccess && facts.Count == 0,
            Judged = judgesAccess ? withAccess.Count : 0,
            Tenants = tenants,
        }.Close(CoverageTally.Sum(tallies), report, options);
    }

    /// <summary>The tenants anything is known of. Records that leave the tenant's id out are one only where they are of a mailbox.</summary>
    private static IEnumerable<(string Id, int Tenant)> TenantsOf(MailAccessFacts facts, IEnumerable<string> others)
    {
        HashSet<int> known = [.. facts.MailboxDays.Select(day => facts.Mailboxes[day.Mailbox].Tenant), .. facts.TenantHours.Select(static hour => hour.Tenant).Where(tenant => facts.Tenants[tenant].Length > 0)];
        Dictionary<string, int> tenants = known.ToDictionary(tenant => facts.Tenants[tenant], StringComparer.OrdinalIgnoreCase);
        foreach (string id in others)
        {
            _ = tenants.TryAdd(id, -1);
        }

        return tenants.OrderBy(static tenant => tenant.Key, StringComparer.Ordinal).Select(static tenant => (tenant.Key, tenant.Value));
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

    /// <summary>What is known of the log as a whole, or of one tenant's part of it.</summary>
    private sealed class Scope
    {
        public required IReadOnlyList<BlindInterval> Intervals { get; init; }

        public required IReadOnlyList<UnjudgedDays> Unjudged { get; init; }

        public required DateTimeOffset Start { get; init; }

        public required DateTimeOffset End { get; init; }

        public required (DateTimeOffset First, DateTimeOffset Last)? Log { get; init; }

        public required StandingMailboxes Standing { get; init; }

        public required bool IsAccessMissing { get; init; }

        /// <summary>How many tenants have mail access that is judged.</summary>
        public required int Judged { get; init; }

        public IReadOnlyList<(string TenantId, CoverageLedger Ledger)> Tenants { get; init; } = [];

        public CoverageLedger Close(CoverageTally tally, ReadReport report, MailAccessHuntOptions options) => new()
        {
            Report = new CoverageReport
            {
                Start = Start,
                End = End < Start ? Start : End,
                ActiveMailboxes = tally.Mailboxes,
                FullyJudgedMailboxes = tally.Fully,
                PartlyJudgedMailboxes = tally.Partly,
                ActiveMailboxDays = tally.Days,
                BlindMailboxDays = tally.BlindDays,
                BlindIntervals = Intervals,
                Sentence = (IsAccessMissing ? AccessMissing.Judged(tally.Mailboxes, Standing) : CoverageText.Judged(tally.Mailboxes, tally.Fully, tally.Partly, Standing)) + CoverageText.Bypassed(Intervals),
            },
            OutsideLog = Log is { } log && (options.Start > log.Last || options.End <= log.First) ? log : null,
            Standing = Standing,
            UnreadInputs = report.UnreadInputs,
            BlindPriorityMailboxes = tally.Priority,
            IsWholeWindowUnjudged = IsAccessMissing || (Judged > 0 && Unjudged.Count > 0 && Unjudged.Count(static u => u.IsWholeLog) == Judged),
            IsAccessMissing = IsAccessMissing,
            IsCompared = Unjudged.Count > 0 && Unjudged.All(static u => u.IsCompared),
            MissingWindows = Intervals.Where(static i => IsMissing(i) && i.Certainty >= Certainty.Likely).ToArray(),
            Tenants = Tenants,
        };
    }
}
