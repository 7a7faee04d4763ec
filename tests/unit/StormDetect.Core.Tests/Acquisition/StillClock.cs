using System;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>A clock that shows what it is set to.</summary>
internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
