using System;
using System.Collections.Generic;
using System.Text;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Timelines;

/// <summary>Picks the records of a timeline out of the pass.</summary>
internal sealed class TimelineCollector(ActivityTimelineOptions options) : IAuditCollector
{
    private const int MostRelated = 1000;
    private readonly TimelinePivot _pivot = new(options);
    private readonly long _start = options.Start?.UtcTicks ?? long.MinValue;
    private readonly long _end = options.End?.UtcTicks ?? long.MaxValue;

    public TimelineKeep Kept { get; } = new(options.MaximumCount);

    public SortedSet<string> Sessions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedSet<string> Addresses { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool Wants(string operation) => true;

    public IAuditCollector Fork() => new TimelineCollector(options);

    public void Merge(IAuditCollector other)
    {
        TimelineCollector from = (TimelineCollector)other;
        Kept.Merge(from.Kept);
        foreach (string session in from.Sessions)
        {
            Relate(Sessions, session);
        }

        foreach (string address in from.Addresses)
        {
            Relate(Addresses, address);
        }
    }

    public void Collect(RecordView record)
    {
        if (record.Ticks < _start || record.Ticks >= _end || _pivot.Relation(record) is not string relation)
        {
            return;
        }

        TimelineKey key = Key(record.Ticks, record.RecordKey);
        bool takes = Kept.Takes(key);
        if (!takes && relation.Length > 0)
        {
            return;
        }

        if (relation.Length == 0)
        {
            Relate(Sessions, TimelineEntries.SessionOf(record));
            Relate(Addresses, RecordAddress.Bare(record.Address.Text()) ?? string.Empty);
        }

        if (takes)
        {
            Kept.Add(key, TimelineEntries.Of(record, relation));
        }
    }

    public void Collect(AuditRecord record)
    {
        long ticks = record.CreationTime.UtcTicks;
        if (ticks < _start || ticks >= _end || _pivot.Relation(record) is not string relation)
        {
            return;
        }

        if (relation.Length == 0)
        {
            Relate(Sessions, record.SessionId ?? string.Empty);
            Relate(Addresses, record.ClientIP ?? string.Empty);
        }

        Guid id = Guid.TryParse(record.Id, out Guid parsed) ? parsed : NamedIds.KeyOf(ByteHash.Of(Encoding.UTF8.GetBytes(record.Id)), (ulong)record.SourceOffset);
        TimelineKey key = Key(ticks, id);
        if (Kept.Takes(key))
        {
            Kept.Add(key, TimelineEntries.Of(record, id, relation));
        }
    }

    private TimelineKey Key(long ticks, Guid record) => new(options.Nearest is { } middle ? Math.Abs(ticks - middle.UtcTicks) : ticks, ticks, record);

    private static void Relate(SortedSet<string> set, string text)
    {
        if (text.Length > 0 && set.Add(text) && set.Count > MostRelated)
        {
            _ = set.Remove(set.Max!);
        }
    }
}
