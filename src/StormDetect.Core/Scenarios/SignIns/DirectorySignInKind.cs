namespace StormDetect.Core.Scenarios;

/// <summary>The kinds of sign-in that the directory logs apart (signInEventTypes).</summary>
internal enum DirectorySignInKind : byte
{
    /// <summary>Somebody proved who they are; the unified audit log has it as UserLoggedIn.</summary>
    Interactive,

    /// <summary>A client renewed its token by itself; the unified audit log has nothing of it.</summary>
    NonInteractive,

    /// <summary>An application with a secret or certificate.</summary>
    ServicePrincipal,
}
