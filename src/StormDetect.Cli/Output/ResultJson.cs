using System;
using System.Collections;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>Results for programs. Their shape is a contract: additions are allowed, changes need a new schemaVersion.</summary>
internal static class ResultJson
{
    public const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RemoveRepeats } },
    };

    /// <summary>Writes a result to a file, or to the output where the path is <c>-</c>.</summary>
    public static void Write(object result, string path, TextWriter output)
    {
        string json = JsonSerializer.Serialize(result, s_options);
        if (path == "-")
        {
            output.WriteLine(json);
        }
        else
        {
            ResultFile.Write(path, json + Environment.NewLine);
        }
    }

    // The text twins of lists and times are there for Export-Csv; JSON has those themselves. VerdictText is no twin: the verdict is neither.
    // The findings of an incident stand in the list of findings; there their ids are enough.
    private static void RemoveRepeats(JsonTypeInfo type)
    {
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            string name = type.Properties[i].Name;
            bool isTold = type.Type == typeof(Incident) && name == "findings";
            if (isTold || (name.EndsWith("Text", StringComparison.Ordinal)
                && type.Type.GetProperty(Pascal(name[..^4]))?.PropertyType is { } twin && (IsTime(twin) || (twin != typeof(string) && twin.IsAssignableTo(typeof(IEnumerable))))))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private static bool IsTime(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset);

    private static string Pascal(string camel) => string.Concat(char.ToUpperInvariant(camel[0]).ToString(), camel.AsSpan(1));
}
