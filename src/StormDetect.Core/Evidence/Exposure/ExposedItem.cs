using System;

namespace StormDetect.Core.Exposures;

/// <summary>A message in a tally: what it costs to know it once.</summary>
internal sealed class ExposedItem
{
    public required string InternetMessageId { get; init; }

    public string Subject { get; private set; } = string.Empty;

    public long Size { get; private set; } = -1;

    public long Reads { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    /// <summary>Kept per message only where messages are asked for.</summary>
    public ExposureReaders? Readers { get; set; }

    public void Add(in ReadItem item, long ticks)
    {
        Reads++;
        Take(item.Subject, item.Size, ticks, ticks);
    }

    public void Merge(ExposedItem other)
    {
        Reads += other.Reads;
        Take(other.Subject, other.Size, other.First, other.Last);
        if (other.Readers is not null)
        {
            (Readers ??= new ExposureReaders()).Merge(other.Readers);
        }
    }

    // Of two different subjects or sizes of one message the larger stays, so that the order of records does not matter.
    private void Take(string subject, long size, long first, long last)
    {
        Subject = string.CompareOrdinal(subject, Subject) > 0 ? subject : Subject;
        Size = Math.Max(Size, size);
        First = Math.Min(First, first);
        Last = Math.Max(Last, last);
    }
}
