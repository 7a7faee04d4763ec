using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph.Tests.Reading;

/// <summary>A reader over a scripted transport, on a day in September.</summary>
internal static class ReaderSetup
{
    public const string Tenant = "6f3c1a90-0b8e-4f57-9d0a-2f1f3a5b7c11";

    public static DateTimeOffset Now { get; } = new(2026, 9, 20, 12, 0, 0, TimeSpan.Zero);

    public static GraphConnection Connection(ITenantTransport transport) => new()
    {
        Name = "contoso",
        TenantId = Tenant,
        Account = "app",
        ClientId = "11111111-2222-3333-4444-555555555555",
        AuthenticationMethod = "Certificate",
        IsApplication = true,
        Endpoints = CloudEndpoints.Of(CloudEnvironment.Global),
        Permissions = [],
        Transport = transport,
    };

    public static ITenantReader Open(ITenantTransport transport, TimeProvider? time = null) => GraphServices.OpenReader(Connection(transport), status: null, time ?? new PassingTime(Now));

    public static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> all = [];
        await foreach (T item in items)
        {
            all.Add(item);
        }

        return all;
    }

    public static async IAsyncEnumerable<string> EachAsync(params string[] items)
    {
        foreach (string item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }
}
