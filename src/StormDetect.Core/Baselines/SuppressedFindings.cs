using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Findings that an approval left out of the result.</summary>
/// <param name="ApprovalId">The approval.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Until">Until when it holds (UTC).</param>
/// <param name="FindingIds">The findings.</param>
public sealed record SuppressedFindings(string ApprovalId, string Reason, DateTimeOffset Until, IReadOnlyList<string> FindingIds)
{
    /// <summary>Its reason, fit for a cell of a table.</summary>
    public string Reason { get; init; } = PlainText.Cell(Reason);

    /// <summary>How many there are.</summary>
    public int Count => FindingIds.Count;

    /// <summary>The approval in one line.</summary>
    /// <returns>Count and reason.</returns>
    public override string ToString() => FormattableString.Invariant($"{Count}, because: {Reason} ({ApprovalId}, until {Until.UtcDateTime:yyyy-MM-dd})");
}
