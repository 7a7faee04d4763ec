namespace StormDetect.Core;

/// <summary>What became of a slice of a search.</summary>
public enum SliceState
{
    /// <summary>Everything that was announced has come, and counting agrees.</summary>
    Complete,

    /// <summary>More of it cannot be had: the route gives no more at once and it cannot be cut any further, or a part is gone. What came was handed on.</summary>
    Truncated,

    /// <summary>It could not be had, or could not be proven complete. What came was handed on.</summary>
    Failed,

    /// <summary>The search ended before it was asked for. The same search with the same state goes on with it.</summary>
    NotAsked,
}
