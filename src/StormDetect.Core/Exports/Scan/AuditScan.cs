using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Exports;

/// <summary>
/// One pass over any number of inputs for any number of collectors, on all cores (<see cref="BlockPump"/>).
/// </summary>
internal sealed class AuditScan
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(200);

    private readonly RecordIdSet _ids = new();
    private readonly List<RecordReader> _readers = [];
    private readonly List<InputProblem> _problems = [];
    private readonly List<ArchiveGap> _gaps = [];
    private readonly IReadOnlyList<IAuditCollector> _collectors;
    private int _inputs;

    public AuditScan(IReadOnlyList<IAuditCollector> collectors)
    {
        _collectors = collectors;
        _readers.Add(new RecordReader(new RecordSink(collectors, _ids)));
    }

    /// <summary>Told how far reading has come; on a reading thread.</summary>
    public Action<ReadProgress>? Progress { get; set; }

    /// <summary>What is wanted of archives; null for everything.</summary>
    public ArchiveFilter? Wanted { get; set; }

    /// <summary>Reads files and folders. Inputs that cannot be read become problems of the report.</summary>
    public void Files(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        string[] inputs = paths.ToArray();
        using BlockSource source = new(inputs, Problem, NextOrder, cancellationToken, wanted: Wanted, gap: _gaps.Add);
        while (_readers.Count < BlockPump.Readers)
        {
            _readers.Add(new RecordReader(new RecordSink(_collectors.Select(static collector => collector.Fork()).ToArray(), _ids)));
        }

        ProgressMeter? meter = Progress is null ? null : new ProgressMeter(Progress, source, this, s_progressInterval);
        BlockPump.Run(_readers, source, meter is null ? null : meter.Tick, cancellationToken);
        meter?.Report();
    }

    /// <summary>Reads JSON given as text.</summary>
    public void Text(string json, string source) => _readers[0].ReadText(Encoding.UTF8.GetBytes(json), source);

    /// <summary>Takes a record that was made an object before: a change by its own JSON, where what was changed stands; mail access by what became properties.</summary>
    public void Object(AuditRecord record)
    {
        if (RecordText.TryWrite(record, out byte[] json))
        {
            _readers[0].ReadText(json, "(objects)");
            return;
        }

        RecordSink sink = _readers[0].Sink;
        if (sink.Take(record))
        {
            foreach (IAuditCollector collector in sink.Collectors)
            {
                if (collector.Wants(record.Operation))
                {
                    collector.Collect(record);
                }
            }
        }
    }

    /// <summary>Records kept so far; exact only while no thread reads.</summary>
    public long Kept => _readers.Sum(static reader => reader.Sink.Ledger.Kept);

    /// <summary>Joins what the threads counted into the first thread's collectors, which are the caller's, and reports. Ends the scan.</summary>
    public ReadReport Complete()
    {
        // Nothing is looked up any more, and joining takes memory of its own.
        _ids.Clear();
        RecordSink first = _readers[0].Sink;
        foreach (RecordReader reader in _readers.Skip(1))
        {
            first.Ledger.Merge(reader.Sink.Ledger);
            for (int i = 0; i < first.Collectors.Count; i++)
            {
                first.Collectors[i].Merge(reader.Sink.Collectors[i]);
            }
        }

        _readers.Clear();
        return first.Ledger.Report(_problems.ToArray(), _gaps.ToArray());
    }

    /// <summary>Takes a problem of an input; from any thread.</summary>
    public void Problem(InputProblem problem)
    {
        lock (_problems)
        {
            _problems.Add(problem);
        }
    }

    private int NextOrder() => _inputs++;
}
