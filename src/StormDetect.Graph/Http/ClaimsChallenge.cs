using System;
using System.Net.Http.Headers;
using System.Text;

namespace StormDetect.Graph;

/// <summary>Reads what a service wants to see in a new token (continuous access evaluation).</summary>
internal static class ClaimsChallenge
{
    private const string Claims = "claims=";

    /// <summary>The claims of a 401, ready for a token request; null if it names none.</summary>
    /// <remarks>Microsoft Entra documentation, "Claims challenges": base64 JSON, with <c>error="insufficient_claims"</c>; some services leave the base64 out.</remarks>
    public static string? Read(HttpResponseHeaders headers)
    {
        foreach (AuthenticationHeaderValue challenge in headers.WwwAuthenticate)
        {
            string text = challenge.Parameter ?? string.Empty;
            int start = text.IndexOf(Claims, StringComparison.OrdinalIgnoreCase);
            if (!challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || start < 0)
            {
                continue;
            }

            string value = text[(start + Claims.Length)..].TrimStart();
            if (value.StartsWith('"'))
            {
                int end = value.IndexOf('"', 1);
                value = end > 0 ? value[1..end] : string.Empty;
            }
            else
            {
                value = value.Split(',')[0].Trim();
            }

            if (value.Length > 0)
            {
                return Decode(value);
            }
        }

        return null;
    }

    private static string Decode(string value)
    {
        string padded = value.Replace('-', '+').Replace('_', '/');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out int count) ? Encoding.UTF8.GetString(bytes, 0, count) : value;
    }
}
