namespace StormDetect.Core;

/// <summary>How much a finding deserves a person's attention, lowest first.</summary>
public enum Severity
{
    /// <summary>Worth knowing, not worth acting on.</summary>
    Informational,

    /// <summary>Out of the ordinary, but with an everyday explanation at hand.</summary>
    Low,

    /// <summary>Look at it this week. The first severity that makes a verdict <see cref="Verdict.Suspicious"/> by default.</summary>
    Medium,

    /// <summary>Look at it today.</summary>
    High,

    /// <summary>Treat it as an incident.</summary>
    Critical,
}
