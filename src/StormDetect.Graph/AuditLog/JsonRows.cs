using System;
using System.Collections.Generic;
using System.Text.Json;

namespace StormDetect.Graph;

/// <summary>
/// Where the rows of an answer lie in its bytes, so that each can be handed on as it came. An answer is read to its end before its first row is used: half an answer gives none.
/// </summary>
internal sealed class JsonRows
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 512 };
    private readonly List<(int Start, int Length)> _rows = [];
    private ReadOnlyMemory<byte> _body;

    /// <summary>How many rows it has.</summary>
    public int Count => _rows.Count;

    /// <summary>How many elements were no object, and are no rows.</summary>
    public int Strange { get; private set; }

    /// <summary>Where the next page is; empty where this is the last.</summary>
    public string NextLink { get; private set; } = string.Empty;

    /// <summary>A row as it came.</summary>
    /// <param name="index">Its number.</param>
    public ReadOnlySpan<byte> this[int index] => _body.Span.Slice(_rows[index].Start, _rows[index].Length);

    /// <summary>Reads an answer: an array of rows, or a page with the rows under <c>value</c>.</summary>
    /// <param name="body">The answer. It must stay as it is while rows are used.</param>
    /// <exception cref="JsonException">It is no such answer, or is cut off.</exception>
    public void Read(ReadOnlyMemory<byte> body)
    {
        _rows.Clear();
        Strange = 0;
        NextLink = string.Empty;
        _body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        Utf8JsonReader reader = new(_body.Span, s_options);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                Array(ref reader);
                break;
            case JsonTokenType.StartObject:
                Page(ref reader);
                break;
            default:
                throw new JsonException("Neither an array nor an object.");
        }

        // What follows the value would mean that this was not the whole answer.
        reader.Read();
    }

    private void Page(ref Utf8JsonReader reader)
    {
        bool hasRows = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isRows = reader.ValueTextEquals("value"u8);
            bool isNext = reader.ValueTextEquals("@odata.nextLink"u8);
            reader.Read();
            if (isRows && reader.TokenType == JsonTokenType.StartArray)
            {
                hasRows = true;
                Array(ref reader);
            }
            else if (isNext && reader.TokenType == JsonTokenType.String)
            {
                NextLink = reader.GetString()!;
            }
            else
            {
                reader.Skip();
            }
        }

        if (!hasRows)
        {
            throw new JsonException("An object without value.");
        }
    }

    private void Array(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                Strange++;
                reader.Skip();
                continue;
            }

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            _rows.Add((start, (int)reader.BytesConsumed - start));
        }
    }
}
