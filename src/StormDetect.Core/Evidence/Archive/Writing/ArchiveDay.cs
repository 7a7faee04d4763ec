using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace StormDetect.Core.Archives;

/// <summary>
/// A day that a run adds to: the keys the archive has of it already, and the records that wait for the run's end, in batches that are in order, on the disk or in memory. Then they become the part, in one order.
/// Used by several threads.
/// </summary>
internal sealed class ArchiveDay
{
    /// <summary>Batches joined at once: each takes a block of memory.</summary>
    private const int MostSources = 256;

    private const int MostPacked = 1 << 20;

    private readonly object _gate = new();
    private readonly ArchiveTenant _tenant;
    private readonly UInt128[] _known;
    private readonly string _spilled;
    private readonly List<ArchiveBatch> _held = [];
    private readonly Queue<(long From, long To, long Records)> _runs = new();
    private long _end;

    public ArchiveDay(ArchiveTenant tenant, int day, UInt128[] known)
    {
        _tenant = tenant;
        _known = known;
        Day = day;
        string name = Path.Join(tenant.Staging, ArchiveLayout.DayName(day));
        StagedPart = name + ArchiveLayout.PartSuffix;
        StagedIndex = name + ArchiveLayout.IndexSuffix;
        _spilled = name + ".spill";
    }

    public int Day { get; }

    public string StagedPart { get; }

    public string StagedIndex { get; }

    /// <summary>Whether the run has records of it that the archive had not.</summary>
    public bool HasRecords { get; private set; }

    public bool Knows(UInt128 key) => Array.BinarySearch(_known, key) >= 0;

    /// <summary>Puts a batch aside on the disk.</summary>
    /// <param name="batch">The batch; it is free again.</param>
    /// <param name="spill">Packs it; of the thread's own, and free again.</param>
    public void Spill(ArchiveBatch batch, ArchiveSpill spill)
    {
        batch.Sort();
        for (int i = 0; i < batch.Records; i++)
        {
            spill.Add(batch.Slot(i), batch.Line(i));
        }

        spill.Pack();
        lock (_gate)
        {
            HasRecords = true;
            long from = _end;
            Append(spill);
            _runs.Enqueue((from, _end, batch.Records));
        }
    }

    /// <summary>Takes the last batch of a thread, which stays in memory.</summary>
    public void Hold(ArchiveBatch batch)
    {
        batch.Sort();
        lock (_gate)
        {
            HasRecords = true;
            _held.Add(batch);
        }
    }

    /// <summary>The records to join until the part is written: those of batches that are joined first count again.</summary>
    public long Waiting(int mostSources)
    {
        long waiting = _held.Sum(static batch => (long)batch.Records) + _runs.Sum(static run => run.Records);
        Queue<long> runs = new(_runs.Select(static run => run.Records));
        for (int most = Most(mostSources); runs.Count > most;)
        {
            long joined = 0;
            for (int i = 0; i < most; i++)
            {
                joined += runs.Dequeue();
            }

            runs.Enqueue(joined);
            waiting += joined;
        }

        return waiting;
    }

    /// <summary>Writes the part and its index beside the archive.</summary>
    public ArchivePart Finish(int memberBytes, int mostSources, ArchiveMergeProgress progress, CancellationToken cancellationToken)
    {
        ArchivePart? part = null;
        _tenant.Guarded("merge", () =>
        {
            using (SafeFileHandle? file = _runs.Count > 0 ? File.OpenHandle(_spilled, FileMode.Open, FileAccess.Read, FileShare.ReadWrite) : null)
            {
                while (_runs.Count > Most(mostSources))
                {
                    Join(file!, Most(mostSources), progress, cancellationToken);
                }

                part = Write(file, memberBytes, progress, cancellationToken);
            }

            _held.Clear();
            File.Delete(_spilled);
        });
        return part!;
    }

    private static int Most(int mostSources) => Math.Clamp(mostSources, 2, MostSources);

    private ArchivePart Write(SafeFileHandle? file, int memberBytes, ArchiveMergeProgress progress, CancellationToken cancellationToken)
    {
        using ArchiveMerge merge = new([.. Sources(file, _runs), .. _held.Select(static batch => new ArchiveBatchSource(batch))]);
        using ArchivePartWriter writer = new(_tenant, StagedPart, StagedIndex, memberBytes);
        return writer.Write(Day, merge, progress, cancellationToken);
    }

    /// <summary>Makes one batch of many, where there are more than can be joined at once.</summary>
    private void Join(SafeFileHandle file, int most, ArchiveMergeProgress progress, CancellationToken cancellationToken)
    {
        List<(long, long, long)> first = [];
        while (first.Count < most)
        {
            first.Add(_runs.Dequeue());
        }

        using ArchiveMerge merge = new(Sources(file, first));
        ArchiveSpill spill = new();
        long from = _end;
        long records = 0;
        while (merge.Next())
        {
            records++;
            spill.Add(merge.Current.Slot, merge.Current.Line);
            if (spill.Packed.Length >= MostPacked)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Append(spill);
                progress.Add(merge.Passed());
            }
        }

        spill.Pack();
        Append(spill);
        progress.Add(merge.Passed());
        _runs.Enqueue((from, _end, records));
    }

    private static IEnumerable<ArchiveSource> Sources(SafeFileHandle? file, IEnumerable<(long From, long To, long Records)> runs) => runs.Select(run => new ArchiveSpillSource(file!, run.From, run.To));

    private void Append(ArchiveSpill spill)
    {
        _tenant.Guarded("spill", () => ArchiveFiles.Append(_spilled, spill.Packed, _end));
        _end += spill.Packed.Length;
        spill.Clear();
    }
}
