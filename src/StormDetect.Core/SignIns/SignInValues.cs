using System;
using StormDetect.Core.Exports;

namespace StormDetect.Core.SignIns;

/// <summary>The values of one row, by field. Reused from row to row.</summary>
internal sealed class SignInValues
{
    private readonly RawValue[] _values = new RawValue[(int)SignInField.Count];
    private ulong _set;

    public void Clear() => _set = 0;

    public bool Has(SignInField field) => (_set & (1UL << (int)field)) != 0;

    /// <summary>The value of a field; missing where the row does not have it.</summary>
    public RawValue this[SignInField field] => Has(field) ? _values[(int)field] : default;

    /// <summary>The bytes of a field as they stand in the input.</summary>
    public ReadOnlySpan<byte> Bytes(SignInField field) => this[field].Bytes;

    /// <summary>Sets a field. Empty values and null are not there.</summary>
    public void Set(SignInField field, RawValue value)
    {
        if (!value.IsEmpty)
        {
            _values[(int)field] = value;
            _set |= 1UL << (int)field;
        }
    }
}
