using System;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Where a request goes.</summary>
internal static class TenantAddress
{
    /// <summary>The address of a request.</summary>
    /// <exception cref="TenantRequestException">The cloud does not have the service, or the address is on another host: the token must not go there.</exception>
    public static Uri Of(CloudEndpoints endpoints, TenantRequest request)
    {
        Uri service = request.Audience == TenantAudience.Graph
            ? endpoints.Graph
            : endpoints.ManagementActivity ?? throw new TenantRequestException(TenantRequestProblem.NotAvailable, $"The Management Activity API is not offered in the {endpoints.Environment} cloud, or its address was not given.");

        // A path such as /v1.0/.. counts as an absolute file address on some systems, so the scheme decides.
        bool isWhole = request.Address.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || request.Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        string text = isWhole ? request.Address : service.AbsoluteUri.TrimEnd('/') + "/" + request.Address.TrimStart('/');
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || Uri.Compare(address, service, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0 || address.UserInfo.Length > 0)
        {
            throw new TenantRequestException(TenantRequestProblem.Unreadable, $"{Refusal.Name(request.Audience)} named a next address that is not on {service.Host}. It was not followed: the token must not go elsewhere.");
        }

        return address;
    }
}
