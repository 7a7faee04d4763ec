using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;

namespace StormDetect.Soak;

/// <summary>
/// <c>[records] [rounds]</c>: collects a fake tenant of a million records through Microsoft Graph and through the Management Activity API, three times in a row each, with everything going wrong that
/// can be got over. Exit code 0 where every round gave exactly what the tenant holds. The tenant runs in a process of its own, so that memory is the collector's.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["serve", string count])
        {
            await ServeAsync(Number(count)).ConfigureAwait(false);
            return 0;
        }

        int records = arguments.Length > 0 ? Number(arguments[0]) : 1_000_000;
        int rounds = arguments.Length > 1 ? Number(arguments[1]) : 3;
        using Process tenant = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(Program).Assembly.Location, "serve", $"{records}"] : ["serve", $"{records}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using JsonDocument ready = JsonDocument.Parse(await tenant.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? throw new InvalidOperationException("The tenant did not start."));
            return await RunAsync(ready.RootElement, records, rounds).ConfigureAwait(false) ? 0 : 1;
        }
        finally
        {
            tenant.StandardInput.Close();
            await tenant.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    private static async Task ServeAsync(int records)
    {
        FakeTenantServer server = await FakeTenantServer.StartAsync(SoakTenant.Options(records)).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["address"] = server.BaseAddress.AbsoluteUri,
                ["login"] = server.LoginAddress.AbsoluteUri,
                ["tenant"] = server.TenantId,
                ["client"] = server.ClientId,
                ["secret"] = server.ClientSecret,
                ["certificate"] = server.CertificatePem,
            }));

            // Steered over its control addresses; the end of input is its end.
            while (await Console.In.ReadLineAsync().ConfigureAwait(false) is not null)
            {
            }
        }
    }

    private static async Task<bool> RunAsync(JsonElement ready, int records, int rounds)
    {
        string Text(string name) => ready.GetProperty(name).GetString()!;
        Uri address = new(Text("address"));
        using X509Certificate2 trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Text("certificate")).ConfigureAwait(false));
        using HttpClient control = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
        OtherClock clock = new(await NowAsync(control).ConfigureAwait(false) - DateTimeOffset.UtcNow);
        using TenantConnection connection = await SoakRun.ConnectAsync(address, new Uri(Text("login")), Text("tenant"), Text("client"), Text("secret"), () => Handler(trusted), CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{records:N0} records; {Environment.ProcessorCount} processors; .NET {Environment.Version}"));
        Console.WriteLine("route               round  slices  again   requests  failed   seconds  records/s  peak MB  missing  extra  twice  proven");
        bool isExact = true;
        for (int round = 1; round <= rounds; round++)
        {
            foreach (AuditLogRouteKind kind in new[] { AuditLogRouteKind.GraphQuery, AuditLogRouteKind.ManagementActivity })
            {
                await BreakAsync(control, round).ConfigureAwait(false);
                isExact &= await RoundAsync(connection, kind, round, clock, control).ConfigureAwait(false);
            }
        }

        return isExact;
    }

    private static async Task<bool> RoundAsync(TenantConnection connection, AuditLogRouteKind kind, int round, OtherClock clock, HttpClient control)
    {
        string folder = Directory.CreateTempSubdirectory("stormdetect-soak-").FullName;
        try
        {
            using Memory memory = new();
            Stopwatch watch = Stopwatch.StartNew();
            SearchReport report = await SoakRun.CollectAsync(connection, kind, SoakTenant.Query, clock, folder, CancellationToken.None).ConfigureAwait(false);
            double seconds = watch.Elapsed.TotalSeconds;
            long peak = memory.Peak;

            (int requests, int failed) = await RequestsAsync(control).ConfigureAwait(false);
            HashSet<Guid> expected = await ExpectedAsync(control).ConfigureAwait(false);
            int there = expected.Count;
            long twice = 0;
            long extra = 0;
            HashSet<Guid> seen = [];
            foreach (Guid id in SoakRun.Ids(report, folder))
            {
                twice += seen.Add(id) ? 0 : 1;
                extra += expected.Contains(id) ? 0 : 1;
            }

            expected.ExceptWith(seen);
            bool isProven = report.Slices.All(static slice => slice.State == SliceState.Complete);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind,-18} {round,6} {report.Slices.Count,7} {report.Slices.Sum(static slice => slice.Attempts - 1),6} {requests,10:N0} {failed,7:N0} {seconds,9:F1} {there / seconds,10:N0} {peak / 1e6,8:N0} {expected.Count,8} {extra,6} {twice,6}  {isProven}"));
            foreach (string line in isProven ? [] : report.Lines)
            {
                Console.WriteLine("    " + line);
            }

            return isProven && expected.Count == 0 && extra == 0 && twice == 0 && there > 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HttpClientHandler Handler(X509Certificate2 trusted) => new()
    {
        ServerCertificateCustomValidationCallback = (_, certificate, _, errors) => errors == System.Net.Security.SslPolicyErrors.None || (certificate?.RawData.AsSpan().SequenceEqual(trusted.RawData) ?? false),
    };

    private static async Task BreakAsync(HttpClient control, int seed)
    {
        FakeTenantFaults faults = new();
        SoakTenant.Break(faults, seed);
        string body = JsonSerializer.Serialize(new
        {
            seed,
            retryAfterSeconds = faults.RetryAfter.TotalSeconds,
            slowBodySeconds = faults.SlowBody.TotalSeconds,
            rules = faults.Rules.ToDictionary(static rule => rule.Key.ToString(), static rule => new { rate = rule.Value.Rate, count = rule.Value.Count }),
        });
        using HttpResponseMessage response = await control.PostAsync(new Uri("_fake/faults", UriKind.Relative), new StringContent(body)).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        using HttpResponseMessage forgotten = await control.DeleteAsync(new Uri("_fake/requests", UriKind.Relative)).ConfigureAwait(false);
        forgotten.EnsureSuccessStatusCode();
    }

    private static async Task<DateTimeOffset> NowAsync(HttpClient control)
    {
        using JsonDocument clock = JsonDocument.Parse(await control.GetStringAsync(new Uri("_fake/clock", UriKind.Relative)).ConfigureAwait(false));
        return clock.RootElement.GetProperty("now").GetDateTimeOffset();
    }

    private static async Task<(int All, int Failed)> RequestsAsync(HttpClient control)
    {
        using JsonDocument requests = JsonDocument.Parse(await control.GetStringAsync(new Uri("_fake/requests", UriKind.Relative)).ConfigureAwait(false));
        return (requests.RootElement.GetArrayLength(), requests.RootElement.EnumerateArray().Count(static entry => entry.GetProperty("status").GetInt32() is not (>= 200 and < 300)));
    }

    private static async Task<HashSet<Guid>> ExpectedAsync(HttpClient control)
    {
        HashSet<Guid> ids = [];
        string window = string.Create(CultureInfo.InvariantCulture, $"_fake/announced?start={SoakTenant.Query.Start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&end={SoakTenant.Query.End.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        using StreamReader lines = new(await control.GetStreamAsync(new Uri(window, UriKind.Relative)).ConfigureAwait(false));
        while (await lines.ReadLineAsync().ConfigureAwait(false) is string line)
        {
            ids.Add(Guid.Parse(line));
        }

        return ids;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
