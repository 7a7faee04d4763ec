using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>The part of OData's $filter that StormDetect uses: and, or, not, comparisons, startswith, endswith, contains, in, any.</summary>
internal sealed class ODataFilter
{
    private readonly List<string> _words;
    private int _next;

    private ODataFilter(List<string> words) => _words = words;

    /// <exception cref="FormatException">It is not one.</exception>
    public static Func<JsonElement, bool> Parse(string text)
    {
        if (text.Length == 0)
        {
            return static _ => true;
        }

        ODataFilter parser = new(Words(text));
        Func<JsonElement, bool> test = parser.Or();
        return parser._next == parser._words.Count ? test : throw new FormatException("Syntax error at '" + parser._words[parser._next] + "'.");
    }

    private static List<string> Words(string text)
    {
        List<string> words = [];
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is '(' or ')' or ',' || (c == ':' && words.Count > 0 && words[^1] != "'"))
            {
                words.Add(c.ToString());
                i++;
            }
            else if (c == '\'')
            {
                int end = i + 1;
                while (end < text.Length && (text[end] != '\'' || (end + 1 < text.Length && text[end + 1] == '\'')))
                {
                    end += text[end] == '\'' ? 2 : 1;
                }

                words.Add(end < text.Length ? text[i..(end + 1)] : throw new FormatException("There is an unterminated string literal."));
                i = end + 1;
            }
            else
            {
                // A time has colons of its own.
                int end = i;
                bool isTime = char.IsAsciiDigit(c);
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('(' or ')' or ',' or '\'') && (isTime || text[end] != ':'))
                {
                    end++;
                }

                words.Add(text[i..end]);
                i = end;
            }
        }

        return words;
    }

    private Func<JsonElement, bool> Or()
    {
        Func<JsonElement, bool> left = And();
        while (Take("or"))
        {
            Func<JsonElement, bool> first = left;
            Func<JsonElement, bool> second = And();
            left = element => first(element) || second(element);
        }

        return left;
    }

    private Func<JsonElement, bool> And()
    {
        Func<JsonElement, bool> left = Term();
        while (Take("and"))
        {
            Func<JsonElement, bool> first = left;
            Func<JsonElement, bool> second = Term();
            left = element => first(element) && second(element);
        }

        return left;
    }

    private Func<JsonElement, bool> Term()
    {
        if (Take("not"))
        {
            Func<JsonElement, bool> inner = Term();
            return element => !inner(element);
        }

        if (Take("("))
        {
            Func<JsonElement, bool> inner = Or();
            Must(")");
            return inner;
        }

        string name = Word();
        if (name is "startswith" or "endswith" or "contains")
        {
            Must("(");
            string property = Word();
            Must(",");
            string part = Literal(Word());
            Must(")");
            return element => Text(element, property) is { } text && (name switch
            {
                "startswith" => text.StartsWith(part, StringComparison.OrdinalIgnoreCase),
                "endswith" => text.EndsWith(part, StringComparison.OrdinalIgnoreCase),
                _ => text.Contains(part, StringComparison.OrdinalIgnoreCase),
            });
        }

        if (name.EndsWith("/any", StringComparison.Ordinal))
        {
            return Any(name[..^"/any".Length]);
        }

        string comparison = Word();
        if (comparison == "in")
        {
            Must("(");
            HashSet<string> values = new(StringComparer.OrdinalIgnoreCase);
            do
            {
                _ = values.Add(Literal(Word()));
            }
            while (Take(","));
            Must(")");
            return element => Text(element, name) is { } text && values.Contains(text);
        }

        string literal = Word();
        if (comparison is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
        {
            throw new FormatException($"'{comparison}' is not a comparison.");
        }

        return element => Compare(Text(element, name), comparison, literal);
    }

    private Func<JsonElement, bool> Any(string list)
    {
        Must("(");
        string variable = Word();
        Must(":");
        List<string> inner = [];
        int depth = 0;
        while (depth > 0 || !Peek(")"))
        {
            string word = Word();
            depth += word switch { "(" => 1, ")" => -1, _ => 0 };
            inner.Add(word == variable ? "$it" : word.StartsWith(variable + "/", StringComparison.Ordinal) ? word[(variable.Length + 1)..] : word);
        }

        Must(")");
        ODataFilter parser = new(inner);
        Func<JsonElement, bool> test = parser.Or();
        return element => Value(element, list) is { ValueKind: JsonValueKind.Array } array && array.EnumerateArray().Any(test);
    }

    private static bool Compare(string? text, string comparison, string literal)
    {
        string? wanted = literal == "null" ? null : Literal(literal);
        if (text is null || wanted is null)
        {
            return comparison switch { "eq" => text == wanted, "ne" => text != wanted, _ => false };
        }

        int order = DateTimeOffset.TryParse(wanted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.CompareTo(end)
            : double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number.CompareTo(bound)
            : StringComparer.OrdinalIgnoreCase.Compare(text, wanted);
        return comparison switch { "eq" => order == 0, "ne" => order != 0, "gt" => order > 0, "ge" => order >= 0, "lt" => order < 0, _ => order <= 0 };
    }

    private static JsonElement? Value(JsonElement element, string path)
    {
        if (path == "$it")
        {
            return element;
        }

        foreach (string part in path.Split('/'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(part, out element))
            {
                return null;
            }
        }

        return element;
    }

    private static string? Text(JsonElement element, string path) => Value(element, path) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        { } value => value.ToString(),
    };

    private static string Literal(string word) => word is ['\'', .., '\''] ? word[1..^1].Replace("''", "'", StringComparison.Ordinal) : word;

    private bool Peek(string word) => _next < _words.Count && _words[_next] == word;

    private bool Take(string word)
    {
        bool found = Peek(word);
        _next += found ? 1 : 0;
        return found;
    }

    private string Word() => _next < _words.Count ? _words[_next++] : throw new FormatException("The filter ends too early.");

    private void Must(string word)
    {
        if (!Take(word))
        {
            throw new FormatException($"'{word}' was expected.");
        }
    }
}
