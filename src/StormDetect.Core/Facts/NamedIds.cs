using System;
using System.Collections;
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
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, ByteHash.Of(text));
        BitConverter.TryWriteBytes(bytes[8..], ByteHash.Of(text, 1));
        Guid key = new(bytes);
        Name(key, id);
        return key;
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

    /// <summary>The ids behind an array of keys, made when somebody asks.</summary>
    public IReadOnlyList<string> View(Guid[] keys) => new Texts(this, keys);

    private sealed class Texts(NamedIds ids, Guid[] keys) : IReadOnlyList<string>
    {
        public int Count => keys.Length;

        public string this[int index] => ids.Text(keys[index]);

        public IEnumerator<string> GetEnumerator()
        {
            foreach (Guid key in keys)
            {
                yield return ids.Text(key);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
