using System;
using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Timelines;

/// <summary>Whether a text is one of some names, decided once per distinct spelling.</summary>
internal sealed class NameCache(IEnumerable<string> names)
{
    private const int MostKnown = 100_000;
    private readonly HashSet<string> _names = new(names, StringComparer.OrdinalIgnoreCase);
    private readonly ByteTable<bool> _known = new();

    public bool IsEmpty => _names.Count == 0;

    public IReadOnlyCollection<string> Names => _names;

    public bool Has(RawValue value)
    {
        if (value.IsEmpty || _names.Count == 0)
        {
            return false;
        }

        int known = _known.Find(value.Bytes);
        if (known >= 0)
        {
            return _known[known];
        }

        bool has = _names.Contains(value.Text().Trim());
        if (_known.Count < MostKnown)
        {
            _ = _known.Add(value.Bytes, has);
        }

        return has;
    }

    public bool Has(string? text) => !string.IsNullOrEmpty(text) && _names.Contains(text.Trim());
}
