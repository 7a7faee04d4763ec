using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>A set of <see cref="AuditField"/>s: what a record has, or what a question is about, answered in one step.</summary>
internal struct FieldSet
{
    private ulong _low;
    private ulong _high;

    public static FieldSet Of(params AuditField[] fields)
    {
        FieldSet set = default;
        foreach (AuditField field in fields)
        {
            set.Add((int)field);
        }

        return set;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int field)
    {
        ulong bit = 1UL << field; // the shift counts modulo 64
        _low |= field < 64 ? bit : 0;
        _high |= field < 64 ? 0 : bit;
    }

    public readonly bool Overlaps(in FieldSet other) => ((_low & other._low) | (_high & other._high)) != 0;
}
