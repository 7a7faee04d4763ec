using System;

namespace StormDetect.Core;

/// <summary>A day of a log that is lost next, and the command that saves it.</summary>
public sealed record ExpiringLog
{
    /// <summary>The tenant's id.</summary>
    public required string TenantId { get; init; }

    /// <summary>What the tenant calls itself; empty where its settings were not read.</summary>
    public string TenantName { get; init; } = string.Empty;

    /// <summary>The log.</summary>
    public required string Log { get; init; }

    /// <summary>The day whose records are going (UTC).</summary>
    public required DateTimeOffset Day { get; init; }

    /// <summary>Days the log keeps.</summary>
    public required int KeptDays { get; init; }

    /// <summary>When the last of them is gone (UTC).</summary>
    public required DateTimeOffset LostAt { get; init; }

    /// <summary>The time left until then.</summary>
    public required TimeSpan TimeLeft { get; init; }

    /// <summary>The same as a sentence, with what the days rest on.</summary>
    public required string Text { get; init; }

    /// <summary>The command that saves the day, as text.</summary>
    public required string Command { get; init; }

    /// <summary><see cref="Day"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string DayText => UtcTimeText.Of(Day);

    /// <summary><see cref="LostAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LostAtText => UtcTimeText.Of(LostAt);

    /// <summary>The sentence.</summary>
    /// <returns>The <see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
