using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Exports;

/// <summary>A value as its bytes in the input. Nothing is decoded until somebody asks.</summary>
/// <param name="data">The text it lies in.</param>
/// <param name="start">Where its content begins.</param>
/// <param name="length">How long its content is; 0 for objects and arrays, whose end only their tokens know.</param>
/// <param name="kind">What it is.</param>
/// <param name="layer">The JSON it is part of; null for a cell.</param>
/// <param name="token">Its token there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RawValue(byte[] data, int start, int length, RawKind kind, JsonLayer? layer, int token)
{
    /// <summary>The text it lies in.</summary>
    public byte[] Data { get; } = data;

    public RawKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public JsonLayer? Layer { get; } = layer;

    public int Token { get; } = token;

    public bool IsMissing => Kind == RawKind.Missing;

    /// <summary>Missing, or text without a character.</summary>
    public bool IsEmpty => Kind is RawKind.Missing || (Length == 0 && Kind is not (RawKind.Object or RawKind.Array));

    /// <summary>The bytes as they stand in the input, escapes and doubled quotes included.</summary>
    public ReadOnlySpan<byte> Bytes => Kind == RawKind.Missing ? default : new ReadOnlySpan<byte>(Data, Start, Length);

    /// <summary>The value as text; empty where it is missing, an object or an array.</summary>
    public string Text() => Kind is RawKind.Missing or RawKind.Object or RawKind.Array ? string.Empty : JsonText.Decode(this);

    /// <summary>The value as text; null where it is missing.</summary>
    public string? TextOrNull() => Kind is RawKind.Missing or RawKind.Object or RawKind.Array ? null : JsonText.Decode(this);

    /// <summary>The value as a whole number, also when it is written as text.</summary>
    public bool TryGetInt(out int value)
    {
        ReadOnlySpan<byte> bytes = Bytes;
        return System.Buffers.Text.Utf8Parser.TryParse(bytes, out value, out int used) && used == bytes.Length && used > 0;
    }

    /// <summary>Compares the value with plain ASCII text, letters in any case.</summary>
    public bool EqualsAscii(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> bytes = Bytes;
        if (bytes.Length != text.Length)
        {
            return false;
        }

        return System.Text.Ascii.EqualsIgnoreCase(bytes, text);
    }
}
