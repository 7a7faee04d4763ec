using System;
using System.Collections;
using System.Management.Automation;

namespace StormDetect.Binding;

/// <summary>Reads properties of objects of unknown make: cmdlet output, CSV rows, hashtables, deserialised objects. Names in any case.</summary>
internal static class LooseProperties
{
    /// <summary>Reads a property.</summary>
    /// <param name="input">The object.</param>
    /// <param name="name">The property.</param>
    /// <returns>Its value, without a PSObject around it where it has a value of its own; null where it is missing or cannot be read.</returns>
    public static object? Get(PSObject input, string name)
    {
        object? value = input.BaseObject is IDictionary dictionary ? FromDictionary(dictionary, name) : FromProperty(input, name);
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }

    /// <summary>Reads a property that is text.</summary>
    /// <param name="input">The object.</param>
    /// <param name="name">The property.</param>
    /// <returns>The text; null where it is missing or something else.</returns>
    public static string? GetString(PSObject input, string name) => Get(input, name) as string;

    private static object? FromDictionary(IDictionary dictionary, string name)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return null;
    }

    private static object? FromProperty(PSObject input, string name)
    {
        try
        {
            return input.Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            // A script property of somebody else's that throws is as good as none.
            return null;
        }
    }
}
