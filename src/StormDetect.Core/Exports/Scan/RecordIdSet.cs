using System.Runtime.InteropServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Remembers every record read, so that repeats are counted once: 16 bytes a record (a hash of its id, a hash of its content) in tables that are at
/// most 85 % and at least 61 % full, 19 to 26 bytes each. Shared by all reading threads; each of its parts has its own lock.
/// </summary>
/// <remarks>
/// With ten million records the chance that any two different ids are taken for one is about three in a million, and then their content must match
/// as well before a record is left out.
/// </remarks>
internal sealed class RecordIdSet
{
    private const int PartBits = 10; // small tables: what a part leaves behind when it grows is collected at once
    private readonly Part[] _parts = new Part[1 << PartBits];

    public RecordIdSet()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new Part();
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="id">Hash of its id.</param>
    /// <param name="content">Hash of the fields that make two records of one id the same record.</param>
    /// <returns>Whether it is new, a repeat, or another record under a known id.</returns>
    public Outcome Add(ulong id, ulong content)
    {
        Part part = _parts[(int)(id >> (64 - PartBits))];
        lock (part)
        {
            return part.Add(id, content == 0 ? 1 : content);
        }
    }

    internal enum Outcome
    {
        New,
        Duplicate,
        ConflictingId,
    }

    private sealed class Part
    {
        private Slot[] _slots = new Slot[8];
        private int _count;

        public Outcome Add(ulong id, ulong content)
        {
            if (_count >= (long)_slots.Length * 85 / 100)
            {
                Grow();
            }

            bool sameId = false;
            int at = Home(id);
            while (_slots[at].Content != 0)
            {
                if (_slots[at].Id == id)
                {
                    if (_slots[at].Content == content)
                    {
                        return Outcome.Duplicate;
                    }

                    sameId = true;
                }

                at = at + 1 == _slots.Length ? 0 : at + 1;
            }

            _slots[at] = new Slot(id, content);
            _count++;
            return sameId ? Outcome.ConflictingId : Outcome.New;
        }

        // The part's own bits are spent: the rest of the hash, stretched over any number of slots.
        private int Home(ulong id) => (int)(((id << PartBits >> 32) * (ulong)_slots.Length) >> 32);

        private void Grow()
        {
            Slot[] old = _slots;
            _slots = new Slot[(old.Length * 7 / 5) + 1];
            foreach (Slot slot in old)
            {
                if (slot.Content != 0)
                {
                    int at = Home(slot.Id);
                    while (_slots[at].Content != 0)
                    {
                        at = at + 1 == _slots.Length ? 0 : at + 1;
                    }

                    _slots[at] = slot;
                }
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Slot(ulong Id, ulong Content);
}
