using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace StormDetect.Core;

/// <summary>The part of an app registration's manifest that lists what the application is to be permitted.</summary>
public static class AppManifest
{
    /// <summary>The <c>requiredResourceAccess</c> of an application that does everything in some tiers, and nothing else.</summary>
    /// <param name="tiers">The tiers.</param>
    /// <returns>JSON, in the order of the catalogue, with Unix line ends.</returns>
    public static string RequiredResourceAccess(params PermissionTier[] tiers)
    {
        (string Id, CapabilityService Service)[] services = [(PermissionIds.Graph, CapabilityService.Graph), (PermissionIds.ManagementActivity, CapabilityService.ManagementActivity)];
        var parts = new List<string>();
        foreach ((string id, CapabilityService service) in services)
        {
            IReadOnlyList<string> permissions = PermissionCatalog.Least(tiers, service);
            if (permissions.Count > 0)
            {
                string access = string.Join(",\n", permissions.Select(static permission => $"      {{ \"id\": \"{PermissionIds.Role(permission)}\", \"type\": \"Role\" }}"));
                parts.Add($"  {{\n    \"resourceAppId\": \"{id}\",\n    \"resourceAccess\": [\n{access}\n    ]\n  }}");
            }
        }

        return new StringBuilder("[\n").AppendJoin(",\n", parts).Append("\n]\n").ToString();
    }
}
