using StormDetect.Core.Baselines;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What was counted of one group of activities, and what a baseline knows of it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Facts">Its facts, with tables of their own.</param>
/// <param name="Run">What was learned before; null without a baseline.</param>
internal sealed record ActivityFacts(ActivityGroup Group, MailAccessFacts Facts, BaselineRun? Run);
