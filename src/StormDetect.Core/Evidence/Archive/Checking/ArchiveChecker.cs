using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>Checks the archive of one tenant, all copies of all its files.</summary>
internal sealed class ArchiveChecker
{
    private readonly ArchiveFindings _findings;
    private readonly ArchiveFileSet _files;
    private readonly ArchiveChainCheck _chain;
    private readonly ConcurrentDictionary<(int Day, int Number), ArchivePresence> _presence = new();
    private readonly string _name;
    private readonly IReadOnlyList<ArchiveRoot> _roots;
    private readonly ArchiveCheckOptions _options;
    private List<ArchiveGap> _gaps = [];
    private ArchiveEntry? _unfinished;
    private long _duplicates;

    /// <summary>Makes a check.</summary>
    /// <param name="name">What the tenant's folder is called.</param>
    /// <param name="roots">The folders that hold the archive, or parts of it.</param>
    /// <param name="options">What is asked.</param>
    public ArchiveChecker(string name, IReadOnlyList<ArchiveRoot> roots, ArchiveCheckOptions options)
    {
        (_name, _roots, _options) = (name, roots, options);
        _findings = new ArchiveFindings();
        _files = new ArchiveFileSet(_findings, options.Progress);
        _chain = new ArchiveChainCheck(name, _files, _findings);
    }

    public bool HasHash(string hash) => _chain.HasHash(hash);

    public void MissHead(string hash, bool alone) => _findings.Add(
        ArchiveFindingKind.HeadMissing, string.Empty,
        $"The hash {PlainText.Safe(hash)}, which the chain once ended in, is not in {(alone ? "it" : "any of the chains")}: entries were taken from its end, or it was written anew.");

    public void Check(CancellationToken cancellationToken)
    {
        foreach (ArchiveRoot root in _roots)
        {
            _files.Add(root, cancellationToken);
        }

        _chain.Check(cancellationToken);
        ReadUnfinished();
        CheckParts(cancellationToken);
        CheckDuplicates(cancellationToken);
        CheckUnclaimed();
        _gaps = ArchiveCoverage.Gaps(_chain.Entries).ConvertAll(gap => gap with { TenantId = _chain.TenantId });
        foreach (ArchiveGap gap in _gaps)
        {
            _findings.Add(gap.Kind == ArchiveGapKind.LossAccepted ? ArchiveFindingKind.AcceptedLoss : ArchiveFindingKind.Gap, string.Empty, $"{gap}.");
        }
    }

    public ArchiveCheckResult ToResult()
    {
        ArchiveFinding[] findings = _findings.InOrder();
        CheckStatus status = _findings.Status;
        ArchivePart[] parts = [.. _chain.Entries.SelectMany(static entry => entry.Parts)];
        ArchiveRetention? retention = _options.Retention is null ? null : ArchiveRetentionJudge.Judge(_options.Retention, _options.Now, _chain.Entries, _presence, _chain.IsWhole);
        long records = parts.Sum(static part => part.Records);
        return new ArchiveCheckResult
        {
            TenantId = _chain.TenantId,
            Path = _roots[0].Folder,
            Status = status,
            Summary = Summary(status, findings, records, retention),
            Head = _chain.Head,
            Runs = _chain.Entries.Count,
            Parts = parts.Length,
            Records = records,
            Duplicates = _duplicates,
            Bytes = _files.Bytes,
            FirstRecord = parts.Length == 0 ? null : parts.Min(static part => part.First),
            LastRecord = parts.Length == 0 ? null : parts.Max(static part => part.Last),
            CoveredUntil = _chain.Entries.Count == 0 ? null : _chain.Entries[^1].CoveredUntil,
            Gaps = _gaps.FindAll(static gap => gap.Kind != ArchiveGapKind.LossAccepted),
            AcceptedLosses = _gaps.FindAll(static gap => gap.Kind == ArchiveGapKind.LossAccepted),
            Findings = findings,
            Retention = retention,
        };
    }

    private string Summary(CheckStatus status, ArchiveFinding[] findings, long records, ArchiveRetention? retention)
    {
        string shown = _chain.TenantId.Length == 0 ? PlainText.Safe(_name) : _chain.TenantId;
        int bad = findings.Count(f => f.Status == status);
        int gaps = findings.Count(static f => f.Kind == ArchiveFindingKind.Gap);
        int accepted = findings.Count(static f => f.Kind == ArchiveFindingKind.AcceptedLoss);
        string text = status switch
        {
            CheckStatus.Passed => string.Create(CultureInfo.InvariantCulture, $"The archive of {shown} is intact: {records:#,0} {(records == 1 ? "record" : "records")}, {_chain.Entries.Count:#,0} {(_chain.Entries.Count == 1 ? "run" : "runs")}"),
            CheckStatus.Failed => string.Create(CultureInfo.InvariantCulture, $"The archive of {shown} is not intact: {bad:#,0} {(bad == 1 ? "thing is" : "things are")} not as its chain says, the first: {findings[0]}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"Whether the archive of {shown} is intact is not known: {bad:#,0} {(bad == 1 ? "file" : "files")} could not be read"),
        };
        text = text.TrimEnd('.');
        text += gaps > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {gaps:#,0} {(gaps == 1 ? "gap" : "gaps")} in time") : string.Empty;
        text += accepted > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {accepted:#,0} accepted {(accepted == 1 ? "loss" : "losses")}.") : ".";
        return retention is null ? text : $"{text} {retention}";
    }

    /// <summary>What a run that ended early had written down before it moved anything.</summary>
    private void ReadUnfinished()
    {
        foreach (ArchiveRoot root in _roots)
        {
            string staging = Path.Join(root.Folder, ArchiveLayout.StagingFolder);
            if (!Directory.Exists(staging))
            {
                continue;
            }

            _findings.Add(ArchiveFindingKind.UnfinishedRun, ArchiveLayout.StagingFolder, "A run is at work or has ended early; what it left is no part of the archive.");
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
        (ArchiveEntry Entry, ArchivePart Part)[] all = [.. _chain.Entries.SelectMany(static entry => entry.Parts.Select(part => (entry, part)))];
        foreach ((ArchiveEntry entry, ArchivePart part) in all)
        {
            _files.Claim(ArchiveLayout.PartFile(part.Day, entry.Number));
            _files.Claim(ArchiveLayout.IndexFile(part.Day, entry.Number));
        }

        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Min(8, Environment.ProcessorCount), CancellationToken = cancellationToken };
        Parallel.ForEach(all, parallel, pair =>
        {
            string part = ArchiveLayout.PartFile(pair.Part.Day, pair.Entry.Number);
            string index = ArchiveLayout.IndexFile(pair.Part.Day, pair.Entry.Number);
            _presence[(pair.Part.Day, pair.Entry.Number)] = _files.Check(part, pair.Part.Bytes, pair.Part.Hash, ArchiveFindingKind.PartMissing, ArchiveFindingKind.PartDamaged, cancellationToken);
            _ = _files.Check(index, pair.Part.IndexBytes, pair.Part.IndexHash, ArchiveFindingKind.IndexMissing, ArchiveFindingKind.IndexDamaged, cancellationToken);
        });
    }

    /// <summary>Looks for records that are there twice; of the same record all copies are of the same day.</summary>
    private void CheckDuplicates(CancellationToken cancellationToken)
    {
        foreach (IGrouping<int, (int Day, int Number)> day in _chain.Entries.SelectMany(static entry => entry.Parts.Select(part => (part.Day, entry.Number))).GroupBy(static key => key.Day))
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<UInt128> keys = [];
            foreach ((int _, int number) in day)
            {
                string file = ArchiveLayout.IndexFile(day.Key, number);
                try
                {
                    if (_files.FirstCopy(file) is { } copy)
                    {
                        ArchiveIndex.Read(File.ReadAllBytes(copy.Path)).CopyKeys(keys);
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
                _findings.Add(ArchiveFindingKind.DuplicateRecords, ArchiveLayout.DayFolder(day.Key), string.Create(CultureInfo.InvariantCulture, $"{twice:#,0} records are there more than once. Readers leave repeats out."));
            }
        }
    }

    private void CheckUnclaimed()
    {
        HashSet<string> unfinished = _unfinished is { } run && run.Number == _chain.Entries.Select(static e => e.Number).DefaultIfEmpty().Max() + 1
            ? [.. run.Parts.SelectMany(part => new[] { ArchiveLayout.PartFile(part.Day, run.Number), ArchiveLayout.IndexFile(part.Day, run.Number) })]
            : [];
        foreach (string file in _files.Unclaimed)
        {
            if (unfinished.Contains(file))
            {
                _findings.Add(ArchiveFindingKind.UnfinishedRun, file, "A run moved it here and ended early; it is no part of the archive.");
            }
            else
            {
                _findings.Add(ArchiveFindingKind.NotInManifest, file, "The manifest does not name it: it was added, or its entry was taken away.");
            }
        }
    }
}
