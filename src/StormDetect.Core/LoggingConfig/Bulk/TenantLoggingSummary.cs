using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>One tenant in a roll-up of many.</summary>
public sealed record TenantLoggingSummary
{
    /// <summary>The tenant's id; the file's path where it could not be read.</summary>
    public required string TenantId { get; init; }

    /// <summary>The tenant's name.</summary>
    public required string TenantName { get; init; }

    /// <summary>When the configuration was read (UTC); null where it could not be.</summary>
    public required DateTimeOffset? TakenAt { get; init; }

    /// <summary>The snapshot file; empty where there is none.</summary>
    public required string Path { get; init; }

    /// <summary>The tenant's checks, in the order of the catalogue.</summary>
    public required IReadOnlyList<TenantCheck> Checks { get; init; }

    /// <summary>Why there are no checks; empty where there are.</summary>
    public string Error { get; init; } = string.Empty;

    /// <summary>Snapshots of this tenant that were given; the newest counts.</summary>
    public int SnapshotCount { get; init; } = 1;

    /// <summary>Checks that passed.</summary>
    public int Passed => Count(CheckStatus.Passed);

    /// <summary>Checks that failed.</summary>
    public int Failed => Count(CheckStatus.Failed);

    /// <summary>Checks that do not apply.</summary>
    public int NotApplicable => Count(CheckStatus.NotApplicable);

    /// <summary>Checks of which it is not known.</summary>
    public int Unknown => Count(CheckStatus.Unknown);

    /// <summary>Ids of the checks that failed, gravest first.</summary>
    public IReadOnlyList<string> FailedChecks => Checks.Where(static check => check.Status == CheckStatus.Failed).OrderByDescending(static check => check.Severity).Select(static check => check.CheckId).ToArray();

    /// <summary><see cref="FailedChecks"/> as text.</summary>
    public string FailedChecksText => PlainText.Line(FailedChecks);

    /// <summary>Ids of the checks of which it is not known.</summary>
    public IReadOnlyList<string> UnknownChecks => Checks.Where(static check => check.Status == CheckStatus.Unknown).Select(static check => check.CheckId).ToArray();

    /// <summary><see cref="UnknownChecks"/> as text.</summary>
    public string UnknownChecksText => PlainText.Line(UnknownChecks);

    /// <summary>What can be said of the tenant: Failed if any check failed, Unknown if any is unknown or it could not be read, else Passed.</summary>
    public CheckStatus Status => Failed > 0 ? CheckStatus.Failed : Unknown > 0 || Error.Length > 0 || Checks.Count == 0 ? CheckStatus.Unknown : CheckStatus.Passed;

    /// <summary><see cref="TakenAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string TakenAtText => UtcTimeText.Of(TakenAt);

    /// <summary>The tenant in one line.</summary>
    /// <returns>Name and counts.</returns>
    public override string ToString() => Error.Length > 0
        ? $"{PlainText.Safe(TenantId)}: {PlainText.Safe(Error)}"
        : FormattableString.Invariant($"{PlainText.Safe(TenantName.Length > 0 ? TenantName : TenantId)}: {Passed} passed, {Failed} failed, {Unknown} unknown, {NotApplicable} not applicable");

    private int Count(CheckStatus status) => Checks.Count(check => check.Status == status);
}
