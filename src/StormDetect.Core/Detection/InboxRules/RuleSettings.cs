using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// What a rule says, as the parameters of New-InboxRule name it, whatever form it came in. Immutable; a change is laid over what was there before. An empty value is a setting
/// that was cleared.
/// </summary>
internal sealed class RuleSettings : IEquatable<RuleSettings>
{
    /// <summary>Bounds what an attacker can make a rule cost: more than Exchange itself lets a rule have.</summary>
    private const int MaxValues = 256;

    private const int MaxValue = 512;
    private readonly SortedDictionary<string, string[]> _values = new(StringComparer.OrdinalIgnoreCase);
    private string? _key;

    public static RuleSettings Empty { get; } = new();

    /// <summary>Whether all of the rule is known, and not only what a change touched.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>All settings as one text that tells any two rules apart.</summary>
    public string Key => _key ??= WriteKey();

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Makes settings of names and values; the values of a name given twice are joined.</summary>
    public static RuleSettings Of(IEnumerable<(string Name, IEnumerable<string> Values)> entries, bool isComplete)
    {
        RuleSettings settings = new() { IsComplete = isComplete };
        foreach ((string name, IEnumerable<string> values) in entries)
        {
            string[] cut = values.Select(static value => value.Trim()).Where(static value => value.Length > 0)
                .Select(static value => value.Length > MaxValue ? value[..MaxValue] : value).Take(MaxValues).ToArray();
            settings._values[name] = settings._values.TryGetValue(name, out string[]? before) ? [.. before.Concat(cut).Take(MaxValues)] : cut;
        }

        return settings;
    }

    /// <summary>The values of a setting; empty where it is not set.</summary>
    public IReadOnlyList<string> this[string name] => _values.TryGetValue(name, out string[]? values) ? values : [];

    /// <summary>Whether a switch or flag is on.</summary>
    public bool IsTrue(string name) => this[name] is [string value, ..] && value.TrimStart('$').Equals("True", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a setting has a value that means something: a flag that is off does not.</summary>
    public bool IsSet(string name) => this[name] is [string value, ..] && !value.TrimStart('$').Equals("False", StringComparison.OrdinalIgnoreCase);

    /// <summary>These settings with a change laid over them.</summary>
    public RuleSettings With(RuleSettings change)
    {
        if (change.IsComplete)
        {
            return change;
        }

        RuleSettings joined = new() { IsComplete = IsComplete };
        foreach (KeyValuePair<string, string[]> entry in _values)
        {
            joined._values[entry.Key] = entry.Value;
        }

        foreach (KeyValuePair<string, string[]> entry in change._values)
        {
            joined._values[entry.Key] = entry.Value;
        }

        return joined;
    }

    public bool Equals(RuleSettings? other) => other is not null && IsComplete == other.IsComplete && Key.Equals(other.Key, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as RuleSettings);

    public override int GetHashCode() => string.GetHashCode(Key, StringComparison.Ordinal);

    private string WriteKey()
    {
        StringBuilder key = new();
        foreach (KeyValuePair<string, string[]> entry in _values)
        {
            key.Append(entry.Key.ToLowerInvariant()).Append('\u0001').AppendJoin('\u0002', entry.Value).Append('\n');
        }

        return key.ToString();
    }
}
