using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>The words rules are judged by: the built-in ones and the user's.</summary>
internal sealed class RuleVocabulary
{
    private static readonly Lazy<IReadOnlyList<RuleWord>> s_builtIn = new(ReadBuiltIn);
    private readonly Dictionary<RuleWordCategory, string[]> _words;
    private readonly Dictionary<string, RuleWordCategory> _folders = new(StringComparer.Ordinal);

    public RuleVocabulary(IEnumerable<RuleWord> added)
    {
        RuleWord[] all = [.. s_builtIn.Value, .. added];
        _words = all.GroupBy(static word => word.Category).ToDictionary(static group => group.Key, static group => group.Select(static word => Plain(word.Text)).Distinct(StringComparer.Ordinal).ToArray());
        foreach (RuleWord word in all.Where(static word => word.Category >= RuleWordCategory.Folder))
        {
            // The user's word is the last one said.
            _folders[Plain(word.Text)] = word.Category;
        }
    }

    /// <summary>What a folder is by its name, in any language; null for one of the user's own making.</summary>
    public RuleWordCategory? FolderOf(string leaf) => _folders.TryGetValue(Plain(leaf), out RuleWordCategory category) ? category : null;

    /// <summary>The first word of a category that a text holds; null for none.</summary>
    public string? Find(RuleWordCategory category, string text)
    {
        string plain = Plain(text);
        if (plain.Length > 0 && _words.TryGetValue(category, out string[]? words))
        {
            foreach (string word in words)
            {
                if (Holds(plain, word))
                {
                    return word;
                }
            }
        }

        return null;
    }

    private static bool Holds(string text, string word)
    {
        // Rules match by parts of words: "invoic" picks invoices and invoicing. But "mail" is not meant for mailer-daemon.
        if (text.Length >= 4 && text.Length < word.Length && text.Length * 5 >= word.Length * 3 && word.StartsWith(text, StringComparison.Ordinal))
        {
            return true;
        }

        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            bool isLong = word.Length >= 6 || word.Any(static c => c >= '\u2E80');
            bool begins = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            bool ends = at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]);
            if (isLong || (begins && (ends || word.Length >= 5)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lower case, with single blanks and plain apostrophes.</summary>
    private static string Plain(string text) =>
        string.Join(' ', text.ToLowerInvariant().Replace('\u2019', '\'').Replace('\u00A0', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim();

    private static IReadOnlyList<RuleWord> ReadBuiltIn()
    {
        const string Name = "StormDetect.Core.RuleWords.txt";
        using Stream stream = typeof(RuleVocabulary).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException(Name);
        return RuleWordFile.Read(stream, Name);
    }
}
