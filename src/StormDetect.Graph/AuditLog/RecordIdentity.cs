using System;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace StormDetect.Graph;

/// <summary>Tells records apart when they are only counted.</summary>
internal static class RecordIdentity
{
    /// <summary>What a record is known by.</summary>
    /// <param name="json">The record, in Graph's form or flat.</param>
    /// <returns>Its id as a GUID; one made of the id's, or the record's, bytes where it is none.</returns>
    public static Guid Of(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("Id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                ReadOnlySpan<byte> text = reader.ValueSpan;
                return Utf8Parser.TryParse(text, out Guid id, out int length) && length == text.Length ? id : Hash(text);
            }

            reader.Skip();
        }

        return Hash(json);
    }

    private static Guid Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new Guid(hash[..16]);
    }
}
