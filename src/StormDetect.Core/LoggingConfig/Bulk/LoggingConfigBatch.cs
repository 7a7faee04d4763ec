using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core;

/// <summary>Judges many snapshot files, several at a time. Only as many snapshots are in memory as are being judged.</summary>
public static class LoggingConfigBatch
{
    /// <summary>Judges files in the order given. One that cannot be read stops no other.</summary>
    /// <param name="paths">Snapshot files.</param>
    /// <param name="options">Which checks, and by which rule of retention.</param>
    /// <param name="parallel">How many at a time, at least 1.</param>
    /// <param name="prepare">Adds to a snapshot before it is judged, on any thread; null to judge it as it is.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>One item for each file.</returns>
    public static IEnumerable<LoggingConfigBatchItem> Evaluate(
        IEnumerable<string> paths, LoggingCheckOptions options, int parallel, Func<ConfigSnapshot, ConfigSnapshot>? prepare, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        return Run(paths, options, parallel, prepare ?? (static snapshot => snapshot), cancellationToken);
    }

    private static IEnumerable<LoggingConfigBatchItem> Run(
        IEnumerable<string> paths, LoggingCheckOptions options, int parallel, Func<ConfigSnapshot, ConfigSnapshot> prepare, CancellationToken cancellationToken)
    {
        Queue<(Task Task, LoggingConfigBatchItem[] Slot)> running = new();
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LoggingConfigBatchItem[] slot = new LoggingConfigBatchItem[1];
            running.Enqueue((Task.Run(() => slot[0] = One(path, options, prepare), cancellationToken), slot));
            if (running.Count >= parallel)
            {
                yield return Next(running, cancellationToken);
            }
        }

        while (running.Count > 0)
        {
            yield return Next(running, cancellationToken);
        }
    }

    private static LoggingConfigBatchItem Next(Queue<(Task Task, LoggingConfigBatchItem[] Slot)> running, CancellationToken cancellationToken)
    {
        (Task task, LoggingConfigBatchItem[] slot) = running.Dequeue();
        task.Wait(cancellationToken);
        return slot[0];
    }

    private static LoggingConfigBatchItem One(string path, LoggingCheckOptions options, Func<ConfigSnapshot, ConfigSnapshot> prepare)
    {
        try
        {
            return new LoggingConfigBatchItem(path, LoggingConfigTest.Evaluate(prepare(ConfigSnapshotFile.Read(path)), options), Failure: null);
        }
        catch (ConfigSnapshotException failure)
        {
            return new LoggingConfigBatchItem(path, [], failure);
        }
    }
}
