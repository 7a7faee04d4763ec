using System;

namespace StormDetect.Graph;

/// <summary>How long a route waits for what, and how often it asks again. Nothing waits without end.</summary>
internal sealed record RoutePacing
{
    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The first pause; every further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two questions.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a query may be queued or running until it is left. It is taken up again once. Those of large tenants have been seen to take hours.</summary>
    public TimeSpan QueryPatience { get; init; } = TimeSpan.FromHours(3);

    /// <summary>How long a query may be in a state that is not documented.</summary>
    public TimeSpan UnknownPatience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often an answer that cannot be right, such as none where many were announced, is asked for again.</summary>
    public int MostRepeats { get; init; } = 8;

    /// <summary>How often an answer that cannot be read is asked for again.</summary>
    public int MostRereads { get; init; } = 3;

    /// <summary>Pauses from the first on.</summary>
    /// <returns>The pauses of one occasion.</returns>
    public PatientPause Pauses() => new(Time, FirstPause, LongestPause);
}
