using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Small facts of the directory: the tenant's mail domains, who registered applications, and what users are called.</summary>
/// <remarks>
/// Source: Microsoft Graph documentation, "List domains" (supportedServices holds Email where the domain takes mail) and "List servicePrincipals" (appOwnerOrganizationId, verifiedPublisher; at most 15 values
/// in an <c>in</c> filter), and "List users" (id takes <c>in</c>).
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

    /// <summary>What the directory says of applications, by application id.</summary>
    public async ValueTask<IReadOnlyDictionary<string, TenantApplication>> ApplicationsAsync(IReadOnlyCollection<string> appIds, CancellationToken cancellationToken)
    {
        Dictionary<string, TenantApplication> applications = new(StringComparer.OrdinalIgnoreCase);
        await foreach (JsonElement item in ObjectsAsync("servicePrincipals", ApplicationPermissions, "appId", appIds, "appId,displayName,appOwnerOrganizationId,verifiedPublisher", cancellationToken).ConfigureAwait(false))
        {
            TenantApplication application = Application(item);
            applications[application.AppId] = application;
        }

        return applications;
    }

    /// <summary>What it says of applications, by the object id of their service principal.</summary>
    /// <remarks>createdDateTime of a service principal is sent, but documented for v1.0 nowhere: where it is refused, the same is asked without.</remarks>
    public async ValueTask<IReadOnlyDictionary<string, TenantApplication>> PrincipalsAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
    {
        const string Known = "id,appId,displayName,appOwnerOrganizationId,verifiedPublisher,accountEnabled";
        try
        {
            return await ByObjectIdAsync(objectIds, Known + ",createdDateTime", cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException failure) when (failure.Problem == TenantRequestProblem.Refused)
        {
            return await ByObjectIdAsync(objectIds, Known, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Principal names of users, by object id.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> UserNamesAsync(IReadOnlyCollection<string> objectIds, CancellationToken cancellationToken)
    {
        Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
        await foreach (JsonElement item in ObjectsAsync("users", MailboxList.Permissions, "id", objectIds, "id,userPrincipalName", cancellationToken).ConfigureAwait(false))
        {
            if (JsonText.Of(item, "userPrincipalName") is { Length: > 0 } name)
            {
                names[JsonText.Of(item, "id").ToLowerInvariant()] = name;
            }
        }

        return names;
    }

    private async ValueTask<IReadOnlyDictionary<string, TenantApplication>> ByObjectIdAsync(IReadOnlyCollection<string> objectIds, string properties, CancellationToken cancellationToken)
    {
        Dictionary<string, TenantApplication> applications = new(StringComparer.OrdinalIgnoreCase);
        await foreach (JsonElement item in ObjectsAsync("servicePrincipals", ApplicationPermissions, "id", objectIds, properties, cancellationToken).ConfigureAwait(false))
        {
            applications[JsonText.Of(item, "id").ToLowerInvariant()] = Application(item);
        }

        return applications;
    }

    private async IAsyncEnumerable<JsonElement> ObjectsAsync(string kind, string permissions, string key, IReadOnlyCollection<string> values, string properties, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Ids come from a log, where anything can stand in their place: only what is a GUID goes into a filter.
        string[] ids = [.. values.Where(static id => Guid.TryParse(id, out _)).Select(static id => Guid.Parse(id).ToString("D")).Distinct(StringComparer.Ordinal)];
        foreach (string[] some in ids.Chunk(MostInFilter))
        {
            string filter = Uri.EscapeDataString($"{key} in ({string.Join(", ", some.Select(static id => $"'{id}'"))})");
            TenantRequest request = PageReader.Get($"v1.0/{kind}?$filter={filter}&$select={properties}", permissions);
            await foreach (TenantPage page in pages.ReadAsync(request, kind == "users" ? kind : "service principals", pace: null, cancellationToken).ConfigureAwait(false))
            {
                foreach (JsonElement item in JsonText.Items(JsonText.Parse(page)))
                {
                    yield return item;
                }
            }
        }
    }

    private static TenantApplication Application(JsonElement item) => new(
        JsonText.Of(item, "appId").ToLowerInvariant(), JsonText.Of(item, "displayName"), JsonText.Of(item, "appOwnerOrganizationId").ToLowerInvariant(),
        item.TryGetProperty("verifiedPublisher", out JsonElement verified) && verified.ValueKind == JsonValueKind.Object ? JsonText.Of(verified, "displayName") : string.Empty)
    {
        CreatedAt = DateTimeOffset.TryParse(JsonText.Of(item, "createdDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset created) ? created : null,
        IsEnabled = !(item.TryGetProperty("accountEnabled", out JsonElement enabled) && enabled.ValueKind == JsonValueKind.False),
    };
}
