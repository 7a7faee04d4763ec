namespace StormDetect.Core.Detection.Orphans;

/// <summary>How a token or session that a sign-in explains is used as it cannot have been.</summary>
internal enum Misuse : byte
{
    /// <summary>From another network than the sign-in's, from which nobody of the tenant signs in.</summary>
    Replayed,

    /// <summary>Longer after its issue than tokens live.</summary>
    Outlived,

    /// <summary>From two distant networks at once.</summary>
    TwoNetworks,
}
