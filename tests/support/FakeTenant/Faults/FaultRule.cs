namespace StormDetect.FakeTenant;

/// <summary>How often a fault strikes.</summary>
public sealed record FaultRule
{
    /// <summary>The share of occasions, 0 to 1.</summary>
    public double Rate { get; init; }

    /// <summary>The first so many occasions, whatever the rate; 0 for none.</summary>
    public int Count { get; init; }

    /// <summary>Whether what it strikes once it strikes always: of a share of things nothing can ever be had.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Only requests whose path contains this; empty for all.</summary>
    public string Path { get; init; } = string.Empty;
}
