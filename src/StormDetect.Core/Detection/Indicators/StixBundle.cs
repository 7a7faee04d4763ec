using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// STIX 2.x: a bundle, a TAXII answer or a list of objects. Indicators count by their patterns; observables (SCOs) that no indicator names count by themselves, with the times of
/// the observed data they belong to. The source is the report that lists an indicator, else the actor or campaign it indicates, else its author.
/// </summary>
internal sealed class StixBundle
{
    private readonly IndicatorSink _sink;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _indicates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset? From, DateTimeOffset? Until)> _observed = new(StringComparer.Ordinal);
    private readonly HashSet<IndicatorTerm> _named = [];

    private StixBundle(IndicatorSink sink)
    {
        _sink = sink;
    }

    public static bool TryRead(JsonElement root, IndicatorSink sink)
    {
        List<JsonElement> objects = [];
        Collect(root, objects);
        if (objects.Count == 0)
        {
            return root.ValueKind == JsonValueKind.Object && Text(root, "type") == "bundle";
        }

        StixBundle bundle = new(sink);
        objects.ForEach(bundle.Note);
        objects.ForEach(bundle.Indicator);
        objects.ForEach(bundle.Observable);
        return true;
    }

    private static void Collect(JsonElement element, List<JsonElement> objects)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                if (IsStix(item))
                {
                    objects.Add(item);
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("objects", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            Collect(list, objects);
        }
        else if (IsStix(element))
        {
            objects.Add(element);
        }
    }

    private static bool IsStix(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && Text(element, "type") is { Length: > 0 } type && Text(element, "id").StartsWith(type + "--", StringComparison.Ordinal);

    private void Note(JsonElement item)
    {
        string id = Text(item, "id");
        if (Text(item, "name") is { Length: > 0 } name)
        {
            _names[id] = name;
        }

        switch (Text(item, "type"))
        {
            case "report" or "grouping":
                foreach (string reference in List(item, "object_refs"))
                {
                    _ = _reports.TryAdd(reference, id);
                }

                break;
            case "relationship" when Text(item, "relationship_type") == "indicates":
                _ = _indicates.TryAdd(Text(item, "source_ref"), Text(item, "target_ref"));
                break;
            case "observed-data":
                foreach (string reference in List(item, "object_refs"))
                {
                    _observed[reference] = (IndicatorText.Time(Text(item, "first_observed"), isEnd: false), IndicatorText.Time(Text(item, "last_observed"), isEnd: true)?.AddSeconds(1));
                }

                break;
        }
    }

    private void Indicator(JsonElement item)
    {
        if (Text(item, "type") != "indicator" || (item.TryGetProperty("revoked", out JsonElement revoked) && revoked.ValueKind == JsonValueKind.True) || List(item, "indicator_types").Contains("benign"))
        {
            return;
        }

        string id = Text(item, "id");
        string language = Text(item, "pattern_type");
        if (language.Length > 0 && language != "stix")
        {
            _sink.NotInAuditLogs($"{language} patterns");
            return;
        }

        string text = Text(item, "pattern");
        StixPattern pattern;
        try
        {
            pattern = StixPattern.Read(text);
        }
        catch (FormatException failure)
        {
            _sink.NotUnderstood(id, $"its pattern is not understood: {failure.Message}: {(text.Length > 200 ? text[..200] + "..." : text)}");
            return;
        }

        foreach (IndicatorTerm term in pattern.Rules.SelectMany(static rule => rule.Terms))
        {
            _ = _named.Add(term);
        }

        if (pattern.Rules.Count == 0)
        {
            _sink.NotInAuditLogs(pattern.Foreign.Order(StringComparer.Ordinal).FirstOrDefault() ?? "patterns");
            return;
        }

        DateTimeOffset? from = Later(IndicatorText.Time(Text(item, "valid_from"), isEnd: false), pattern.Start);
        DateTimeOffset? until = Earlier(IndicatorText.Time(Text(item, "valid_until"), isEnd: false), pattern.Stop);
        if (until <= from)
        {
            _sink.NotUnderstood(id, "its validity ends before it begins");
            return;
        }

        string name = Text(item, "name");
        string description = Text(item, "description");
        bool isOne = pattern.Rules is [{ Terms.Count: 1, Excluded.Count: 0 }];
        _sink.Add(new ThreatIndicator(pattern.Rules)
        {
            Id = id,
            Source = SourceOf(id, item),
            Value = isOne ? IndicatorWords.Term(pattern.Rules[0].Terms[0]) : text,
            Description = name.Length == 0 || description.Length == 0 ? name + description : $"{name}: {description}",
            ValidFrom = from,
            ValidUntil = until,
            Confidence = item.TryGetProperty("confidence", out JsonElement confidence) && confidence.TryGetInt32(out int sure) ? sure : null,
        });
    }

    private void Observable(JsonElement item)
    {
        string type = Text(item, "type");
        List<IndicatorRule> rules = [];
        foreach ((string path, string value) in Values(type, item))
        {
            if (StixPath.TypeOf(path, IndicatorText.Refang(value)) is IndicatorType meant
                && IndicatorText.TryTerm(meant, IndicatorText.Refang(value), out IndicatorTerm term) && _named.Add(term))
            {
                rules.Add(IndicatorRule.Of(term));
            }
        }

        if (rules.Count > 0)
        {
            string id = Text(item, "id");
            (DateTimeOffset? from, DateTimeOffset? until) = _observed.GetValueOrDefault(id);
            _sink.Add(new ThreatIndicator(rules)
            {
                Id = id, Source = SourceOf(id, item), Value = IndicatorWords.Term(rules[0].Terms[0]), Description = "observable", ValidFrom = from, ValidUntil = until,
            });
        }
    }

    private static IEnumerable<(string Path, string Value)> Values(string type, JsonElement item)
    {
        switch (type)
        {
            case "ipv4-addr" or "ipv6-addr" or "domain-name" or "email-addr":
                yield return (type + ":value", Text(item, "value"));
                break;
            case "user-account":
                yield return (type + ":account_login", Text(item, "account_login"));
                yield return (type + ":user_id", Text(item, "user_id"));
                break;
            case "software":
                foreach (JsonProperty property in item.EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.String && p.Name != "id"))
                {
                    yield return ($"{type}:{property.Name}", property.Value.GetString()!);
                }

                break;
            case "x509-certificate" or "file" when item.TryGetProperty("hashes", out JsonElement hashes) && hashes.ValueKind == JsonValueKind.Object:
                foreach (JsonProperty hash in hashes.EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.String))
                {
                    yield return ($"{type}:hashes.{hash.Name}", hash.Value.GetString()!);
                }

                break;
            case "network-traffic" when item.TryGetProperty("extensions", out JsonElement extensions) && extensions.ValueKind == JsonValueKind.Object
                && extensions.TryGetProperty("http-request-ext", out JsonElement http) && http.ValueKind == JsonValueKind.Object
                && http.TryGetProperty("request_header", out JsonElement header) && header.ValueKind == JsonValueKind.Object:
                foreach (JsonProperty line in header.EnumerateObject().Where(static p => p.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)))
                {
                    JsonElement agent = line.Value.ValueKind == JsonValueKind.Array && line.Value.GetArrayLength() > 0 ? line.Value[0] : line.Value;
                    if (agent.ValueKind == JsonValueKind.String)
                    {
                        yield return (type + ":request_header.user-agent", agent.GetString()!);
                    }
                }

                break;
        }
    }

    private string SourceOf(string id, JsonElement item)
    {
        foreach (string candidate in (string[])[_reports.GetValueOrDefault(id, string.Empty), _indicates.GetValueOrDefault(id, string.Empty), Text(item, "created_by_ref")])
        {
            if (_names.TryGetValue(candidate, out string? name))
            {
                return name;
            }
        }

        return _sink.FileName;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null || b > a ? b : a;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private static IEnumerable<string> List(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(static e => e.ValueKind == JsonValueKind.String).Select(static e => e.GetString()!)
            : [];

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
