using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>The directory roles of whoever is signed in, those held through groups among them.</summary>
/// <remarks>
/// Source: Microsoft Graph documentation, "List a user's memberships (direct and transitive)" (for one's own, User.Read is the least), "List servicePrincipal transitive memberOf" (Application.Read.All) and
/// "Advanced query capabilities" (a cast of a list of directory objects goes with ConsistencyLevel and $count). Of what the caller may not read, type and id come, and nothing else. memberOf leaves out what is held
/// through a group.
/// </remarks>
internal static class OwnRoles
{
    /// <summary>What it takes an application to see its own roles, least first.</summary>
    public static readonly IReadOnlyList<string> ApplicationPermissions = ["Application.Read.All", "Directory.Read.All"];

    private const string Query = "/transitiveMemberOf/microsoft.graph.directoryRole?$select=id,displayName,roleTemplateId&$count=true&$top=999";

    /// <summary>Reads them.</summary>
    /// <param name="transport">Sends as whoever is signed in.</param>
    /// <param name="applicationId">The application that is signed in; null for a person.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Names where known here or there; else template ids.</returns>
    /// <exception cref="TenantRequestException">They cannot be seen.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(ITenantTransport transport, string? applicationId, CancellationToken cancellationToken)
    {
        string whose = applicationId is null ? "v1.0/me" : $"v1.0/servicePrincipals(appId='{Uri.EscapeDataString(applicationId)}')";
        TenantRequest request = PageReader.Get(whose + Query, applicationId is null ? "User.Read" : string.Join(" or ", ApplicationPermissions)) with
        {
            Headers = new Dictionary<string, string> { ["ConsistencyLevel"] = "eventual" },
        };
        List<string> roles = [];
        await foreach (TenantPage page in new PageReader(transport, null).ReadAsync(request, "directory roles", pace: null, cancellationToken).ConfigureAwait(false))
        {
            roles.AddRange(JsonText.Items(JsonText.Parse(page)).Select(NameOf));
        }

        return roles;
    }

    private static string NameOf(JsonElement role)
    {
        string template = JsonText.Of(role, "roleTemplateId");
        string known = DirectoryRole.NameOf(template);
        string name = known.Length > 0 && known != template ? known : JsonText.Of(role, "displayName") is { Length: > 0 } shown ? PlainText.Safe(shown) : PlainText.Safe(template);
        return name.Length > 0 ? name : throw new TenantRequestException(
            TenantRequestProblem.PermissionMissing, "There are roles, but Microsoft Graph does not say which without RoleManagement.Read.Directory or Directory.Read.All.") { MissingPermissions = "RoleManagement.Read.Directory or Directory.Read.All" };
    }
}
