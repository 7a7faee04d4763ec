using System;
using System.Text.Json;

namespace StormDetect.Graph;

/// <summary>Looks whether a body is whole.</summary>
internal static class JsonBody
{
    // Audit records carry JSON as text, not nested; 256 is far beyond any answer.
    private const int Depth = 256;

    /// <summary>Whether a body begins as an object or array does.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> text = Trim(body);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[';
    }

    /// <summary>Looks at an object or array.</summary>
    /// <remarks>A connection that is closed without a length announced ends a body like a whole one; only the closing bracket tells.</remarks>
    public static JsonShape ShapeOf(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> text = Trim(body);
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = Depth }));
        try
        {
            bool any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any && reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? JsonShape.Closed : JsonShape.Cut;
        }
        catch (JsonException)
        {
            return JsonShape.Malformed;
        }
    }

    /// <summary>A body without the mark and the blanks some services put before it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> body) => (body.StartsWith("\uFEFF"u8) ? body[3..] : body).Trim(" \t\r\n"u8);
}
