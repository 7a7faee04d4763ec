using System;

namespace StormDetect.Soak;

/// <summary>The time of a tenant that lives at another one.</summary>
internal sealed class OtherClock(TimeSpan ahead) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
