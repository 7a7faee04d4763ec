using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>Turns an object of another module's cmdlet, live or deserialised, into plain names and values, as far as a configuration looks at them.</summary>
internal static class ConfigObject
{
    private const int Deepest = 5;
    private const int LongestList = 20_000;

    public static Dictionary<string, object?> Properties(PSObject input) => Properties(input, 0);

    private static Dictionary<string, object?> Properties(PSObject input, int depth)
    {
        Dictionary<string, object?> properties = new(StringComparer.OrdinalIgnoreCase);
        if (input.BaseObject is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                if (entry.Key is string key && ConfigSnapshotBuilder.PropertyNames.Contains(key))
                {
                    properties[key] = Value(entry.Value, depth + 1);
                }
            }

            return properties;
        }

        foreach (PSPropertyInfo property in input.Properties)
        {
            if (ConfigSnapshotBuilder.PropertyNames.Contains(property.Name))
            {
                properties[property.Name] = Value(LooseProperties.Get(input, property.Name), depth + 1);
            }
        }

        return properties;
    }

    private static object? Value(object? value, int depth)
    {
        // A deserialised enumeration is its number, with the name as its text.
        if (value is PSObject wrapped && wrapped.TypeNames.Any(static name => name.EndsWith("System.Enum", StringComparison.Ordinal)))
        {
            return wrapped.ToString();
        }

        object? plain = value is PSObject { BaseObject: not PSCustomObject } known ? known.BaseObject : value;
        switch (plain)
        {
            case null or string or bool or DateTime or DateTimeOffset or TimeSpan or Guid or Enum:
            case IConvertible:
                return plain;
            case var _ when depth >= Deepest:
                return null;
            case IDictionary dictionary:
                return Properties(PSObject.AsPSObject(dictionary), depth);
            case IEnumerable list:
                return list.Cast<object?>().Take(LongestList).Select(item => Value(item, depth + 1)).ToList();
            default:
                PSObject bag = PSObject.AsPSObject(plain);
                if (bag.Properties["TotalDays"] is not null && LanguagePrimitives.TryConvertTo(LooseProperties.Get(bag, "Ticks"), out long ticks))
                {
                    // What ConvertTo-Json makes of a time span.
                    return TimeSpan.FromTicks(ticks);
                }

                Dictionary<string, object?> properties = Properties(bag, depth);

                // An object none of whose properties mean anything here stands for its text: an Exchange id, a quota.
                return properties.Count > 0 || plain is PSObject ? properties : plain.ToString();
        }
    }
}
