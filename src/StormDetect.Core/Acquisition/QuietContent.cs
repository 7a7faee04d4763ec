using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// Slices in which a kind of content had nothing at all. Lists of what there is have been seen to come back empty several times in a row, and an empty list is the one answer that nothing in it can contradict:
/// what other slices of the same search have of that kind can.
/// </summary>
internal static class QuietContent
{
    // A minute without sign-ins is nothing to wonder about.
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);

    /// <summary>The slices that are worth a second look, each for one kind of content, and none a second time.</summary>
    /// <param name="finished">What is finished.</param>
    /// <param name="open">What is still to be asked for, or failed.</param>
    public static IReadOnlyList<AuditSlice> Doubtful(IReadOnlyCollection<SliceReport> finished, IReadOnlyCollection<AuditSlice> open)
    {
        HashSet<string> lively = Lively(finished);
        HashSet<AuditSlice> looked = [.. finished.Where(static slice => slice.Content.Length > 0).Select(static slice => slice.Slice), .. open];
        return finished
            .Where(static slice => slice.Content.Length == 0 && slice.To - slice.From >= s_shortest)
            .SelectMany(static slice => slice.Quiet, static (slice, kind) => slice.Slice with { Content = kind })
            .Where(slice => lively.Contains(slice.Content) && looked.Add(slice))
            .OrderBy(static slice => slice.From)
            .ToArray();
    }

    /// <summary>Says of every slice what it had nothing of, and what is to be made of that.</summary>
    /// <param name="slices">All slices of a search.</param>
    public static void Flag(List<SliceReport> slices)
    {
        HashSet<string> lively = Lively(slices);
        HashSet<AuditSlice> looked = slices.Where(static slice => slice.Content.Length > 0 && slice.State == SliceState.Complete).Select(static slice => slice.Slice).ToHashSet();
        HashSet<AuditSlice> found = slices.Where(static slice => slice.Content.Length > 0 && !slice.Quiet.Contains(slice.Content)).Select(static slice => slice.Slice).ToHashSet();
        for (int i = 0; i < slices.Count; i++)
        {
            SliceReport slice = slices[i];
            if (slice.Quiet.Count > 0)
            {
                slices[i] = slice with { Flags = [.. slice.Flags, .. slice.Quiet.Select(kind => Flag(slice, kind)).Where(static flag => flag.Length > 0)] };
            }
        }

        string Flag(SliceReport slice, string kind)
        {
            AuditSlice again = slice.Slice with { Content = kind };
            return slice.Content.Length > 0 ? "again there was nothing"
                : found.Contains(again) ? $"of {kind} there was nothing at first, and something when it was asked for again"
                : !lively.Contains(kind) ? $"there was nothing of {kind}: a subscription does not deliver what came before it"
                : $"there was nothing of {kind}, of which other slices have something{(looked.Contains(again) ? "; asked for again at the end of the search" : string.Empty)}";
        }
    }

    private static HashSet<string> Lively(IEnumerable<SliceReport> slices)
    {
        HashSet<string> lively = new(StringComparer.OrdinalIgnoreCase);
        SliceReport[] answered = slices.Where(static slice => slice.State is SliceState.Complete or SliceState.Truncated && slice.Content.Length == 0).ToArray();
        foreach (string kind in answered.SelectMany(static slice => slice.Quiet))
        {
            if (answered.Any(slice => !slice.Quiet.Contains(kind)))
            {
                lively.Add(kind);
            }
        }

        return lively;
    }
}
