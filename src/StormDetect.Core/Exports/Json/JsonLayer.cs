using System;

namespace StormDetect.Core.Exports;

/// <summary>
/// One JSON object whose members have been found: where its text and tokens are, and per known member the token of its value. Reused from record to
/// record; several layers may share text and tokens (an object inside another).
/// </summary>
internal sealed class JsonLayer
{
    public byte[] Data { get; private set; } = [];

    public JsonTokens Tokens { get; private set; } = new();

    /// <summary>2 where every quote stands twice (a quoted CSV cell), else 1.</summary>
    public int QuoteWidth { get; private set; } = 1;

    /// <summary>Where the object's text begins and ends.</summary>
    public int Start { get; private set; }

    public int End { get; private set; }

    /// <summary>Per field the token of its value plus one; 0 where the object does not have it.</summary>
    public int[] Slots { get; } = new int[(int)AuditField.Count];

    /// <summary>Walks the value at a token and keeps its members.</summary>
    /// <param name="data">The text.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="token">The token of the value; the one behind it on return.</param>
    /// <param name="quoteWidth">2 where every quote stands twice.</param>
    /// <returns>What is wrong, or <see cref="JsonFault.None"/>.</returns>
    public JsonFault Read(byte[] data, JsonTokens tokens, ref int token, int quoteWidth)
    {
        Array.Clear(Slots);
        Data = data;
        Tokens = tokens;
        QuoteWidth = quoteWidth;
        int first = token;
        JsonFault fault = JsonWalker.Walk(data, tokens, ref token, quoteWidth, Slots);
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

    /// <summary>The value that begins at a token.</summary>
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
