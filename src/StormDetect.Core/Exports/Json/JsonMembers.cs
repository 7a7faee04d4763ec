using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>Goes through the members of an object, or the elements of an array, that a walker has already found well-formed.</summary>
internal ref struct JsonMembers
{
    private readonly JsonLayer _layer;
    private readonly bool _object;
    private int _token;
    private int _value;

    public JsonMembers(RawValue container)
    {
        _layer = container.Layer!;
        _object = container.Kind == RawKind.Object;
        _token = container.Token + 1;
        Name = default;
        _value = 0;
    }

    /// <summary>The member's name as it stands in the input; empty for elements.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The token of the value.</summary>
    public readonly int Token => _value;

    /// <summary>The value; made when asked for.</summary>
    public readonly RawValue Value => _layer.At(_value);

    /// <summary>Compares the name, letters in any case: some tools write every key in lower case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool Is(ReadOnlySpan<byte> name) =>
        Name.Length == name.Length && (Name[0] | 0x20) == (name[0] | 0x20) && (Name.SequenceEqual(name) || System.Text.Ascii.EqualsIgnoreCase(Name, name));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next()
    {
        int[] positions = _layer.Tokens.Positions;
        byte[] data = _layer.Data;
        if (data[positions[_token]] == (byte)',')
        {
            _token++;
        }

        if (data[positions[_token]] is (byte)'}' or (byte)']')
        {
            return false;
        }

        if (_object)
        {
            int begin = positions[_token] + _layer.QuoteWidth;
            Name = data.AsSpan(begin, positions[_token + 1] - begin);
            _token += 3;
        }

        _value = _token;
        _token = _layer.Skip(_token);
        return true;
    }
}
