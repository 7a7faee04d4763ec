namespace StormDetect.Core;

/// <summary>What a hunt allows to be said. Silence is only an answer where somebody could have been heard.</summary>
public enum Verdict
{
    /// <summary>Nothing reached the severity asked for, and enough could be judged to say so.</summary>
    NoEvidence,

    /// <summary>At least one finding reached the severity asked for.</summary>
    Suspicious,

    /// <summary>Nothing was found, but too much could not be seen or judged to call that an answer.</summary>
    CannotConclude,
}
