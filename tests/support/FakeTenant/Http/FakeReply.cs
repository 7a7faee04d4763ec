using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>An answer, before anything goes wrong on its way.</summary>
internal sealed class FakeReply
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public ReadOnlyMemory<byte> Body { get; init; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Breaks the connection instead of answering.</summary>
    public bool Aborts { get; init; }

    public static FakeReply Json(Action<Utf8JsonWriter> write, int status = 200, string contentType = "application/json; charset=utf-8")
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return new FakeReply { Status = status, ContentType = contentType, Body = buffer.WrittenMemory };
    }

    /// <summary>An answer of Graph.</summary>
    public static FakeReply Graph(Action<Utf8JsonWriter> write, int status = 200) => Json(write, status, "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8");

    public static FakeReply Text(string text, int status = 200, string contentType = "text/plain; charset=utf-8") =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    /// <summary>An error of Graph.</summary>
    public static FakeReply GraphError(FakeRequest request, int status, string code, string message) => Graph(
        json =>
        {
            string id = request.Id.ToString("D");
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteStartObject("innerError");
            json.WriteString("date", DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
            json.WriteString("request-id", id);
            json.WriteString("client-request-id", request.Header("client-request-id") is { Length: > 0 } own ? own : id);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        },
        status);

    /// <summary>An error of the Management Activity API.</summary>
    public static FakeReply ActivityError(int status, string code, string message) => Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
            json.WriteEndObject();
        },
        status);

    public FakeReply With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }
}
