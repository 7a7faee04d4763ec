using System;
using System.Collections.Generic;
using System.Text.Json;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Several values that an export writes as one text.</summary>
internal static class RuleValues
{
    /// <summary>
    /// The values of a text: a JSON array, or values joined by semicolons (as the log joins the values of a parameter). A semicolon inside quotes joins nothing: display names may hold one.
    /// </summary>
    public static IEnumerable<string> Split(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith('[') && trimmed.EndsWith(']') && TryArray(trimmed, out List<string> values))
        {
            return values;
        }

        values = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= trimmed.Length; i++)
        {
            if (i < trimmed.Length && trimmed[i] == '"')
            {
                quoted = !quoted;
            }

            if (i == trimmed.Length || (trimmed[i] == ';' && !quoted))
            {
                values.Add(trimmed[start..i].Trim());
                start = i + 1;
            }
        }

        return values;
    }

    private static bool TryArray(string text, out List<string> values)
    {
        values = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                values.Add(element.ValueKind == JsonValueKind.String ? element.GetString() ?? string.Empty : element.GetRawText());
            }

            return true;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
