using System.Numerics;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Mailbox-days, each mailbox and day once: found with open addressing over a chunked list. Four to eight bytes a row on top of the row, and nothing is copied when it grows.
/// </summary>
internal sealed class MailboxDayTable
{
    private int[] _slots = new int[256];

    public ChunkedList<MailboxDay> Rows { get; } = new();

    /// <summary>Adds a row to the one of its key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in MailboxDay row)
    {
        if ((Rows.Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
        }

        uint mask = (uint)_slots.Length - 1;
        uint slot = Hash(row) & mask;
        while (_slots[slot] != 0)
        {
            ref MailboxDay known = ref Rows[_slots[slot] - 1];
            if (MailboxDay.IsSameKey(known, row))
            {
                MailboxDay.Combine(ref known, row);
                return;
            }

            slot = (slot + 1) & mask;
        }

        _slots[slot] = Rows.Add(row) + 1;
    }

    private static uint Hash(in MailboxDay row)
    {
        ulong hash = (((ulong)(uint)row.Mailbox << 32) | (uint)row.Day) * 0x9E3779B97F4A7C15;
        return (uint)((BitOperations.RotateLeft(hash, 29) * 0x9E3779B97F4A7C15) >> 32);
    }

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
