using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>One run of a search and the rows it handed on.</summary>
internal sealed class SearchRun
{
    public static readonly StillClock LongAfter = new(ScriptedRoute.Start.AddDays(90));

    public List<string> Rows { get; } = [];

    public List<FoundSlice> Found { get; } = [];

    public SearchReport? Report { get; private set; }

    public AuditLogSearch Search { get; private set; } = null!;

    public static AuditLogQuery Query(double days, params string[] operations) => new() { Start = ScriptedRoute.Start, End = ScriptedRoute.Start.AddDays(days), Operations = operations };

    public static AuditLogSearchOptions Options(string? statePath, Func<int, int>? fault = null) => new() { StatePath = statePath, FirstDelay = TimeSpan.Zero, Clock = LongAfter, Random = static () => 1, Fault = fault };

    public static async Task<SearchRun> Go(IAuditLogRoute route, AuditLogQuery query, AuditLogSearchOptions options)
    {
        SearchRun run = new() { Search = new AuditLogSearch(route, query, options) };
        run.Report = await run.Search.RunAsync(run.Take, CancellationToken.None);
        return run;
    }

    /// <summary>The rows of a slice's file.</summary>
    public static IEnumerable<string> Read(string file)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is string line)
        {
            yield return line;
        }
    }

    private ValueTask Take(FoundSlice slice, CancellationToken cancellationToken)
    {
        Found.Add(slice);
        if (slice.File.Length > 0)
        {
            Rows.AddRange(Read(slice.File));
        }

        return ValueTask.CompletedTask;
    }
}
