namespace StormDetect.Graph;

/// <summary>What a body is, as JSON.</summary>
internal enum JsonShape
{
    /// <summary>Whole.</summary>
    Closed,

    /// <summary>Good as far as it goes, but it breaks off.</summary>
    Cut,

    /// <summary>No JSON.</summary>
    Malformed,
}
