using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>What a baseline was for a hunt.</summary>
public sealed record MailAccessBaselineUse
{
    /// <summary>The tenants of the run.</summary>
    public required IReadOnlyList<MailAccessBaselineTenant> Tenants { get; init; }

    /// <summary>Stories known already and left out, because only new ones were asked for.</summary>
    public required int KnownFindings { get; init; }

    /// <summary>What somebody should know: late records, old input, an odd clock.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Records the baseline knew already.</summary>
    public long OverlappingRecords => Tenants.Sum(static tenant => tenant.OverlappingRecords);

    /// <summary>Records that came after their day was closed.</summary>
    public long LateRecords => Tenants.Sum(static tenant => tenant.LateRecords);

    /// <summary>The use in one line.</summary>
    /// <returns>The tenants.</returns>
    public override string ToString() => string.Join("; ", Tenants);
}
