using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Scenarios;

/// <summary>Plays the days and writes what the log delivers on each.</summary>
internal sealed class ScenarioWriter(ScenarioTenant tenant, List<Intrusion> intrusions)
{
    private const int Day = 86_400;
    private readonly RecordComposer _composer = new(tenant.Text);

    public List<string> Files { get; } = [];

    public List<string> SignInFiles { get; } = [];

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
            SignIns = options.SignIns ? new SignInBook(tenant) : null,
            Silences = [.. intrusions.SelectMany(static intrusion => intrusion.Silences)],
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
                if ((day + 1) % options.DaysPerFile == 0)
                {
                    WriteSignIns(directory, sink.SignIns, day, (day + 1) * Day);
                }
            }

            WriteSignIns(directory, sink.SignIns, LastDay + 1, int.MaxValue);

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

    /// <summary>The places of entries by delivery (in the low half); equal times keep the order in which they were planned.</summary>
    public static long[] InOrder(List<ScenarioEvent> entries)
    {
        long[] keys = new long[entries.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)entries[i].Arrival << 32) | (uint)i;
        }

        Array.Sort(keys);
        return keys;
    }

    /// <summary>What was noted up to a day; the file is named by the day on which it was taken.</summary>
    private void WriteSignIns(string directory, SignInBook? book, int day, int before)
    {
        List<DirectorySignIn> entries = book?.Take(before) ?? [];
        if (entries.Count > 0)
        {
            string path = Path.Combine(directory, FormattableString.Invariant($"signins-{tenant.Text.Start.AddDays(day):yyyy-MM-dd}.json"));
            SignInFile.Write(path, tenant, entries);
            SignInFiles.Add(path);
        }
    }

    private void Deliver(List<ScenarioEvent> entries, FileStream file, CancellationToken cancellationToken)
    {
        foreach (long key in InOrder(entries))
        {
            ScenarioEvent entry = entries[(int)(uint)key];
            if (entry.IsHidden)
            {
                continue;
            }

            _composer.Write(entry);
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
