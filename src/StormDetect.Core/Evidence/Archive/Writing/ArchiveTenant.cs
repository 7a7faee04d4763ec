using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Archives;

/// <summary>
/// The archive of one tenant while a run adds to it. Parts are written in a folder beside it. When all are whole and on disk, the entry is written there too; only then are they moved to their places, and the entry
/// last. A run that ends before that leaves nothing but what the next one recognises by the entry and takes away.
/// </summary>
internal sealed class ArchiveTenant : IDisposable
{
    private readonly AuditArchiveOptions _options;
    private readonly ConcurrentDictionary<int, Lazy<ArchiveDay>> _days = new();
    private readonly FileStream _lock;
    private readonly string _tenantId;
    private ArchiveHead _head;
    private long _knownRecords;

    private ArchiveTenant(string folder, string tenantId, FileStream held, AuditArchiveOptions options)
    {
        Folder = folder;
        Staging = Path.Join(folder, ArchiveLayout.StagingFolder);
        _tenantId = tenantId;
        _lock = held;
        _options = options;
        _head = new ArchiveHead(0, string.Empty, null);
    }

    public string Folder { get; }

    public string Staging { get; }

    /// <summary>Files of a run that ended early, taken away when this one began.</summary>
    public int Recovered { get; private set; }

    /// <summary>The records to join until the run is part of the archive.</summary>
    public long Waiting => NewDays.Sum(day => day.Waiting(_options.MostSources));

    private IEnumerable<ArchiveDay> NewDays => _days.Values.Select(static day => day.Value).Where(static day => day.HasRecords);

    /// <summary>Opens a tenant's archive, or begins it, and holds it.</summary>
    /// <exception cref="ArchiveException">Another run holds it, it is damaged, or it cannot be written.</exception>
    public static ArchiveTenant Open(string root, Guid tenant, AuditArchiveOptions options)
    {
        string folder = Path.Join(root, ArchiveLayout.TenantName(tenant));
        FileStream? held = ArchiveFiles.Guard(folder, () =>
        {
            options.Step?.Invoke("folder");
            ArchiveFiles.CreateFolder(root);
            ArchiveFiles.CreateFolder(folder);
            return ArchiveFiles.TryLock(Path.Join(folder, ArchiveLayout.LockFile));
        });
        if (held is null)
        {
            throw new ArchiveException(ArchiveProblem.ArchiveLocked, folder, $"Another run is writing the archive '{PlainText.Safe(folder)}'{Holder(folder)}. Let it finish, then run the same again; nothing was added.");
        }

        ArchiveTenant archive = new(folder, ArchiveLayout.TenantText(tenant), held, options);
        try
        {
            archive.Guarded("open", archive.Begin);
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public ArchiveDay Day(int day) => _days.GetOrAdd(day, static (number, tenant) => new Lazy<ArchiveDay>(() => new ArchiveDay(tenant, number, tenant.KnownKeys(number))), this).Value;

    public void CountKnown() => Interlocked.Increment(ref _knownRecords);

    public void Guarded(string step, Action work) => ArchiveFiles.Guard(Folder, () =>
    {
        _options.Step?.Invoke(step);
        work();
    });

    /// <summary>Makes everything the run brought part of the archive, at once.</summary>
    public ArchiveRunResult Commit(ArchiveProvenance provenance, ReadReport report, ArchiveMergeProgress progress, CancellationToken cancellationToken)
    {
        ArchiveDay[] days = [.. NewDays.OrderBy(static day => day.Day)];
        ArchivePart[] parts = Array.ConvertAll(days, day => day.Finish(_options.MemberBytes, _options.MostSources, progress, cancellationToken));
        foreach (ArchiveDay day in days)
        {
            Guarded("flush", () =>
            {
                ArchiveFiles.Flush(day.StagedPart);
                ArchiveFiles.Flush(day.StagedIndex);
            });
        }

        Guarded("header", WriteHeader);
        ArchiveEntry entry = Entry(provenance, report, parts);
        if (_options.AcceptLoss is string reason)
        {
            entry = entry with { Accepted = ArchiveFiles.Guard(Folder, () => Accept(entry, provenance, reason)) };
        }

        entry = entry with { CoveredUntil = ArchiveCoverage.Extend(_head.Last?.CoveredUntil ?? ArchiveCoverage.Begin(provenance), [.. provenance.Covered, .. entry.Accepted.Select(ArchiveCoverage.Window)]) };
        byte[] bytes = ArchiveJson.WriteEntry(entry, out string hash);
        string staged = Path.Join(Staging, ArchiveLayout.StagedEntry);
        Guarded("entry", () => ArchiveFiles.WriteNew(staged, bytes));
        foreach (ArchiveDay day in days)
        {
            Guarded("part", () =>
            {
                Directory.CreateDirectory(ArchiveLayout.Full(Folder, ArchiveLayout.DayFolder(day.Day)));
                File.Move(day.StagedPart, ArchiveLayout.Full(Folder, ArchiveLayout.PartFile(day.Day, entry.Number)));
            });
            Guarded("index", () => File.Move(day.StagedIndex, ArchiveLayout.Full(Folder, ArchiveLayout.IndexFile(day.Day, entry.Number))));
        }

        Guarded("commit", () =>
        {
            Directory.CreateDirectory(Path.Join(Folder, ArchiveLayout.ManifestFolder));
            File.Move(staged, ArchiveLayout.Full(Folder, ArchiveLayout.EntryFile(entry.Number)));
        });
        _head = new ArchiveHead(entry.Number, hash, entry with { Hash = hash });
        Guarded("clean", () => Directory.Delete(Staging, recursive: true));
        return new ArchiveRunResult
        {
            TenantId = _tenantId,
            Path = Folder,
            Number = entry.Number,
            Head = hash,
            Stored = entry.Counts.Stored,
            AlreadyArchived = entry.Counts.Known,
            Parts = parts.Length,
            FirstDay = parts.Length == 0 ? null : Midnight(parts[0].Day),
            LastDay = parts.Length == 0 ? null : Midnight(parts[^1].Day),
            Bytes = parts.Sum(static part => part.Bytes + part.IndexBytes),
            TotalRecords = entry.TotalRecords,
            TotalBytes = entry.TotalBytes,
            CoveredUntil = entry.CoveredUntil,
            AcceptedLosses = entry.Accepted,
            Recovered = Recovered,
        };
    }

    /// <summary>Takes back what was not made part of the archive.</summary>
    public void Abort() => Guarded("abort", Recover);

    public void Dispose() => _lock.Dispose();

    private static DateTimeOffset Midnight(int day) => new(DateOnly.FromDayNumber(day), TimeOnly.MinValue, TimeSpan.Zero);

    private static string Holder(string folder)
    {
        try
        {
            string text = File.ReadAllText(Path.Join(folder, ArchiveLayout.WriterFile));
            return text.Length is > 0 and < 400 ? " (" + PlainText.Safe(text.Trim()) + ")" : string.Empty;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private void Begin()
    {
        DateTimeOffset now = _options.Clock.GetUtcNow();
        File.WriteAllText(Path.Join(Folder, ArchiveLayout.WriterFile), string.Create(CultureInfo.InvariantCulture, $"{_options.Operator}, process {Environment.ProcessId}, since {now:yyyy-MM-dd HH:mm:ss} UTC"));
        _head = ReadHead();
        Recover();
        ArchiveFiles.CreateFolder(Staging);
    }

    private ArchiveHead ReadHead()
    {
        string header = Path.Join(Folder, ArchiveLayout.HeaderFile);
        bool isNew = !File.Exists(header);
        if (isNew && Directory.Exists(Path.Join(Folder, ArchiveLayout.ManifestFolder)))
        {
            throw Damaged($"'{ArchiveLayout.HeaderFile}' is missing.");
        }

        if (isNew)
        {
            return new ArchiveHead(0, string.Empty, null);
        }

        if (!ArchiveLayout.IsArchive(Folder))
        {
            throw new ArchiveException(ArchiveProblem.NotAnArchive, Folder, $"'{PlainText.Safe(header)}' does not belong to an archive of audit records. Name another folder.");
        }

        try
        {
            return ArchiveHead.Read(Folder, _tenantId);
        }
        catch (Exception failure) when (failure is InvalidDataException or FileNotFoundException)
        {
            throw Damaged(failure.Message, failure);
        }
    }

    /// <summary>
    /// Takes away what a run left that ended before it was done. Only its own entry, which it had written before it moved anything, says which files those are: parts without such an entry may be evidence whose entry
    /// somebody took away.
    /// </summary>
    private void Recover()
    {
        if (!Directory.Exists(Staging))
        {
            return;
        }

        ArchiveEntry? unfinished = ReadStagedEntry();
        if (unfinished is not null && unfinished.Number == _head.Number + 1)
        {
            foreach (ArchivePart part in unfinished.Parts)
            {
                Remove(ArchiveLayout.Full(Folder, ArchiveLayout.PartFile(part.Day, unfinished.Number)));
                Remove(ArchiveLayout.Full(Folder, ArchiveLayout.IndexFile(part.Day, unfinished.Number)));
            }
        }

        Recovered += Directory.GetFiles(Staging).Length;
        Directory.Delete(Staging, recursive: true);
    }

    private void Remove(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
            Recovered++;
        }
    }

    private ArchiveEntry? ReadStagedEntry()
    {
        string staged = Path.Join(Staging, ArchiveLayout.StagedEntry);
        try
        {
            return File.Exists(staged) ? ArchiveJson.ReadEntry(File.ReadAllBytes(staged)) : null;
        }
        catch (InvalidDataException)
        {
            // The run ended while it wrote the entry, and had moved nothing.
            return null;
        }
    }

    /// <summary>The keys of the records the archive has of a day, from the indexes beside its parts.</summary>
    private UInt128[] KnownKeys(int day)
    {
        List<UInt128> keys = [];
        ArchiveFiles.Guard(Folder, () =>
        {
            DirectoryInfo folder = new(ArchiveLayout.Full(Folder, ArchiveLayout.DayFolder(day)));
            foreach (FileInfo file in folder.Exists ? folder.EnumerateFiles() : [])
            {
                if (!ArchiveLayout.TryPartNumber(file.Name, ArchiveLayout.IndexSuffix, out int number))
                {
                    continue;
                }

                if (number > _head.Number)
                {
                    throw Damaged($"'{file.Name}' of {ArchiveLayout.DayName(day)} is of a run that its manifest does not have.");
                }

                try
                {
                    ArchiveIndex.Read(File.ReadAllBytes(file.FullName)).CopyKeys(keys);
                }
                catch (InvalidDataException failure)
                {
                    throw Damaged($"'{file.Name}' of {ArchiveLayout.DayName(day)}: {failure.Message}", failure);
                }
            }
        });
        UInt128[] sorted = [.. keys];
        Array.Sort(sorted);
        return sorted;
    }

    private void WriteHeader()
    {
        if (_head.Hash.Length == 0)
        {
            byte[] header = ArchiveJson.WriteHeader(_tenantId, _options.Clock.GetUtcNow(), Tool, out string hash);
            string staged = Path.Join(Staging, ArchiveLayout.HeaderFile);
            ArchiveFiles.WriteNew(staged, header);
            File.Move(staged, Path.Join(Folder, ArchiveLayout.HeaderFile));
            _head = _head with { Hash = hash };
        }
    }

    private static string Tool => $"StormDetect {typeof(ArchiveTenant).Assembly.GetName().Version?.ToString(3)}";

    private ArchiveEntry Entry(ArchiveProvenance provenance, ReadReport report, ArchivePart[] parts)
    {
        const int MostInputs = 1000;
        long stored = parts.Sum(static part => part.Records);
        return new ArchiveEntry
        {
            Number = _head.Number + 1,
            Previous = _head.Hash,
            TenantId = _tenantId,
            Written = _options.Clock.GetUtcNow(),
            Tool = Tool,
            Operator = PlainText.Safe(_options.Operator),
            Provenance = provenance,
            Counts = new ArchiveCounts(report.Rows, stored, _knownRecords, report.Duplicates, report.Dropped.Sum(static drop => drop.Count), report.Lossy),
            Inputs = report.Files.Take(MostInputs).Select(static file => new ArchiveInput(ShortName(file.File), file.Bytes, file.Rows)).ToArray(),
            MoreInputs = Math.Max(0, report.Files.Count - MostInputs),
            Parts = parts,
            TotalRecords = (_head.Last?.TotalRecords ?? 0) + stored,
            TotalParts = (_head.Last?.TotalParts ?? 0) + parts.Length,
            TotalBytes = (_head.Last?.TotalBytes ?? 0) + parts.Sum(static part => part.Bytes + part.IndexBytes),
            CoveredUntil = null,
            AcceptedBefore = _head.Last is not { } last ? 0 : last.Accepted.Count > 0 ? last.Number : last.AcceptedBefore,
            LookedBack = new[] { _head.Last?.LookedBack, provenance.LookedBack }.Max(),
        };
    }

    private List<ArchiveGap> Accept(ArchiveEntry entry, ArchiveProvenance provenance, string reason)
    {
        try
        {
            return ArchiveChain.Accept(ArchiveChain.Entries(Folder), entry, provenance.Missing, reason);
        }
        catch (InvalidDataException failure)
        {
            throw Damaged(failure.Message, failure);
        }
    }

    private static string ShortName(string file)
    {
        int entry = file.IndexOf('|', StringComparison.Ordinal);
        return PlainText.Safe(entry < 0 ? Path.GetFileName(file) : Path.GetFileName(file[..entry]) + file[entry..]);
    }

    private ArchiveException Damaged(string what, Exception? cause = null) => new(
        ArchiveProblem.ArchiveDamaged, Folder, $"The archive '{PlainText.Safe(Folder)}' is not as its manifest says: {PlainText.Safe(what)} Nothing was added to it. Test-M365AuditArchive says what is wrong; collect into a new folder meanwhile.", cause);
}
