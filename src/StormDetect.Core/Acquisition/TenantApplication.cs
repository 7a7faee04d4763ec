namespace StormDetect.Core;

/// <summary>What the directory says of an application. For display: a name never makes a finding weaker, because Storm-0558 used Microsoft's own applications.</summary>
/// <param name="AppId">The application id, in lower case.</param>
/// <param name="Name">What it calls itself. Whoever registered it chose the name.</param>
/// <param name="OwnerTenantId">The tenant that registered it (appOwnerOrganizationId), in lower case; empty where the directory does not say.</param>
/// <param name="Publisher">The publisher Microsoft verified; empty where there is none.</param>
public sealed record TenantApplication(string AppId, string Name, string OwnerTenantId, string Publisher)
{
    /// <summary>What it calls itself, fit to be shown.</summary>
    public string Name { get; init; } = PlainText.Cell(Name);

    /// <summary>The publisher Microsoft verified, fit to be shown.</summary>
    public string Publisher { get; init; } = PlainText.Cell(Publisher);

    /// <summary>When it came to the tenant (UTC); null where the directory does not say.</summary>
    public System.DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether it may sign in here.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>
    /// Whether one of Microsoft's own tenants registered it: the three that own the first-party applications (Microsoft Services, Microsoft, and the tenant of its older applications).
    /// </summary>
    public bool IsMicrosoft => OwnerTenantId is "f8cdef31-a31e-4b4a-93e4-5f571e91255a" or "72f988bf-86f1-41af-91ab-2d7cd011db47" or "cdc5aeea-15c5-4db6-b079-fcadd2505dc2";

    /// <summary>Who registered it, in words.</summary>
    /// <param name="tenantId">The tenant that looks at it.</param>
    /// <returns>Microsoft, this tenant, or another tenant with its id and its verified publisher; empty where the directory does not say.</returns>
    public string OwnerFor(string tenantId) =>
        OwnerTenantId.Length == 0 ? string.Empty
        : IsMicrosoft ? "Microsoft"
        : OwnerTenantId.Equals(tenantId, System.StringComparison.OrdinalIgnoreCase) ? "this tenant"
        : Publisher.Length > 0 ? $"{Publisher} (verified publisher, tenant {PlainText.Cell(OwnerTenantId)})"
        : $"another tenant ({PlainText.Cell(OwnerTenantId)}), no verified publisher";

    /// <summary>Name and id.</summary>
    /// <returns>A line.</returns>
    public override string ToString() => $"{Name} ({AppId})";
}
