using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// Counts mail access by tenant, mailbox, user, path, network, session and token: found with open addressing over a chunked list, about 86 bytes a key and 24 for each of its first
/// record ids. One table per reading thread; merged tables hold the same in whatever order they are merged.
/// </summary>
internal sealed class AccessTable
{
    private const int MostIds = 8;
    private int[] _slots = new int[1024];

    public IndexTable<string> Tenants { get; } = new();

    public IndexTable<MailboxIdentity> Mailboxes { get; } = new();

    public IndexTable<AccessPath> Paths { get; } = new();

    public IndexTable<Network> Networks { get; } = new();

    /// <summary>Users in lower case.</summary>
    public IndexTable<string> Users { get; } = new();

    public ChunkedList<AccessRow> Rows { get; } = new();

    public ChunkedList<RecordNode> Records { get; } = new();

    /// <summary>Texts of record ids and sessions that are no GUIDs.</summary>
    public NamedIds Names { get; } = new();

    /// <summary>Adds a record, or the sum of several, to what has the same key.</summary>
    /// <param name="row">The record; its ids are not looked at.</param>
    /// <returns>The row's index.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(in AccessRow row)
    {
        if ((Rows.Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
        }

        uint mask = (uint)_slots.Length - 1;
        uint slot = Hash(row) & mask;
        while (_slots[slot] != 0)
        {
            int at = _slots[slot] - 1;
            ref AccessRow known = ref Rows[at];
            if (AccessRow.IsSameKey(known, row))
            {
                known.First = Math.Min(known.First, row.First);
                known.Last = Math.Max(known.Last, row.Last);
                known.Issued = known.Issued == 0 || row.Issued == 0 ? Math.Max(known.Issued, row.Issued) : Math.Min(known.Issued, row.Issued);
                known.Records += row.Records;
                known.Items += row.Items;
                return at;
            }

            slot = (slot + 1) & mask;
        }

        int index = Rows.Add(row);
        Rows[index].Ids = -1;
        Rows[index].IdCount = 0;
        _slots[slot] = index + 1;
        return index;
    }

    /// <summary>Keeps a record's id if it is among the first of its row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Note(int index, Guid id, int time)
    {
        ref AccessRow row = ref Rows[index];
        RecordNode node = new(id, time, row.Ids);
        if (row.IdCount < MostIds)
        {
            row.Ids = Records.Add(node);
            row.IdCount++;
            return;
        }

        int latest = row.Ids;
        for (int at = Records[latest].Next; at >= 0; at = Records[at].Next)
        {
            latest = Records[latest].IsBefore(Records[at]) ? at : latest;
        }

        if (node.IsBefore(Records[latest]))
        {
            Records[latest] = node with { Next = Records[latest].Next };
        }
    }

    /// <summary>The first records of a row, earliest first.</summary>
    public List<RecordNode> FirstRecords(in AccessRow row)
    {
        List<RecordNode> records = [];
        for (int at = row.Ids; at >= 0; at = Records[at].Next)
        {
            records.Add(Records[at]);
        }

        records.Sort(static (a, b) => a.IsBefore(b) ? -1 : b.IsBefore(a) ? 1 : 0);
        return records;
    }

    /// <summary>Takes over what another table holds. That one must not be used afterwards.</summary>
    public void Merge(AccessTable other)
    {
        int[] tenants = Tenants.AddAll(other.Tenants);
        int[] mailboxes = new int[other.Mailboxes.Count];
        for (int i = 0; i < mailboxes.Length; i++)
        {
            mailboxes[i] = Mailboxes.Add(other.Mailboxes[i] with { Tenant = tenants[other.Mailboxes[i].Tenant] });
        }

        int[] paths = Paths.AddAll(other.Paths);
        int[] networks = Networks.AddAll(other.Networks);
        int[] users = Users.AddAll(other.Users);
        for (int i = 0; i < other.Rows.Count; i++)
        {
            AccessRow row = other.Rows[i];
            int ids = row.Ids;
            row.Mailbox = mailboxes[row.Mailbox];
            row.Path = paths[row.Path];
            row.Network = networks[row.Network];
            row.User = row.User < 0 ? -1 : users[row.User];
            int at = Add(row);
            for (; ids >= 0; ids = other.Records[ids].Next)
            {
                Note(at, other.Records[ids].Id, other.Records[ids].Time);
            }

            if ((i + 1) % ChunkedList<AccessRow>.ChunkSize == 0)
            {
                other.Rows.Release(i);
            }
        }

        Names.Merge(other.Names);
    }

    private static uint Hash(in AccessRow row)
    {
        ulong hash = ByteHash.Of(row.Token) ^ BitOperations.RotateLeft(ByteHash.Of(row.Session), 23);
        hash ^= (((ulong)(uint)row.Mailbox << 32) | (uint)row.Path) * 0x9E3779B97F4A7C15;
        hash = BitOperations.RotateLeft(hash, 29) * 0xC2B2AE3D27D4EB4F;
        hash ^= (((ulong)(uint)row.Network << 32) | ((uint)row.User ^ ((uint)row.Day << 12))) * 0x9E3779B97F4A7C15;
        return (uint)((BitOperations.RotateLeft(hash, 29) * 0x9E3779B97F4A7C15) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        for (int i = 0; i < Rows.Count; i++)
        {
            uint slot = Hash(Rows[i]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
