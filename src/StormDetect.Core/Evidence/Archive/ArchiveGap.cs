using System;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>A stretch of time that an archive has not.</summary>
/// <param name="Kind">Why.</param>
/// <param name="From">Start (UTC), inclusive.</param>
/// <param name="To">End (UTC), exclusive.</param>
public sealed record ArchiveGap(ArchiveGapKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    private readonly string _cause = string.Empty;
    private readonly string _reason = string.Empty;
    private readonly string _operator = string.Empty;

    /// <summary>OrganizationId of the tenant; empty where it is not known.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>Of a loss that was accepted: why the log did not give it, in the words of the search.</summary>
    public string Cause
    {
        get => _cause;
        init => _cause = PlainText.Cell(value);
    }

    /// <summary>Of a loss that was accepted: the reason given for that.</summary>
    public string Reason
    {
        get => _reason;
        init => _reason = PlainText.Cell(value);
    }

    /// <summary>Of a loss that was accepted: who did.</summary>
    public string Operator
    {
        get => _operator;
        init => _operator = PlainText.Cell(value);
    }

    /// <summary>Of a loss that was accepted: when (UTC); null for a gap that is open.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary><see cref="From"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FromText => UtcTimeText.Of(From);

    /// <summary><see cref="To"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ToText => UtcTimeText.Of(To);

    /// <summary><see cref="AcceptedAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string AcceptedAtText => UtcTimeText.Of(AcceptedAt);

    /// <summary>The gap in one line.</summary>
    /// <returns>Start, end and reason.</returns>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd HH:mm} to {To:yyyy-MM-dd HH:mm} UTC: {Kind}");
        return AcceptedAt is DateTimeOffset at ? text + string.Create(CultureInfo.InvariantCulture, $" by {Operator} on {at:yyyy-MM-dd HH:mm} UTC: {Reason.TrimEnd('.')}") : text;
    }
}
