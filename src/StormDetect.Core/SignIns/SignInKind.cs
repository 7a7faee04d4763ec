namespace StormDetect.Core.SignIns;

/// <summary>Which log a sign-in comes from, as far as it matters for what the log can explain.</summary>
internal enum SignInKind : byte
{
    /// <summary>UserLoggedIn of the audit log itself: what a person does; silent renewals are mostly not there.</summary>
    AuditLog,

    /// <summary>Interactive sign-ins of Entra.</summary>
    Interactive,

    /// <summary>Non-interactive sign-ins of Entra: silent renewals of tokens.</summary>
    NonInteractive,

    /// <summary>Sign-ins of applications with a secret or certificate of their own.</summary>
    ServicePrincipal,

    /// <summary>Sign-ins of managed identities.</summary>
    ManagedIdentity,

    /// <summary>A request that Microsoft Graph served: it names the token it was made with.</summary>
    GraphActivity,
}
