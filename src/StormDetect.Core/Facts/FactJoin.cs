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

    /// <summary>Joins pages, which are used up, and whose indexes are replaced where maps are given.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="maps">Where indexes went; null where they stay.</param>
    /// <returns>One page.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public FactPage Join(IReadOnlyList<FactPage> pages, IndexMaps? maps)
    {
        int count = 0;
        foreach (FactPage page in pages)
        {
            count += page.Facts.Count;
        }

        Reserve(count);
        int at = 0;
        for (int list = 0; list < pages.Count; list++)
        {
            ChunkedList<MailAccessFact> facts = pages[list].Facts;
            for (int i = 0; i < facts.Count; i++)
            {
                ref MailAccessFact fact = ref facts[i];
                if (maps is not null)
                {
                    fact.Mailbox = maps.Mailboxes[fact.Mailbox];
                    fact.Path = maps.Paths[fact.Path];
                    fact.Network = maps.Networks[fact.Network];
                }

                _items[at++] = new SortItem(Second(fact.Path, fact.Network, fact.Activity), list, i);
            }
        }

        RadixSort.Sort(ref _items, ref _spare, count);
        for (int i = 0; i < count; i++)
        {
            SortItem item = _items[i];
            ref readonly MailAccessFact fact = ref pages[item.List].Facts[item.Index];
            _items[i] = new SortItem(First(fact.Day, fact.Mailbox), item.List, item.Index);
        }

        RadixSort.Sort(ref _items, ref _spare, count);
        FactPage joined = new(chunks);
        int[][] unread = CountChunks(pages);
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

            joined.Add(ref into, pages[item.List], item.Index, maps?.Users);
            if (--unread[item.List][item.Index / ChunkedList<MailAccessFact>.ChunkSize] == 0)
            {
                pages[item.List].Facts.Release(item.Index);
            }
        }

        if (count > 0)
        {
            joined.End(ref into);
        }

        foreach (FactPage page in pages)
        {
            page.Release();
        }

        return joined;
    }

    /// <summary>How many facts each chunk of each page holds: a chunk that was read to its end is memory for the facts to come.</summary>
    private static int[][] CountChunks(IReadOnlyList<FactPage> pages)
    {
        int[][] counts = new int[pages.Count][];
        for (int list = 0; list < counts.Length; list++)
        {
            int facts = pages[list].Facts.Count;
            counts[list] = new int[(facts / ChunkedList<MailAccessFact>.ChunkSize) + 1];
            for (int i = 0; i < counts[list].Length; i++)
            {
                counts[list][i] = Math.Min(ChunkedList<MailAccessFact>.ChunkSize, facts - (i * ChunkedList<MailAccessFact>.ChunkSize));
            }
        }

        return counts;
    }

    private static ulong First(int day, int mailbox) => ((ulong)(uint)day << 32) | (uint)mailbox;

    private static ulong Second(int path, int network, MailActivity activity) =>
        ((ulong)(uint)path << 32) | ((ulong)(uint)network << 4) | (uint)activity;

    private void Reserve(int count)
    {
        if (_items.Length < count)
        {
            _items = new SortItem[count];
            _spare = new SortItem[count];
        }
    }
}
