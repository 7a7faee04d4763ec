using System;
using System.Collections.Generic;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>
/// Ids that are GUIDs nearly always, kept as 16 bytes. The few that are none are kept by a hash, with their text beside it.
/// </summary>
internal sealed class NamedIds
{
    private readonly Dictionary<Guid, string> _names = [];

    /// <summary>The key of an id.</summary>
    public Guid Key(string id)
    {
        if (Guid.TryParse(id, out Guid guid))
        {
            return guid;
        }

        byte[] text = Encoding.UTF8.GetBytes(id);
        Guid key = KeyOf(ByteHash.Of(text), ByteHash.Of(text, 1));
        Name(key, id);
        return key;
    }

    /// <summary>The key of an id that is no GUID, made of two hashes.</summary>
    public static Guid KeyOf(ulong first, ulong second)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, first);
        BitConverter.TryWriteBytes(bytes[8..], second);
        return new Guid(bytes);
    }

    /// <summary>Keeps the text behind a key that is no GUID of its own.</summary>
    public void Name(Guid key, string id) => _names.TryAdd(key, id);

    /// <summary>The text behind a key that is no GUID of its own.</summary>
    public bool TryGetName(Guid key, out string? name) => _names.TryGetValue(key, out name);

    /// <summary>The id behind a key.</summary>
    public string Text(Guid key) => _names.TryGetValue(key, out string? name) ? name : key.ToString("D");

    public void Merge(NamedIds other)
    {
        foreach ((Guid key, string name) in other._names)
        {
            _names.TryAdd(key, name);
        }
    }
}
