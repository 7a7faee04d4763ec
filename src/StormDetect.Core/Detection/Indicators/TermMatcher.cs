using System;
using System.Text.RegularExpressions;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Compares a text of the log with a term that is no plain value.</summary>
internal sealed class TermMatcher
{
    private readonly string _pattern;
    private readonly Regex? _expression;

    public TermMatcher(IndicatorTerm term)
    {
        _pattern = term.Value;
        _expression = term.Test == TermTest.Matches ? Expression(term.Value) : null;
    }

    /// <summary>A regular expression whose time grows with the text alone, whoever wrote either.</summary>
    public static Regex Expression(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public bool IsMatch(string text) => _expression?.IsMatch(text) ?? Like(text, _pattern);

    /// <summary>SQL's LIKE, letters in any case; goes back to the last <c>%</c> only, so never further than text times pattern.</summary>
    public static bool Like(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int t = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '_' || char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '%')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
