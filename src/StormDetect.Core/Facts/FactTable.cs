using System.Numerics;

namespace StormDetect.Core.Facts;

/// <summary>The group-by itself: rows found by their key with open addressing.</summary>
internal sealed class FactTable
{
    private int[] _slots = new int[1024];

    public ChunkedList<MailAccessFact> Rows { get; } = new();

    public ref MailAccessFact GetOrAdd(int mailbox, int day, MailActivity activity, int path, int network)
    {
        if (Rows.Count * 2 >= _slots.Length)
        {
            Grow();
        }

        uint mask = (uint)_slots.Length - 1;
        uint slot = Hash(mailbox, day, activity, path, network) & mask;
        while (_slots[slot] != 0)
        {
            ref MailAccessFact row = ref Rows[_slots[slot] - 1];
            if (row.Mailbox == mailbox && row.Day == day && row.Path == path && row.Network == network && row.Activity == activity)
            {
                return ref row;
            }

            slot = (slot + 1) & mask;
        }

        int index = Rows.Add(new MailAccessFact
        {
            Mailbox = mailbox,
            Day = day,
            Activity = activity,
            Path = path,
            Network = network,
            First = int.MaxValue,
            Last = int.MinValue,
            UserList = -1,
            SessionList = -1,
            RecordIdList = -1,
        });
        _slots[slot] = index + 1;
        return ref Rows[index];
    }

    private static uint Hash(int mailbox, int day, MailActivity activity, int path, int network)
    {
        ulong h = ((ulong)(uint)mailbox << 32) | (uint)day;
        h = (h ^ (((ulong)(uint)path << 33) | ((ulong)(uint)network << 1) | (uint)activity)) * 0x9E3779B97F4A7C15;
        h = BitOperations.RotateLeft(h, 29) ^ ((ulong)(uint)network * 0xC2B2AE3D27D4EB4F);
        h *= 0x9E3779B97F4A7C15;
        return (uint)(h >> 32);
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        uint mask = (uint)_slots.Length - 1;
        for (int i = 0; i < Rows.Count; i++)
        {
            ref MailAccessFact row = ref Rows[i];
            uint slot = Hash(row.Mailbox, row.Day, row.Activity, row.Path, row.Network) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = i + 1;
        }
    }
}
