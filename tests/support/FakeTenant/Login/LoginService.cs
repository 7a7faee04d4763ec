using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace StormDetect.FakeTenant;

/// <summary>The login service: tokens for applications, users, devices and managed identities, and the errors that go with them.</summary>
internal sealed class LoginService(FakeTenantServer server, TokenIssuer issuer)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, int> _devicePolls = new(StringComparer.Ordinal);

    /// <summary>How far the service's clock is from the machine's.</summary>
    public TimeSpan Skew(string key) => server.Faults.Strikes(FaultKind.ClockSkew, key) ? s_hour : TimeSpan.Zero;

    public FakeReply? Answer(FakeRequest request)
    {
        string[] path = request.Segments;
        return path switch
        {
            ["common", "discovery", "instance"] => Discovery(request),
            [_, "oauth2", "v2.0", "token"] => Token(request, path[0]),
            [_, "oauth2", "v2.0", "devicecode"] => DeviceCode(request, path[0]),
            [_, "oauth2", "v2.0", "authorize"] => Authorize(request, path[0]),
            [_, "v2.0", ".well-known", "openid-configuration"] or [_, ".well-known", "openid-configuration"] => OpenId(request, path[0]),
            ["metadata", "identity", "oauth2", "token"] => ManagedIdentity(request, imds: true),
            ["msi", "token"] => ManagedIdentity(request, imds: false),
            _ => null,
        };
    }

    /// <summary>A token that a trusted issuer outside of the tenant gives a workload.</summary>
    public string FederatedToken(string subject) => issuer.Seal(json =>
    {
        json.WriteString("iss", server.BaseAddress.ToString());
        json.WriteString("sub", subject);
        json.WriteString("aud", "api://AzureADTokenExchange");
        json.WriteNumber("exp", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds());
    });

    private FakeReply Discovery(FakeRequest request) => FakeReply.Json(json =>
    {
        string host = new Uri(request.Origin).Authority;
        json.WriteStartObject();
        json.WriteString("tenant_discovery_endpoint", $"{request.Origin}/{server.TenantId}/v2.0/.well-known/openid-configuration");
        json.WriteString("api-version", "1.1");
        json.WriteStartArray("metadata");
        json.WriteStartObject();
        json.WriteString("preferred_network", host);
        json.WriteString("preferred_cache", host);
        json.WriteStartArray("aliases");
        json.WriteStringValue(host);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private FakeReply OpenId(FakeRequest request, string tenant) => Unknown(request, tenant) ?? FakeReply.Json(json =>
    {
        string at = $"{request.Origin}/{tenant}";
        json.WriteStartObject();
        json.WriteString("token_endpoint", at + "/oauth2/v2.0/token");
        json.WriteString("device_authorization_endpoint", at + "/oauth2/v2.0/devicecode");
        json.WriteString("authorization_endpoint", at + "/oauth2/v2.0/authorize");
        json.WriteString("end_session_endpoint", at + "/oauth2/v2.0/logout");
        json.WriteString("jwks_uri", at + "/discovery/v2.0/keys");
        json.WriteString("issuer", $"{request.Origin}/{server.TenantId}/v2.0");
        json.WriteString("tenant_region_scope", "EU");
        json.WriteString("cloud_instance_name", new Uri(request.Origin).Authority);
        json.WriteString("cloud_graph_host_name", "graph.windows.net");
        json.WriteString("msgraph_host", "graph.microsoft.com");
        json.WriteEndObject();
    });

    private FakeReply Token(FakeRequest request, string tenant)
    {
        if (server.Faults.Strikes(FaultKind.LoginUnavailable, request.Key, request.Path))
        {
            return LoginError.Of(request, 503, "temporarily_unavailable", 90033, "A transient error has occurred. Please try again.");
        }

        if (Unknown(request, tenant) is { } unknown)
        {
            return unknown;
        }

        if (request.Form("client_id").Length == 0)
        {
            return LoginError.Of(request, 400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_id'.");
        }

        if (!server.Applications.TryGetValue(request.Form("client_id"), out FakeApplication? app))
        {
            return LoginError.Of(request, 400, "unauthorized_client", 700016, $"Application with identifier '{request.Form("client_id")}' was not found in the directory '{server.Tenant.Domain}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.");
        }

        if (Faulty(request, app) is { } fault)
        {
            return fault;
        }

        string grant = request.Form("grant_type");
        return grant switch
        {
            "client_credentials" => Client(request, app) ?? ForApplication(request, app),
            "urn:ietf:params:oauth:grant-type:device_code" or "device_code" => DeviceToken(request, app),
            "authorization_code" => FromGrant(request, app, request.Form("code"), "code"),
            "refresh_token" => FromGrant(request, app, request.Form("refresh_token"), "refresh"),
            _ => LoginError.Of(request, 400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'."),
        };
    }

    private FakeReply? Faulty(FakeRequest request, FakeApplication app)
    {
        string key = $"{app.ClientId} {request.Form("grant_type")}";
        if (server.Faults.Strikes(FaultKind.ConsentMissing, key))
        {
            return LoginError.Of(request, 400, "invalid_grant", 65001, $"The user or administrator has not consented to use the application with ID '{app.ClientId}' named '{app.Name}'. Send an interactive authorization request for this user and resource.", suberror: "consent_required");
        }

        if (server.Faults.Strikes(FaultKind.MfaNeeded, key))
        {
            return LoginError.Of(request, 400, "interaction_required", 50076, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.", "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"c5a3e1f2-0000-4000-8000-000000000001\"]}}}", "basic_action");
        }

        return server.Faults.Strikes(FaultKind.SecretExpired, key)
            ? LoginError.Of(request, 401, "invalid_client", 7000222, $"The provided client secret keys for app '{app.ClientId}' are expired. Visit the Azure portal to create new keys for your app.")
            : null;
    }

    /// <summary>Judges what a confidential client proves itself by; null where it does.</summary>
    private FakeReply? Client(FakeRequest request, FakeApplication app)
    {
        string secret = request.Form("client_secret");
        if (secret.Length > 0)
        {
            return app.Secrets.Contains(secret)
                ? null
                : LoginError.Of(request, 401, "invalid_client", 7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app.ClientId}'.");
        }

        string assertion = request.Form("client_assertion");
        return assertion.Length > 0
            ? Assertion(request, app, assertion)
            : LoginError.Of(request, 401, "invalid_client", 7000216, "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.");
    }

    private FakeReply? Assertion(FakeRequest request, FakeApplication app, string assertion)
    {
        if (issuer.Open(assertion) is { } federated && federated.TryGetProperty("sub", out JsonElement subject))
        {
            return app.FederatedSubjects.Contains(subject.GetString()!)
                ? null
                : LoginError.Of(request, 401, "invalid_client", 700213, $"No matching federated identity record found for presented assertion subject '{subject.GetString()}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.");
        }

        if (TokenIssuer.Part(assertion, 0) is not { } head || TokenIssuer.Claims(assertion) is not { } claims)
        {
            return LoginError.Of(request, 401, "invalid_client", 50027, "JWT token is invalid or malformed.");
        }

        string thumbprint = Named(head, "x5t#S256") is { Length: > 0 } sha256 ? sha256 : Named(head, "x5t");
        X509Certificate2? certificate = app.Certificates.Find(candidate => Print(candidate, HashAlgorithmName.SHA256) == thumbprint || Print(candidate, HashAlgorithmName.SHA1) == thumbprint);
        if (certificate is null)
        {
            return LoginError.Of(request, 401, "invalid_client", 700027, $"The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '{Hex(thumbprint)}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{app.ClientId}'.]");
        }

        if (!IsSigned(assertion, certificate, Named(head, "alg")))
        {
            return LoginError.Of(request, 401, "invalid_client", 700027, $"Client assertion failed signature validation. [Reason - The key used is expired or the signature is invalid., Thumbprint of key used by client: '{certificate.Thumbprint}']");
        }

        if (certificate.NotAfter.ToUniversalTime() < DateTime.UtcNow || certificate.NotBefore.ToUniversalTime() > DateTime.UtcNow)
        {
            return LoginError.Of(request, 401, "invalid_client", 700027, $"The certificate with identifier used to sign the client assertion is expired on application. [Reason - The key used is expired., Thumbprint of key used by client: '{certificate.Thumbprint}', Found key 'Start={certificate.NotBefore.ToUniversalTime():MM/dd/yyyy HH:mm:ss}, End={certificate.NotAfter.ToUniversalTime():MM/dd/yyyy HH:mm:ss}']");
        }

        long now = (DateTimeOffset.UtcNow + Skew("assertion")).ToUnixTimeSeconds();
        long expires = Seconds(claims, "exp");
        long begins = Seconds(claims, "nbf");
        return expires < now - 300 || begins > now + 300
            ? LoginError.Of(request, 401, "invalid_client", 700024, FormattableString.Invariant($"Client assertion is not within its valid time range. Current time: {DateTimeOffset.FromUnixTimeSeconds(now):yyyy-MM-ddTHH:mm:ss.fffffffZ}, assertion valid from {DateTimeOffset.FromUnixTimeSeconds(begins):yyyy-MM-ddTHH:mm:ss.fffffffZ}, expiry time of assertion {DateTimeOffset.FromUnixTimeSeconds(expires):yyyy-MM-ddTHH:mm:ss.fffffffZ}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."))
            : null;
    }

    private FakeReply ForApplication(FakeRequest request, FakeApplication app)
    {
        string scope = request.Form("scope");
        if (!scope.EndsWith("/.default", StringComparison.Ordinal))
        {
            return LoginError.Of(request, 400, "invalid_scope", 1002012, $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }

        (string token, FakeToken read) = Issue(request, app, scope[..^"/.default".Length], string.Empty);
        return FakeReply.Json(json =>
        {
            json.WriteStartObject();
            WriteToken(json, token, read);
            json.WriteEndObject();
        }).With("Cache-Control", "no-store, no-cache");
    }

    private FakeReply DeviceCode(FakeRequest request, string tenant)
    {
        if (Unknown(request, tenant) is { } unknown)
        {
            return unknown;
        }

        if (!server.Applications.TryGetValue(request.Form("client_id"), out FakeApplication? app))
        {
            return LoginError.Of(request, 400, "unauthorized_client", 700016, $"Application with identifier '{request.Form("client_id")}' was not found in the directory '{server.Tenant.Domain}'.");
        }

        if (!app.IsPublicClient)
        {
            return LoginError.Of(request, 401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        }

        string code = Grant("device", app, request.Form("scope"), string.Empty);
        return FakeReply.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("user_code", "FAKE" + code[^5..].ToUpperInvariant());
            json.WriteString("device_code", code);
            json.WriteString("verification_uri", "https://microsoft.com/devicelogin");
            json.WriteNumber("expires_in", 900);
            json.WriteNumber("interval", 1);
            json.WriteString("message", "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code FAKE" + code[^5..].ToUpperInvariant() + " to authenticate.");
            json.WriteEndObject();
        });
    }

    private FakeReply DeviceToken(FakeRequest request, FakeApplication app)
    {
        string code = request.Form("device_code");
        int polls = _devicePolls.AddOrUpdate(code, 1, static (_, count) => count + 1);
        return polls <= server.Options.DeviceCodePolls
            ? LoginError.Of(request, 400, "authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
            : FromGrant(request, app, code, "device");
    }

    /// <summary>The browser's way, with nobody there to refuse: straight back with a code.</summary>
    private FakeReply Authorize(FakeRequest request, string tenant)
    {
        if (Unknown(request, tenant) is { } unknown)
        {
            return unknown;
        }

        if (!server.Applications.TryGetValue(request.Asked("client_id"), out FakeApplication? app) || request.Asked("redirect_uri").Length == 0)
        {
            return FakeReply.Text("AADSTS700016: application not found", 400, "text/html");
        }

        string code = Grant("code", app, request.Asked("scope"), request.Asked("code_challenge"));
        string target = request.Asked("redirect_uri");
        target += (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"code={code}&state={Uri.EscapeDataString(request.Asked("state"))}&session_state=fake";
        return new FakeReply { Status = 302 }.With("Location", target);
    }

    private FakeReply FromGrant(FakeRequest request, FakeApplication app, string grant, string kind)
    {
        if (issuer.Open(grant) is not { } claims || Named(claims, "kind") != kind)
        {
            return LoginError.Of(request, 400, "invalid_grant", kind == "refresh" ? 9002313 : 9002313, "Invalid request. Request is malformed or invalid.");
        }

        if (Named(claims, "app") != app.ClientId)
        {
            return LoginError.Of(request, 400, "invalid_grant", 700005, "Provided Authorization Code is intended to use against other client.");
        }

        if (kind == "code" && Named(claims, "proof") is { Length: > 0 } proof
            && WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(request.Form("code_verifier")))) != proof)
        {
            return LoginError.Of(request, 400, "invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
        }

        if (kind == "refresh" && claims.TryGetProperty("era", out JsonElement era) && era.GetInt64() < server.SessionsRevokedAt)
        {
            return LoginError.Of(request, 400, "invalid_grant", 50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.", suberror: "bad_token");
        }

        string scope = request.Form("scope") is { Length: > 0 } asked ? asked : Named(claims, "scope");
        (string token, FakeToken read) = Issue(request, app, ResourceOf(scope), server.UserName);
        string user = server.UserObjectId;
        string id = issuer.Seal(json =>
        {
            json.WriteString("aud", app.ClientId);
            json.WriteString("iss", $"{request.Origin}/{read.TenantId}/v2.0");
            json.WriteNumber("iat", read.Expires - 3600);
            json.WriteNumber("exp", read.Expires);
            json.WriteString("name", server.UserName.Split('@')[0]);
            json.WriteString("oid", user);
            json.WriteString("preferred_username", server.UserName);
            json.WriteString("sub", user);
            json.WriteString("tid", read.TenantId);
            json.WriteString("ver", "2.0");
        });
        return FakeReply.Json(json =>
        {
            json.WriteStartObject();
            WriteToken(json, token, read);
            json.WriteString("scope", string.Join(' ', read.Permissions.Select(permission => read.Audience.TrimEnd('/') + "/" + permission)));
            json.WriteString("refresh_token", Grant("refresh", app, scope, string.Empty));
            json.WriteString("id_token", id);
            json.WriteString("client_info", WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{{\"uid\":\"{user}\",\"utid\":\"{read.TenantId}\"}}")));
            json.WriteEndObject();
        });
    }

    private FakeReply ManagedIdentity(FakeRequest request, bool imds)
    {
        if (imds ? !request.Header("Metadata").Equals("true", StringComparison.OrdinalIgnoreCase) : request.Header("X-IDENTITY-HEADER") != server.IdentityHeader)
        {
            return FakeReply.Json(
                static json =>
                {
                    json.WriteStartObject();
                    json.WriteString("error", "invalid_request");
                    json.WriteString("error_description", "Required metadata header not specified");
                    json.WriteEndObject();
                },
                400);
        }

        string client = request.Asked("client_id");
        if ((client.Length > 0 && !server.Applications.ContainsKey(client)) || (client.Length == 0 && !server.HasSystemIdentity))
        {
            return FakeReply.Json(
                static json =>
                {
                    json.WriteStartObject();
                    json.WriteString("error", "invalid_request");
                    json.WriteString("error_description", "Identity not found");
                    json.WriteEndObject();
                },
                400);
        }

        FakeApplication app = server.Applications[client.Length > 0 ? client : server.ClientId];
        (string token, FakeToken read) = Issue(request, app, request.Asked("resource"), string.Empty);
        return FakeReply.Json(json =>
        {
            string expires = read.Expires.ToString(CultureInfo.InvariantCulture);
            json.WriteStartObject();
            json.WriteString("access_token", token);
            json.WriteString("client_id", app.ClientId);
            json.WriteString("expires_in", ((int)server.Options.TokenLifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            json.WriteString("expires_on", expires);
            json.WriteString("not_before", (read.Expires - (long)server.Options.TokenLifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            json.WriteString("resource", request.Asked("resource"));
            json.WriteString("token_type", "Bearer");
            json.WriteEndObject();
        });
    }

    private (string Text, FakeToken Token) Issue(FakeRequest request, FakeApplication app, string audience, string user)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow + Skew("token");
        FakeToken token = new()
        {
            TenantId = server.Faults.Strikes(FaultKind.WrongTenant, app.ClientId) ? "11111111-2222-4333-8444-555555555555" : server.TenantId,
            ClientId = app.ClientId,
            Audience = audience,
            Expires = (now + server.Options.TokenLifetime).ToUnixTimeSeconds(),
            User = user,
            Permissions = [.. app.Permissions.Order(StringComparer.Ordinal)],
            Challenge = ChallengeOf(request.Form("claims")),
        };
        return (issuer.Access(token, server.Options.TokenLifetime, user.Length > 0 ? server.UserObjectId : null, app.Name, server.Options.UserRoles), token);
    }

    /// <summary>The value in <c>{"access_token":{"nbf":{"essential":true,"value":"..."}}}</c>.</summary>
    private static long ChallengeOf(string claims)
    {
        try
        {
            using JsonDocument? document = claims.Length == 0 ? null : JsonDocument.Parse(claims);
            return document is not null && document.RootElement.TryGetProperty("access_token", out JsonElement access) && access.TryGetProperty("nbf", out JsonElement begins)
                && begins.TryGetProperty("value", out JsonElement value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    private string Grant(string kind, FakeApplication app, string scope, string proof) => issuer.Seal(json =>
    {
        json.WriteString("kind", kind);
        json.WriteString("app", app.ClientId);
        json.WriteString("scope", scope);
        json.WriteString("proof", proof);
        json.WriteNumber("era", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        json.WriteString("nonce", Guid.NewGuid());
    });

    private FakeReply? Unknown(FakeRequest request, string tenant)
    {
        bool known = tenant.Equals(server.TenantId, StringComparison.OrdinalIgnoreCase) || tenant.Equals(server.Tenant.Domain, StringComparison.OrdinalIgnoreCase)
            || tenant is "organizations" or "common";
        return known
            ? null
            : LoginError.Of(request, 400, "invalid_request", 90002, $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");
    }

    private void WriteToken(Utf8JsonWriter json, string token, FakeToken read)
    {
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", (int)server.Options.TokenLifetime.TotalSeconds);
        json.WriteNumber("ext_expires_in", (int)server.Options.TokenLifetime.TotalSeconds);
        json.WriteString("access_token", token);
        _ = read;
    }

    private static string ResourceOf(string scope)
    {
        foreach (string part in scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Uri.TryCreate(part, UriKind.Absolute, out Uri? address))
            {
                return address.GetLeftPart(UriPartial.Authority);
            }
        }

        return "https://graph.microsoft.com";
    }

    private static bool IsSigned(string assertion, X509Certificate2 certificate, string algorithm)
    {
        int end = assertion.LastIndexOf('.');
        byte[] text = Encoding.ASCII.GetBytes(assertion[..end]);
        byte[] signature = WebEncoders.Base64UrlDecode(assertion[(end + 1)..]);
        using RSA? key = certificate.GetRSAPublicKey();
        return key is not null && key.VerifyData(text, signature, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private static string Print(X509Certificate2 certificate, HashAlgorithmName algorithm) => WebEncoders.Base64UrlEncode(certificate.GetCertHash(algorithm));

    private static string Hex(string thumbprint)
    {
        try
        {
            return Convert.ToHexString(WebEncoders.Base64UrlDecode(thumbprint));
        }
        catch (FormatException)
        {
            return string.Empty;
        }
    }

    /// <summary>A time of a JWT, which some clients write as text.</summary>
    private static long Seconds(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out JsonElement value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : 0;

    private static string Named(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
