namespace StormDetect.Core;

/// <summary>How an attempt at a slice ended.</summary>
public enum SliceOutcome
{
    /// <summary>Every record that was announced has come.</summary>
    Complete,

    /// <summary>There are more records than the route gives at once: the slice has to be asked for in parts. What came counts, but is not all.</summary>
    Overflow,

    /// <summary>Something failed that may work later, such as a false zero, a gap in the numbering, a query that failed.</summary>
    Retry,
}
