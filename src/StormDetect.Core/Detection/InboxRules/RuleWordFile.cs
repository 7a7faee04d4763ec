using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace StormDetect.Core;

/// <summary>
/// Files of words that inbox rules are judged by, beside the built-in ones: <c>category: word</c>, one a line, in UTF-8; empty lines and lines that begin with <c>#</c> say nothing.
/// </summary>
public static class RuleWordFile
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxWord = 128;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its words, in the order of the file.</returns>
    /// <exception cref="RuleWordException">The file cannot be read, or a line is none of such a file.</exception>
    public static IReadOnlyList<RuleWord> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            SpecialFile.Refuse(path);
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxBytes)
            {
                throw new RuleWordException(path, 0, "It is larger than 4 MB: no list of words.");
            }

            return Read(stream, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new RuleWordException(path, 0, cause.Message, cause);
        }
    }

    internal static IReadOnlyList<RuleWord> Read(Stream stream, string name)
    {
        using StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        List<RuleWord> words = [];
        int number = 0;
        try
        {
            while (reader.ReadLine() is { } line)
            {
                number++;
                string text = line.Trim();
                if (text.Length > 0 && text[0] != '#')
                {
                    words.Add(Parse(text, name, number));
                }
            }
        }
        catch (DecoderFallbackException cause)
        {
            throw new RuleWordException(name, number + 1, "It is not UTF-8 text.", cause);
        }

        return words.Count > 0 ? words : throw new RuleWordException(name, 0, $"It has no words. Write lines such as 'finance: invoice'; categories are {Categories}.");
    }

    private static string Categories => string.Join(", ", Enum.GetNames<RuleWordCategory>().Select(static name => name.ToLowerInvariant()));

    private static RuleWord Parse(string text, string file, int line)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new RuleWordException(file, line, $"'{Start(text)}' is no 'category: word'.");
        }

        string category = text[..colon].Trim();
        string word = text[(colon + 1)..].Trim().ToLowerInvariant();
        if (category.AsSpan().IndexOfAnyInRange('0', '9') >= 0 || !Enum.TryParse(category, ignoreCase: true, out RuleWordCategory parsed) || !Enum.IsDefined(parsed))
        {
            throw new RuleWordException(file, line, $"'{Start(category)}' is no category. There are {Categories}.");
        }

        return word.Length is > 0 and <= MaxWord && !word.Any(char.IsControl)
            ? new RuleWord(parsed, word)
            : throw new RuleWordException(file, line, word.Length == 0 ? "There is no word behind the category." : "The word is longer than 128 characters, or no text.");
    }

    private static string Start(string text) => text.Length > 40 ? text[..40] + "..." : text;
}
