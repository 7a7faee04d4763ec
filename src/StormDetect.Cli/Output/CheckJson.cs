using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StormDetect.Core;

namespace StormDetect.Cli.Output;

/// <summary>Results of checks for programs. Its shape is a contract: additions are allowed, changes need a new schemaVersion.</summary>
internal static class CheckJson
{
    private const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RemoveTextTwins } },
    };

    /// <summary>Writes the results to a file, or to the output where the path is <c>-</c>.</summary>
    public static void Write(IReadOnlyList<LoggingCheckResult> results, CheckStatus status, string path, TextWriter output)
    {
        string json = JsonSerializer.Serialize(new { SchemaVersion, Status = status, Results = results }, s_options);
        if (path == "-")
        {
            output.WriteLine(json);
        }
        else
        {
            File.WriteAllText(path, json + Environment.NewLine, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    // The text twins of lists are there for Export-Csv; JSON has the lists.
    private static void RemoveTextTwins(JsonTypeInfo type)
    {
        for (int i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Name.EndsWith("Text", StringComparison.Ordinal))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
