using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>A baseline file after it was written.</summary>
public sealed record MailAccessBaselineSummary
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>Mailboxes known, over all tenants.</summary>
    public required int MailboxCount { get; init; }

    /// <summary>What a mailbox takes of the file.</summary>
    public double BytesPerMailbox => Math.Round(Bytes / (double)Math.Max(1, MailboxCount), 1);

    /// <summary>When the baseline was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was written last (UTC).</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The tenants of this run.</summary>
    public required IReadOnlyList<MailAccessBaselineTenant> Tenants { get; init; }

    /// <summary>Records of this run the baseline did not know.</summary>
    public required long NewRecords { get; init; }

    /// <summary>Records of this run it knew already; they counted once.</summary>
    public required long OverlappingRecords { get; init; }

    /// <summary>Records of this run that came after their day was closed: judged, not learned.</summary>
    public required long LateRecords { get; init; }

    /// <summary>How many findings were noted as reported.</summary>
    public required int ReportedFindings { get; init; }

    /// <summary>Ids of findings of Medium and above that nobody was told of yet: the next hunt for new ones shows them.</summary>
    public required IReadOnlyList<string> UnreportedFindingIds { get; init; }

    /// <summary><see cref="Tenants"/> as one line, for <c>Export-Csv</c>.</summary>
    public string TenantsText => PlainText.Line(Tenants.Select(static tenant => tenant.ToString()));

    /// <summary><see cref="UnreportedFindingIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string UnreportedFindingIdsText => PlainText.Line(UnreportedFindingIds);

    /// <summary>The file in one line.</summary>
    /// <returns>Path, mailboxes, bytes.</returns>
    public override string ToString() => FormattableString.Invariant($"{PlainText.Safe(Path)}: {MailboxCount:#,0} mailboxes, {Bytes:#,0} bytes");

    /// <summary>Describes a baseline that was written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="result">The hunt it was learned by.</param>
    /// <param name="reported">How many findings were noted as reported.</param>
    /// <returns>The summary.</returns>
    public static MailAccessBaselineSummary Of(string path, long bytes, MailAccessBaseline baseline, MailAccessHuntResult result, int reported)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(result);
        MailAccessBaselineUse use = result.Baseline ?? throw new ArgumentException("The hunt had no baseline.", nameof(result));
        return new MailAccessBaselineSummary
        {
            Path = path,
            Bytes = bytes,
            MailboxCount = baseline.Tenants.Sum(static tenant => tenant.MailboxCount),
            CreatedAt = baseline.CreatedAt,
            UpdatedAt = baseline.UpdatedAt,
            Tenants = use.Tenants,
            NewRecords = use.Tenants.Sum(static tenant => tenant.NewRecords),
            OverlappingRecords = use.OverlappingRecords,
            LateRecords = use.LateRecords,
            ReportedFindings = reported,
            UnreportedFindingIds = baseline.Unreported(),
        };
    }
}
