namespace StormDetect.Core;

/// <summary>Whether a record would exist today.</summary>
public enum CoverageAnswer
{
    /// <summary>It would, as far as the configuration read decides it.</summary>
    Yes,

    /// <summary>It would not.</summary>
    No,

    /// <summary>That cannot be told from what was read.</summary>
    Unknown,
}
