using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What an access token says of itself. It is not checked: it came from the sign-in service or the caller, and the services check it.</summary>
/// <remarks>Claims: Microsoft Entra documentation, "Access token claims reference". The format is the services' own and may change; what cannot be read is left unknown.</remarks>
internal sealed record TokenFacts
{
    // Of the sign-in itself, not of any service.
    private static readonly string[] s_signIn = ["openid", "profile", "email", "offline_access"];

    /// <summary>Whether anything could be read.</summary>
    public bool IsReadable { get; init; }

    /// <summary>The tenant's id; empty if unknown.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>The user's principal name, else the application's name or id; empty if unknown.</summary>
    public string Account { get; init; } = string.Empty;

    /// <summary>The application that asks; empty if unknown.</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>Whether it is an application's own.</summary>
    public bool IsApplication { get; init; }

    /// <summary>The service it is for, as an address or an application id; empty if unknown.</summary>
    public string Audience { get; init; } = string.Empty;

    /// <summary>When it ends; null if unknown.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Scopes of a user, or roles of an application.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>The user's directory roles, by name where known; null if it names none, which is no proof that there are none.</summary>
    public IReadOnlyList<string>? DirectoryRoles { get; init; }

    /// <summary>Reads a token.</summary>
    public static TokenFacts Read(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return new TokenFacts();
        }

        try
        {
            string padded = parts[1].Replace('-', '+').Replace('_', '/');
            byte[] claims = Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
            using JsonDocument document = JsonDocument.Parse(claims);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement) : new TokenFacts();
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return new TokenFacts();
        }
    }

    private static TokenFacts Of(JsonElement claims)
    {
        string[] scopes = Text(claims, "scp").Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(s_signIn, StringComparer.OrdinalIgnoreCase).ToArray();
        string[] roles = List(claims, "roles");
        string user = First(claims, "upn", "preferred_username", "unique_name", "email");
        bool isApplication = Text(claims, "idtyp") is { Length: > 0 } kind ? kind == "app" : scopes.Length == 0 && user.Length == 0;
        string[] directoryRoles = List(claims, "wids");
        string app = First(claims, "appid", "azp");
        return new TokenFacts
        {
            IsReadable = true,
            TenantId = Text(claims, "tid"),
            ClientId = app,
            Account = isApplication ? First(claims, "app_displayname") is { Length: > 0 } name ? name : app : user.Length > 0 ? user : First(claims, "name", "oid"),
            IsApplication = isApplication,
            Audience = Text(claims, "aud"),
            ExpiresOn = claims.TryGetProperty("exp", out JsonElement end) && end.TryGetInt64(out long seconds) && seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Permissions = isApplication ? roles : scopes,
            DirectoryRoles = directoryRoles.Length > 0 ? [.. directoryRoles.Select(DirectoryRole.NameOf)] : null,
        };
    }

    private static string First(JsonElement claims, params string[] names) => names.Select(name => Text(claims, name)).FirstOrDefault(static text => text.Length > 0) ?? string.Empty;

    private static string Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? PlainText.Safe(value.GetString()!) : string.Empty;

    private static string[] List(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(static each => each.ValueKind == JsonValueKind.String).Select(static each => PlainText.Safe(each.GetString()!))]
            : [];
}
