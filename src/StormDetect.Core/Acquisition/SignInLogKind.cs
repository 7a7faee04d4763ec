namespace StormDetect.Core;

/// <summary>A log of sign-ins that Entra keeps. Each is asked for by itself.</summary>
public enum SignInLogKind
{
    /// <summary>A person typed something: a password, a code.</summary>
    Interactive,

    /// <summary>A client renewed a token silently.</summary>
    NonInteractive,

    /// <summary>An application with a secret or certificate of its own.</summary>
    ServicePrincipal,

    /// <summary>An Azure resource as itself.</summary>
    ManagedIdentity,
}
