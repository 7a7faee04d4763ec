using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core;

/// <summary>Names the applications of results as the tenant's own directory knows them, with who registered them. For display only: nothing is judged anew.</summary>
public static class ApplicationNames
{
    /// <summary>Names them. The directory goes before the list of published names; what it does not know keeps that name.</summary>
    /// <param name="tenant">The tenant. Results of other tenants stay as they are.</param>
    /// <param name="results">Findings and applications, as hunts give them; others are passed over.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>How many applications the directory knew, and how many not.</returns>
    /// <exception cref="TenantRequestException">The directory could not be read.</exception>
    public static async ValueTask<(int Known, int Unknown)> ResolveAsync(ITenantReader tenant, IEnumerable<object> results, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(results);
        INamesApplications[] named = [.. results.OfType<INamesApplications>().Where(result => result.TenantId.Length == 0 || result.TenantId.Equals(tenant.TenantId, StringComparison.OrdinalIgnoreCase))];
        string[] ids = [.. named.SelectMany(static result => new[] { result.AppId, result.ClientAppId }).Where(static id => id.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (ids.Length == 0)
        {
            return (0, 0);
        }

        IReadOnlyDictionary<string, TenantApplication> known = await tenant.ReadApplicationsAsync(ids, cancellationToken).ConfigureAwait(false);
        TenantApplication? Find(string id) => known.TryGetValue(id.ToLowerInvariant(), out TenantApplication? application) ? application : null;
        foreach (INamesApplications result in named)
        {
            result.Name(Find(result.AppId), Find(result.ClientAppId));
        }

        int found = ids.Count(id => Find(id) is not null);
        return (found, ids.Length - found);
    }
}
