using System;

namespace StormDetect.Core.Scenarios;

/// <summary>A record of an intrusion, for the answer key.</summary>
internal readonly record struct PlantedRecord(Guid Id, int Time, Mailbox Mailbox, NetAddress Address, bool IsMailAccess, bool ShowsClientAppId, Guid SessionId)
{
    /// <summary>The kind of finding it belongs into.</summary>
    public PlantedPart Part { get; init; }

    /// <summary>Whether nobody ever signed in for it, or the token is somebody else's: what a hunt with complete sign-ins can tell.</summary>
    public bool HasNoSignIn { get; init; }
}
