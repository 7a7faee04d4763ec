using System;
using System.Collections.Generic;
using System.Threading;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>A clock on which every wait is over at once, and is noted.</summary>
internal sealed class WaitClock(DateTimeOffset now) : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (Waits)
        {
            Waits.Add(dueTime);
        }

        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
