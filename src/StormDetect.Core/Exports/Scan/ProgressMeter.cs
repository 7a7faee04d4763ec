using System;
using System.Diagnostics;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>Reports progress, but not more often than a person can read.</summary>
internal sealed class ProgressMeter(Action<ReadProgress> report, BlockSource source, AuditScan scan, TimeSpan interval)
{
    private readonly long _total = InputCatalog.MeasureStored(source.Paths, CancellationToken.None);
    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();

    public void Tick()
    {
        if (_sinceReport.Elapsed >= interval)
        {
            Report();
            _sinceReport.Restart();
        }
    }

    public void Report()
    {
        (long bytes, string name) = source.Position;
        report(new ReadProgress(bytes, Math.Max(bytes, _total), scan.Kept, name));
    }
}
