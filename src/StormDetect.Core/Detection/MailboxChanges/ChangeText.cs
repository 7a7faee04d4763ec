using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Values of cmdlet parameters, as logs write them.</summary>
internal static class ChangeText
{
    private static readonly char[] s_separators = [';', '\n', '\r', '|'];
    private static readonly char[] s_separatorsWithComma = [';', '\n', '\r', '|', ','];

    /// <summary>Whether a value means that nothing is set.</summary>
    public static bool IsCleared(string? value) =>
        value is null || value.Trim().Trim('"', '\'', '[', ']', '{', '}').Trim() is "" or "$null" or "null" or "Null" or "$Null" or "NULL" or "None" or "none";

    /// <summary>A switch or flag: true, false, or null where it says neither.</summary>
    public static bool? Flag(NamedValues values, string name)
    {
        string? value = values[name]?.Trim().TrimStart('$').TrimEnd(':');
        return value is null ? null
            : value.Equals("True", StringComparison.OrdinalIgnoreCase) || value == "1" ? true
            : value.Equals("False", StringComparison.OrdinalIgnoreCase) || value == "0" ? false
            : null;
    }

    /// <summary>What a list names, addresses without <c>smtp:</c>.</summary>
    public static IReadOnlyList<string> List(string? value)
    {
        if (IsCleared(value))
        {
            return [];
        }

        // A comma separates addresses; in a name ("Doe, Kim") it does not.
        string text = value!.Trim().Trim('[', ']', '{', '}');
        return [.. text.Split(text.Contains('@', StringComparison.Ordinal) ? s_separatorsWithComma : s_separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(NameKey.Clean).Where(static part => part.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Words of an enumeration, such as access rights.</summary>
    public static IReadOnlyList<string> Words(string? value) =>
        [.. (value ?? string.Empty).Split([';', ',', ' ', '\n', '\r', '[', ']', '{', '}', '"', '\'', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public static bool Has(IReadOnlyList<string> words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A parameter that adds to or removes from a list: <c>@{Add="a","b"}</c>, <c>@{Remove="c"}</c>, <c>+a;-c</c>, or a plain list that replaces what was there.
    /// How Exchange logs a hashtable is not documented, so every way is read.
    /// </summary>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Removed, bool Replaces) Edit(string? value)
    {
        string text = (value ?? string.Empty).Trim();
        int add = Key(text, "add");
        int remove = Key(text, "remove");
        if (add >= 0 || remove >= 0)
        {
            string Part(int at, int other) => at < 0 ? string.Empty : other > at ? text[at..other] : text[at..];
            return (Names(Part(add, remove)), Names(Part(remove, add)), false);
        }

        IReadOnlyList<string> all = Words(text);
        if (all.Any(static word => word[0] is '+' or '-'))
        {
            return ([.. all.Where(static w => w[0] == '+').Select(static w => w[1..])], [.. all.Where(static w => w[0] == '-').Select(static w => w[1..])], false);
        }

        return (List(text), [], true);
    }

    /// <summary>Where <c>add</c> or <c>remove</c> stands as the key of a hashtable.</summary>
    private static int Key(string text, string key)
    {
        for (int at = text.IndexOf(key, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int next = at + key.Length;
            bool begins = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            while (next < text.Length && (char.IsWhiteSpace(text[next]) || text[next] is '"' or '\''))
            {
                next++;
            }

            if (begins && next < text.Length && text[next] is '=' or ':')
            {
                return at;
            }
        }

        return -1;
    }

    private static IReadOnlyList<string> Names(string part)
    {
        int from = part.IndexOfAny(['=', ':']);
        return from < 0 ? [] : [.. part[(from + 1)..].Split([';', ',', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static name => NameKey.Clean(name.Trim('@', '{', '}', '(', ')', '[', ']', ' '))).Where(static name => name.Length > 0)];
    }
}
