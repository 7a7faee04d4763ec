using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Reads nested objects of any make: dictionaries, hashtables, JSON. Names in any case.</summary>
internal static class ConfigBag
{
    public static object? Get(object? bag, string name)
    {
        switch (bag)
        {
            case Dictionary<string, object?> exact when exact.Comparer.Equals(StringComparer.OrdinalIgnoreCase):
                return exact.GetValueOrDefault(name);
            case IReadOnlyDictionary<string, object?> typed:
                return typed.TryGetValue(name, out object? value) ? value : typed.FirstOrDefault(pair => Same(pair.Key, name)).Value;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    if (entry.Key is string key && Same(key, name))
                    {
                        return entry.Value;
                    }
                }

                return null;
            case JsonElement { ValueKind: JsonValueKind.Object } element:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    if (Same(property.Name, name))
                    {
                        return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    public static bool Has(object? bag, string name) => bag switch
    {
        IReadOnlyDictionary<string, object?> typed => typed.ContainsKey(name) || typed.Keys.Any(key => Same(key, name)),
        IDictionary dictionary => dictionary.Keys.OfType<string>().Any(key => Same(key, name)),
        JsonElement { ValueKind: JsonValueKind.Object } element => element.EnumerateObject().Any(property => Same(property.Name, name)),
        _ => false,
    };

    /// <summary>A value along a path of names.</summary>
    public static object? Path(object? bag, params string[] names) => names.Aggregate(bag, Get);

    /// <summary>A value as text; null where it is none.</summary>
    public static string? Text(object? bag, string name) => ConfigValue.Normalise(Get(bag, name)) as string;

    /// <summary>The objects of a list; null where there is no list of objects.</summary>
    public static IReadOnlyList<object>? Objects(object? list)
    {
        IEnumerable<object?>? items = list switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } element => element.EnumerateArray().Select(static item => (object?)item),
            string => null,
            IReadOnlyDictionary<string, object?> or IDictionary or JsonElement { ValueKind: JsonValueKind.Object } => [list],
            IEnumerable enumerable => enumerable.Cast<object?>(),
            _ => null,
        };
        if (items is null)
        {
            return null;
        }

        object[] objects = items.OfType<object>().ToArray();
        return Array.TrueForAll(objects, static item => item is IReadOnlyDictionary<string, object?> or IDictionary or JsonElement { ValueKind: JsonValueKind.Object }) ? objects : null;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
