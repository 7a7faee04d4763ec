using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Acquisition;

/// <summary>A tenant that is read beside a log.</summary>
internal static class LiveTenant
{
    /// <summary>What the log calls it: its id, in the log's spelling, or nothing where the records of the log name no tenant at all.</summary>
    public static string NameIn(IReadOnlyList<string> tenants, string tenantId) =>
        tenants is [""] ? string.Empty : tenants.FirstOrDefault(tenant => tenant.Equals(tenantId, StringComparison.OrdinalIgnoreCase)) ?? tenantId;
}
