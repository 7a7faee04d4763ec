namespace StormDetect.Core;

/// <summary>What a check came to. A setting that could not be read is never a pass.</summary>
public enum CheckStatus
{
    /// <summary>Everything the check asks for was read, and is as expected.</summary>
    Passed,

    /// <summary>Something was read that is not as expected.</summary>
    Failed,

    /// <summary>There is nothing to ask for here, for the reason given.</summary>
    NotApplicable,

    /// <summary>It could not be read, or not all of it, or it cannot be told what was read.</summary>
    Unknown,
}
