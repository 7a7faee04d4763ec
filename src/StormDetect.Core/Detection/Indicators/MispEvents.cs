using System;
using System.Collections.Generic;
using System.Text.Json;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// MISP's JSON: an event, a list of them, or the answer of a search for events or attributes. Attributes marked to_ids (and those that do not say) are indicators,
/// also inside objects; first_seen and last_seen are their validity.
/// </summary>
internal static class MispEvents
{
    public static bool TryRead(JsonElement root, IndicatorSink sink)
    {
        bool found = false;
        ReadAny(root, sink, ref found, 0);
        return found;
    }

    private static void ReadAny(JsonElement element, IndicatorSink sink, ref bool found, int depth)
    {
        if (depth > 4)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                ReadAny(item, sink, ref found, depth + 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("Event", out JsonElement wrapped) && wrapped.ValueKind == JsonValueKind.Object)
            {
                ReadEvent(wrapped, sink, ref found);
            }
            else if (element.TryGetProperty("response", out JsonElement response))
            {
                ReadAny(response, sink, ref found, depth + 1);
            }
            else if (element.TryGetProperty("Attribute", out JsonElement attributes) && attributes.ValueKind == JsonValueKind.Array)
            {
                ReadEvent(element, sink, ref found);
            }
        }
    }

    private static void ReadEvent(JsonElement misp, IndicatorSink sink, ref bool found)
    {
        found = true;
        string info = Text(misp, "info");
        string source = info.Length > 0 ? info : sink.FileName;
        ReadAttributes(misp, source, sink);
        if (misp.TryGetProperty("Object", out JsonElement objects) && objects.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in objects.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object && !IsTrue(item, "deleted"))
                {
                    ReadAttributes(item, source, sink);
                }
            }
        }
    }

    private static void ReadAttributes(JsonElement owner, string source, IndicatorSink sink)
    {
        if (!owner.TryGetProperty("Attribute", out JsonElement attributes) || attributes.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement attribute in attributes.EnumerateArray())
        {
            if (attribute.ValueKind == JsonValueKind.Object)
            {
                ReadAttribute(attribute, owner, source, sink);
            }
        }
    }

    private static void ReadAttribute(JsonElement attribute, JsonElement owner, string source, IndicatorSink sink)
    {
        // What is not for detection is context: the victims, the reporter, other people's infrastructure.
        if (IsTrue(attribute, "deleted") || (attribute.TryGetProperty("to_ids", out _) && !IsTrue(attribute, "to_ids")))
        {
            return;
        }

        string id = Text(attribute, "uuid") is { Length: > 0 } uuid ? uuid : Text(attribute, "id");
        string typeName = Text(attribute, "type");
        string value = Text(attribute, "value");
        if (attribute.TryGetProperty("Event", out JsonElement parent) && parent.ValueKind == JsonValueKind.Object && Text(parent, "info") is { Length: > 0 } info)
        {
            source = info;
        }

        List<IndicatorRule> rules = [];
        foreach ((string partType, string part) in Parts(typeName, value, Text(attribute, "object_relation")))
        {
            if (!IndicatorText.TryType(partType, out IndicatorType? type) || type is null)
            {
                sink.NotInAuditLogs(partType.Length == 0 ? "attributes without a type" : partType);
            }
            else if (IndicatorText.TryTerm(type.Value, IndicatorText.Refang(part), out IndicatorTerm term))
            {
                rules.Add(IndicatorRule.Of(term));
            }
            else
            {
                sink.NotUnderstood(id, $"'{part}' is no {IndicatorWords.Noun(type.Value)}");
            }
        }

        if (rules.Count == 0)
        {
            return;
        }

        DateTimeOffset? from = IndicatorText.Time(Text(attribute, "first_seen"), isEnd: false) ?? IndicatorText.Time(Text(owner, "first_seen"), isEnd: false);
        DateTimeOffset? until = IndicatorText.Time(Text(attribute, "last_seen"), isEnd: true) ?? IndicatorText.Time(Text(owner, "last_seen"), isEnd: true);
        if (until <= from)
        {
            // Seen once: that second.
            until = from?.AddSeconds(1);
        }

        string comment = Text(attribute, "comment");
        sink.Add(new ThreatIndicator(rules)
        {
            Id = id,
            Source = source,
            Value = IndicatorWords.Term(rules[0].Terms[0]),
            Description = comment.Length > 0 ? comment : Text(owner, "comment"),
            ValidFrom = from,
            ValidUntil = until,
        });
    }

    /// <summary>The parts of a composite attribute that stand for themselves: <c>domain|ip</c> is both; a port or a file name beside a hash is dropped.</summary>
    private static IEnumerable<(string Type, string Value)> Parts(string type, string value, string relation)
    {
        string[] types = type.Split('|');
        string[] values = value.Split('|');
        if (types.Length == 2 && values.Length == 2)
        {
            for (int i = 0; i < 2; i++)
            {
                if (types[i] is not ("port" or "filename"))
                {
                    yield return (types[i], values[i]);
                }
            }
        }
        else if (type is "text" or "other" && Guid.TryParse(value, out _) && IndicatorText.TryType(relation, out IndicatorType? meant) && meant == IndicatorType.Application)
        {
            yield return (relation, value);
        }
        else
        {
            yield return (type, value);
        }
    }

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value)
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() is "1" or "true"));

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => string.Empty }
        : string.Empty;
}
