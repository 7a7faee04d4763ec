using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>Checks the archive of one tenant, all copies of all its files.</summary>
internal sealed class ArchiveChecker(string name, IReadOnlyList<ArchiveRoot> roots, ArchiveCheckOptions options)
{
    private readonly Dictionary<string, List<ArchiveCopy>> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<ArchiveFinding> _findings = [];
    private readonly List<ArchiveEntry> _entries = [];
    private readonly HashSet<string> _hashes = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<(int Day, int Number), ArchivePresence> _presence = new();
    private List<ArchiveGap> _gaps = [];
    private ArchiveEntry? _unfinished;
    private string _tenantId = string.Empty;
    private string _head = string.Empty;
    private bool _isChainWhole = true;
    private long _duplicates;
    private long _checked;
    private long _total;

    public bool HasHash(string hash) => _hashes.Contains(hash.Trim());

    public void MissHead(string hash, bool alone) => Find(
        ArchiveFindingKind.HeadMissing, string.Empty,
        $"The hash {PlainText.Safe(hash)}, which the chain once ended in, is not in {(alone ? "it" : "any of the chains")}: entries were taken from its end, or it was written anew.");

    public void Check(CancellationToken cancellationToken)
    {
        foreach (ArchiveRoot root in roots)
        {
            ArchiveFiles.Guard(root.Folder, () => List(root, new DirectoryInfo(root.Folder), string.Empty, cancellationToken));
        }

        _total = _files.Values.Sum(static copies => copies.Sum(static copy => copy.Length));
        CheckHeader();
        CheckEntries(cancellationToken);
        ReadUnfinished();
        CheckParts(cancellationToken);
        CheckDuplicates(cancellationToken);
        CheckUnclaimed();
        _gaps = ArchiveCoverage.Gaps(_entries).ConvertAll(gap => gap with { TenantId = _tenantId });
        foreach (ArchiveGap gap in _gaps)
        {
            Find(gap.Kind == ArchiveGapKind.LossAccepted ? ArchiveFindingKind.AcceptedLoss : ArchiveFindingKind.Gap, string.Empty, $"{gap}.");
        }
    }

    public ArchiveCheckResult ToResult()
    {
        ArchiveFinding[] findings = [.. _findings.OrderByDescending(static f => f.Status == CheckStatus.Failed).ThenByDescending(static f => f.Status == CheckStatus.Unknown)
            .ThenBy(static f => f.Kind).ThenBy(static f => f.File, StringComparer.Ordinal).ThenBy(static f => f.Reason, StringComparer.Ordinal)];
        CheckStatus status = Array.Exists(findings, static f => f.Status == CheckStatus.Failed) ? CheckStatus.Failed
            : Array.Exists(findings, static f => f.Status == CheckStatus.Unknown) ? CheckStatus.Unknown
            : CheckStatus.Passed;
        ArchivePart[] parts = [.. _entries.SelectMany(static entry => entry.Parts)];
        ArchiveRetention? retention = options.Retention is null ? null : ArchiveRetentionJudge.Judge(options.Retention, options.Now, _entries, _presence, _isChainWhole);
        long records = parts.Sum(static part => part.Records);
        return new ArchiveCheckResult
        {
            TenantId = _tenantId,
            Path = roots[0].Folder,
            Status = status,
            Summary = Summary(status, findings, records, retention),
            Head = _head,
            Runs = _entries.Count,
            Parts = parts.Length,
            Records = records,
            Duplicates = _duplicates,
            Bytes = _total,
            FirstRecord = parts.Length == 0 ? null : parts.Min(static part => part.First),
            LastRecord = parts.Length == 0 ? null : parts.Max(static part => part.Last),
            CoveredUntil = _entries.Count == 0 ? null : _entries[^1].CoveredUntil,
            Gaps = _gaps.FindAll(static gap => gap.Kind != ArchiveGapKind.LossAccepted),
            AcceptedLosses = _gaps.FindAll(static gap => gap.Kind == ArchiveGapKind.LossAccepted),
            Findings = findings,
            Retention = retention,
        };
    }

    private string Summary(CheckStatus status, ArchiveFinding[] findings, long records, ArchiveRetention? retention)
    {
        string shown = _tenantId.Length == 0 ? PlainText.Safe(name) : _tenantId;
        int bad = findings.Count(f => f.Status == status);
        int gaps = findings.Count(static f => f.Kind == ArchiveFindingKind.Gap);
        int accepted = findings.Count(static f => f.Kind == ArchiveFindingKind.AcceptedLoss);
        string text = status switch
        {
            CheckStatus.Passed => string.Create(CultureInfo.InvariantCulture, $"The archive of {shown} is intact: {records:#,0} records, {_entries.Count:#,0} runs"),
            CheckStatus.Failed => string.Create(CultureInfo.InvariantCulture, $"The archive of {shown} is not intact: {bad:#,0} {(bad == 1 ? "thing is" : "things are")} not as its chain says, the first: {findings[0]}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"Whether the archive of {shown} is intact is not known: {bad:#,0} files could not be read"),
        };
        text = text.TrimEnd('.');
        text += gaps > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {gaps:#,0} gaps in time") : string.Empty;
        text += accepted > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {accepted:#,0} accepted losses.") : ".";
        return retention is null ? text : $"{text} {retention}";
    }

    private void Find(ArchiveFindingKind kind, string file, string reason) => _findings.Add(new ArchiveFinding(kind, file, reason));

    private void List(ArchiveRoot root, DirectoryInfo folder, string relative, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            string file = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if (relative.Length == 0 && entry.Name is ArchiveLayout.StagingFolder or ArchiveLayout.SearchFolder or ArchiveLayout.LockFile or ArchiveLayout.WriterFile)
            {
                continue;
            }

            if (entry.LinkTarget is not null)
            {
                // What a link leads to can be exchanged without touching the archive.
                Find(ArchiveFindingKind.NotInManifest, file, "A link, which is never part of an archive.");
            }
            else if (entry is DirectoryInfo inner)
            {
                List(root, inner, file, cancellationToken);
            }
            else
            {
                if (!_files.TryGetValue(file, out List<ArchiveCopy>? copies))
                {
                    copies = [];
                    _files.Add(file, copies);
                }

                copies.Add(new ArchiveCopy(entry.FullName, ((FileInfo)entry).Length, root.IsCold));
            }
        }
    }

    private void CheckHeader()
    {
        string hash = string.Empty;
        foreach (byte[] bytes in Copies(ArchiveLayout.HeaderFile, ArchiveFindingKind.HeaderDamaged, "The header is missing."))
        {
            try
            {
                (string tenant, string own) = ArchiveJson.ReadHeader(bytes);
                if (hash.Length > 0 && own != hash)
                {
                    Find(ArchiveFindingKind.HeaderDamaged, ArchiveLayout.HeaderFile, "Two copies of the header differ.");
                }

                if ((tenant.Length == 0 ? ArchiveLayout.TenantName(Guid.Empty) : tenant) != name)
                {
                    Find(ArchiveFindingKind.HeaderDamaged, ArchiveLayout.HeaderFile, $"It is the header of the tenant '{tenant}', in the folder '{name}'.");
                }

                _tenantId = tenant;
                hash = own;
            }
            catch (InvalidDataException failure)
            {
                Find(ArchiveFindingKind.HeaderDamaged, ArchiveLayout.HeaderFile, $"The header cannot be relied on: {failure.Message}");
            }
        }

        _head = hash;
    }

    private void CheckEntries(CancellationToken cancellationToken)
    {
        string previous = _head;
        long records = 0;
        long parts = 0;
        long bytes = 0;
        int last = _files.Keys.Select(static file => file.StartsWith(ArchiveLayout.ManifestFolder + "/", StringComparison.Ordinal) && ArchiveLayout.TryEntryNumber(file[(ArchiveLayout.ManifestFolder.Length + 1)..], out int n) ? n : 0).DefaultIfEmpty().Max();
        for (int number = 1; number <= last; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string file = ArchiveLayout.EntryFile(number);
            ArchiveEntry? entry = ReadEntry(file);
            if (entry is null)
            {
                _isChainWhole = false;
                previous = string.Empty;
                continue;
            }

            bool isFollowing = previous.Length > 0;
            if (entry.Number != number || entry.TenantId != _tenantId || (isFollowing && entry.Previous != previous))
            {
                _isChainWhole = false;
                Find(ArchiveFindingKind.ChainBroken, file, entry.Number != number ? $"It is entry {entry.Number}, in the place of entry {number}." : entry.TenantId != _tenantId ? "It is of another tenant." : "It does not follow the entry before it.");
            }

            records = isFollowing ? records + entry.Parts.Sum(static part => part.Records) : entry.TotalRecords;
            parts = isFollowing ? parts + entry.Parts.Count : entry.TotalParts;
            bytes = isFollowing ? bytes + entry.Parts.Sum(static part => part.Bytes + part.IndexBytes) : entry.TotalBytes;
            if ((entry.TotalRecords, entry.TotalParts, entry.TotalBytes) != (records, parts, bytes) || entry.Counts.Stored != entry.Parts.Sum(static part => part.Records))
            {
                Find(ArchiveFindingKind.EntryDamaged, file, "Its totals are not the sum of its parts and of what was there before.");
            }

            _entries.Add(entry);
            _hashes.Add(entry.Hash);
            previous = _head = entry.Hash;
        }
    }

    private ArchiveEntry? ReadEntry(string file)
    {
        ArchiveEntry? entry = null;
        foreach (byte[] bytes in Copies(file, ArchiveFindingKind.EntryMissing, "This entry of the manifest is missing."))
        {
            try
            {
                ArchiveEntry own = ArchiveJson.ReadEntry(bytes);
                if (entry is not null && entry.Hash != own.Hash)
                {
                    Find(ArchiveFindingKind.EntryDamaged, file, "Two copies of the entry differ.");
                }

                entry = own;
            }
            catch (InvalidDataException failure)
            {
                Find(ArchiveFindingKind.EntryDamaged, file, $"The entry cannot be relied on: {failure.Message}");
            }
        }

        return entry;
    }

    /// <summary>What a run that ended early had written down before it moved anything.</summary>
    private void ReadUnfinished()
    {
        foreach (ArchiveRoot root in roots)
        {
            string staging = Path.Join(root.Folder, ArchiveLayout.StagingFolder);
            if (!Directory.Exists(staging))
            {
                continue;
            }

            Find(ArchiveFindingKind.UnfinishedRun, ArchiveLayout.StagingFolder, "A run is at work or has ended early; what it left is no part of the archive.");
            try
            {
                string staged = Path.Join(staging, ArchiveLayout.StagedEntry);
                _unfinished = File.Exists(staged) ? ArchiveJson.ReadEntry(File.ReadAllBytes(staged)) : null;
            }
            catch (Exception failure) when (ReadFailure.IsExpected(failure))
            {
                // It had not got so far as to move a file.
            }
        }
    }

    private void CheckParts(CancellationToken cancellationToken)
    {
        (ArchiveEntry Entry, ArchivePart Part)[] all = [.. _entries.SelectMany(static entry => entry.Parts.Select(part => (entry, part)))];
        foreach ((ArchiveEntry entry, ArchivePart part) in all)
        {
            _claimed.Add(ArchiveLayout.PartFile(part.Day, entry.Number));
            _claimed.Add(ArchiveLayout.IndexFile(part.Day, entry.Number));
        }

        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Min(8, Environment.ProcessorCount), CancellationToken = cancellationToken };
        Parallel.ForEach(all, parallel, pair =>
        {
            string part = ArchiveLayout.PartFile(pair.Part.Day, pair.Entry.Number);
            string index = ArchiveLayout.IndexFile(pair.Part.Day, pair.Entry.Number);
            _presence[(pair.Part.Day, pair.Entry.Number)] = CheckFile(part, pair.Part.Bytes, pair.Part.Hash, ArchiveFindingKind.PartMissing, ArchiveFindingKind.PartDamaged, cancellationToken);
            CheckFile(index, pair.Part.IndexBytes, pair.Part.IndexHash, ArchiveFindingKind.IndexMissing, ArchiveFindingKind.IndexDamaged, cancellationToken);
        });
    }

    private ArchivePresence CheckFile(string file, long length, string hash, ArchiveFindingKind missing, ArchiveFindingKind damaged, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(file, out List<ArchiveCopy>? copies))
        {
            Find(missing, file, "The manifest names it, and it is in none of the folders given.");
            return ArchivePresence.Missing;
        }

        ArchivePresence best = ArchivePresence.Missing;
        foreach (ArchiveCopy copy in copies)
        {
            try
            {
                bool isGood = copy.Length == length && HashOf(copy.Path, cancellationToken) == hash;
                if (!isGood)
                {
                    Find(damaged, file, copy.Length == length ? "It was changed: its SHA-256 is another." : string.Create(CultureInfo.InvariantCulture, $"It was changed: it has {copy.Length:#,0} bytes instead of {length:#,0}."));
                }

                ArchivePresence presence = !isGood ? ArchivePresence.Missing : copy.IsCold ? ArchivePresence.Cold : ArchivePresence.Hot;
                best = presence > best ? presence : best;
            }
            catch (Exception failure) when (ReadFailure.IsExpected(failure))
            {
                Find(ArchiveFindingKind.Unreadable, file, $"It could not be read: {failure.Message}");
                best = best == ArchivePresence.Missing ? ArchivePresence.Unknown : best;
            }

            options.Progress?.Invoke(Interlocked.Add(ref _checked, copy.Length), _total);
        }

        return best;
    }

    private static string HashOf(string path, CancellationToken cancellationToken)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 18];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return ArchiveJson.Hex(hash.GetCurrentHash());
    }

    /// <summary>Looks for records that are there twice; of the same record all copies are of the same day.</summary>
    private void CheckDuplicates(CancellationToken cancellationToken)
    {
        foreach (IGrouping<int, (int Day, int Number)> day in _entries.SelectMany(static entry => entry.Parts.Select(part => (part.Day, entry.Number))).GroupBy(static key => key.Day))
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<UInt128> keys = [];
            foreach ((int _, int number) in day)
            {
                string file = ArchiveLayout.IndexFile(day.Key, number);
                try
                {
                    if (_files.TryGetValue(file, out List<ArchiveCopy>? copies))
                    {
                        ArchiveIndex.Read(File.ReadAllBytes(copies[0].Path)).CopyKeys(keys);
                    }
                }
                catch (Exception failure) when (ReadFailure.IsExpected(failure))
                {
                    // Said already: its hash is another, or it could not be read.
                }
            }

            keys.Sort();
            long twice = 0;
            for (int i = 1; i < keys.Count; i++)
            {
                twice += keys[i] == keys[i - 1] ? 1 : 0;
            }

            if (twice > 0)
            {
                _duplicates += twice;
                Find(ArchiveFindingKind.DuplicateRecords, ArchiveLayout.DayFolder(day.Key), string.Create(CultureInfo.InvariantCulture, $"{twice:#,0} records are there more than once. Readers leave repeats out."));
            }
        }
    }

    private void CheckUnclaimed()
    {
        HashSet<string> unfinished = _unfinished is { } run && run.Number == _entries.Select(static e => e.Number).DefaultIfEmpty().Max() + 1
            ? [.. run.Parts.SelectMany(part => new[] { ArchiveLayout.PartFile(part.Day, run.Number), ArchiveLayout.IndexFile(part.Day, run.Number) })]
            : [];
        foreach (string file in _files.Keys.Where(file => !_claimed.Contains(file)))
        {
            if (unfinished.Contains(file))
            {
                Find(ArchiveFindingKind.UnfinishedRun, file, "A run moved it here and ended early; it is no part of the archive.");
            }
            else
            {
                Find(ArchiveFindingKind.NotInManifest, file, "The manifest does not name it: it was added, or its entry was taken away.");
            }
        }
    }

    private List<byte[]> Copies(string file, ArchiveFindingKind missing, string reason)
    {
        List<byte[]> contents = [];
        _claimed.Add(file);
        if (!_files.TryGetValue(file, out List<ArchiveCopy>? copies))
        {
            Find(missing, file, reason);
            return contents;
        }

        foreach (ArchiveCopy copy in copies)
        {
            try
            {
                contents.Add(File.ReadAllBytes(copy.Path));
            }
            catch (Exception failure) when (ReadFailure.IsExpected(failure))
            {
                Find(ArchiveFindingKind.Unreadable, file, $"It could not be read: {failure.Message}");
            }

            options.Progress?.Invoke(Interlocked.Add(ref _checked, copy.Length), _total);
        }

        return contents;
    }
}
