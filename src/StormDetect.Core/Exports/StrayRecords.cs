using System;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>A handful of a tenant's records, dated as none of its others: after the present, or more than a year from all of them. They were judged; no window, coverage or baseline goes by their time.</summary>
/// <param name="TenantId">OrganizationId; empty for records without one.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The hour of the earliest (UTC).</param>
/// <param name="Last">The hour of the latest (UTC).</param>
public sealed record StrayRecords(string TenantId, long Count, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>What somebody should know of them.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count:#,0} {(Count == 1 ? "record is" : "records are")} dated {When}, after the present or more than a year from all others: by a wrong clock, or damaged. {(Count == 1 ? "It was" : "They were")} judged, and no window, coverage or baseline goes by {(Count == 1 ? "its" : "their")} time. Import-M365AuditLog -Start {First:yyyy-MM-dd} -End {Last:yyyy-MM-dd} shows {(Count == 1 ? "it" : "them")}.");

    private string When => First == Last
        ? string.Create(CultureInfo.InvariantCulture, $"{First:yyyy-MM-dd HH}h UTC")
        : string.Create(CultureInfo.InvariantCulture, $"{First:yyyy-MM-dd HH}h to {Last:yyyy-MM-dd HH}h UTC");

    /// <summary>The text.</summary>
    /// <returns>The <see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
