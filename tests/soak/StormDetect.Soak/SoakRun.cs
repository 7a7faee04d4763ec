using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.Graph;

namespace StormDetect.Soak;

/// <summary>Collects a tenant's log through a route, and holds what came against what there is.</summary>
internal static class SoakRun
{
    /// <summary>Opens a connection to a fake tenant, as an application with a secret.</summary>
    /// <param name="address">Graph and the Management Activity API.</param>
    /// <param name="login">The login service.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="clientId">The application.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="network">Trusts the tenant's certificate.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<TenantConnection> ConnectAsync(Uri address, Uri login, string tenantId, string clientId, string secret, Func<System.Net.Http.HttpMessageHandler> network, CancellationToken cancellationToken)
    {
        System.Security.SecureString hidden = new();
        foreach (char letter in secret)
        {
            hidden.AppendChar(letter);
        }

        ConnectionRequest request = new()
        {
            Name = "soak",
            Method = SignInMethod.ClientSecret,
            TenantId = tenantId,
            ClientId = clientId,
            ClientSecret = hidden,
            Endpoints = new CloudEndpoints { Environment = CloudEnvironment.Custom, Graph = address, Login = login, ManagementActivity = address, HasAuditQueries = true },
        };
        TransportOptions options = new() { FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(500) };
        return GraphServices.ConnectAsync(request, null, new ConnectionHooks { Network = network, Options = options }, cancellationToken);
    }

    /// <summary>Collects.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="kind">The route.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="clock">The tenant's time.</param>
    /// <param name="folder">Where the records go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The proof.</returns>
    public static async Task<SearchReport> CollectAsync(TenantConnection connection, AuditLogRouteKind kind, AuditLogQuery query, TimeProvider clock, string folder, CancellationToken cancellationToken)
    {
        RoutePacing pacing = new()
        {
            Time = clock,
            FirstPause = TimeSpan.FromMilliseconds(10),
            LongestPause = TimeSpan.FromMilliseconds(200),
            QueryPatience = TimeSpan.FromSeconds(20),
        };
        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, kind, SoakTenant.Content, pacing);
        AuditLogSearch search = new(route, query, new AuditLogSearchOptions
        {
            StatePath = folder,
            Clock = clock,
            Random = Random.Shared.NextDouble,
            Attempts = 10,
            MostSubmissions = 100_000,
            FirstDelay = TimeSpan.FromMilliseconds(20),
            LongestDelay = TimeSpan.FromMilliseconds(500),
        });
        return await search.RunAsync(static (_, _) => ValueTask.CompletedTask, cancellationToken);
    }

    /// <summary>The ids of what was handed on, one a record.</summary>
    /// <param name="report">The proof.</param>
    /// <param name="folder">Where the records are.</param>
    public static IEnumerable<Guid> Ids(SearchReport report, string folder)
    {
        foreach (string name in report.Slices.Select(static slice => slice.FileName).Where(static name => name.Length > 0))
        {
            using StreamReader lines = new(new GZipStream(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress), Encoding.UTF8);
            while (lines.ReadLine() is string line)
            {
                yield return RecordIdentity.Of(Encoding.UTF8.GetBytes(line));
            }
        }
    }
}
