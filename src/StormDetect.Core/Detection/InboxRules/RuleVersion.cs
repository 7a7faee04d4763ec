using System;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>A rule as it was for a time.</summary>
/// <param name="Settings">What it said.</param>
/// <param name="Name">Its name then; null where that is not known.</param>
/// <param name="Since">Since when, or null for the rule as it is now.</param>
/// <param name="Fold">The records that made it so; null for the rule as it is now.</param>
internal sealed record RuleVersion(RuleSettings Settings, string? Name, DateTimeOffset? Since, RuleFold? Fold);
