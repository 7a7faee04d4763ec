using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Takes texts out of JSON that a service sent, whatever it really sent.</summary>
internal static class JsonText
{
    /// <summary>A text member; empty where there is none.</summary>
    public static string Of(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;

    /// <summary>The objects of a page; of an answer that is one object, that.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement page) =>
        page.ValueKind == JsonValueKind.Array ? page.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object)
        : page.TryGetProperty("value", out JsonElement value) && value.ValueKind == JsonValueKind.Array ? Items(value) : [page];

    /// <summary>A whole page, on its own: it outlives what it was read from.</summary>
    public static JsonElement Parse(TenantPage page)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(page.Json, new JsonDocumentOptions { MaxDepth = 128 });
            return document.RootElement.Clone();
        }
        catch (JsonException cause)
        {
            throw PageEnd.Unreadable(page.Source, cause);
        }
    }
}
