using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace StormDetect.FakeTenant;

/// <summary>What goes wrong around an answer: instead of it, or on its way.</summary>
internal sealed class FaultyDelivery(FakeTenantServer server)
{
    /// <summary>What is answered instead; null for nothing. Logins and the Exchange session have failures of their own, and these only where a rule names their path.</summary>
    public FakeReply? Before(FakeRequest request)
    {
        FakeTenantFaults faults = server.Faults;
        bool isActivity = request.Path.Contains("/activity/feed", StringComparison.Ordinal);
        if (faults.Strikes(FaultKind.ProxyAuthentication, request.Key, request.Path))
        {
            return FakeReply.Text("<html><head><title>407</title></head><body>Proxy Authentication Required</body></html>", 407, "text/html").With("Proxy-Authenticate", "Basic realm=\"corporate proxy\"");
        }

        if (Strikes(FaultKind.ResetBefore))
        {
            return new FakeReply { Aborts = true };
        }

        if (Strikes(FaultKind.ThrottleSeconds))
        {
            return Throttled().With("Retry-After", ((int)Math.Ceiling(faults.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        }

        if (Strikes(FaultKind.ThrottleDate))
        {
            return Throttled().With("Retry-After", (DateTimeOffset.UtcNow + faults.RetryAfter).ToString("R", CultureInfo.InvariantCulture));
        }

        if (Strikes(FaultKind.ThrottleBare))
        {
            return Throttled();
        }

        if (Strikes(FaultKind.ServerError))
        {
            int status = (int)(faults.Draw(FaultKind.ServerError, request.Key, -1) * 4) switch { 0 => 500, 1 => 502, 2 => 503, _ => 504 };
            return isActivity
                ? FakeReply.ActivityError(status, "AF50000", "An internal error occurred. Retry the request.")
                : FakeReply.GraphError(request, status, status switch { 503 => "serviceNotAvailable", 504 => "GatewayTimeout", 502 => "BadGateway", _ => "InternalServerError" }, "The service failed. Please try again later.");
        }

        if (Strikes(FaultKind.Forbidden))
        {
            return isActivity
                ? FakeReply.ActivityError(403, "AF10001", "The permission set () sent in the request did not include the expected permission ActivityFeed.Read.")
                : FakeReply.GraphError(request, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        }

        return null;

        bool Strikes(FaultKind kind) => IsMeant(request, kind) && faults.Strikes(kind, request.Key, request.Path);

        FakeReply Throttled() => isActivity
            ? FakeReply.ActivityError(429, "AF429", "Too many requests. Method=GET, PublisherId=00000000-0000-0000-0000-000000000000")
            : FakeReply.GraphError(request, 429, "TooManyRequests", "Too Many Requests");
    }

    public async Task SendAsync(HttpContext context, FakeRequest request, FakeReply reply, bool isControl)
    {
        HttpResponse response = context.Response;
        FakeTenantFaults faults = server.Faults;
        string path = request.Path + request.QueryText;
        if (reply.Aborts)
        {
            server.Note(request.Method, path, 0);
            context.Abort();
            return;
        }

        if (!isControl)
        {
            server.Note(request.Method, path, reply.Status);
            response.Headers["request-id"] = request.Id.ToString("D");
            response.Headers["client-request-id"] = request.Header("client-request-id") is { Length: > 0 } own ? own : request.Id.ToString("D");
            response.Headers["x-ms-ags-diagnostic"] = "{\"ServerInfo\":{\"DataCenter\":\"Loopback\",\"Slice\":\"E\",\"Ring\":\"1\",\"ScaleUnit\":\"000\",\"RoleInstance\":\"FAKE\"}}";
            response.Headers.Date = (DateTimeOffset.UtcNow + server.Login.Skew(request.Key)).ToString("R", CultureInfo.InvariantCulture);
        }

        response.StatusCode = reply.Status;
        foreach ((string name, string value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        ReadOnlyMemory<byte> body = reply.Body;
        if (body.Length == 0)
        {
            return;
        }

        response.ContentType = reply.ContentType;
        bool mayFail = !isControl && reply.Status is >= 200 and < 300;
        if (mayFail && Strikes(FaultKind.MalformedJson))
        {
            body = Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>Your organisation's proxy has a message for you.</body></html>");
        }

        if (mayFail && Strikes(FaultKind.TruncatedBody))
        {
            // The beginning, closed as if that were all.
            await response.Body.WriteAsync(body[..(body.Length * 2 / 3)], context.RequestAborted).ConfigureAwait(false);
            return;
        }

        if (mayFail && Strikes(FaultKind.ResetBody))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body[..(body.Length / 2)], context.RequestAborted).ConfigureAwait(false);
            await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            context.Abort();
            return;
        }

        response.ContentLength = body.Length;
        if (mayFail && Strikes(FaultKind.SlowBody))
        {
            await SlowlyAsync(context, body).ConfigureAwait(false);
            return;
        }

        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);

        bool Strikes(FaultKind kind) => IsMeant(request, kind) && faults.Strikes(kind, request.Key, request.Path);
    }

    private bool IsMeant(FakeRequest request, FaultKind kind) =>
        request.Segments is ["v1.0" or "beta", ..] or ["api", ..] || (server.Faults.Rules.TryGetValue(kind, out FaultRule? rule) && rule.Path.Length > 0);

    private async Task SlowlyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        const int Parts = 10;
        try
        {
            for (int part = 0; part < Parts; part++)
            {
                int from = (int)((long)body.Length * part / Parts);
                int to = (int)((long)body.Length * (part + 1) / Parts);
                await context.Response.Body.WriteAsync(body[from..to], context.RequestAborted).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                await Task.Delay(server.Faults.SlowBody / Parts, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has had enough.
        }
    }
}
