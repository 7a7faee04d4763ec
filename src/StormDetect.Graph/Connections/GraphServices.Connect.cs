using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <content>Signing in.</content>
public static partial class GraphServices
{
    /// <summary>Signs in to a tenant. At most the sign-in service is asked; no data of the tenant is.</summary>
    /// <param name="request">Who, where and how.</param>
    /// <param name="prompt">Shows a person what to do (device code); null where there is nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The connection. Dispose of it to forget its tokens.</returns>
    /// <exception cref="TenantRequestException">It failed; the message says what to do.</exception>
    public static Task<TenantConnection> ConnectAsync(ConnectionRequest request, Action<string>? prompt, CancellationToken cancellationToken) =>
        ConnectAsync(request, prompt, new ConnectionHooks(), cancellationToken);

    /// <summary>Sees what will work with a connection. Asks the sign-in service for a token for the Management Activity API as well, and Microsoft Graph for the account's own roles where the token does not name enough of them; no other data of the tenant is asked for.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Everything in the catalogue.</returns>
    public static async Task<IReadOnlyList<CapabilityCheck>> PreflightAsync(TenantConnection connection, CancellationToken cancellationToken)
    {
        GraphConnection graph = GraphConnection.Of(connection);
        await graph.AskActivityAsync(cancellationToken).ConfigureAwait(false);
        await graph.AskRolesAsync(cancellationToken).ConfigureAwait(false);
        return Preflight.Judge(connection);
    }

    /// <summary>The same with a world of the tests' own.</summary>
    internal static async Task<TenantConnection> ConnectAsync(ConnectionRequest request, Action<string>? prompt, ConnectionHooks hooks, CancellationToken cancellationToken)
    {
        ConnectionRules.Check(request);
        TimeProvider time = hooks.Options.Time;
        var clock = new ClockWatch(time);
        var factory = new CredentialFactory(request, hooks.Network(), clock, prompt, time);
        try
        {
            var failure = new SignInFailure(new SignInSubject(request.Endpoints.Login.Host, request.TenantId, request.ClientId, factory.Hint), clock);
            TokenCredential credential;
            Dictionary<TenantAudience, string[]> scopes = Scopes(request);
            try
            {
                credential = factory.Create();
                await CredentialFactory.SignInAsync(credential, scopes[TenantAudience.Graph], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw failure.Of(cause, TenantAudience.Graph);
            }

            var tokens = new TokenSource(credential, factory.Create, !request.NeedsPerson && request.Method != SignInMethod.AccessToken, scopes, failure, time);
            TenantAudience first = credential is CallerToken own ? own.Audience : TenantAudience.Graph;
            TokenFacts facts = TokenFacts.Read(await tokens.GetAsync(first, null, cancellationToken).ConfigureAwait(false));
            ConnectionRules.CheckTenant(request, facts);
            return new GraphConnection(tokens, factory)
            {
                Name = request.Name.Length > 0 ? request.Name : request.TenantId.Length > 0 ? request.TenantId : facts.TenantId.Length > 0 ? facts.TenantId : request.Method.ToString(),
                TenantId = facts.TenantId.Length > 0 ? facts.TenantId : request.TenantId,
                Account = facts.Account.Length > 0 ? facts.Account : request.ClientId,
                ClientId = facts.ClientId.Length > 0 ? facts.ClientId : request.ClientId,
                AuthenticationMethod = request.Method.ToString(),
                IsApplication = facts.IsReadable ? facts.IsApplication : request.Method is SignInMethod.Certificate or SignInMethod.ClientSecret or SignInMethod.ManagedIdentity or SignInMethod.WorkloadIdentity,
                Endpoints = request.Endpoints,
                Permissions = first == TenantAudience.Graph ? facts.Permissions : [],
                ArePermissionsKnown = facts.IsReadable,
                DirectoryRoles = facts.DirectoryRoles,
                FirstActivityPermissions = first == TenantAudience.ManagementActivity ? facts.Permissions : null,
                Transport = new TenantTransport(request.Endpoints, tokens, clock, hooks.Options, hooks.Network()),
            };
        }
        catch
        {
            factory.Dispose();
            throw;
        }
    }

    private static Dictionary<TenantAudience, string[]> Scopes(ConnectionRequest request)
    {
        static string Resource(Uri service) => service.GetLeftPart(UriPartial.Authority);

        string graph = Resource(request.Endpoints.Graph);
        var scopes = new Dictionary<TenantAudience, string[]>
        {
            [TenantAudience.Graph] = request.NeedsPerson && request.Scopes.Count > 0 ? [.. request.Scopes.Select(scope => $"{graph}/{scope}")] : [graph + "/.default"],
        };
        if (request.Endpoints.ManagementActivity is Uri activity)
        {
            scopes[TenantAudience.ManagementActivity] = [Resource(activity) + "/.default"];
        }

        return scopes;
    }
}
