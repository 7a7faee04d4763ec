using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Exports;

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
        int unread = report.Problems.Count(static problem => problem.IsUnread);
        if (dropped == 0 && unread == 0 && report.Lossy == 0)
        {
            yield break;
        }

        Certainty certainty = CertaintyOf(report.Rows, dropped, report.Files.Count, unread, maximumBlindPercent);
        string all = Why(report.Rows, dropped, unread, string.Create(CultureInfo.InvariantCulture, $"{report.Lossy:#,0} damaged, "));
        foreach (string tenant in tenants)
        {
            // A tenant's own folder can only say more: what lies elsewhere may be its own as well.
            FolderLoss? own = certainty == Certainty.Likely || tenants.Count < 2 ? null
                : report.FolderLosses.FirstOrDefault(loss => loss.TenantId.Equals(tenant, StringComparison.OrdinalIgnoreCase)
                    && CertaintyOf(loss.Rows, loss.Dropped, loss.Files, loss.Unread, maximumBlindPercent) == Certainty.Likely);
            string why = own is null ? all : "of its own folder " + Why(own.Rows, own.Dropped, own.Unread, string.Empty);
            yield return new BlindInterval(
                tenant, BlindScope.Tenant, string.Empty, start, end, BlindCause.LostRows, own is null ? certainty : Certainty.Likely, CoverageText.Interval("The whole tenant", start, end, why));
        }
    }

    private static Certainty CertaintyOf(long rows, long dropped, int files, int unread, double maximumBlindPercent)
    {
        double rowShare = rows == 0 ? (dropped > 0 ? 100 : 0) : 100.0 * dropped / rows;
        double fileShare = unread == 0 ? 0 : 100.0 * unread / (unread + files);
        return Math.Max(rowShare, fileShare) > maximumBlindPercent ? Certainty.Likely : Certainty.Possible;
    }

    private static string Why(long rows, long dropped, int unread, string damaged) => string.Create(
        CultureInfo.InvariantCulture, $"{dropped:#,0} of {rows:#,0} {(rows == 1 ? "row" : "rows")} could not be read, {damaged}{unread:#,0} {(unread == 1 ? "input" : "inputs")} not read to the end");
}
