using System;
using System.Net;

namespace StormDetect.Core;

/// <summary>A tenant did not answer as asked. The message says what to do next and holds neither tokens nor secrets.</summary>
public sealed class TenantRequestException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="message">What failed, and the next command.</param>
    /// <param name="innerException">The cause; never one that carries a token.</param>
    public TenantRequestException(TenantRequestProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>Why.</summary>
    public TenantRequestProblem Problem { get; }

    /// <summary>The HTTP status; null where no answer came.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The service's own error code, such as <c>Authorization_RequestDenied</c> or <c>AF20055</c>; empty if none.</summary>
    public string ErrorCode { get; init; } = string.Empty;

    /// <summary>The service's id of the request, for its support; empty if none.</summary>
    public string RequestId { get; init; } = string.Empty;

    /// <summary>The permissions or roles that would help; empty if that is not the problem.</summary>
    public string MissingPermissions { get; init; } = string.Empty;

    /// <summary>How long the service asked to wait; null if it named no time.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request starts work on the service and it is not known whether it was taken. Look before sending it again.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>Whether the same may work later.</summary>
    public bool IsTransient => Problem is TenantRequestProblem.Throttled or TenantRequestProblem.ServiceUnavailable or TenantRequestProblem.Network;
}
