using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Archives;

/// <summary>What time an archive covers, and what it lacks between.</summary>
internal static class ArchiveCoverage
{
    /// <summary>How far collection without a hole reaches once these windows came.</summary>
    public static DateTimeOffset? Extend(DateTimeOffset? until, IEnumerable<ArchiveWindow> covered)
    {
        foreach (ArchiveWindow window in covered.OrderBy(static window => window.From))
        {
            if (until is null || (window.From <= until && window.To > until))
            {
                until = window.To;
            }
        }

        return until;
    }

    /// <summary>Where the first collection began: if its first slice did not come, the next one has to begin there and not behind the hole.</summary>
    public static DateTimeOffset? Begin(ArchiveProvenance provenance) =>
        provenance.Source == "Search" && provenance.Asked.Count > 0 ? provenance.Asked.Min(static window => window.From) : null;

    /// <summary>Joins windows that touch or overlap.</summary>
    public static List<ArchiveWindow> Union(IEnumerable<ArchiveWindow> windows)
    {
        List<ArchiveWindow> union = [];
        foreach (ArchiveWindow window in windows.Where(static w => w.To > w.From).OrderBy(static w => w.From))
        {
            if (union.Count > 0 && window.From <= union[^1].To)
            {
                union[^1] = union[^1] with { To = window.To > union[^1].To ? window.To : union[^1].To };
            }
            else
            {
                union.Add(window);
            }
        }

        return union;
    }

    /// <summary>What of some windows lies outside of others.</summary>
    public static List<ArchiveWindow> Without(IEnumerable<ArchiveWindow> windows, IEnumerable<ArchiveWindow> others)
    {
        List<ArchiveWindow> rest = Union(windows);
        foreach (ArchiveWindow other in Union(others))
        {
            rest = [.. rest.SelectMany(window => Outside(window, other))];
        }

        return rest;
    }

    /// <summary>What of some windows lies within others.</summary>
    public static List<ArchiveWindow> Within(IEnumerable<ArchiveWindow> windows, IEnumerable<ArchiveWindow> others)
    {
        List<ArchiveWindow> all = Union(windows);
        return Without(all, Without(all, others));
    }

    /// <summary>What entries cover: the windows they say, and of entries that say none the days that have records.</summary>
    public static List<ArchiveWindow> Covered(IEnumerable<ArchiveEntry> entries) => Union(entries.SelectMany(static entry => Stated(entry) ?? Seen(entry)));

    /// <summary>The holes between what entries cover, and what was asked for and did not come; of what was accepted as lost, that it was, until an entry says that it covers it after all.</summary>
    public static List<ArchiveGap> Gaps(IReadOnlyList<ArchiveEntry> entries)
    {
        static IEnumerable<ArchiveGap> Parts(ArchiveGap gap, List<ArchiveWindow> windows) => windows.Select(window => gap with { From = window.From, To = window.To });
        List<ArchiveGap> accepted = [.. entries.SelectMany(static entry => entry.Accepted)];
        List<ArchiveWindow> stated = [.. entries.SelectMany(static entry => Stated(entry) ?? [])];
        return
        [
            .. Holes(entries).SelectMany(hole => Parts(hole, Without([Window(hole)], accepted.Select(Window))))
                .Concat(accepted.SelectMany(loss => Parts(loss, Without([Window(loss)], stated)))).OrderBy(static gap => gap.From),
        ];
    }

    /// <summary>The holes that nobody accepted.</summary>
    public static List<ArchiveGap> OpenGaps(IReadOnlyList<ArchiveEntry> entries) => Gaps(entries).FindAll(static gap => gap.Kind != ArchiveGapKind.LossAccepted);

    public static ArchiveWindow Window(ArchiveGap gap) => new(gap.From, gap.To);

    private static IEnumerable<ArchiveWindow> Outside(ArchiveWindow window, ArchiveWindow other)
    {
        if (other.To <= window.From || other.From >= window.To)
        {
            yield return window;
            yield break;
        }

        if (other.From > window.From)
        {
            yield return window with { To = other.From };
        }

        if (other.To < window.To)
        {
            yield return window with { From = other.To };
        }
    }

    private static List<ArchiveGap> Holes(IReadOnlyList<ArchiveEntry> entries)
    {
        List<ArchiveWindow> covered = Covered(entries);
        List<ArchiveWindow> stated = Union(entries.SelectMany(static entry => Stated(entry) ?? []));
        List<ArchiveWindow> asked = Union(entries.SelectMany(static entry => entry.Provenance.Asked));
        List<ArchiveGap> gaps = [];
        foreach (ArchiveWindow hole in Between(covered, asked))
        {
            bool isAsked = asked.Any(window => window.From <= hole.From && window.To >= hole.To);
            bool isBetweenStated = stated.Any(window => window.To == hole.From) && stated.Any(window => window.From == hole.To);
            gaps.Add(new ArchiveGap(isAsked ? ArchiveGapKind.NotReceived : isBetweenStated ? ArchiveGapKind.NeverAsked : ArchiveGapKind.NoRecords, hole.From, hole.To));
        }

        return gaps;
    }

    private static IEnumerable<ArchiveWindow> Between(List<ArchiveWindow> covered, List<ArchiveWindow> asked)
    {
        // From the first to the last moment that anybody asked for or that has records; cut where what was asked begins and ends, so that each hole is of one kind.
        List<ArchiveWindow> whole = Union([.. covered, .. asked]);
        if (whole.Count == 0)
        {
            yield break;
        }

        DateTimeOffset[] cuts = [.. covered.Concat(asked).SelectMany(static w => new[] { w.From, w.To }).Distinct().Order()];
        for (int i = 1; i < cuts.Length; i++)
        {
            if (!covered.Any(w => w.From <= cuts[i - 1] && w.To >= cuts[i]))
            {
                yield return new ArchiveWindow(cuts[i - 1], cuts[i]);
            }
        }
    }

    private static IEnumerable<ArchiveWindow>? Stated(ArchiveEntry entry) => entry.Provenance.Asked.Count > 0 || entry.Provenance.Covered.Count > 0 ? entry.Provenance.Covered : null;

    private static IEnumerable<ArchiveWindow> Seen(ArchiveEntry entry) => entry.Parts.Select(static part => Day(part.Day));

    public static ArchiveWindow Day(int day)
    {
        DateTimeOffset start = new(DateOnly.FromDayNumber(day), TimeOnly.MinValue, TimeSpan.Zero);
        return new ArchiveWindow(start, start.AddDays(1));
    }
}
