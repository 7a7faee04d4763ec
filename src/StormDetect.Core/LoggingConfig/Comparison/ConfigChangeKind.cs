namespace StormDetect.Core;

/// <summary>How a check fares in a later snapshot.</summary>
public enum ConfigChangeKind
{
    /// <summary>Nothing changed.</summary>
    Same,

    /// <summary>It failed and does not any more, or fewer things deviate.</summary>
    Better,

    /// <summary>It passed and fails now, or more things deviate.</summary>
    Worse,

    /// <summary>It was known and is not any more: what got worse could not be told.</summary>
    UnknownNow,

    /// <summary>It was not known and is now; see what it is.</summary>
    KnownNow,

    /// <summary>Other things deviate than before, or it cannot be told whether they are fewer.</summary>
    Changed,
}
