using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What became of one check between two snapshots of a tenant.</summary>
public sealed record ConfigChange
{
    /// <summary>The check.</summary>
    public required string CheckId { get; init; }

    /// <summary>What it is about.</summary>
    public required string Title { get; init; }

    /// <summary>What became of it.</summary>
    public required ConfigChangeKind Change { get; init; }

    /// <summary>How much a failure matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What it came to in the earlier snapshot.</summary>
    public required CheckStatus Before { get; init; }

    /// <summary>What it comes to in the later one.</summary>
    public required CheckStatus After { get; init; }

    /// <summary>What is seen in the later one, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Evidence that is new.</summary>
    public required IReadOnlyList<string> Appeared { get; init; }

    /// <summary><see cref="Appeared"/> as text.</summary>
    public string AppearedText => PlainText.Line(Appeared);

    /// <summary>Evidence that is gone.</summary>
    public required IReadOnlyList<string> Disappeared { get; init; }

    /// <summary><see cref="Disappeared"/> as text.</summary>
    public string DisappearedText => PlainText.Line(Disappeared);

    /// <summary>The tenant's id.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name.</summary>
    public required string TenantName { get; init; }

    /// <summary>When the earlier snapshot was taken (UTC).</summary>
    public required DateTimeOffset ReferenceTakenAt { get; init; }

    /// <summary>When the later snapshot was taken (UTC).</summary>
    public required DateTimeOffset DifferenceTakenAt { get; init; }

    /// <summary><see cref="ReferenceTakenAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ReferenceTakenAtText => UtcTimeText.Of(ReferenceTakenAt);

    /// <summary><see cref="DifferenceTakenAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string DifferenceTakenAtText => UtcTimeText.Of(DifferenceTakenAt);

    /// <summary>The change in one line.</summary>
    /// <returns>What became of which check.</returns>
    public override string ToString() => $"{Change}: {CheckId}: {Before} -> {After}";
}
