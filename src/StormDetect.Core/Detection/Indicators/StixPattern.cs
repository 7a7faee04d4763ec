using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// Reads STIX patterns into rules. Comparisons of one observation are looked for in one record; observations joined by OR are alternatives. What joins several
/// observations in time (AND, FOLLOWEDBY, WITHIN, REPEATS) is not understood and said so; START and STOP bound the validity.
/// </summary>
internal sealed class StixPattern
{
    private const int MostRules = 4096;
    private readonly List<StixToken> _tokens;
    private int _at;
    private int _depth;

    private StixPattern(string text)
    {
        _tokens = StixLexer.Read(text);
    }

    /// <summary>Bounds of START and STOP; null where there are none.</summary>
    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? Stop { get; private set; }

    public IReadOnlyList<IndicatorRule> Rules { get; private set; } = [];

    /// <summary>What the pattern compares that no audit log carries.</summary>
    public HashSet<string> Foreign { get; } = new(StringComparer.Ordinal);

    // The end stays the end, however far a damaged pattern leads.
    private StixToken Current => _tokens[Math.Min(_at, _tokens.Count - 1)];

    /// <exception cref="FormatException">The pattern is not understood; the message says why.</exception>
    public static StixPattern Read(string text)
    {
        StixPattern pattern = new(text);
        List<StixConjunction> all = pattern.Observations();
        if (pattern.Current.Kind != '\0')
        {
            throw pattern.Unexpected();
        }

        pattern.Rules = all.Where(static c => !c.IsForeign && c.Terms.Count > 0)
            .Select(static c => new IndicatorRule([.. c.Terms.Distinct()], [.. c.Excluded.Distinct()])).ToArray();
        if (pattern.Rules.Count == 0 && all.Any(static c => !c.IsForeign))
        {
            throw new FormatException("it says only what must not be there");
        }

        return pattern;
    }

    private List<StixConjunction> Observations()
    {
        List<StixConjunction> all = Observation();
        while (Current.Kind == 'w')
        {
            if (!Current.IsWord("OR"))
            {
                throw new FormatException($"{Current.Text} joins several observations, which is not supported");
            }

            _at++;
            all.AddRange(Observation());
        }

        return all;
    }

    private List<StixConjunction> Observation()
    {
        Enter();
        List<StixConjunction> inner;
        if (Current.Kind == '(')
        {
            _at++;
            inner = Observations();
            Expect(')');
        }
        else
        {
            Expect('[');
            inner = Or();
            Expect(']');
        }

        while (Current.IsWord("START") || Current.IsWord("STOP"))
        {
            bool isStart = Current.IsWord("START");
            _at++;
            DateTimeOffset time = IndicatorText.Time(Current.Text, isEnd: false) ?? throw new FormatException($"'{Current.Text}' is no time");
            _at++;
            Start = isStart ? time : Start;
            Stop = isStart ? Stop : time;
        }

        _depth--;
        return inner;
    }

    private List<StixConjunction> Or()
    {
        List<StixConjunction> all = And();
        while (Current.IsWord("OR"))
        {
            _at++;
            all.AddRange(And());
            Limit(all.Count);
        }

        return all;
    }

    private List<StixConjunction> And()
    {
        List<StixConjunction> all = Comparison();
        while (Current.IsWord("AND"))
        {
            _at++;
            List<StixConjunction> right = Comparison();
            Limit((long)all.Count * right.Count);
            all = all.SelectMany(left => right.Select(left.And)).ToList();
        }

        return all;
    }

    private List<StixConjunction> Comparison()
    {
        Enter();
        if (Current.Kind == '(')
        {
            _at++;
            List<StixConjunction> inner = Or();
            Expect(')');
            _depth--;
            return inner;
        }

        if (Current.Kind != 'w' || !Current.Text.Contains(':', StringComparison.Ordinal))
        {
            throw Unexpected();
        }

        string path = Current.Text;
        _at++;
        bool negated = false;
        if (Current.IsWord("NOT"))
        {
            negated = true;
            _at++;
        }

        StixToken operation = Current;
        _at++;
        List<string> values = [];
        if (operation.IsWord("IN"))
        {
            Expect('(');
            do
            {
                values.Add(Value());
            }
            while (Current.Kind == ',' && _at++ >= 0);
            Expect(')');
        }
        else
        {
            values.Add(Value());
        }

        _depth--;
        (string name, bool flips) = Operator(operation);
        return Terms(path, name, values, negated ^ flips);
    }

    private static (string Name, bool Flips) Operator(StixToken operation) => operation.Text.ToUpperInvariant() switch
    {
        "=" or "==" => ("=", false),
        "!=" or "<>" => ("=", true),
        "IN" => ("=", false),
        "ISSUBSET" => ("ISSUBSET", false),
        "LIKE" => ("LIKE", false),
        "MATCHES" => ("MATCHES", false),
        _ => throw new FormatException($"the comparison {operation.Text} is not supported"),
    };

    private List<StixConjunction> Terms(string path, string operation, List<string> values, bool negated)
    {
        List<StixConjunction> all = [];
        foreach (string value in values)
        {
            switch (StixPath.Read(path, operation, value, out IndicatorTerm? term))
            {
                case StixMeaning.Term:
                    all.Add(negated ? StixConjunction.Without(term!) : StixConjunction.With(term!));
                    break;
                case StixMeaning.Assumed:
                    all.Add(StixConjunction.Empty);
                    break;
                default:
                    _ = Foreign.Add(path.Split('.', '[')[0]);

                    // What cannot be seen cannot be excluded either: then the rest of the pattern decides.
                    all.Add(negated ? StixConjunction.Empty : StixConjunction.Foreign);
                    break;
            }
        }

        // NOT IN excludes every value at once; IN is any of them.
        return negated && all.Count > 1 ? [all.Aggregate(static (left, right) => left.And(right))] : all;
    }

    private string Value()
    {
        if (Current.Kind is not ('s' or 'n' or 't') && !Current.IsWord("true") && !Current.IsWord("false"))
        {
            throw Unexpected();
        }

        return _tokens[_at++].Text;
    }

    private void Expect(char kind)
    {
        if (Current.Kind != kind)
        {
            throw Unexpected();
        }

        _at++;
    }

    private void Enter()
    {
        if (++_depth > 64)
        {
            throw new FormatException("it is nested too deeply");
        }
    }

    private static void Limit(long rules)
    {
        if (rules > MostRules)
        {
            throw new FormatException("it has too many alternatives");
        }
    }

    private FormatException Unexpected() => new($"'{Current.Text}' is not expected there");
}
