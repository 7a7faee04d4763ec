using System;

namespace StormDetect.Core.Exports;

/// <summary>Goes through the members of an object, or the elements of an array, that a walker has already found well-formed.</summary>
internal ref struct JsonMembers
{
    private readonly JsonLayer _layer;
    private readonly bool _object;
    private int _token;

    public JsonMembers(RawValue container)
    {
        _layer = container.Layer!;
        _object = container.Kind == RawKind.Object;
        _token = container.Token + 1;
        Name = default;
        Value = default;
    }

    /// <summary>The member's name as it stands in the input; empty for elements.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public RawValue Value { get; private set; }

    /// <summary>Compares the name, letters in any case: some tools write every key in lower case.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) =>
        Name.Length == name.Length && (Name.SequenceEqual(name) || System.Text.Ascii.EqualsIgnoreCase(Name, name));

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

        Value = _layer.At(_token);
        _token = _layer.Skip(_token);
        return true;
    }
}
