using System;
using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core.LoggingConfig;

/// <summary>
/// One object of a part: for each property of the part a text, a list of texts, or null where it is not known. What is not known is never taken for empty.
/// </summary>
internal sealed class ConfigRow
{
    private readonly object?[] _values;

    public ConfigRow(PartDefinition definition, object?[] values)
    {
        Definition = definition;
        _values = values;
    }

    public PartDefinition Definition { get; }

    public IReadOnlyList<object?> Values => _values;

    /// <summary>What names the object; empty where nothing does.</summary>
    public string Key
    {
        get
        {
            foreach (string name in Definition.Keys)
            {
                if (Text(name) is { Length: > 0 } key)
                {
                    return key;
                }
            }

            return string.Empty;
        }
    }

    public string? Text(string property) => Value(property) switch
    {
        string text => text,
        string[] list => string.Join(", ", list),
        _ => null,
    };

    public bool? Bool(string property) => Text(property) switch
    {
        { } text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        { } text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    public double? Number(string property) =>
        double.TryParse(Text(property), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    public DateTimeOffset? Time(string property) => ConfigValue.TryTime(Text(property), out DateTimeOffset time) ? time : null;

    /// <summary>A list; one text is a list of one. Null where it is not known.</summary>
    public IReadOnlyList<string>? List(string property) => Value(property) switch
    {
        string[] list => list,
        string { Length: 0 } => [],
        string text => [text],
        _ => null,
    };

    /// <summary>The first of some properties that is known.</summary>
    public string? FirstText(params string[] properties)
    {
        foreach (string property in properties)
        {
            if (Text(property) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    public ConfigRow With(string property, object? value)
    {
        object?[] values = (object?[])_values.Clone();
        values[Definition.IndexOf(property)] = value;
        return new ConfigRow(Definition, values);
    }

    private object? Value(string property)
    {
        int index = Definition.IndexOf(property);
        return index < 0 ? throw new ArgumentException($"{Definition.Part} has no property {property}.", nameof(property)) : _values[index];
    }
}
