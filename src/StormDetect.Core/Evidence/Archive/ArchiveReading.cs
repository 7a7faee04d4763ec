using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>
/// Reads an archive as any folder of logs is read: its parts in order of days and runs, those of a run that ended early left out. Indexes are believed only while they are what the manifest says; otherwise the whole part
/// is read.
/// </summary>
internal sealed class ArchiveReading
{
    private readonly string _folder;
    private readonly string _name;
    private readonly Action<InputProblem> _problem;
    private readonly Dictionary<(int Day, int Number), ArchivePart> _parts = [];
    private readonly List<ArchiveEntry> _entries = [];

    /// <summary>Reads the manifest.</summary>
    /// <param name="folder">The archive of a tenant.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="problem">Told what cannot be read.</param>
    /// <param name="cancellationToken">Stops between entries.</param>
    public ArchiveReading(string folder, string name, Action<InputProblem> problem, CancellationToken cancellationToken)
    {
        _folder = folder;
        _name = name;
        _problem = problem;
        foreach (int number in ArchiveLayout.EntryNumbers(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Head = number;
            if (ReadEntry(number) is not ArchiveEntry entry)
            {
                continue;
            }

            _entries.Add(entry);
            foreach (ArchivePart part in entry.Parts)
            {
                _parts[(part.Day, number)] = part;
            }
        }
    }

    /// <summary>The number of the last run.</summary>
    private int Head { get; }

    /// <summary>Finds the parts.</summary>
    /// <param name="filter">What is wanted; null for all.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    /// <returns>The parts, of each either all or the members that may hold what is wanted.</returns>
    public IEnumerable<FoundFile> Parts(ArchiveFilter? filter, CancellationToken cancellationToken)
    {
        foreach ((int day, int number) in Stored())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filter is not null && !filter.IsWanted(day))
            {
                continue;
            }

            string file = ArchiveLayout.PartFile(day, number);
            _ = _parts.TryGetValue((day, number), out ArchivePart? part);
            FoundFile found = new(Path.Join(_name, file), ArchiveLayout.Full(_folder, file));
            if (part is null)
            {
                _problem(new InputProblem(InputProblemKind.CorruptArchive, found.Name, "The archive's manifest does not have this part; it is read all the same. Test-M365AuditArchive says what is wrong."));
            }
            else if (filter is not null && filter.UsesIndex(day) && ReadIndex(part, number) is ArchiveIndex index)
            {
                (long, int)[] ranges = index.Members.Where(member => filter.MayHold(day, member)).Select(static member => (member.Offset, member.Packed)).ToArray();
                if (ranges.Length == 0)
                {
                    continue;
                }

                found = found with { Ranges = ranges.Length == index.Members.Count ? null : ranges };
            }

            yield return found;
        }
    }

    /// <summary>What the archive has not: what was never asked for or did not come, and days whose parts are not here.</summary>
    public IEnumerable<ArchiveGap> Gaps()
    {
        if (_entries.Count == 0)
        {
            return [];
        }

        // Days before the first one here were moved to another store, as old days are: here the archive begins later.
        HashSet<(int Day, int Number)> stored = [.. Stored()];
        int first = stored.Count == 0 ? int.MaxValue : stored.Min(static key => key.Day);
        IEnumerable<ArchiveGap> away = ArchiveCoverage.Union(_parts.Keys.Where(key => key.Day > first && !stored.Contains(key)).Select(static key => ArchiveCoverage.Day(key.Day)))
            .Select(static window => new ArchiveGap(ArchiveGapKind.NotHere, window.From, window.To));
        return ArchiveCoverage.Gaps(_entries).Concat(away).Select(gap => gap with { TenantId = _entries[0].TenantId });
    }

    private byte[] Bytes(string file)
    {
        string path = ArchiveLayout.Full(_folder, file);
        SpecialFile.Refuse(path);
        return File.ReadAllBytes(path);
    }

    private ArchiveEntry? ReadEntry(int number)
    {
        string file = ArchiveLayout.EntryFile(number);
        try
        {
            return ArchiveJson.ReadEntry(Bytes(file));
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            _problem(new InputProblem(InputProblemKind.CorruptArchive, Path.Join(_name, file), $"This entry of the archive's manifest is not as it was written: {failure.Message} Test-M365AuditArchive says what is wrong."));
            return null;
        }
    }

    private ArchiveIndex? ReadIndex(ArchivePart part, int number)
    {
        string file = ArchiveLayout.IndexFile(part.Day, number);
        try
        {
            byte[] bytes = Bytes(file);
            if (ArchiveJson.HashOf(bytes) == part.IndexHash)
            {
                return ArchiveIndex.Read(bytes);
            }

            _problem(new InputProblem(InputProblemKind.CorruptArchive, Path.Join(_name, file), "This index is not what the archive's manifest says, so its whole part is read. Test-M365AuditArchive says what is wrong."));
            return null;
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            // Without its index a part is read whole.
            return null;
        }
    }

    private IEnumerable<(int Day, int Number)> Stored()
    {
        foreach (string year in Folders(_folder, 4))
        {
            foreach (string month in Folders(year, 2))
            {
                foreach (string folder in Folders(month, 10))
                {
                    if (!DateOnly.TryParseExact(Path.GetFileName(folder), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                    {
                        continue;
                    }

                    int[] numbers = Numbers(folder);
                    foreach (int number in numbers)
                    {
                        yield return (day.DayNumber, number);
                    }
                }
            }
        }
    }

    private int[] Numbers(string folder)
    {
        List<int> numbers = [];
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            // What a run moved here before it ended early is of no entry, and the next run brings it again.
            if (ArchiveLayout.TryPartNumber(Path.GetFileName(file), ArchiveLayout.PartSuffix, out int number) && number <= Head)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return [.. numbers];
    }

    private static string[] Folders(string folder, int nameLength)
    {
        string[] folders = Directory.GetDirectories(folder).Where(path => Path.GetFileName(path).Length == nameLength && char.IsAsciiDigit(Path.GetFileName(path)[0])).ToArray();
        Array.Sort(folders, StringComparer.Ordinal);
        return folders;
    }
}
