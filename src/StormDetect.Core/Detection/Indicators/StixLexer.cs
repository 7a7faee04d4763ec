using System;
using System.Collections.Generic;
using System.Text;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Takes a STIX pattern (STIX 2.1, part 9) apart.</summary>
internal static class StixLexer
{
    private const int MostTokens = 100_000;

    /// <exception cref="FormatException">The text is no pattern.</exception>
    public static List<StixToken> Read(string text)
    {
        List<StixToken> tokens = [];
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is 't' or 'h' or 'b' && i + 1 < text.Length && text[i + 1] == '\'')
            {
                i++;
                tokens.Add(new StixToken('t', String(text, ref i)));
            }
            else if (c == '\'')
            {
                tokens.Add(new StixToken('s', String(text, ref i)));
            }
            else if (c is '[' or ']' or '(' or ')' or ',')
            {
                tokens.Add(new StixToken(c, c.ToString()));
                i++;
            }
            else if (c is '=' or '!' or '<' or '>')
            {
                int length = i + 1 < text.Length && text[i + 1] is '=' or '>' && (c != '=' || text[i + 1] == '=') ? 2 : 1;
                length = i + length > text.Length ? 1 : length;
                tokens.Add(new StixToken('o', text.Substring(i, length)));
                i += length;
            }
            else if (char.IsAsciiDigit(c) || (c == '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
            {
                int from = i++;
                while (i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] == '.'))
                {
                    i++;
                }

                tokens.Add(new StixToken('n', text[from..i]));
            }
            else if (char.IsLetter(c) || c == '_')
            {
                tokens.Add(new StixToken('w', Path(text, ref i)));
            }
            else
            {
                throw new FormatException($"'{c}' at position {i} has no meaning there");
            }

            if (tokens.Count > MostTokens)
            {
                throw new FormatException("the pattern is too long");
            }
        }

        tokens.Add(new StixToken('\0', "the end"));
        return tokens;
    }

    /// <summary>A keyword, or an object path with its quoted parts and indexes: <c>x:y.'User-Agent'[*].z</c>.</summary>
    private static string Path(string text, ref int i)
    {
        StringBuilder path = new();
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsLetterOrDigit(c) || c is '_' or '-' or ':' or '.')
            {
                path.Append(c);
                i++;
            }
            else if (c == '\'' && path.Length > 0 && path[^1] is '.' or ':')
            {
                path.Append(String(text, ref i));
            }
            else if (c == '[' && path.ToString().Contains(':', StringComparison.Ordinal) && text.IndexOf(']', i) is int close and > 0)
            {
                path.Append(text, i, close + 1 - i);
                i = close + 1;
            }
            else
            {
                break;
            }
        }

        return path.ToString();
    }

    private static string String(string text, ref int i)
    {
        StringBuilder value = new();
        for (i++; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                value.Append(text[++i]);
            }
            else if (text[i] == '\'')
            {
                i++;
                return value.ToString();
            }
            else
            {
                value.Append(text[i]);
            }
        }

        throw new FormatException("a quote is not closed");
    }
}
