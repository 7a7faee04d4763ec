using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>Brings records, or pages of facts, into the order day, mailbox, path, network, activity, and counts what has the same key into one fact.</summary>
internal sealed class FactJoin(FactChunks chunks)
{
    private SortItem[] _items = [];
    private SortItem[] _spare = [];

    /// <summary>Counts records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="count">How many of them.</param>
    /// <returns>Their facts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public FactPage Count(MailAccessObservation[] records, int count)
    {
        Reserve(count);
        for (int i = 0; i < count; i++)
        {
            ref readonly MailAccessObservation record = ref records[i];
            _items[i] = new SortItem(Second(record.Path, record.Network, record.Activity), 0, i);
        }

        RadixSort.Sort(ref _items, ref _spare, count);
        for (int i = 0; i < count; i++)
        {
            int index = _items[i].Index;
            ref readonly MailAccessObservation record = ref records[index];
            _items[i] = new SortItem(First(FactTime.Day(record.Time), record.Mailbox), 0, index);
        }

        RadixSort.Sort(ref _items, ref _spare, count);
        FactPage page = new(chunks);
        ref MailAccessFact fact = ref Unsafe.NullRef<MailAccessFact>();
        for (int i = 0; i < count; i++)
        {
            ref readonly MailAccessObservation record = ref records[_items[i].Index];
            int day = FactTime.Day(record.Time);
            if (i == 0 || !fact.Has(record.Mailbox, day, record.Path, record.Network, record.Activity))
            {
                if (i > 0)
                {
                    page.End(ref fact);
                }

                fact = ref page.Begin(record.Mailbox, day, record.Activity, record.Path, record.Network);
            }

            page.Add(ref fact, record);
        }

        if (count > 0)
        {
            page.End(ref fact);
        }

        return page;
    }

    /// <summary>
    /// Joins pages, which are used up: a day at a time, because pages are in the order of their days. So what is put in order fits a core's cache, and what was read is memory for what is written.
    /// </summary>
    /// <param name="pages">The pages.</param>
    /// <returns>One page.</returns>
    public FactPage Join(IReadOnlyList<FactPage> pages)
    {
        FactPage joined = new(chunks);
        int[] read = new int[pages.Count];
        while (NextDay(pages, read) is int day)
        {
            JoinDay(joined, pages, TakeDay(day, pages, read));
            for (int list = 0; list < read.Length; list++)
            {
                pages[list].ReleaseBefore(read[list]);
            }
        }

        foreach (FactPage page in pages)
        {
            page.Release();
        }

        return joined;
    }

    /// <summary>The first day of which any page has a fact that was not read; null for none.</summary>
    private static int? NextDay(IReadOnlyList<FactPage> pages, int[] read)
    {
        int? day = null;
        for (int list = 0; list < read.Length; list++)
        {
            if (read[list] < pages[list].Facts.Count)
            {
                day = Math.Min(day ?? int.MaxValue, pages[list].Facts[read[list]].Day);
            }
        }

        return day;
    }

    /// <summary>Puts the facts of a day in order.</summary>
    /// <returns>How many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TakeDay(int day, IReadOnlyList<FactPage> pages, int[] read)
    {
        int count = 0;
        for (int list = 0; list < read.Length; list++)
        {
            ChunkedList<MailAccessFact> facts = pages[list].Facts;
            for (; read[list] < facts.Count && facts[read[list]].Day == day; read[list]++)
            {
                ref readonly MailAccessFact fact = ref facts[read[list]];
                if (count == _items.Length)
                {
                    Array.Resize(ref _items, Math.Max(1024, count * 2));
                }

                _items[count++] = new SortItem(Second(fact.Path, fact.Network, fact.Activity), list, read[list]);
            }
        }

        Reserve(count);
        RadixSort.Sort(ref _items, ref _spare, count);
        for (int i = 0; i < count; i++)
        {
            SortItem item = _items[i];
            _items[i] = item with { Key = (uint)pages[item.List].Facts[item.Index].Mailbox };
        }

        RadixSort.Sort(ref _items, ref _spare, count);
        return count;
    }

    /// <summary>Counts the facts of a day, which are in order, into the joined page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void JoinDay(FactPage joined, IReadOnlyList<FactPage> pages, int count)
    {
        ref MailAccessFact into = ref Unsafe.NullRef<MailAccessFact>();
        for (int i = 0; i < count; i++)
        {
            SortItem item = _items[i];
            ref readonly MailAccessFact fact = ref pages[item.List].Facts[item.Index];
            if (i == 0 || !into.Has(fact.Mailbox, fact.Day, fact.Path, fact.Network, fact.Activity))
            {
                if (i > 0)
                {
                    joined.End(ref into);
                }

                into = ref joined.Begin(fact.Mailbox, fact.Day, fact.Activity, fact.Path, fact.Network);
            }

            joined.Add(ref into, pages[item.List], item.Index);
        }

        joined.End(ref into);
    }

    private static ulong First(int day, int mailbox) => ((ulong)(uint)day << 32) | (uint)mailbox;

    private static ulong Second(int path, int network, MailActivity activity) =>
        ((ulong)(uint)path << 32) | ((ulong)(uint)network << 4) | (uint)activity;

    /// <summary>Makes room for items; those there stay.</summary>
    private void Reserve(int count)
    {
        if (_items.Length < count)
        {
            Array.Resize(ref _items, count);
        }

        if (_spare.Length < _items.Length)
        {
            _spare = new SortItem[_items.Length];
        }
    }
}
