using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.FakeTenant;

/// <summary>Runs a tenant until its input ends or it is told to stop.</summary>
internal static class Program
{
    private const string Usage =
        "Usage: FakeTenant [--mailboxes N] [--days N] [--seed N] [--attack NAME]... [--drift NAME]... [--start DATE] [--activity X] [--records N] [--faults NAME[=RATE|=Nx][@PATH]...] [--fault-seed N]"
        + " [--now TIME|real] [--port N] [--token-lifetime SECONDS] [--subscription TYPE]... [--user-role NAME]... [--group-role NAME]... [--permission NAME]... [--older-intruder] [--no-premium] [--no-audit-queries] [--beta-only] [--no-audit-role] [--keep-running] [--certificate FILE] [--retention-days N] [--query-limit N] [--query-polls N] [--slow SECONDS] [--ready FILE]";

    private static async Task<int> Main(string[] arguments)
    {
        FakeTenantOptions options;
        string ready;
        bool keepsRunning;
        try
        {
            (options, ready, keepsRunning) = Parse(arguments);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            await Console.Error.WriteLineAsync(e.Message + Environment.NewLine + Usage).ConfigureAwait(false);
            return 1;
        }

        using CancellationTokenSource stop = new();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        FakeTenantServer server = await FakeTenantServer.StartAsync(options, stop.Token).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            string line = Encoding.UTF8.GetString(Describe(server).Body.Span);
            Console.WriteLine(line);
            if (ready.Length > 0)
            {
                // Whoever waits for the file must never see half of it.
                await File.WriteAllTextAsync(ready + ".new", line, stop.Token).ConfigureAwait(false);
                File.Move(ready + ".new", ready, overwrite: true);
            }

            if (!keepsRunning)
            {
                _ = Task.Run(() => EndOfInput(stop));
            }

            try
            {
                await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
            }
        }

        return 0;
    }

    private static void EndOfInput(CancellationTokenSource stop)
    {
        while (Console.In.ReadLine() is not null)
        {
        }

        stop.Cancel();
    }

    private static FakeReply Describe(FakeTenantServer server) => FakeReply.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("baseAddress", server.BaseAddress.ToString());
        json.WriteString("loginAddress", server.LoginAddress.ToString());
        json.WriteString("tenantId", server.TenantId);
        json.WriteString("domain", server.Tenant.Domain);
        json.WriteString("certificate", server.CertificatePem);
        json.WriteString("clientId", server.ClientId);
        json.WriteString("clientSecret", server.ClientSecret);
        json.WriteString("clientCertificate", server.ClientCertificatePem);
        json.WriteString("clientCertificatePfx", server.ClientCertificatePfx);
        json.WriteString("expiredClientCertificate", server.ExpiredClientCertificatePem);
        json.WriteString("federatedTokenFile", server.FederatedTokenFile);
        json.WriteString("identityEndpoint", server.BaseAddress + "msi/token");
        json.WriteString("identityHeader", server.IdentityHeader);
        json.WriteString("userName", server.UserName);
        json.WriteString("start", server.Options.Scenario.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("end", server.Options.Scenario.Start.AddDays(server.Options.Scenario.Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("now", server.Clock.GetUtcNow());
        json.WriteNumber("rows", server.Tenant.RowCount);
        json.WriteNumber("processId", Environment.ProcessId);
        json.WriteEndObject();
    });

    private static (FakeTenantOptions Options, string Ready, bool KeepsRunning) Parse(string[] arguments)
    {
        FakeTenantOptions options = new();
        AuditScenarioOptions scenario = options.Scenario with { Attacks = [] };
        List<string> attacks = [];
        List<string> drifts = [];
        List<string> subscriptions = [];
        List<string> roles = [];
        List<string> groupRoles = [];
        List<string> permissions = [];
        string ready = string.Empty;
        bool keepsRunning = false;
        bool isReal = false;
        bool hasStart = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{name} needs a value.");
            int Number() => int.Parse(Value(), CultureInfo.InvariantCulture);
            switch (name)
            {
                case "--mailboxes":
                    scenario = scenario with { Mailboxes = Number() };
                    break;
                case "--days":
                    scenario = scenario with { Days = Number() };
                    break;
                case "--seed":
                    scenario = scenario with { Seed = Number() };
                    break;
                case "--start":
                    scenario = scenario with { Start = DateOnly.Parse(Value(), CultureInfo.InvariantCulture) };
                    hasStart = true;
                    break;
                case "--activity":
                    scenario = scenario with { Activity = double.Parse(Value(), CultureInfo.InvariantCulture) };
                    break;
                case "--attack":
                    attacks.Add(Value());
                    break;
                case "--drift":
                    drifts.Add(Value());
                    break;
                case "--records":
                    options = options with { Records = Number() };
                    break;
                case "--faults":
                    do
                    {
                        _ = options.Faults.Set(Value());
                    }
                    while (i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal));
                    break;
                case "--fault-seed":
                    options.Faults.Seed = Number();
                    break;
                case "--now":
                    string now = Value();
                    isReal = now == "real";
                    options = isReal
                        ? options with { Now = DateTimeOffset.UtcNow }
                        : options with { Now = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) };
                    break;
                case "--port":
                    options = options with { Port = Number() };
                    break;
                case "--token-lifetime":
                    options = options with { TokenLifetime = TimeSpan.FromSeconds(Number()) };
                    break;
                case "--subscription":
                    subscriptions.Add(Value());
                    break;
                case "--user-role":
                    roles.Add(Value());
                    break;
                case "--group-role":
                    groupRoles.Add(Value());
                    break;
                case "--permission":
                    permissions.Add(Value());
                    break;
                case "--no-premium":
                    options = options with { HasPremium = false };
                    break;
                case "--no-audit-queries":
                    options = options with { HasAuditQueries = false };
                    break;
                case "--certificate":
                    options = options with { TlsCertificateFile = Path.GetFullPath(Value()) };
                    break;
                case "--retention-days":
                    options = options with { AuditRetention = TimeSpan.FromDays(Number()) };
                    break;
                case "--query-limit":
                    options = options with { MostQueryRecords = Number() };
                    break;
                case "--query-polls":
                    options = options with { QueryPolls = Number() };
                    break;
                case "--slow":
                    options.Faults.SlowBody = TimeSpan.FromSeconds(double.Parse(Value(), CultureInfo.InvariantCulture));
                    break;
                case "--older-intruder":
                    options = options with { HasOlderIntruder = true };
                    break;
                case "--beta-only":
                    options = options with { HasAuditQueriesInBetaOnly = true };
                    break;
                case "--no-audit-role":
                    options = options with { UserHasAuditRole = false };
                    break;
                case "--keep-running":
                    keepsRunning = true;
                    break;
                case "--ready":
                    ready = Path.GetFullPath(Value());
                    break;
                default:
                    throw new FormatException($"'{name}' is not an option.");
            }
        }

        if (isReal && !hasStart)
        {
            // The log's last day is today.
            scenario = scenario with { Start = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(1 - scenario.Days) };
        }

        options = options with
        {
            Scenario = scenario with { Attacks = attacks, Drifts = drifts },
            Subscriptions = subscriptions,
            UserRoles = roles.Count > 0 ? roles : groupRoles.Count > 0 ? [] : options.UserRoles,
            UserGroupRoles = groupRoles,
            Permissions = permissions.Count > 0 ? permissions : options.Permissions,
        };
        return (options, ready, keepsRunning);
    }
}
