using System;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using StormDetect.Soak;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

/// <summary>A small fake tenant with a connection to it.</summary>
public sealed class LiveFixture : IAsyncLifetime
{
    /// <summary>The tenant.</summary>
    public FakeTenantServer Server { get; private set; } = null!;

    /// <summary>The connection.</summary>
    public TenantConnection Connection { get; private set; } = null!;

    /// <summary>The whole log.</summary>
    public AuditLogQuery Query { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        AuditScenarioOptions scenario = new() { Mailboxes = 30, Days = 4, Seed = 11 };
        DateTimeOffset start = new(scenario.Start.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        Query = new AuditLogQuery { Start = start, End = start.AddDays(scenario.Days), Name = "test" };
        Server = await FakeTenantServer.StartAsync(new FakeTenantOptions { Scenario = scenario, Now = Query.End.AddDays(2), Subscriptions = SoakTenant.Content, BlobRecords = 100 });
        Connection = await ConnectAsync(Server, CancellationToken.None);
    }

    /// <summary>Signs in as the tenant's application.</summary>
    internal static Task<TenantConnection> ConnectAsync(FakeTenantServer server, CancellationToken cancellationToken) =>
        SoakRun.ConnectAsync(server.BaseAddress, server.LoginAddress, server.TenantId, server.ClientId, server.ClientSecret, server.CreateHandler, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await Server.DisposeAsync();
    }
}
