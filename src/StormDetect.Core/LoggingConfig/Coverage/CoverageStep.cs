namespace StormDetect.Core.LoggingConfig;

/// <summary>An answer on the way to the answer.</summary>
internal sealed record CoverageStep(CoverageAnswer Answer, BlindCause? Cause, string Why, bool IsTenantWide = false)
{
    public static CoverageStep Yes { get; } = new(CoverageAnswer.Yes, null, "It would be recorded, and is kept");
}
