using System;
using System.Text.Unicode;

namespace StormDetect.Core.Exports;

/// <summary>A buffer of its own for JSON that stands as text inside JSON or CSV: the text is decoded into it and read like any other.</summary>
internal sealed class JsonScratch
{
    private readonly JsonTokens _tokens = new();
    private byte[] _buffer = new byte[16 * 1024];

    public JsonLayer Layer { get; } = new();

    /// <summary>Whether what was read is an object.</summary>
    public bool IsObject => Layer.Data.Length > 0 && Layer.Data[Layer.Start] == (byte)'{';

    /// <summary>Reads the JSON that a value holds, be it an object already or its text.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The fault of the text; <see cref="JsonFault.Syntax"/> where it is not JSON at all.</returns>
    public JsonFault Read(RawValue value)
    {
        switch (value.Kind)
        {
            case RawKind.Object or RawKind.Array:
                int token = value.Token;
                return Layer.Read(value.Layer!.Data, value.Layer.Tokens, ref token, value.Layer.QuoteWidth);
            case RawKind.Cell or RawKind.QuotedCell:
                return ReadInPlace(value.Data, value.Start, value.Start + value.Length, value.Kind == RawKind.QuotedCell);
            case RawKind.String:
                EnsureCapacity(value.Length);
                int length = JsonText.Decode(value, _buffer);
                _buffer.AsSpan(length, 64).Clear();
                return ReadBuffer(length);
            default:
                return JsonFault.Syntax;
        }
    }

    /// <summary>Reads JSON given as bytes.</summary>
    public JsonFault Read(ReadOnlySpan<byte> json)
    {
        EnsureCapacity(json.Length);
        json.CopyTo(_buffer);
        _buffer.AsSpan(json.Length, 64).Clear();
        return Utf8.IsValid(json) ? ReadBuffer(json.Length) : JsonFault.Syntax;
    }

    private JsonFault ReadBuffer(int length) => ReadInPlace(_buffer, 0, length, doubledQuotes: false);

    private JsonFault ReadInPlace(byte[] data, int start, int end, bool doubledQuotes)
    {
        while (start < end && data[start] <= (byte)' ')
        {
            start++;
        }

        if (start == end || data[start] is not ((byte)'{' or (byte)'['))
        {
            return JsonFault.Syntax;
        }

        JsonFault fault = _tokens.Scan(data, start, end, doubledQuotes);
        int token = 0;
        fault = fault == JsonFault.None ? Layer.Read(data, _tokens, ref token, doubledQuotes ? 2 : 1) : fault;
        return fault == JsonFault.None && token != _tokens.Count ? JsonFault.Syntax : fault;
    }

    private void EnsureCapacity(int length)
    {
        if (_buffer.Length < length + 64)
        {
            _buffer = new byte[Math.Max(length + 64, _buffer.Length * 2)];
        }
    }
}
