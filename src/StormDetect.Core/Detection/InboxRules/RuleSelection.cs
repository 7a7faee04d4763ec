using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Which mail a rule picks.</summary>
internal sealed class RuleSelection
{
    private const int SmallSize = 1024;
    private static readonly HashSet<string> s_everywhere = new(StringComparer.OrdinalIgnoreCase) { ".com", "com", "http", "https", "\u0000", "\\u0000", "@", "the" };

    public required RuleSelectionKind Kind { get; init; }

    /// <summary>Words of intruders among the words it looks for, by category, with whether they stand in the message's text (and not in the sender's address).</summary>
    public required IReadOnlyDictionary<RuleWordCategory, (string Word, bool InText)> Words { get; init; }

    /// <summary>The one sender it picks; empty for none or several.</summary>
    public required string OneSender { get; init; }

    /// <summary>All conditions and exceptions as text.</summary>
    public required string Text { get; init; }

    public static RuleSelection Of(RuleSettings settings, RuleVocabulary vocabulary)
    {
        string[] conditions = [.. settings.Names.Where(name => RuleParts.IsCondition(name) && settings.IsSet(name))];
        string[] senders = [.. RuleParts.SenderConditions.SelectMany(name => settings[name]).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new RuleSelection
        {
            Kind = KindOf(settings, conditions),
            Words = FindWords(settings, senders, vocabulary),
            OneSender = senders.Length == 1 && !IsEverywhere(senders[0]) ? senders[0] : string.Empty,
            Text = TextOf(settings, conditions),
        };
    }

    private static RuleSelectionKind KindOf(RuleSettings settings, string[] conditions)
    {
        if (conditions.Length == 0)
        {
            return settings.IsComplete ? RuleSelectionKind.All : RuleSelectionKind.Unknown;
        }

        string[] narrow = [.. conditions.Where(name => !IsBroad(settings, name))];
        return narrow.Length > 0 ? RuleSelectionKind.Some
            : conditions.Any(static name => RuleParts.BroadConditions.Contains(name, StringComparer.OrdinalIgnoreCase)) ? RuleSelectionKind.ToOwner : RuleSelectionKind.All;
    }

    private static bool IsBroad(RuleSettings settings, string name)
    {
        if (RuleParts.BroadConditions.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        IReadOnlyList<string> values = settings[name];
        if (name.Equals(RuleParts.WithinSizeRangeMinimum, StringComparison.OrdinalIgnoreCase))
        {
            return Bytes(values[0]) <= SmallSize;
        }

        // One such word is enough: a rule picks what meets any of its words.
        bool isWords = RuleParts.TextConditions.Contains(name, StringComparer.OrdinalIgnoreCase) || name.Equals(RuleParts.FromAddressContainsWords, StringComparison.OrdinalIgnoreCase);
        return isWords && values.Any(IsEverywhere);
    }

    /// <summary>Whether nearly every message holds a word: one Latin letter, a full stop, ".com".</summary>
    private static bool IsEverywhere(string word)
    {
        string text = word.Trim();
        return s_everywhere.Contains(text) || (text.Length == 1 && text[0] < '\u2E80');
    }

    /// <summary><c>1023</c>, <c>1 KB (1,024 bytes)</c>; what cannot be read is no small size.</summary>
    private static long Bytes(string size)
    {
        string text = size.Contains('(', StringComparison.Ordinal) ? size[(size.IndexOf('(', StringComparison.Ordinal) + 1)..] : size;
        string digits = new([.. text.Replace(",", string.Empty, StringComparison.Ordinal).Replace(".", string.Empty, StringComparison.Ordinal).TakeWhile(char.IsAsciiDigit)]);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) && !text.Contains("KB", StringComparison.OrdinalIgnoreCase) && !text.Contains("MB", StringComparison.OrdinalIgnoreCase)
            ? bytes : long.MaxValue;
    }

    private static Dictionary<RuleWordCategory, (string Word, bool InText)> FindWords(RuleSettings settings, string[] senders, RuleVocabulary vocabulary)
    {
        string[] texts = [.. RuleParts.TextConditions.Append(RuleParts.Restriction).SelectMany(name => settings[name])];
        Dictionary<RuleWordCategory, (string, bool)> found = [];
        foreach (RuleWordCategory category in new[] { RuleWordCategory.Finance, RuleWordCategory.Security, RuleWordCategory.Compromise })
        {
            if (First(category, texts) is { } inText)
            {
                found[category] = (inText, true);
            }
            else if (First(category, senders) is { } inSender)
            {
                found[category] = (inSender, false);
            }
        }

        return found;

        string? First(RuleWordCategory category, string[] values) => values.Select(value => vocabulary.Find(category, value)).FirstOrDefault(static word => word is not null);
    }

    private static string TextOf(RuleSettings settings, string[] conditions)
    {
        if (conditions.Length == 0)
        {
            return settings.IsComplete ? "all mail" : "not in the log";
        }

        string text = string.Join("; ", conditions.Select(name => settings.IsTrue(name) ? name : $"{name}: {string.Join(", ", settings[name])}"));
        string[] exceptions = [.. settings.Names.Where(name => RuleParts.IsException(name) && settings.IsSet(name))];
        return exceptions.Length == 0 ? text : $"{text}; except {string.Join("; ", exceptions.Select(name => $"{name[8..]}: {string.Join(", ", settings[name])}"))}";
    }
}
