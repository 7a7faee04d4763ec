using System;
using System.Threading;

namespace StormDetect.FakeTenant;

/// <summary>The tenant's time: it starts where the options say, runs on, and can be set.</summary>
public sealed class TenantClock : TimeProvider
{
    private long _offset;

    internal TenantClock(DateTimeOffset now) => Set(now);

    /// <summary>Sets the time.</summary>
    /// <param name="now">From now on.</param>
    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _offset, now.UtcTicks - DateTime.UtcNow.Ticks);

    /// <summary>Moves the time.</summary>
    /// <param name="by">By how much; may be negative.</param>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(DateTime.UtcNow.Ticks + Interlocked.Read(ref _offset), TimeSpan.Zero);

    internal long Seconds => GetUtcNow().ToUnixTimeSeconds();
}
