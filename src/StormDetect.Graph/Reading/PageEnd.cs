using System;
using System.Linq;
using System.Text.Json;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Looks a page over: that it is one, whole, and where the next one is.</summary>
internal static class PageEnd
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 128 };

    /// <summary>Reads a page to its end.</summary>
    /// <param name="page">The page.</param>
    /// <param name="what">What was asked for, for the message.</param>
    /// <param name="isList">Whether it holds a list (<c>value</c>); else it is one object.</param>
    /// <returns>The next page's address, which may lead nowhere; null for the last.</returns>
    /// <exception cref="TenantRequestException">It is no page.</exception>
    public static string? Next(ReadOnlySpan<byte> page, string what, out bool isList)
    {
        string? next = null;
        isList = false;
        try
        {
            Utf8JsonReader reader = new(page, s_options);
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                throw Unreadable(what, null);
            }

            // The Management Activity API answers with a bare array.
            bool isBare = reader.TokenType == JsonTokenType.StartArray;
            if (isBare)
            {
                isList = true;
                reader.Skip();
            }

            while (!isBare && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isNext = reader.ValueTextEquals("@odata.nextLink"u8);
                bool isValue = reader.ValueTextEquals("value"u8);
                _ = reader.Read();
                if (isNext && reader.TokenType != JsonTokenType.Null)
                {
                    next = reader.TokenType == JsonTokenType.String ? reader.GetString() : string.Empty;
                    reader.Skip();
                }
                else if (isValue && reader.TokenType == JsonTokenType.StartArray)
                {
                    isList = true;
                    reader.Skip();
                }
                else
                {
                    reader.Skip();
                }
            }

            // Nothing may follow: a second object behind the first would be lost in silence.
            _ = reader.Read();
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw Unreadable(what, cause);
        }

        return next;
    }

    /// <summary>Whether a next page's address says that there is one and not which: it is empty, or its token is. Graph has given such ones, and refuses them.</summary>
    /// <remarks>Source: msgraph-sdk-powershell issue 1388 ("Invalid Skip Token, skip token is null").</remarks>
    public static bool LeadsNowhere(string address) => address.Length == 0 || address[(address.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
        .Any(static pair => Uri.UnescapeDataString(pair) is "$skiptoken" or "$skiptoken=" or "$skipToken" or "$skipToken=");

    /// <summary>The error for an answer that is not what the service documents.</summary>
    public static TenantRequestException Unreadable(string what, Exception? cause) =>
        new(TenantRequestProblem.Unreadable, $"Microsoft Graph's answer for {what} is not what it documents. Run the command again; if it stays, something between here and Microsoft 365 changes answers.", cause);
}
