using System;

namespace StormDetect.Core.Baselines;

/// <summary>A story somebody was told of.</summary>
internal sealed class ReportedStory
{
    public string Id = string.Empty;

    public Severity Severity;

    /// <summary>When it was reported first, and its last record then or later (UTC ticks).</summary>
    public long ReportedAt, LastSeen;

    public void Transfer(BaselineStream s)
    {
        s.Text(ref Id);
        s.Enum(ref Severity);
        s.Long(ref ReportedAt);
        s.Long(ref LastSeen);
        s.Require(IsTime(ReportedAt) && IsTime(LastSeen));
    }

    internal static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
}
