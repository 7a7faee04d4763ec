using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Coverage;

/// <summary>
/// Rows and files that were not read. Nobody knows when they happened, so the whole time is touched: only possibly while they are few, and likely once
/// their share passes what may be blind.
/// </summary>
internal static class LostRows
{
    public static IEnumerable<BlindInterval> Find(
        IReadOnlyList<string> tenants, ReadReport report, DateTimeOffset start, DateTimeOffset end, double maximumBlindPercent)
    {
        // Damaged rows are kept and still say who read what, so they are named but not counted as lost.
        long dropped = report.Dropped.Sum(static drop => drop.Count);
        int unread = report.Problems.Count(static p => p.Kind is InputProblemKind.ReadFailed or InputProblemKind.CorruptArchive
            or InputProblemKind.AccessDenied or InputProblemKind.ArchiveTooLarge or InputProblemKind.PathNotFound);
        if (dropped == 0 && unread == 0 && report.Lossy == 0)
        {
            yield break;
        }

        double rowShare = report.Rows == 0 ? (dropped > 0 ? 100 : 0) : 100.0 * dropped / report.Rows;
        double fileShare = unread == 0 ? 0 : 100.0 * unread / (unread + report.Files.Count);
        Certainty certainty = Math.Max(rowShare, fileShare) > maximumBlindPercent ? Certainty.Likely : Certainty.Possible;
        string why = string.Create(
            CultureInfo.InvariantCulture,
            $"{dropped:#,0} of {report.Rows:#,0} {(report.Rows == 1 ? "row" : "rows")} could not be read, {report.Lossy:#,0} damaged, {unread:#,0} {(unread == 1 ? "input" : "inputs")} not read to the end");
        foreach (string tenant in tenants)
        {
            yield return new BlindInterval(
                tenant, BlindScope.Tenant, string.Empty, start, end, BlindCause.LostRows, certainty, CoverageText.Interval("The whole tenant", start, end, why));
        }
    }
}
