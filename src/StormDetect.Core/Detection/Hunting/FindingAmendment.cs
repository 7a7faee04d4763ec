namespace StormDetect.Core.Detection;

/// <summary>What one hunt knows of a finding of another.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">What it adds.</param>
/// <param name="Severity">The severity with it; the finding's own stays where it is higher.</param>
internal sealed record FindingAmendment(Finding Finding, FindingReason Reason, Severity Severity);
