using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Turns an answer that is no success into the exception that says what to do.</summary>
internal static class Refusal
{
    /// <summary>The roles of Exchange Online that let a person search the audit log, the lesser first.</summary>
    private const string AuditRoles = "View-Only Audit Logs or Audit Logs";

    /// <summary>Microsoft's application behind Graph's message trace, which has to have a service principal in the tenant.</summary>
    private const string TraceApplication = "8bd644d1-64a1-4d4b-ae52-2e0cbf64e373";

    private const string LogReaders = "Reports Reader, Security Reader or Global Reader";

    /// <summary>Whether the service asks to come back later.</summary>
    public static bool IsThrottling(HttpStatusCode status, ServiceError error) =>
        status == HttpStatusCode.TooManyRequests || error.Code == "AF429";

    /// <summary>Whether the same may work in a moment.</summary>
    public static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.ServiceUnavailable || ((int)status >= 500 && status is not HttpStatusCode.NotImplemented and not HttpStatusCode.HttpVersionNotSupported);

    /// <summary>Makes the exception.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="response">The answer.</param>
    /// <param name="error">What its body says.</param>
    /// <param name="clock">The clocks.</param>
    /// <param name="asked">What the service asked to wait, where it does.</param>
    /// <param name="attempts">How often it was tried.</param>
    public static TenantRequestException Of(TenantRequest call, HttpResponseMessage response, ServiceError error, ClockWatch clock, TimeSpan? asked, int attempts)
    {
        string service = Name(call.Audience);
        string said = error.Message.Length > 0 ? $" It says: {error.Message}" : error.Code.Length > 0 ? $" It says: {error.Code}." : string.Empty;
        int status = (int)response.StatusCode;
        bool isRole = IsAuditRole(error);
        (TenantRequestProblem problem, string message) = response.StatusCode switch
        {
            _ when isRole => (TenantRequestProblem.PermissionMissing, $"The signed-in user has no audit role of Exchange Online. The permission of Microsoft Graph is there; directory roles such as Global Reader do not count here. Assign the role {AuditRoles} in the Exchange admin center, which takes up to an hour, or connect as an application.{said}"),
            _ when IsUnprovisioned(error) => (TenantRequestProblem.NotAvailable, $"{service} has no message trace in this tenant yet: the application of Microsoft's that gives it has no service principal here. Once, as somebody who may register applications (it takes up to some hours): Connect-MgGraph -Scopes Application.ReadWrite.All; New-MgServicePrincipal -AppId {TraceApplication}.{said}"),
            _ when IsUserRole(error) => (TenantRequestProblem.PermissionMissing, $"The signed-in user has no directory role that may read the logs of sign-ins and of the directory. Assign one of these, least first, or connect as an application: {LogReaders}.{said}"),
            _ when IsDirectoryRead(error) => (TenantRequestProblem.PermissionMissing, $"{service} could not see the tenant's licence for want of a permission. Consent to Directory.Read.All beside {call.Permissions}.{said}"),
            _ when IsThrottling(response.StatusCode, error) => (TenantRequestProblem.Throttled, asked is TimeSpan wait
                ? $"{service} asks to wait {Duration(wait)}, longer than is waited here. Try again then."
                : $"{service} kept asking to wait, {attempts} times. Try again later, or ask for less at once."),
            HttpStatusCode.Unauthorized when clock.IsOff => (TenantRequestProblem.ClockSkew, $"{service} does not accept the token. {clock.Text}"),
            HttpStatusCode.Unauthorized => (TenantRequestProblem.SignInNeeded, $"{service} does not accept the token any more. Sign in again with Connect-StormDetect.{said}"),
            HttpStatusCode.Forbidden when IsLicence(error) => (TenantRequestProblem.NotAvailable, $"The tenant's licence does not include this.{said}"),
            HttpStatusCode.Forbidden when response.Headers.Contains("Proxy-Status") || IsPage(response) => (TenantRequestProblem.Proxy, $"Something between here and {service} refused the request with 403 and a web page, most likely a proxy. Let {call.Audience} requests to {response.RequestMessage?.RequestUri?.Host} pass."),
            HttpStatusCode.Forbidden => (TenantRequestProblem.PermissionMissing, Permissions(service, call.Permissions) + said),
            HttpStatusCode.ProxyAuthenticationRequired => (TenantRequestProblem.Proxy, $"The proxy asks for a sign-in of its own (407). Set HTTPS_PROXY to an address with its user name and password, or let requests to {response.RequestMessage?.RequestUri?.Host} pass."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => (TenantRequestProblem.NotFound, $"{service} does not have what was asked for ({status}).{said}"),
            HttpStatusCode.NotImplemented => (TenantRequestProblem.NotAvailable, $"{service} does not have this here ({status}).{said}"),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (TenantRequestProblem.Unreadable, $"{service} sent the request to another address ({status}), which it never does. Look for a proxy or portal that asks for a sign-in."),
            _ when IsPassing(response.StatusCode) => (TenantRequestProblem.ServiceUnavailable, $"{service} failed {attempts} times, at last with {status}. Try again later.{said}"),
            _ => (TenantRequestProblem.Refused, $"{service} refused the request ({status}).{said}"),
        };
        return new TenantRequestException(problem, message)
        {
            Status = response.StatusCode,
            ErrorCode = error.Code,
            RequestId = RequestId(response.Headers),
            MissingPermissions = IsUserRole(error) ? LogReaders + " (Microsoft Entra)" : IsDirectoryRead(error) ? "Directory.Read.All" : isRole ? AuditRoles + " (Exchange Online)" : problem == TenantRequestProblem.PermissionMissing ? call.Permissions : string.Empty,
            RetryAfter = asked,
        };
    }

    /// <summary>A service by its name.</summary>
    public static string Name(TenantAudience audience) => audience == TenantAudience.Graph ? "Microsoft Graph" : "The Management Activity API";

    /// <summary>A duration as people say it.</summary>
    public static string Duration(TimeSpan span) => span.TotalMinutes < 2 ? $"{Math.Ceiling(span.TotalSeconds):0} s" : span.TotalHours < 2 ? $"{Math.Ceiling(span.TotalMinutes):0} min" : $"{span.TotalHours:0.#} h";

    private static string Permissions(string service, string permissions) => permissions.Length > 0
        ? $"{service} refused for want of a permission. Any of these, least first, with an administrator's consent: {permissions}. Get-StormDetectConnection -Preflight shows what else is missing."
        : $"{service} refused for want of a permission. Get-StormDetectConnection -Preflight shows what is missing.";

    private static bool IsLicence(ServiceError error) =>
        error.Code.Contains("NonPremiumTenant", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("premium license", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("license is required", StringComparison.OrdinalIgnoreCase);

    // The log's own words, which Graph passes on, in the middle of JSON: User:ada@contoso.example dont have any permissions.
    private static bool IsAuditRole(ServiceError error) =>
        error.Message.Contains("User:", StringComparison.OrdinalIgnoreCase) && error.Message.Contains("have any permissions", StringComparison.OrdinalIgnoreCase);

    // Microsoft Graph documentation, "exchangeMessageTrace", Prerequisites; without, a 401: "Service principal-less authentication failed: The service principal for App ID ... was not found."
    private static bool IsUnprovisioned(ServiceError error) =>
        error.Message.Contains("service principal-less", StringComparison.OrdinalIgnoreCase) && error.Message.Contains(TraceApplication, StringComparison.OrdinalIgnoreCase);

    // "User is not in the allowed roles", whatever the permission.
    private static bool IsUserRole(ServiceError error) => error.Code.Equals("Authentication_RequestFromUnsupportedUserRole", StringComparison.OrdinalIgnoreCase);

    // "Failed to do premium license check": the sign-in log looks the licence up as the caller (Microsoft Graph, known issues, "License check errors for Azure AD activity reports").
    private static bool IsDirectoryRead(ServiceError error) => error.Code.Equals("Authentication_ApplicationHasNoDirectoryReadAccess", StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/html";

    private static string RequestId(HttpResponseHeaders headers) =>
        headers.TryGetValues("request-id", out var ids) || headers.TryGetValues("x-ms-request-id", out ids) ? PlainText.Line(ids) : string.Empty;
}
