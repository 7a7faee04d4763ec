using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// One JSON object whose members have been found: where its text and tokens are, and per known member the token of its value. Reused from record to
/// record; several layers may share text and tokens (an object inside another).
/// </summary>
internal sealed class JsonLayer
{
    private FieldSet _fields;
    private int _first;

    public byte[] Data { get; private set; } = [];

    public JsonTokens Tokens { get; private set; } = new();

    /// <summary>2 where every quote stands twice (a quoted CSV cell), else 1.</summary>
    public int QuoteWidth { get; private set; } = 1;

    /// <summary>The object itself, to go through members that are no <see cref="AuditField"/>.</summary>
    public RawValue Root => At(_first);

    /// <summary>Where the object's text begins and ends.</summary>
    public int Start { get; private set; }

    public int End { get; private set; }

    /// <summary>Per field the token of its value plus one; 0 where the object does not have it.</summary>
    public int[] Slots { get; } = new int[(int)AuditField.Count];

    /// <summary>Which members the object has.</summary>
    public ref readonly FieldSet Fields => ref _fields;

    /// <summary>Walks the value at a token and keeps its members.</summary>
    /// <param name="data">The text.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="token">The token of the value; the one behind it on return.</param>
    /// <param name="quoteWidth">2 where every quote stands twice.</param>
    /// <returns>What is wrong, or <see cref="JsonFault.None"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public JsonFault Read(byte[] data, JsonTokens tokens, ref int token, int quoteWidth)
    {
        Array.Clear(Slots);
        _fields = default;
        Data = data;
        Tokens = tokens;
        QuoteWidth = quoteWidth;
        int first = token;
        _first = token;
        JsonFault fault = JsonWalker.Walk(data, tokens, ref token, quoteWidth, Slots, ref _fields);
        if (fault == JsonFault.None)
        {
            Start = tokens.Positions[first];
            End = tokens.Positions[token - 1] + (data[tokens.Positions[token - 1]] == (byte)'"' ? quoteWidth : 1);
        }

        return fault;
    }

    public bool Has(AuditField field) => Slots[(int)field] != 0;

    /// <summary>The value of a member; missing where the object does not have it.</summary>
    public RawValue Get(AuditField field)
    {
        int slot = Slots[(int)field];
        return slot == 0 ? default : At(slot - 1);
    }

    /// <summary>The bytes of a text or number as they stand in the input; nothing for null, objects and arrays, and what is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(AuditField field)
    {
        int slot = Slots[(int)field];
        return slot == 0 ? default : BytesAt(slot - 1);
    }

    /// <summary>The bytes of the text or number that begins at a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> BytesAt(int token)
    {
        int[] positions = Tokens.Positions;
        int position = positions[token];
        if (Data[position] != (byte)'"')
        {
            return At(token).Bytes;
        }

        int begin = position + QuoteWidth;
        return new ReadOnlySpan<byte>(Data, begin, positions[token + 1] - begin);
    }

    /// <summary>The bytes of the object or array that begins at a token, its brackets included.</summary>
    public ReadOnlySpan<byte> ContainerAt(int token)
    {
        int begin = Tokens.Positions[token];
        return new ReadOnlySpan<byte>(Data, begin, Tokens.Positions[Tokens.Matches[token]] + 1 - begin);
    }

    /// <summary>The value that begins at a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RawValue At(int token)
    {
        int[] positions = Tokens.Positions;
        int position = positions[token];
        switch (Data[position])
        {
            case (byte)'"':
                int begin = position + QuoteWidth;
                return new RawValue(Data, begin, positions[token + 1] - begin, RawKind.String, this, token);
            case (byte)'{':
                return new RawValue(Data, position, 0, RawKind.Object, this, token);
            case (byte)'[':
                return new RawValue(Data, position, 0, RawKind.Array, this, token);
            default:
                int end = position;
                while (Data[end] > (byte)' ' && Data[end] is not ((byte)',' or (byte)'}' or (byte)']'))
                {
                    end++;
                }

                return Data[position] == (byte)'n'
                    ? default
                    : new RawValue(Data, position, end - position, RawKind.Scalar, this, token);
        }
    }

    /// <summary>The token behind the value that begins at a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Skip(int token)
    {
        return Data[Tokens.Positions[token]] switch
        {
            (byte)'"' => token + 2,
            (byte)'{' or (byte)'[' => Tokens.Matches[token] + 1,
            _ => token + 1,
        };
    }
}
