namespace StormDetect.Core.Exports;

/// <summary>What the beginning of a text says about it.</summary>
internal enum SniffVerdict
{
    /// <summary>Undecided; more of the text is needed.</summary>
    NeedsMore,

    /// <summary>An audit log.</summary>
    Log,

    /// <summary>Nothing but white space.</summary>
    Empty,

    /// <summary>Not text.</summary>
    Binary,

    /// <summary>Text, but no audit log.</summary>
    Unknown,
}
