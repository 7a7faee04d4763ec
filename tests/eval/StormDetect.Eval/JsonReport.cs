using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StormDetect.Eval;

/// <summary>Every trial with its stories, for programs and for finding out why.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Write<T>(EvalOptions options, IReadOnlyList<T> trials, Stream output) =>
        JsonSerializer.Serialize(output, new { SchemaVersion = 1, Options = options with { Jobs = 1 }, Trials = trials }, s_format);
}
