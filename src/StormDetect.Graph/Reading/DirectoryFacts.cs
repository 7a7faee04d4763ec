using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Small facts of the directory: the tenant's mail domains, and who registered applications.</summary>
/// <remarks>
/// Source: Microsoft Graph documentation, "List domains" (supportedServices holds Email where the domain takes mail) and "List servicePrincipals" (appOwnerOrganizationId, verifiedPublisher; at most 15 values
/// in an <c>in</c> filter).
/// </remarks>
internal sealed class DirectoryFacts(PageReader pages)
{
    /// <summary>What domains take.</summary>
    public const string DomainPermissions = "Domain.Read.All or Directory.Read.All";

    /// <summary>What applications take.</summary>
    public const string ApplicationPermissions = "Application.Read.All or Directory.Read.All";

    private const int MostInFilter = 15;

    /// <summary>The verified domains that take mail.</summary>
    public async ValueTask<IReadOnlyList<string>> DomainsAsync(CancellationToken cancellationToken)
    {
        List<string> domains = [];
        await foreach (TenantPage page in pages.ReadAsync(PageReader.Get("v1.0/domains", DomainPermissions), "domains", pace: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (JsonElement domain in JsonText.Items(JsonText.Parse(page)))
            {
                bool isVerified = domain.TryGetProperty("isVerified", out JsonElement verified) && verified.ValueKind == JsonValueKind.True;
                bool takesMail = domain.TryGetProperty("supportedServices", out JsonElement services) && services.ValueKind == JsonValueKind.Array
                    && services.EnumerateArray().Any(static service => service.ValueKind == JsonValueKind.String && service.ValueEquals("Email"));
                if (isVerified && takesMail && JsonText.Of(domain, "id") is { Length: > 0 } name)
                {
                    domains.Add(name.ToLowerInvariant());
                }
            }
        }

        return domains;
    }

    /// <summary>What the directory says of applications.</summary>
    public async ValueTask<IReadOnlyDictionary<string, TenantApplication>> ApplicationsAsync(IReadOnlyCollection<string> appIds, CancellationToken cancellationToken)
    {
        Dictionary<string, TenantApplication> applications = new(StringComparer.OrdinalIgnoreCase);

        // Ids come from a log, where anything can stand in their place: only what is a GUID goes into a filter.
        string[] ids = [.. appIds.Where(static id => Guid.TryParse(id, out _)).Select(static id => Guid.Parse(id).ToString("D")).Distinct(StringComparer.Ordinal)];
        foreach (string[] some in ids.Chunk(MostInFilter))
        {
            string filter = Uri.EscapeDataString($"appId in ({string.Join(", ", some.Select(static id => $"'{id}'"))})");
            TenantRequest request = PageReader.Get($"v1.0/servicePrincipals?$filter={filter}&$select=appId,displayName,appOwnerOrganizationId,verifiedPublisher", ApplicationPermissions);
            await foreach (TenantPage page in pages.ReadAsync(request, "service principals", pace: null, cancellationToken).ConfigureAwait(false))
            {
                foreach (JsonElement item in JsonText.Items(JsonText.Parse(page)))
                {
                    string id = JsonText.Of(item, "appId").ToLowerInvariant();
                    string publisher = item.TryGetProperty("verifiedPublisher", out JsonElement verified) ? JsonText.Of(verified, "displayName") : string.Empty;
                    applications[id] = new TenantApplication(id, JsonText.Of(item, "displayName"), JsonText.Of(item, "appOwnerOrganizationId").ToLowerInvariant(), publisher);
                }
            }
        }

        return applications;
    }
}
