using System;
using System.Collections.Generic;
using System.Text.Json;

namespace StormDetect.Core.LoggingConfig;

/// <summary>Reads a snapshot from its bytes, row by row, without a tree of all of it.</summary>
internal static class SnapshotReader
{
    private const int Deepest = 8;

    public static ConfigSnapshot Read(byte[] bytes, string path)
    {
        ReadOnlySpan<byte> text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;
        Utf8JsonReader json = new(text, new JsonReaderOptions { MaxDepth = Deepest });
        int first = text.TrimStart(" \t\r\n"u8).Length == 0 ? 0 : text.TrimStart(" \t\r\n"u8)[0];
        if (first != '{' || !json.Read())
        {
            throw NotASnapshot(path);
        }

        string format = string.Empty;
        string tenantId = string.Empty;
        string tenantName = string.Empty;
        DateTimeOffset takenAt = default;
        Dictionary<string, string> scuba = [];
        List<PartContent> parts = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "format":
                    format = Text(ref json);
                    break;
                case "schemaVersion":
                    RefuseNewer(ref json, path);
                    break;
                case "tenantId":
                    tenantId = Text(ref json);
                    break;
                case "tenantName":
                    tenantName = Text(ref json);
                    break;
                case "takenAt":
                    takenAt = ConfigValue.TryTime(Text(ref json), out DateTimeOffset time) ? time : throw NotASnapshot(path);
                    break;
                case "scubaResults" when json.TokenType == JsonTokenType.StartObject:
                    ReadScuba(ref json, scuba);
                    break;
                case "parts" when format == SnapshotWriter.Format && json.TokenType == JsonTokenType.StartArray:
                    TextPool texts = new();
                    while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                    {
                        if (ReadPart(ref json, texts) is { } part)
                        {
                            parts.Add(part);
                        }
                    }

                    break;
                case "MetaData" or "Results" or "Raw" or "Summary" when format.Length == 0:
                    return ScubaResultsFile.Read(text.ToArray(), path);
                default:
                    json.Skip();
                    break;
            }
        }

        // The reader has thrown by now where the text ends too early; what follows the object is not ours.
        if (json.Read() || format != SnapshotWriter.Format || takenAt == default)
        {
            throw NotASnapshot(path);
        }

        RefuseDoubles(parts);
        return new ConfigSnapshot(parts) { TenantId = tenantId, TenantName = tenantName, TakenAt = takenAt, Path = path, ScubaResults = scuba };
    }

    internal static ConfigSnapshotException NotASnapshot(string path) =>
        new(ConfigSnapshotProblem.NotASnapshot, $"'{PlainText.Safe(path)}' is neither a snapshot of Export-M365ConfigSnapshot nor a results file of ScubaGear (ScubaResults_*.json).");

    private static void RefuseNewer(ref Utf8JsonReader json, string path)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out int version) || version > SnapshotWriter.Version)
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.NewerVersion, $"A newer version of this module wrote '{PlainText.Safe(path)}'. Update the module, or take the snapshot again.");
        }
    }

    private static void RefuseDoubles(List<PartContent> parts)
    {
        HashSet<ConfigPart> seen = [];
        if (parts.Exists(part => !seen.Add(part.Definition.Part)))
        {
            throw new JsonException("A part is there twice.", path: null, lineNumber: 0, bytePositionInLine: 0);
        }
    }

    private static void ReadScuba(ref Utf8JsonReader json, Dictionary<string, string> results)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string control = json.GetString()!;
            json.Read();
            results[control] = Text(ref json);
        }
    }

    /// <summary>A part of a kind this version does not know is left out: a later version may have added it.</summary>
    private static PartContent? ReadPart(ref Utf8JsonReader json, TextPool texts)
    {
        PartDefinition? definition = null;
        ConfigPartState state = ConfigPartState.Partial;
        string source = string.Empty;
        string reason = string.Empty;
        DateTimeOffset? readAt = null;
        List<string> slices = [];
        List<ConfigRow> rows = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "part":
                    definition = Enum.TryParse(Text(ref json), out ConfigPart part) && Enum.IsDefined(part) ? PartCatalog.Of(part) : null;
                    break;
                case "state":
                    // A state this version does not know is no complete one.
                    state = Enum.TryParse(Text(ref json), out ConfigPartState known) && Enum.IsDefined(known) ? known : ConfigPartState.Partial;
                    break;
                case "source":
                    source = Text(ref json);
                    break;
                case "reason":
                    reason = Text(ref json);
                    break;
                case "readAt":
                    readAt = ConfigValue.TryTime(Text(ref json), out DateTimeOffset time) ? time : null;
                    break;
                case "doneSlices" when json.TokenType == JsonTokenType.StartArray:
                    slices.AddRange(Texts(ref json) ?? []);
                    break;
                case "rows" when json.TokenType == JsonTokenType.StartArray && definition is not null:
                    while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                    {
                        rows.Add(ReadRow(ref json, definition, texts));
                    }

                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return definition is null ? null : new PartContent { Definition = definition, State = state, Source = source, Reason = reason, ReadAt = readAt, DoneSlices = slices, Rows = rows.ToArray() };
    }

    private static ConfigRow ReadRow(ref Utf8JsonReader json, PartDefinition definition, TextPool texts)
    {
        object?[] values = new object?[definition.Properties.Length];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int index = definition.IndexOf(json.GetString()!);
            json.Read();
            if (index < 0)
            {
                json.Skip();
                continue;
            }

            values[index] = json.TokenType == JsonTokenType.StartArray ? Texts(ref json) : json.TokenType == JsonTokenType.String ? json.GetString() : Skipped(ref json);
        }

        texts.Share(values);
        return new ConfigRow(definition, values);
    }

    /// <summary>A list of texts; null where there is anything else in it.</summary>
    private static string[]? Texts(ref Utf8JsonReader json)
    {
        List<string> texts = [];
        bool isWhole = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.String)
            {
                texts.Add(json.GetString()!);
            }
            else
            {
                isWhole = false;
                json.Skip();
            }
        }

        return isWhole ? texts.ToArray() : null;
    }

    private static string Text(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString()! : Skipped(ref json) ?? string.Empty;

    private static string? Skipped(ref Utf8JsonReader json)
    {
        json.Skip();
        return null;
    }
}
