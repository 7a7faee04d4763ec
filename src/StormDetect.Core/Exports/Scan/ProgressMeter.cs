using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Exports;

/// <summary>Reports progress, but not more often than a person can read.</summary>
internal sealed class ProgressMeter(Action<ReadProgress> report, BlockSource source, AuditScan scan, TimeSpan interval)
{
    private readonly long _total = source.Paths.Sum(Length);
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

    private static long Length(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length)
                : File.Exists(path) ? new FileInfo(path).Length : 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Only the bar suffers; reading the path says what is wrong with it.
            return 0;
        }
    }
}
