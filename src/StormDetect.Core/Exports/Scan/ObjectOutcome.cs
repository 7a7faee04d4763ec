namespace StormDetect.Core.Exports;

/// <summary>What became of an object whose end was not known when reading began.</summary>
internal enum ObjectOutcome
{
    /// <summary>It was a record, or was dropped as one; its end is known.</summary>
    Read,

    /// <summary>It is cut or broken; reading goes on at the next line.</summary>
    Damaged,

    /// <summary>Its grammar is broken, so that the bracket it seems to end with may be another one's.</summary>
    Broken,

    /// <summary>It does not close in the text at hand.</summary>
    NeedsMore,

    /// <summary>It is no record but holds records.</summary>
    Container,
}
