using System;
using System.Collections.Generic;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Errors;

/// <content>Errors about connections, and what tenants answer.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NotConnected() =>
        new(new InvalidOperationException(Strings.NotConnected), nameof(Strings.NotConnected), ErrorCategory.ConnectionError, targetObject: null);

    public static ErrorRecord ConnectionClosed(string name) =>
        new(new InvalidOperationException(Strings.Format(Strings.ConnectionClosed, name)), nameof(Strings.ConnectionClosed), ErrorCategory.ConnectionError, name);

    public static ErrorRecord ConnectionAmbiguous(IEnumerable<string> names) =>
        new(new InvalidOperationException(Strings.Format(Strings.ConnectionAmbiguous, string.Join(", ", names))), nameof(Strings.ConnectionAmbiguous), ErrorCategory.InvalidArgument, targetObject: null);

    public static ErrorRecord ConnectionNotFound(string name) =>
        new(new ItemNotFoundException(Strings.Format(Strings.ConnectionNotFound, name)), nameof(Strings.ConnectionNotFound), ErrorCategory.ObjectNotFound, name);

    public static ErrorRecord NobodyToSignIn(string method) =>
        new(new InvalidOperationException(Strings.Format(Strings.NobodyToSignIn, method)), nameof(Strings.NobodyToSignIn), ErrorCategory.AuthenticationError, method);

    public static ErrorRecord EndpointsIncomplete(string missing) =>
        new(new ArgumentException(Strings.Format(Strings.EndpointsIncomplete, missing)), nameof(Strings.EndpointsIncomplete), ErrorCategory.InvalidArgument, missing);

    public static ErrorRecord EnvironmentTwice(CloudEnvironment environment) =>
        new(new ArgumentException(Strings.Format(Strings.EnvironmentTwice, environment)), nameof(Strings.EnvironmentTwice), ErrorCategory.InvalidArgument, environment);

    public static ErrorRecord ClientIdNeeded(CloudEnvironment environment) =>
        new(new ArgumentException(Strings.Format(Strings.ClientIdNeeded, environment)), nameof(Strings.ClientIdNeeded), ErrorCategory.InvalidArgument, environment);

    /// <summary>The id is Tenant and the name of the <see cref="TenantRequestProblem"/>.</summary>
    /// <param name="failure">What the tenant answered.</param>
    /// <param name="target">What was asked for, or the tenant; never a token.</param>
    /// <param name="tenant">The connection's name, or the tenant's id: put before the text. Null where nobody knows.</param>
    public static ErrorRecord Tenant(TenantRequestException failure, object? target, string? tenant) => In(tenant, Tenant(failure, target));

    /// <summary>Puts the tenant before an error's text: whoever asks sixty of them must see which one failed.</summary>
    private static ErrorRecord In(string? tenant, ErrorRecord error)
    {
        if (tenant is { Length: > 0 })
        {
            error.ErrorDetails = new ErrorDetails(Strings.Format(Strings.OfTenant, tenant, error.ErrorDetails?.Message ?? error.Exception.Message));
        }

        return error;
    }

    private static ErrorRecord Tenant(TenantRequestException failure, object? target) =>
        new(
            failure,
            "Tenant" + failure.Problem,
            failure.Problem switch
            {
                TenantRequestProblem.Throttled or TenantRequestProblem.LimitReached => ErrorCategory.LimitsExceeded,
                TenantRequestProblem.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
                TenantRequestProblem.Network or TenantRequestProblem.Proxy => ErrorCategory.ConnectionError,
                TenantRequestProblem.SignInNeeded or TenantRequestProblem.Certificate or TenantRequestProblem.ClockSkew or TenantRequestProblem.WrongTenant => ErrorCategory.AuthenticationError,
                TenantRequestProblem.ConsentMissing or TenantRequestProblem.PermissionMissing => ErrorCategory.PermissionDenied,
                TenantRequestProblem.NotFound => ErrorCategory.ObjectNotFound,
                TenantRequestProblem.NotAvailable => ErrorCategory.NotInstalled,
                TenantRequestProblem.Refused => ErrorCategory.InvalidArgument,
                _ => ErrorCategory.InvalidData,
            },
            target);
}
