namespace StormDetect.Core.Detection;

/// <summary>What one hunt knows of a finding of another.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">What it adds.</param>
/// <param name="Severity">The severity with it; the finding's own stays where it is higher.</param>
internal sealed record FindingAmendment(Finding Finding, FindingReason Reason, Severity Severity)
{
    /// <summary>A next step that takes the place of the one with the text of <see cref="Instead"/>; null for none.</summary>
    public NextStep? Step { get; init; }

    /// <summary>The text of the step that <see cref="Step"/> takes the place of.</summary>
    public string Instead { get; init; } = string.Empty;
}
