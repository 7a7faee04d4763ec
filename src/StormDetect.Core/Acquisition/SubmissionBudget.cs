using System;

namespace StormDetect.Core;

/// <summary>What is left of the searches a tenant may start in a day. Everybody who searches its log draws from the same.</summary>
/// <param name="PerDay">The fewest a tenant is allowed in 24 hours; larger ones have more.</param>
/// <param name="Used">How many were started in the last 24 hours, as far as this connection can see; null where the service does not say.</param>
public sealed record SubmissionBudget(int PerDay, int? Used)
{
    /// <summary>How many are left at least; null where it is not known how many were used.</summary>
    public int? Left => Used is int used ? Math.Max(0, PerDay - used) : null;

    /// <summary>The budget in a few words.</summary>
    /// <returns>A line.</returns>
    public override string ToString() => Used is int used
        ? FormattableString.Invariant($"{used} of at least {PerDay} searches of the last 24 hours used")
        : FormattableString.Invariant($"at least {PerDay} searches in 24 hours, shared by the whole tenant; how many were used is not known");
}
