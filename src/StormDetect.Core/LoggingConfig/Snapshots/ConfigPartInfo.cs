using System;

namespace StormDetect.Core;

/// <summary>What a snapshot knows about one part.</summary>
public sealed record ConfigPartInfo
{
    /// <summary>The part.</summary>
    public required ConfigPart Part { get; init; }

    /// <summary>How much of it is known.</summary>
    public required ConfigPartState State { get; init; }

    /// <summary>Objects in it.</summary>
    public required int Count { get; init; }

    /// <summary>Where it comes from; empty where nobody read it.</summary>
    public required string Source { get; init; }

    /// <summary>When it was read (UTC); null where nobody did.</summary>
    public required DateTimeOffset? ReadAt { get; init; }

    /// <summary>Why it is not complete; empty where it is.</summary>
    public required string Reason { get; init; }

    /// <summary>The command or request that reads it, and the permission that takes.</summary>
    public required string ReadBy { get; init; }

    /// <summary><see cref="ReadAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ReadAtText => UtcTimeText.Of(ReadAt);

    /// <summary>The part in one line.</summary>
    /// <returns>Name, state and count.</returns>
    public override string ToString() => FormattableString.Invariant($"{Part}: {State}, {Count}");
}
