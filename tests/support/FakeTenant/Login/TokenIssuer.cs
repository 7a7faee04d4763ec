using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace StormDetect.FakeTenant;

/// <summary>Makes tokens of a JWT's shape and reads its own back. What stands for a signature is a keyed hash, so that no made-up token is taken.</summary>
internal sealed class TokenIssuer
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public string Access(FakeToken token, TimeSpan lifetime, string? userObjectId, string appName, IEnumerable<string> userRoles)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(token.Expires) - lifetime;
        return Seal(json =>
        {
            json.WriteString("aud", token.Audience);
            json.WriteString("iss", $"https://sts.windows.net/{token.TenantId}/");
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("nbf", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.Expires);
            json.WriteString("appid", token.ClientId);
            json.WriteString("app_displayname", appName);
            json.WriteString("tid", token.TenantId);
            json.WriteString("ver", "1.0");
            json.WriteString("uti", WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16)));
            if (token.IsApplication)
            {
                json.WriteString("idtyp", "app");
                json.WriteString("oid", new Guid(MD5Id(token.ClientId)).ToString("D"));
                json.WriteStartArray("roles");
                foreach (string role in token.Permissions)
                {
                    json.WriteStringValue(role);
                }

                json.WriteEndArray();
            }
            else
            {
                json.WriteString("idtyp", "user");
                json.WriteString("oid", userObjectId);
                json.WriteString("upn", token.User);
                json.WriteString("unique_name", token.User);
                json.WriteString("name", token.User.Split('@')[0]);
                json.WriteStartArray("wids");
                foreach (string role in userRoles)
                {
                    json.WriteStringValue(DirectoryRole.Template(role));
                }

                json.WriteEndArray();
                json.WriteString("scp", string.Join(' ', token.Permissions.Append("openid").Append("profile")));
            }

            json.WriteNumber("xms_answered", token.Challenge);
        });
    }

    /// <summary>Any token with claims of its own: id tokens, refresh tokens, codes, federated tokens.</summary>
    public string Seal(Action<Utf8JsonWriter> claims)
    {
        string head = WebEncoders.Base64UrlEncode("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"fake-tenant\"}"u8.ToArray());
        FakeReply body = FakeReply.Json(json =>
        {
            json.WriteStartObject();
            claims(json);
            json.WriteEndObject();
        });
        string text = head + "." + WebEncoders.Base64UrlEncode(body.Body.Span);
        return text + "." + WebEncoders.Base64UrlEncode(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>The claims of a token that was sealed here; null where it was not.</summary>
    public JsonElement? Open(string token)
    {
        int end = token.LastIndexOf('.');
        if (end <= 0)
        {
            return null;
        }

        string mark = WebEncoders.Base64UrlEncode(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(token[..end])));
        return string.Equals(mark, token[(end + 1)..], StringComparison.Ordinal) ? Claims(token) : null;
    }

    /// <summary>The claims of any JWT; null where it is none.</summary>
    public static JsonElement? Claims(string token) => Part(token, 1);

    public static JsonElement? Part(string token, int part)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[part]));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    public FakeToken? Read(string token)
    {
        if (Open(token) is not { } claims || !claims.TryGetProperty("exp", out JsonElement expires) || !claims.TryGetProperty("appid", out JsonElement app))
        {
            return null;
        }

        string[] permissions = claims.TryGetProperty("roles", out JsonElement roles)
            ? [.. roles.EnumerateArray().Select(static role => role.GetString()!)]
            : claims.GetProperty("scp").GetString()!.Split(' ');
        return new FakeToken
        {
            TenantId = claims.GetProperty("tid").GetString()!,
            ClientId = app.GetString()!,
            Audience = claims.GetProperty("aud").GetString()!,
            Expires = expires.GetInt64(),
            User = claims.TryGetProperty("upn", out JsonElement user) ? user.GetString()! : string.Empty,
            Permissions = permissions,
            Challenge = claims.GetProperty("xms_answered").GetInt64(),
        };
    }

    public static byte[] MD5Id(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
}
