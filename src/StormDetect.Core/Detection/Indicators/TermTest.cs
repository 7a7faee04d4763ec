namespace StormDetect.Core.Detection.Indicators;

/// <summary>How a term compares.</summary>
internal enum TermTest
{
    /// <summary>Equal, letters in any case; for addresses: inside the network.</summary>
    Equal,

    /// <summary>As STIX and SQL's LIKE: <c>%</c> for any text, <c>_</c> for one character.</summary>
    Like,

    /// <summary>A regular expression that is found in the text.</summary>
    Matches,
}
