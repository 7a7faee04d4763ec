using System;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>Makes JSON objects.</summary>
internal static class JsonObjects
{
    /// <summary>An object of what is written into it.</summary>
    public static JsonElement Of(Action<Utf8JsonWriter> members)
    {
        FakeReply made = FakeReply.Json(json =>
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        });
        using JsonDocument document = JsonDocument.Parse(made.Body);
        return document.RootElement.Clone();
    }

    /// <summary>An object of the properties of another, an anonymous one.</summary>
    public static JsonElement From(object value) => JsonSerializer.SerializeToElement(value);
}
