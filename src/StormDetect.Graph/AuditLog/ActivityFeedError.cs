using System;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What the codes of the Management Activity API mean for the one who asked.</summary>
/// <remarks>
/// Sources: Office 365 Management Activity API reference, "Errors", and its "FAQs and troubleshooting" (throttling comes as 403 with AF429; where auditing is off: "DataServiceException: Tenant ... does not exist", under no code
/// of the API's, as in microsoft/powerapps-tools, issue 239). AF20024 is in neither, but comes ("The subscription is already enabled. No property change.", microsoft/coe-starter-kit, issue 2807).
/// </remarks>
internal static class ActivityFeedError
{
    /// <summary>Whether asking again is all it takes: too many requests, or a failure inside of the service, under whatever status they come.</summary>
    public static bool PassesBy(TenantRequestException e) => e.ErrorCode is "AF429" or "AF50000" && !e.IsTransient;

    /// <summary>Whether a blob is gone: expired, or no longer known.</summary>
    public static bool IsGone(TenantRequestException e) => e.ErrorCode is "AF20050" or "AF20051" or "AF20052" || (e.ErrorCode.Length == 0 && AuditQueryClient.IsGone(e));

    /// <summary>Whether the subscription that was to be started is there already.</summary>
    public static bool IsStarted(TenantRequestException e) => e.ErrorCode == "AF20024";

    /// <summary>Words a refusal.</summary>
    /// <param name="e">What the transport made of it.</param>
    /// <returns>The same with its reason and the next command; as it was where the code is not one of the API's.</returns>
    public static TenantRequestException Explain(TenantRequestException e) => e.ErrorCode switch
    {
        _ when e.Message.Contains("DataServiceException", StringComparison.OrdinalIgnoreCase) && e.Message.Contains("does not exist", StringComparison.OrdinalIgnoreCase) => new TenantRequestException(
            TenantRequestProblem.NotAvailable,
            "The Management Activity API has nothing of this tenant: the audit log is turned off, or was turned on only now, which takes an hour to arrive (a new tenant a day). Test-M365LoggingConfig -CheckId UnifiedAudit.Ingestion tells; Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true turns it on.",
            e)
        {
            Status = e.Status,
            RequestId = e.RequestId,
        },
        "AF10001" => With(e, TenantRequestProblem.PermissionMissing, "The token lacks ActivityFeed.Read of the Office 365 Management APIs. Grant it to the application and connect again with Connect-StormDetect."),
        "AF20010" or "AF20011" or "AF20012" or "AF20013" => With(e, TenantRequestProblem.WrongTenant, "The Management Activity API does not know this tenant, or not under the address of this cloud. Check -TenantId and -Environment of Connect-StormDetect."),
        "AF20020" => With(e, TenantRequestProblem.Refused, "The Management Activity API does not know the content type."),
        "AF20022" => With(e, TenantRequestProblem.NotAvailable, "There is no subscription to this content. Start it with Search-M365AuditLog -StartSubscription; it delivers from then on, and what came before it only through -Source GraphQuery or ExchangeSession."),
        "AF20023" => With(e, TenantRequestProblem.NotAvailable, "The subscription was disabled by an administrator. Start it again with Search-M365AuditLog -StartSubscription."),
        "AF20030" or "AF20055" => With(e, TenantRequestProblem.NotAvailable, "The Management Activity API lists the last 7 days only. Search earlier ones with -Source GraphQuery or ExchangeSession."),
        "AF429" => With(e, TenantRequestProblem.Throttled, "The Management Activity API kept asking to wait. Run the same search again later."),
        "AF50000" => With(e, TenantRequestProblem.ServiceUnavailable, "The Management Activity API failed again and again. Run the same search again later."),
        _ => e,
    };

    private static TenantRequestException With(TenantRequestException e, TenantRequestProblem problem, string message) => new(problem, $"{message} ({e.ErrorCode})", e)
    {
        Status = e.Status,
        ErrorCode = e.ErrorCode,
        RequestId = e.RequestId,
        MissingPermissions = e.MissingPermissions.Length > 0 || problem != TenantRequestProblem.PermissionMissing ? e.MissingPermissions : ActivityFeedClient.Permissions,
    };
}
