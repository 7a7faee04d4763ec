using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>A story somebody was told of.</summary>
internal sealed record ReportedStory
{
    public string Id = string.Empty;

    public Severity Severity;

    /// <summary>What it was told to be about, one bit for each group of activities; all of them where an earlier format does not say.</summary>
    public int Activities = -1;

    /// <summary>When it was reported first, and its last record then or later (UTC ticks).</summary>
    public long ReportedAt, LastSeen;

    public void Transfer(BaselineStream s)
    {
        s.Text(ref Id);
        s.Enum(ref Severity);
        if (s.Version >= 3)
        {
            s.Int(ref Activities);
        }

        s.Long(ref ReportedAt);
        s.Long(ref LastSeen);
        s.Require(IsTime(ReportedAt) && IsTime(LastSeen));
    }

    /// <summary>The bits of some groups of activities.</summary>
    public static int BitsOf(IEnumerable<ActivityGroup> groups) => groups.Aggregate(0, static (bits, group) => bits | (1 << (int)group));

    internal static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
}
