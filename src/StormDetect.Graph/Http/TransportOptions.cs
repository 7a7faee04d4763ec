using System;

namespace StormDetect.Graph;

/// <summary>How patient the transport is, and how many requests it has under way.</summary>
internal sealed record TransportOptions
{
    /// <summary>How often one request is sent at most.</summary>
    public int MaximumAttempts { get; init; } = 10;

    /// <summary>How long one request is waited for at most, all its attempts and pauses together.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The ceiling of the first pause where the service names none; it doubles each time. The pause is drawn between nothing and the ceiling, so that many clients do not come back at once.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The highest ceiling.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an answer may take to begin. Sign-in queries of a large tenant take more than a minute.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a body may be silent.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The largest body taken. A page of 1,000 audit records is some megabytes.</summary>
    public int MaximumBody { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Requests under way at once, for one connection. Outlook allows an application four for a mailbox; more would not be faster elsewhere either, as the limits of the other services count for a tenant and are shared
    /// with everything else that asks.
    /// </summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>The clock, also of the pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gives a number from 0 to below 1, for the pauses.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
}
