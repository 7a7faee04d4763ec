using System;
using System.Globalization;

namespace StormDetect.FakeTenant;

/// <summary>Errors of the login service, in the shape that it documents.</summary>
internal static class LoginError
{
    public static FakeReply Of(FakeRequest request, int status, string error, int code, string message, string claims = "", string suberror = "")
    {
        string trace = request.Id.ToString("D");
        string correlation = request.Header("client-request-id") is { Length: > 0 } own ? own : Guid.NewGuid().ToString("D");
        string time = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture);
        return FakeReply.Json(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("error", error);
                json.WriteString("error_description", FormattableString.Invariant($"AADSTS{code}: {message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}"));
                json.WriteStartArray("error_codes");
                json.WriteNumberValue(code);
                json.WriteEndArray();
                json.WriteString("timestamp", time);
                json.WriteString("trace_id", trace);
                json.WriteString("correlation_id", correlation);
                json.WriteString("error_uri", FormattableString.Invariant($"https://login.microsoftonline.com/error?code={code}"));
                if (claims.Length > 0)
                {
                    json.WriteString("claims", claims);
                }

                if (suberror.Length > 0)
                {
                    json.WriteString("suberror", suberror);
                }

                json.WriteEndObject();
            },
            status);
    }
}
