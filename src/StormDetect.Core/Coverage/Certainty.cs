namespace StormDetect.Core;

/// <summary>How sure it is that an interval was blind.</summary>
public enum Certainty
{
    /// <summary>It may have been.</summary>
    Possible,

    /// <summary>What was seen is best explained by it.</summary>
    Likely,

    /// <summary>The log says so itself.</summary>
    Certain,
}
