using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>Names of the directory roles that matter here.</summary>
/// <remarks>Source: Microsoft Entra documentation, "Microsoft Entra built-in roles". A token names the roles of its user by template id (claim <c>wids</c>).</remarks>
public static class DirectoryRole
{
    /// <summary>Reads every setting.</summary>
    public const string GlobalReader = "Global Reader";

    /// <summary>Reads security settings and logs.</summary>
    public const string SecurityReader = "Security Reader";

    /// <summary>Manages security settings, reads logs.</summary>
    public const string SecurityAdministrator = "Security Administrator";

    /// <summary>Works with security alerts, reads logs.</summary>
    public const string SecurityOperator = "Security Operator";

    /// <summary>Reads sign-ins and directory audits.</summary>
    public const string ReportsReader = "Reports Reader";

    /// <summary>Manages everything.</summary>
    public const string GlobalAdministrator = "Global Administrator";

    /// <summary>Manages Exchange Online.</summary>
    public const string ExchangeAdministrator = "Exchange Administrator";

    /// <summary>Manages compliance, reads the audit log.</summary>
    public const string ComplianceAdministrator = "Compliance Administrator";

    private static readonly Dictionary<Guid, string> s_names = new()
    {
        [new Guid("f2ef992c-3afb-46b9-b7cf-a126ee74c451")] = GlobalReader,
        [new Guid("5d6b6bb7-de71-4623-b4af-96380a352509")] = SecurityReader,
        [new Guid("194ae4cb-b126-40b2-bd5b-6091b380977d")] = SecurityAdministrator,
        [new Guid("5f2222b1-57c3-48ba-8ad5-d4759f1fde6f")] = SecurityOperator,
        [new Guid("4a5d8f65-41da-4de4-8968-e035b65339cf")] = ReportsReader,
        [new Guid("62e90394-69f5-4237-9190-012177145e10")] = GlobalAdministrator,
        [new Guid("29232cdf-9323-42fd-ade2-1d097af3e4de")] = ExchangeAdministrator,
        [new Guid("17315797-102d-40b4-93e0-432062caca18")] = ComplianceAdministrator,
    };

    /// <summary>A role by the template id a token names.</summary>
    /// <param name="templateId">The id.</param>
    /// <returns>Its name; the id where the name is not known here.</returns>
    public static string NameOf(string templateId) => Guid.TryParse(templateId, out Guid id) && s_names.TryGetValue(id, out string? name) ? name : templateId;
}
