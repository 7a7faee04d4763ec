using System;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What a sign-in must be to be tried, and what its token must say.</summary>
internal static class ConnectionRules
{
    /// <summary>Sees that a request can be tried.</summary>
    /// <exception cref="TenantRequestException">It cannot.</exception>
    public static void Check(ConnectionRequest request)
    {
        if (request.Endpoints.Login.Scheme != Uri.UriSchemeHttps)
        {
            throw new TenantRequestException(TenantRequestProblem.Refused, "The sign-in address has to be https.");
        }

        foreach (Uri? service in new[] { request.Endpoints.Graph, request.Endpoints.ManagementActivity })
        {
            // A token in the clear is a token given away; the loopback does not leave the machine.
            if (service is not null && service.Scheme != Uri.UriSchemeHttps && !(service.Scheme == Uri.UriSchemeHttp && service.IsLoopback))
            {
                throw new TenantRequestException(TenantRequestProblem.Refused, $"The address '{PlainText.Safe(service.ToString())}' has to be https.");
            }
        }
    }

    /// <summary>Sees that the token is for the tenant that was asked for.</summary>
    /// <exception cref="TenantRequestException">It is for another.</exception>
    public static void CheckTenant(ConnectionRequest request, TokenFacts facts)
    {
        // A domain is resolved by the sign-in service; only an id can be compared.
        if (Guid.TryParse(request.TenantId, out Guid asked) && Guid.TryParse(facts.TenantId, out Guid got) && asked != got)
        {
            throw new TenantRequestException(TenantRequestProblem.WrongTenant, $"The token is for the tenant {got}, not for {asked}. Check -TenantId, or sign in with an account of that tenant.");
        }
    }
}
