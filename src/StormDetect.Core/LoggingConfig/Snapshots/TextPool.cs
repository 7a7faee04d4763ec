using System;
using System.Collections.Generic;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Keeps one copy of each text and list: 20,000 mailboxes have a handful of different audit sets.</summary>
internal sealed class TextPool
{
    private const int LongestShared = 64;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _lists = new(StringComparer.Ordinal);

    public void Share(object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = values[i] switch
            {
                string text => Share(text),
                string[] list => Share(list),
                _ => values[i],
            };
        }
    }

    private string Share(string text)
    {
        // Ids are all different: keeping each of them here as well would only cost.
        if (text.Length > LongestShared || Guid.TryParse(text, out _) || text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        if (!_texts.TryGetValue(text, out string? kept))
        {
            _texts.Add(text, text);
            kept = text;
        }

        return kept;
    }

    private string[] Share(string[] list)
    {
        string key = string.Join('\n', list);
        if (!_lists.TryGetValue(key, out string[]? kept))
        {
            kept = list;
            _lists.Add(key, list);
        }

        return kept;
    }
}
