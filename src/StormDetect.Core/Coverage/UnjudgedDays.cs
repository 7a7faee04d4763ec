namespace StormDetect.Core.Coverage;

/// <summary>Days of a tenant that could not be judged, or only across mailboxes.</summary>
/// <param name="Tenant">Index of the tenant.</param>
/// <param name="FromDay">The first day.</param>
/// <param name="ToDay">The day after the last.</param>
/// <param name="IsWholeLog">Whether there is no other day of the tenant.</param>
/// <param name="IsBaseline">Whether they were named as baseline: learned from, not judged.</param>
internal readonly record struct UnjudgedDays(int Tenant, int FromDay, int ToDay, bool IsWholeLog, bool IsBaseline = false)
{
    /// <summary>Whether they were judged across mailboxes: that shows who does what nobody else does, but no intruder who was there already and did enough to look like part of the tenant.</summary>
    public bool IsCompared { get; init; }

    /// <summary>How many days with mail access the days named as clean are, where they are too few to judge by; null where none were named.</summary>
    public int? CleanDays { get; init; }
}
