using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Reads the parts of a configuration that Microsoft Graph and the Management Activity API know.</summary>
/// <remarks>Source: Microsoft Graph documentation of each resource (v1.0), and the Office 365 Management Activity API reference for subscriptions/list. Permissions are those the checks name.</remarks>
internal sealed class GraphConfigSource : IConfigSource
{
    private const string ApplicationRead = "Application.Read.All or Directory.Read.All";
    private const string PolicyRead = "Policy.Read.All";

    // The resources whose app roles open mail: Microsoft Graph and Office 365 Exchange Online.
    private const string MailResources = "appId eq '00000003-0000-0000-c000-000000000000' or appId eq '00000002-0000-0ff1-ce00-000000000000'";

    private static readonly Dictionary<ConfigPart, TenantRequest> s_requests = new()
    {
        [ConfigPart.SubscribedSkus] = PageReader.Get("v1.0/subscribedSkus", "LicenseAssignment.Read.All or Organization.Read.All or Directory.Read.All"),
        [ConfigPart.UserLicences] = PageReader.Get("v1.0/users?$select=id,userPrincipalName,accountEnabled,assignedPlans&$top=999", "User.Read.All or Directory.Read.All"),
        [ConfigPart.DelegatedGrants] = PageReader.Get("v1.0/oauth2PermissionGrants?$top=999", "DelegatedPermissionGrant.Read.All or Directory.Read.All"),
        [ConfigPart.AuthorizationPolicy] = PageReader.Get("v1.0/policies/authorizationPolicy", PolicyRead),
        [ConfigPart.ConsentRequestPolicy] = PageReader.Get("v1.0/policies/adminConsentRequestPolicy", PolicyRead),
        [ConfigPart.AppManagementPolicy] = PageReader.Get("v1.0/policies/defaultAppManagementPolicy", PolicyRead),
        [ConfigPart.Partners] = PageReader.Get("v1.0/policies/crossTenantAccessPolicy/partners", PolicyRead),
    };

    private readonly PageReader _pages;
    private readonly TenantConnection _connection;

    /// <summary>Makes it.</summary>
    public GraphConfigSource(PageReader pages, TenantConnection connection)
    {
        _pages = pages;
        _connection = connection;
    }

    /// <inheritdoc/>
    public string Name => $"Microsoft Graph ({_connection.Name})";

    /// <inheritdoc/>
    public string TenantId => _connection.TenantId;

    /// <inheritdoc/>
    public bool Offers(ConfigPart part) =>
        s_requests.ContainsKey(part) || part == ConfigPart.AppRoleAssignments
        || (part == ConfigPart.ActivitySubscriptions && _connection.Endpoints.ManagementActivity is not null);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ReadAsync(ConfigPart part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<IReadOnlyDictionary<string, object?>> items = Items(part, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await NextAsync(items).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<IReadOnlyDictionary<string, object?>> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (TenantRequestException failure)
        {
            throw new ConfigReadException(failure.Message, failure);
        }
    }

    private IAsyncEnumerable<IReadOnlyDictionary<string, object?>> Items(ConfigPart part, CancellationToken cancellationToken) => part switch
    {
        ConfigPart.AppRoleAssignments => AppRolesAsync(cancellationToken),
        ConfigPart.ActivitySubscriptions => ListAsync(
            new TenantRequest(TenantAudience.ManagementActivity, HttpMethod.Get, $"api/v1.0/{_connection.TenantId}/activity/feed/subscriptions/list?PublisherIdentifier={_connection.TenantId}") { Permissions = "ActivityFeed.Read" }, part, cancellationToken),
        _ => ListAsync(s_requests[part], part, cancellationToken),
    };

    private async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> ListAsync(TenantRequest request, ConfigPart part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (JsonElement item in ObjectsAsync(request, part.ToString(), cancellationToken).ConfigureAwait(false))
        {
            yield return Bag(item);
        }
    }

    /// <summary>Who holds app roles of the resources with mail, each with the role's name, which only the resource knows.</summary>
    private async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> AppRolesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TenantRequest resources = PageReader.Get($"v1.0/servicePrincipals?$filter={Uri.EscapeDataString(MailResources)}&$select=id,appId,displayName,appRoles", ApplicationRead);
        await foreach (JsonElement resource in ObjectsAsync(resources, "service principals of mail", cancellationToken).ConfigureAwait(false))
        {
            Dictionary<string, string> roles = new(StringComparer.OrdinalIgnoreCase);
            if (resource.TryGetProperty("appRoles", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement role in list.EnumerateArray())
                {
                    roles[JsonText.Of(role, "id")] = JsonText.Of(role, "value");
                }
            }

            TenantRequest assigned = PageReader.Get($"v1.0/servicePrincipals/{Uri.EscapeDataString(JsonText.Of(resource, "id"))}/appRoleAssignedTo?$top=999", ApplicationRead);
            await foreach (JsonElement assignment in ObjectsAsync(assigned, "app role assignments", cancellationToken).ConfigureAwait(false))
            {
                Dictionary<string, object?> bag = Bag(assignment);
                bag["AppRoleName"] = roles.GetValueOrDefault(JsonText.Of(assignment, "appRoleId"));
                yield return bag;
            }
        }
    }

    private async IAsyncEnumerable<JsonElement> ObjectsAsync(TenantRequest request, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TenantPage page in _pages.ReadAsync(request, what, pace: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (JsonElement item in JsonText.Items(JsonText.Parse(page)))
            {
                yield return item;
            }
        }
    }

    private static Dictionary<string, object?> Bag(JsonElement item)
    {
        Dictionary<string, object?> bag = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in item.EnumerateObject())
        {
            if (!member.Name.StartsWith('@'))
            {
                bag[member.Name] = Plain(member.Value);
            }
        }

        return bag;
    }

    /// <summary>A value as what every assembly knows: a JsonElement of here is another type than that of Core, whose System.Text.Json is the runtime's own.</summary>
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Bag(value),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
