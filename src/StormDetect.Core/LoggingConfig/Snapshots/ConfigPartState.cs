namespace StormDetect.Core;

/// <summary>How much of a part is known.</summary>
public enum ConfigPartState
{
    /// <summary>Nobody read it.</summary>
    NotRead,

    /// <summary>Reading began and did not end: what is there is true, what is not there may exist.</summary>
    Partial,

    /// <summary>It was read to its end.</summary>
    Read,

    /// <summary>Reading it failed or was refused.</summary>
    Unreadable,
}
