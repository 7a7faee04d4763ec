using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Scenarios;

namespace StormDetect.Eval;

/// <summary>
/// A synthetic tenant's log on disk, a file for each day of delivery, and beside it what each intruder adds: one tenant serves for the clean hunt, for
/// each intrusion alone, and for every shorter log.
/// </summary>
internal sealed class HuntTenant
{
    private const int Day = 86_400;
    private readonly string _folder;
    private readonly RecordComposer _composer;

    private HuntTenant(ScenarioTenant tenant, string folder)
    {
        Tenant = tenant;
        _folder = folder;
        _composer = new RecordComposer(tenant.Text);
    }

    public ScenarioTenant Tenant { get; }

    /// <summary>The clean tenant's audit files by day.</summary>
    public List<string> Days { get; } = [];

    /// <summary>The clean tenant's sign-in files by day.</summary>
    public List<string> SignIns { get; } = [];

    public List<HuntAttack> Attacks { get; } = [];

    /// <summary>Plays a tenant into a folder.</summary>
    public static HuntTenant Play(AuditScenarioOptions options, string folder, CancellationToken cancellationToken)
    {
        ScenarioTenant tenant = TenantBuilder.Build(options);
        tenant.Background = [];
        HuntTenant log = new(tenant, folder);
        int end = options.Days * Day;
        uint copies = (uint)tenant.Habits.CopiesPerThousand;
        EventSink sink = new() { End = end, CopiesPerThousand = copies, SignIns = new SignInBook(tenant) };
        DayPlanner planner = new(tenant, sink);
        List<(Intrusion Intrusion, EventSink Sink, HuntAttack Log)> planted = [];
        foreach (Intrusion intrusion in IntrusionCatalogue.Create(tenant))
        {
            EventSink own = new() { End = end, CopiesPerThousand = copies, Tenant = sink, SignIns = new SignInBook(tenant), Silences = intrusion.Silences };
            planted.Add((intrusion, own, new HuntAttack(intrusion.Attack)));
        }

        for (int day = 0; day < options.Days; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool last = day == options.Days - 1;
            int before = last ? int.MaxValue : (day + 1) * Day;
            sink.Today = day;
            planner.Play(day, cancellationToken);
            for (int i = 0; i < planted.Count; i++)
            {
                (Intrusion intrusion, EventSink own, HuntAttack attack) = planted[i];
                own.Today = day;
                intrusion.Play(day, own);
                attack.Days.Add(log.Write(FormattableString.Invariant($"planted-{i}-{day}.jsonl"), Delivered(own, day, last), []));
                attack.SignIns.Add(log.Write(FormattableString.Invariant($"signins-planted-{i}-{day}.json"), own.SignIns!.Take(before)));
            }

            List<ScenarioEvent> delivered = Delivered(sink, day, last);
            log.Days.Add(log.Write(FormattableString.Invariant($"audit-{day}.jsonl"), delivered, []));
            log.SignIns.Add(log.Write(FormattableString.Invariant($"signins-{day}.json"), sink.SignIns!.Take(before)));
            for (int i = 0; i < planted.Count; i++)
            {
                if (planted[i].Intrusion.Silences.Count > 0)
                {
                    planted[i].Log.TenantDays.Add(log.Write(FormattableString.Invariant($"silenced-{i}-{day}.jsonl"), delivered, planted[i].Intrusion.Silences));
                }
            }
        }

        foreach ((Intrusion intrusion, _, HuntAttack attack) in planted)
        {
            attack.Evidence = AnswerKey.Evidence(intrusion);
            attack.Silences = intrusion.Silences;
            foreach (PlantedRecord record in intrusion.Records)
            {
                attack.Times.TryAdd(record.Id.ToString("D"), record.Time);
            }

            // One that left nothing in the log (all of it throttled, say) cannot be found.
            if (attack.Times.Count > 0)
            {
                log.Attacks.Add(attack);
            }
        }

        return log;
    }

    private static List<ScenarioEvent> Delivered(EventSink sink, int day, bool last)
    {
        List<ScenarioEvent> entries = sink.Take(day);
        if (last)
        {
            entries.AddRange(sink.TakeRest());
        }

        return entries;
    }

    private string Write(string name, List<ScenarioEvent> entries, IReadOnlyList<LogSilence> silences)
    {
        string path = Path.Combine(_folder, name);
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1);
        foreach (long key in ScenarioWriter.InOrder(entries))
        {
            ScenarioEvent entry = entries[(int)(uint)key];
            if (entry.IsHidden || silences.Any(silence => silence.Hides(entry)))
            {
                continue;
            }

            _composer.Write(entry);
            if (_composer.IsFull)
            {
                _composer.WriteTo(file);
            }
        }

        _composer.WriteTo(file);
        return path;
    }

    private string Write(string name, List<DirectorySignIn> entries)
    {
        string path = Path.Combine(_folder, name);
        SignInFile.Write(path, Tenant, entries);
        return path;
    }
}
