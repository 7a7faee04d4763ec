using System;
using System.Buffers;
using System.Collections.Generic;

namespace StormDetect.Core.Archives;

/// <summary>Records of one day that a thread holds in memory until there are enough to be put in order.</summary>
internal sealed class ArchiveBatch
{
    private readonly ArrayBufferWriter<byte> _text = new(16 << 10);
    private readonly List<Place> _records = [];

    /// <summary>Bytes it holds, what is known of its records with them.</summary>
    public long Bytes => _text.WrittenCount + (_records.Count * (long)Place.Size);

    public int Records => _records.Count;

    public void Add(in ArchiveSlot slot, ReadOnlySpan<byte> line)
    {
        _records.Add(new Place(slot, _text.WrittenCount, line.Length));
        _text.Write(line);
    }

    public void Sort() => _records.Sort((a, b) => ArchiveOrder.Compare(a.Slot, Line(a), b.Slot, Line(b)));

    public ArchiveSlot Slot(int i) => _records[i].Slot;

    public ReadOnlySpan<byte> Line(int i) => Line(_records[i]);

    public void Clear()
    {
        _text.ResetWrittenCount();
        _records.Clear();
    }

    private ReadOnlySpan<byte> Line(Place place) => _text.WrittenSpan.Slice(place.Offset, place.Length);

    /// <summary>A record and where its line is.</summary>
    /// <param name="Slot">What is known of it.</param>
    /// <param name="Offset">Where its line begins.</param>
    /// <param name="Length">How long that is.</param>
    private readonly record struct Place(ArchiveSlot Slot, int Offset, int Length)
    {
        public const int Size = 80;
    }
}
