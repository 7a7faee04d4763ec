using System;
using System.Collections.Generic;

namespace StormDetect.Core.Facts;

/// <summary>
/// The short lists behind facts (users, sessions, first record ids) as linked nodes in two arenas: most facts have one entry of each, and an array
/// object per fact would cost more than the fact.
/// </summary>
internal sealed class FactLists
{
    /// <summary>How many record ids a fact keeps: the earliest ones, ties by id, so that the order of arrival does not matter.</summary>
    public const int MaxRecordIds = 8;

    private readonly ChunkedList<IndexNode> _indexes = new();
    private readonly ChunkedList<RecordNode> _records = new();

    public IEnumerable<int> Indexes(int head)
    {
        for (int node = head; node >= 0; node = _indexes[node].Next)
        {
            yield return _indexes[node].Value;
        }
    }

    public IEnumerable<(Guid Id, int Time)> Records(int head)
    {
        for (int node = head; node >= 0; node = _records[node].Next)
        {
            yield return (_records[node].Id, _records[node].Time);
        }
    }

    public IEnumerable<Guid> RecordIds(int head)
    {
        for (int node = head; node >= 0; node = _records[node].Next)
        {
            yield return _records[node].Id;
        }
    }

    public void AddIndex(ref int head, int value)
    {
        for (int node = head; node >= 0; node = _indexes[node].Next)
        {
            if (_indexes[node].Value == value)
            {
                return;
            }
        }

        head = _indexes.Add(new IndexNode(value, head));
    }

    public void AddRecord(ref int head, int time, Guid id)
    {
        int previous = -1;
        int node = head;
        int place = 0;
        while (node >= 0)
        {
            ref RecordNode existing = ref _records[node];
            if (time < existing.Time || (time == existing.Time && id.CompareTo(existing.Id) < 0))
            {
                break;
            }

            previous = node;
            node = existing.Next;
            place++;
        }

        if (place >= MaxRecordIds)
        {
            return;
        }

        int added = _records.Add(new RecordNode(id, time, node));
        if (previous < 0)
        {
            head = added;
        }
        else
        {
            _records[previous].Next = added;
        }

        Trim(head);
    }

    /// <summary>Copies another arena's lists into lists of this one.</summary>
    public void Merge(ref MailAccessFact into, FactLists other, in MailAccessFact from, int[]? userMap, int[]? sessionMap)
    {
        MergeIndexes(ref into.UserList, other, from.UserList, userMap);
        MergeIndexes(ref into.SessionList, other, from.SessionList, sessionMap);

        for (int node = from.RecordIdList; node >= 0; node = other._records[node].Next)
        {
            RecordNode record = other._records[node];
            AddRecord(ref into.RecordIdList, record.Time, record.Id);
        }
    }

    /// <summary>Replaces every index of a list.</summary>
    public void Remap(int head, int[] map)
    {
        for (int node = head; node >= 0; node = _indexes[node].Next)
        {
            ref IndexNode entry = ref _indexes[node];
            entry.Value = map[entry.Value];
        }
    }

    private void MergeIndexes(ref int into, FactLists other, int from, int[]? map)
    {
        for (int node = from; node >= 0; node = other._indexes[node].Next)
        {
            int value = other._indexes[node].Value;
            AddIndex(ref into, map is null ? value : map[value]);
        }
    }

    private void Trim(int head)
    {
        int node = head;
        for (int i = 1; i < MaxRecordIds && node >= 0; i++)
        {
            node = _records[node].Next;
        }

        if (node >= 0)
        {
            _records[node].Next = -1;
        }
    }

    private record struct IndexNode(int Value, int Next);

    private record struct RecordNode(Guid Id, int Time, int Next);
}
