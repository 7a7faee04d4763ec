using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Detection.Names;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Names that are chosen so as not to be seen, or to be taken for Microsoft's own.</summary>
internal static class RuleNameJudge
{
    private static readonly HashSet<string> s_system = new(StringComparer.Ordinal)
    {
        LookAlike.Skeleton("Junk E-mail Rule"), LookAlike.Skeleton("Junk Email Rule"), LookAlike.Skeleton("Junk Mail Rule"), LookAlike.Skeleton("RSS Feeds"), LookAlike.Skeleton("Conversation History"),
        LookAlike.Skeleton("Clutter"), LookAlike.Skeleton("Microsoft Outlook"), LookAlike.Skeleton("Microsoft Exchange"), LookAlike.Skeleton("Outlook"), LookAlike.Skeleton("Sync Issues"),
        LookAlike.Skeleton("Deleted Items"), LookAlike.Skeleton("Spam Filter"), LookAlike.Skeleton("System Rule"), LookAlike.Skeleton("Default Rule"), LookAlike.Skeleton("Office 365"),
        LookAlike.Skeleton("Microsoft 365"), LookAlike.Skeleton("Exchange Online"), LookAlike.Skeleton("Outlook Rules Organizer"),
    };

    /// <summary>What is odd about a name, and what that weighs; null for an ordinary one.</summary>
    /// <param name="name">The name; null where it is not known, which is not odd.</param>
    public static (string Code, string Text, double Weight)? Judge(string? name)
    {
        if (name is null)
        {
            return null;
        }

        string shown = name.Trim();
        string[] letters = [.. Letters(shown)];
        if (HasInvisible(name))
        {
            return (RuleReasonCodes.NameInvisible, "Its name holds characters that cannot be seen.", 3);
        }

        if (letters.Length == 0)
        {
            return shown.Length == 0
                ? (RuleReasonCodes.NameEmpty, "It has no name.", 3)
                : (RuleReasonCodes.NamePunctuation, $"Its name '{shown}' is nothing but punctuation.", 3);
        }

        if (MixesScripts(shown))
        {
            return (RuleReasonCodes.NameLookAlike, $"Its name '{shown}' mixes letters of several scripts, so that it looks like another.", 2.5);
        }

        if (letters.Length == 1 && letters[0][0] < '\u2E80')
        {
            return (RuleReasonCodes.NameShort, $"Its name '{shown}' is one character.", 2);
        }

        if (letters.Length > 2 && letters.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1)
        {
            return (RuleReasonCodes.NameRepeated, $"Its name '{shown}' is one character over and over.", 1.5);
        }

        if (s_system.Contains(LookAlike.Skeleton(shown)))
        {
            return (RuleReasonCodes.NameLookAlike, $"Its name '{shown}' is that of something of Outlook's own.", 2);
        }

        return letters.Length == 2 && letters[0][0] < '\u2E80' ? (RuleReasonCodes.NameShort, $"Its name '{shown}' is two characters.", 0.75) : null;
    }

    private static IEnumerable<string> Letters(string name)
    {
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            // A symbol or an emoji is a name somebody gave; punctuation and blanks are not.
            if (char.IsLetterOrDigit(element, 0) || CharUnicodeInfo.GetUnicodeCategory(element, 0) is UnicodeCategory.OtherSymbol)
            {
                yield return element;
            }
        }
    }

    private static bool HasInvisible(string name) => name.Any(static c => c is not '\u200D' and not '\uFE0F' and not '\uFE0E' && (char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format));

    private static bool MixesScripts(string name)
    {
        // Within one word: names of several words may well be of several languages.
        foreach (string word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool latin = word.Any(static c => char.IsAsciiLetter(c));
            bool other = word.Any(static c => c is >= '\u0370' and <= '\u052F');
            if (latin && other)
            {
                return true;
            }
        }

        return false;
    }
}
