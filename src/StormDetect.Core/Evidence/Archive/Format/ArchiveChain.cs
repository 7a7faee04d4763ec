using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Archives;

/// <summary>What the manifest of an archive knows of the time before a run.</summary>
internal static class ArchiveChain
{
    /// <summary>Every entry, in order; none where there is no archive yet.</summary>
    /// <exception cref="InvalidDataException">One of them is not as it was written.</exception>
    public static List<ArchiveEntry> Entries(string folder) => ArchiveLayout.EntryNumbers(folder).ConvertAll(number => Read(folder, number));

    /// <summary>The losses accepted so far, without reading entries that have none.</summary>
    /// <exception cref="InvalidDataException">One of the entries is not as it was written, or missing.</exception>
    public static List<ArchiveGap> Accepted(string folder, ArchiveEntry? last)
    {
        List<ArchiveGap> losses = [];
        for (ArchiveEntry? entry = last; entry is not null; entry = Before(folder, entry))
        {
            losses.AddRange(entry.Accepted);
        }

        return losses;
    }

    /// <summary>
    /// What is accepted with a run: the holes that the archive had before it, that it tried to fill, and that are still there. A hole that is new with this run is none of them: the next run may get what one could not.
    /// </summary>
    /// <param name="before">The entries so far.</param>
    /// <param name="run">The run's own entry, as yet without losses.</param>
    /// <param name="tried">What the run asked for and could not get, with the causes.</param>
    /// <param name="reason">Why that is accepted.</param>
    public static List<ArchiveGap> Accept(List<ArchiveEntry> before, ArchiveEntry run, IReadOnlyList<ArchiveGap> tried, string reason)
    {
        List<ArchiveWindow> still = ArchiveCoverage.Within(
            ArchiveCoverage.OpenGaps(before).Select(ArchiveCoverage.Window), ArchiveCoverage.OpenGaps([.. before, run]).Select(ArchiveCoverage.Window));
        List<ArchiveGap> accepted = [];
        foreach (ArchiveGap hole in tried)
        {
            // Where two causes meet, one says enough.
            List<ArchiveWindow> parts = ArchiveCoverage.Within(ArchiveCoverage.Without([ArchiveCoverage.Window(hole)], accepted.Select(ArchiveCoverage.Window)), still);
            accepted.AddRange(parts.Select(part => new ArchiveGap(ArchiveGapKind.LossAccepted, part.From, part.To)
            {
                TenantId = run.TenantId,
                Cause = hole.Cause,
                Reason = reason,
                Operator = run.Operator,
                AcceptedAt = run.Written,
            }));
        }

        accepted.Sort(static (a, b) => a.From.CompareTo(b.From));
        return accepted;
    }

    private static ArchiveEntry? Before(string folder, ArchiveEntry entry) =>
        entry.AcceptedBefore == 0 ? null
        : entry.AcceptedBefore > 0 && entry.AcceptedBefore < entry.Number ? Read(folder, entry.AcceptedBefore)
        : throw new InvalidDataException($"entry {entry.Number} of its manifest names a later one as an earlier one.");

    private static ArchiveEntry Read(string folder, int number)
    {
        try
        {
            return ArchiveJson.ReadEntry(File.ReadAllBytes(ArchiveLayout.Full(folder, ArchiveLayout.EntryFile(number))));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"entry {number} of its manifest is missing.", failure);
        }
    }
}
