namespace StormDetect.Core.Scenarios;

/// <summary>Where a token comes from: what a complete export of sign-ins says of it.</summary>
internal enum TokenOrigin : byte
{
    /// <summary>From a sign-in or a refresh, which the directory logged.</summary>
    Issued,

    /// <summary>Made with a stolen key: nobody ever signed in.</summary>
    Forged,

    /// <summary>Another session's, copied: the sign-in is its owner's, from the owner's network.</summary>
    Copied,
}
