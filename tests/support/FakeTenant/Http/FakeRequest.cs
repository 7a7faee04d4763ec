using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace StormDetect.FakeTenant;

/// <summary>A request whose body has been read.</summary>
internal sealed class FakeRequest
{
    private Dictionary<string, StringValues>? _form;

    public required string Method { get; init; }

    /// <summary>Without the query.</summary>
    public required string Path { get; init; }

    public required string QueryText { get; init; }

    public required IQueryCollection Query { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Scheme, host and port it came to.</summary>
    public required string Origin { get; init; }

    public required Guid Id { get; init; }

    public string[] Segments { get; private set; } = [];

    public string Key => $"{Method} {Path}{QueryText}";

    public static async Task<FakeRequest> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        string path = context.Request.Path.Value ?? "/";
        return new FakeRequest
        {
            Method = context.Request.Method,
            Path = path,
            QueryText = context.Request.QueryString.Value ?? string.Empty,
            Query = context.Request.Query,
            Headers = context.Request.Headers,
            Body = body.ToArray(),
            Origin = $"{context.Request.Scheme}://{context.Request.Host}",
            Id = Guid.NewGuid(),
            Segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    /// <summary>A request out of a batch, with the batch's own token.</summary>
    public FakeRequest Part(string method, string address)
    {
        string[] parts = address.Split('?', 2);
        string path = Uri.UnescapeDataString(parts[0]);
        return new FakeRequest
        {
            Method = method,
            Path = path,
            QueryText = parts.Length == 2 ? "?" + parts[1] : string.Empty,
            Query = new QueryCollection(QueryHelpers.ParseQuery(parts.Length == 2 ? parts[1] : string.Empty)),
            Headers = Headers,
            Body = [],
            Origin = Origin,
            Id = Guid.NewGuid(),
            Segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries),
        };
    }

    public string Form(string name) => (_form ??= QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Body))).TryGetValue(name, out StringValues value) ? value.ToString() : string.Empty;

    public string Asked(string name) => Query.TryGetValue(name, out StringValues value) ? value.ToString() : string.Empty;

    public string Header(string name) => Headers.TryGetValue(name, out StringValues value) ? value.ToString() : string.Empty;

    /// <summary>The body as JSON; null where it is none.</summary>
    public JsonDocument? Json()
    {
        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
