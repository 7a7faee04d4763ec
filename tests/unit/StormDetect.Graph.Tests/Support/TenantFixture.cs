using System;
using System.Net.Http;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using Xunit;

namespace StormDetect.Graph.Tests;

/// <summary>A small fake tenant for the tests of a class.</summary>
public sealed class TenantFixture : IAsyncLifetime
{
    /// <summary>It.</summary>
    internal FakeTenantServer Server { get; private set; } = null!;

    /// <summary>Its addresses, as a custom cloud.</summary>
    internal CloudEndpoints Endpoints => new()
    {
        Environment = CloudEnvironment.Custom,
        Graph = Server.BaseAddress,
        Login = Server.LoginAddress,
        ManagementActivity = Server.BaseAddress,
        HasAuditQueries = true,
    };

    /// <summary>A world that trusts its certificate and loses no time.</summary>
    internal ConnectionHooks Hooks => new() { Network = Network, Options = new TransportOptions { FirstPause = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(20) } };

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        Server = await FakeTenantServer.StartAsync(new FakeTenantOptions { Scenario = new AuditScenarioOptions { Mailboxes = 5, Days = 1, Seed = 1, Attacks = [] } }, CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A secret as people give it.</summary>
    internal static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    /// <summary>A request with the application's secret.</summary>
    internal ConnectionRequest WithSecret(string? secret = null, string? tenant = null, string? client = null) => new()
    {
        Method = SignInMethod.ClientSecret,
        Endpoints = Endpoints,
        TenantId = tenant ?? Server.TenantId,
        ClientId = client ?? Server.ClientId,
        ClientSecret = Secure(secret ?? Server.ClientSecret),
    };

    /// <summary>Connects.</summary>
    internal Task<TenantConnection> Connect(ConnectionRequest request, Action<string>? prompt = null, ConnectionHooks? hooks = null) =>
        GraphServices.ConnectAsync(request, prompt, hooks ?? Hooks, TestContext.Current.CancellationToken);

    private HttpClientHandler Network()
    {
        HttpClientHandler handler = Server.CreateHandler();
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        return handler;
    }
}
