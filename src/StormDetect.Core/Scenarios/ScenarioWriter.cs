using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace StormDetect.Core.Scenarios;

/// <summary>Plays the days and writes what the log delivers on each.</summary>
internal sealed class ScenarioWriter(ScenarioTenant tenant, List<Intrusion> intrusions)
{
    private const int Day = 86_400;
    private readonly RecordComposer _composer = new(tenant.Text);

    public List<string> Files { get; } = [];

    public long Records { get; private set; }

    public long Bytes { get; private set; }

    public int LastDay { get; private set; }

    public void Write(string directory, CancellationToken cancellationToken)
    {
        AuditScenarioOptions options = tenant.Options;
        EventSink sink = new()
        {
            End = options.MinimumBytes > 0 ? int.MaxValue : options.Days * Day,
            CopiesPerThousand = (uint)tenant.Habits.CopiesPerThousand,
        };
        DayPlanner planner = new(tenant, sink);
        FileStream? file = null;
        try
        {
            for (int day = 0; day < options.Days || Bytes < options.MinimumBytes; day++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                sink.Today = day;
                planner.Play(day, cancellationToken);
                foreach (Intrusion intrusion in intrusions)
                {
                    intrusion.Play(day, sink);
                }

                if (day % options.DaysPerFile == 0)
                {
                    file?.Dispose();
                    string path = Path.Combine(directory, FormattableString.Invariant($"audit-{tenant.Text.Start.AddDays(day):yyyy-MM-dd}.jsonl"));
                    file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1);
                    Files.Add(path);
                }

                Deliver(sink.Take(day), file!, cancellationToken);
                LastDay = day;
            }

            if (options.MinimumBytes == 0)
            {
                Deliver(sink.TakeRest(), file!, cancellationToken);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    private void Deliver(List<ScenarioEvent> entries, FileStream file, CancellationToken cancellationToken)
    {
        // By delivery; equal times keep the order in which they were planned.
        long[] keys = new long[entries.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)entries[i].Arrival << 32) | (uint)i;
        }

        Array.Sort(keys);
        foreach (long key in keys)
        {
            _composer.Write(entries[(int)(uint)key]);
            Records++;
            if (_composer.IsFull)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Bytes += _composer.WriteTo(file);
            }
        }

        Bytes += _composer.WriteTo(file);
    }
}
