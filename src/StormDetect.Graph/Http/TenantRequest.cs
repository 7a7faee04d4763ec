using System;
using System.Collections.Generic;
using System.Net.Http;

namespace StormDetect.Graph;

/// <summary>A request to a tenant.</summary>
/// <param name="Audience">The service.</param>
/// <param name="Method">The method.</param>
/// <param name="Address">The path with its version, such as <c>v1.0/auditLogs/signIns?$top=1000</c>, or a whole address that the service gave, such as a nextLink: one on another host is refused.</param>
/// <param name="Json">The body; empty for none.</param>
internal sealed record TenantRequest(TenantAudience Audience, HttpMethod Method, string Address, ReadOnlyMemory<byte> Json = default)
{
    /// <summary>Headers besides the usual ones, such as <c>ConsistencyLevel</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Permissions that make it work, any of them, least first: for the message when it is refused.</summary>
    public string Permissions { get; init; } = string.Empty;

    /// <summary>
    /// Whether sending it twice starts work twice. Then it is not sent again when it is unknown whether the service took it.
    /// </summary>
    public bool StartsWork { get; init; }
}
