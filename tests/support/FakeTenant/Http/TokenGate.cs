using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;

namespace StormDetect.FakeTenant;

/// <summary>Lets in who brings a token that is in time, for this service, for this tenant, and that answers the last claims challenge.</summary>
internal sealed class TokenGate(FakeTenantServer server)
{
    private static readonly string[] s_graph = ["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"];
    private static readonly string[] s_activity = ["https://manage.office.com", "https://manage-gcc.office.com", "https://manage.office365.us", "https://manage.protection.apps.mil", "c5393580-f805-4401-95e8-94b7a6ef2fc2"];
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private volatile bool _hasExpired;
    private long _challenge;

    /// <summary>Refuses a request; null where it may go on.</summary>
    public FakeReply? Refuse(FakeRequest request, bool isActivity, out FakeToken token)
    {
        token = null!;
        string header = request.Header("Authorization");
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return Unauthorized(request, isActivity, "InvalidAuthenticationToken", "Access token is empty.");
        }

        if (server.Issuer.Read(header["Bearer ".Length..].Trim()) is not { } read)
        {
            return Unauthorized(request, isActivity, "InvalidAuthenticationToken", "IDX14100: JWT is not well formed, or its signature is invalid.");
        }

        string audience = read.Audience.TrimEnd('/');
        string host = Uri.TryCreate(audience, UriKind.Absolute, out Uri? address) ? address.Host : string.Empty;
        if (!(isActivity ? s_activity : s_graph).Contains(audience, StringComparer.OrdinalIgnoreCase) && host is not ("127.0.0.1" or "localhost"))
        {
            return Unauthorized(request, isActivity, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience.");
        }

        // A token that was fetched because another had expired does not expire on its first use.
        bool isRenewed = _seen.TryAdd(header[^Math.Min(header.Length, 64)..], true) && _hasExpired;
        if (read.Expires <= DateTimeOffset.UtcNow.ToUnixTimeSeconds() || (!isRenewed && server.Faults.Strikes(FaultKind.TokenExpired, request.Key, request.Path)))
        {
            _hasExpired = true;
            return Unauthorized(request, isActivity, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
        }

        if (!read.TenantId.Equals(server.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            return Unauthorized(request, isActivity, "InvalidAuthenticationToken", "The token is for another tenant.");
        }

        if (server.Faults.Strikes(FaultKind.ClaimsChallenge, request.Key, request.Path))
        {
            _ = Interlocked.Increment(ref _challenge);
        }

        long challenge = Interlocked.Read(ref _challenge);
        if (read.Challenge < challenge)
        {
            string claims = string.Create(CultureInfo.InvariantCulture, $"{{\"access_token\":{{\"nbf\":{{\"essential\":true,\"value\":\"{challenge}\"}}}}}}");
            return Unauthorized(
                request,
                isActivity,
                "InvalidAuthenticationToken",
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp",
                $", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"");
        }

        token = read;
        return null;
    }

    private static FakeReply Unauthorized(FakeRequest request, bool isActivity, string code, string message, string more = "") =>
        (isActivity ? FakeReply.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("Message", "Authorization has been denied for this request.");
                json.WriteEndObject();
            },
            401) : FakeReply.GraphError(request, 401, code, message))
        .With("WWW-Authenticate", $"Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"{more}");
}
