namespace StormDetect.Core;

/// <summary>Why a tenant did not answer as asked. Each is an error id of its own.</summary>
public enum TenantRequestProblem
{
    /// <summary>The service kept asking to wait until patience ended.</summary>
    Throttled,

    /// <summary>The service failed, again and again.</summary>
    ServiceUnavailable,

    /// <summary>The network failed: no address, no connection, a body that broke off, a time-out.</summary>
    Network,

    /// <summary>A proxy refused or asked for a sign-in of its own.</summary>
    Proxy,

    /// <summary>The sign-in failed or has ended, and cannot be renewed without a person.</summary>
    SignInNeeded,

    /// <summary>The certificate has expired, is not yet valid, or is not the application's.</summary>
    Certificate,

    /// <summary>Consent was never given or was taken back.</summary>
    ConsentMissing,

    /// <summary>A permission or role is missing.</summary>
    PermissionMissing,

    /// <summary>The tenant does not exist, is another one than asked for, or does not know the application.</summary>
    WrongTenant,

    /// <summary>This machine's clock is too far from the service's.</summary>
    ClockSkew,

    /// <summary>The tenant's licence or cloud does not have this.</summary>
    NotAvailable,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>The request was refused as wrong.</summary>
    Refused,

    /// <summary>The answer is not what the service documents.</summary>
    Unreadable,

    /// <summary>A limit of the service was reached, such as the day's audit queries.</summary>
    LimitReached,
}
