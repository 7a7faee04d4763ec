using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>The result of a hunt for programs. Its shape is a contract: additions are allowed, changes need a new schemaVersion.</summary>
internal static class HuntJson
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RemoveTextTwins } },
    };

    /// <summary>Writes the result to a file, or to the output where the path is <c>-</c>.</summary>
    public static void Write(MailHuntResult result, string path, TextWriter output)
    {
        string json = Format(result);
        if (path == "-")
        {
            output.WriteLine(json);
        }
        else
        {
            File.WriteAllText(path, json + Environment.NewLine, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    public static string Format(MailHuntResult result) => JsonSerializer.Serialize(
        new
        {
            SchemaVersion,
            result.Verdict,
            result.VerdictText,
            result.Coverage,
            Findings = result.Findings.Cast<object>(),
            result.Incidents,
            result.Hunts,
            result.Notes,
            result.ReadReport,
            result.Suppressed,
            result.SuppressedCount,
            result.Baseline,
        },
        s_options);

    // The text twins of lists are there for Export-Csv; JSON has the lists. VerdictText is no twin: the verdict is no list.
    // The findings of an incident stand in the list of findings; here their ids are enough.
    private static void RemoveTextTwins(JsonTypeInfo type)
    {
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            string name = type.Properties[i].Name;
            bool isTold = type.Type == typeof(Incident) && name == "findings";
            if (isTold || (name.EndsWith("Text", StringComparison.Ordinal) && type.Type.GetProperty(Pascal(name[..^4])) is { } list && list.PropertyType != typeof(string) && list.PropertyType.IsAssignableTo(typeof(IEnumerable))))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private static string Pascal(string camel) => string.Concat(char.ToUpperInvariant(camel[0]).ToString(), camel.AsSpan(1));
}
