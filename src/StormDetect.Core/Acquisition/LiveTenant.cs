using System.Collections.Generic;

namespace StormDetect.Core.Acquisition;

/// <summary>A tenant that is read beside a log.</summary>
internal static class LiveTenant
{
    /// <summary>What the log calls it: its id, or nothing where the records of the log name no tenant at all.</summary>
    public static string NameIn(IReadOnlyList<string> tenants, string tenantId) => tenants is [""] ? string.Empty : tenantId;
}
