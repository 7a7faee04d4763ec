using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace StormDetect.FakeTenant;

/// <summary>Answers a list of Graph: $filter, $orderby, $select, $top as the size of a page, $count, and nextLinks that keep the question.</summary>
internal static class GraphCollection
{
    public static FakeReply Answer(FakeTenantServer server, FakeRequest request, IEnumerable<JsonElement> all, string context, int pageSize, int mostPerPage, string[]? defaults = null)
    {
        Func<JsonElement, bool> filter;
        try
        {
            filter = ODataFilter.Parse(request.Asked("$filter"));
        }
        catch (FormatException e)
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "Invalid filter clause: " + e.Message);
        }

        int size = pageSize;
        if (request.Asked("$top") is { Length: > 0 } top && (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1 || size > mostPerPage))
        {
            return FakeReply.GraphError(request, 400, "BadRequest", $"Invalid page size specified: '{top}'. Must be between 1 and {mostPerPage} inclusive.");
        }

        int position = 0;
        bool wasEmpty = false;
        if (request.Asked("$skiptoken") is { Length: > 0 } cursor && !TryCursor(cursor, out position, out wasEmpty))
        {
            return FakeReply.GraphError(request, 400, "BadRequest", "The skip token is invalid or has expired.");
        }

        JsonElement[] rows = [.. Ordered(all.Where(filter), request.Asked("$orderby"))];
        FakeTenantFaults faults = server.Faults;
        string place = FormattableString.Invariant($"{request.Path} {request.Asked("$filter")} {position}");
        bool isEmpty = rows.Length > 0 && !wasEmpty && position < rows.Length && faults.Strikes(FaultKind.EmptyPage, place, request.Path);
        int end = isEmpty ? position : Math.Min(position + size, rows.Length);
        int start = position > 0 && position <= rows.Length && !isEmpty && faults.Strikes(FaultKind.DuplicateRows, place, request.Path) ? position - 1 : Math.Min(position, rows.Length);
        string[] select = request.Asked("$select").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return FakeReply.Graph(json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{request.Origin}/{request.Segments[0]}/$metadata#{context}");
            if (request.Asked("$count") == "true")
            {
                json.WriteNumber("@odata.count", rows.Length);
            }

            if (end < rows.Length)
            {
                string origin = faults.Strikes(FaultKind.ForeignNextLink, place, request.Path) ? "https://graph.microsoft.com.example.net" : request.Origin;
                string kept = string.Concat(request.Query.Where(static pair => pair.Key != "$skiptoken").Select(static pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}&"));
                json.WriteString("@odata.nextLink", $"{origin}{request.Path}?{kept}$skiptoken={Cursor(end, isEmpty)}");
            }

            json.WriteStartArray("value");
            if (select.Length == 0 && defaults is not null)
            {
                select = defaults;
            }

            foreach (JsonElement row in rows.AsSpan(start, Math.Max(0, end - start)))
            {
                Write(json, row, select);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Answers one object.</summary>
    public static FakeReply One(FakeRequest request, JsonElement? found, string context, string name, string[]? defaults = null)
    {
        if (found is not { } element)
        {
            return FakeReply.GraphError(request, 404, "Request_ResourceNotFound", $"Resource '{name}' does not exist or one of its queried reference-property objects are not present.");
        }

        string[] select = request.Asked("$select").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (select.Length == 0 && defaults is not null)
        {
            select = defaults;
        }

        return FakeReply.Graph(json => Write(json, element, select, $"{request.Origin}/{request.Segments[0]}/$metadata#{context}/$entity"));
    }

    private static IEnumerable<JsonElement> Ordered(IEnumerable<JsonElement> rows, string order)
    {
        string[] words = order.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return rows;
        }

        string Key(JsonElement row) => row.TryGetProperty(words[0], out JsonElement value) ? value.ToString() : string.Empty;
        return words is [_, "desc"] ? rows.OrderByDescending(Key, StringComparer.Ordinal) : rows.OrderBy(Key, StringComparer.Ordinal);
    }

    private static void Write(Utf8JsonWriter json, JsonElement row, string[] select, string? context = null)
    {
        json.WriteStartObject();
        if (context is not null)
        {
            json.WriteString("@odata.context", context);
        }

        foreach (JsonProperty property in row.EnumerateObject())
        {
            if (select.Length == 0 || property.Name == "id" || select.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                property.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static string Cursor(int position, bool wasEmpty) => WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(FormattableString.Invariant($"at|{position}|{(wasEmpty ? 1 : 0)}")));

    private static bool TryCursor(string text, out int position, out bool wasEmpty)
    {
        position = 0;
        wasEmpty = false;
        try
        {
            string[] parts = Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text)).Split('|');
            wasEmpty = parts is [.., "1"];
            return parts is ["at", _, _] && int.TryParse(parts[1], out position);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
