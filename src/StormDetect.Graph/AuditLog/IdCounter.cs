using System;
using System.Runtime.InteropServices;

namespace StormDetect.Graph;

/// <summary>Counts different ids in 11 to 22 bytes each: several slices of a million records are under way at once, in runbooks of 400 MB.</summary>
internal sealed class IdCounter
{
    private ulong[] _slots = new ulong[1 << 8];
    private bool _hasZero;
    private int _used;

    /// <summary>How many different ones there were.</summary>
    public long Count => _used + (_hasZero ? 1 : 0);

    /// <summary>Takes an id. Two of a million have the same 64 bits once in some thirty million times.</summary>
    /// <param name="id">The id.</param>
    public void Add(Guid id)
    {
        ReadOnlySpan<ulong> halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(ref id));
        ulong key = halves[0] ^ (halves[1] * 0x9E3779B97F4A7C15);
        if (key == 0)
        {
            _hasZero = true;
        }
        else if (Place(_slots, key) && ++_used > _slots.Length / 4 * 3)
        {
            ulong[] larger = new ulong[_slots.Length * 2];
            foreach (ulong old in _slots)
            {
                _ = old != 0 && Place(larger, old);
            }

            _slots = larger;
        }
    }

    private static bool Place(ulong[] slots, ulong key)
    {
        // Ids are random but for the odd one that is counted up: the high bits of a product spread those, too.
        int at = (int)((key * 0x9E3779B97F4A7C15) >> 32) & (slots.Length - 1);
        while (slots[at] != 0)
        {
            if (slots[at] == key)
            {
                return false;
            }

            at = (at + 1) & (slots.Length - 1);
        }

        slots[at] = key;
        return true;
    }
}
