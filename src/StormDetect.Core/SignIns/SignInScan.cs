using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.SignIns;

/// <summary>Reads sign-ins: files of any form and in any mix, on all cores, and a tenant page by page.</summary>
internal static class SignInScan
{
    /// <summary>Reads files.</summary>
    /// <param name="paths">Files, and folders whose logs of sign-ins are read recursively.</param>
    /// <param name="into">Receives the sign-ins.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What was read, kept and dropped.</returns>
    public static ReadReport Read(IReadOnlyList<string> paths, SignInTable into, CancellationToken cancellationToken) => Read(paths, null, default, default, into, cancellationToken);

    /// <summary>Reads files and a tenant.</summary>
    /// <param name="paths">Files, and folders whose logs of sign-ins are read recursively; may be none.</param>
    /// <param name="tenant">The tenant; null for none.</param>
    /// <param name="from">From when on its sign-ins are wanted (UTC).</param>
    /// <param name="to">Up to when (UTC).</param>
    /// <param name="into">Receives the sign-ins, and what of the tenant's could not be read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What was read, kept and dropped.</returns>
    public static ReadReport Read(IReadOnlyList<string> paths, ITenantReader? tenant, DateTimeOffset from, DateTimeOffset to, SignInTable into, CancellationToken cancellationToken)
    {
        List<InputProblem> problems = [];
        ReadLedger ledger = new();
        if (paths.Count > 0)
        {
            ReadFiles(paths, problems, ledger, into, cancellationToken);
        }

        if (tenant is not null)
        {
            ReadTenant(tenant, from, to, ledger, into, cancellationToken);
        }

        return ledger.Report(problems.ToArray());
    }

    private static void ReadFiles(IReadOnlyList<string> paths, List<InputProblem> problems, ReadLedger ledger, SignInTable into, CancellationToken cancellationToken)
    {
        int inputs = 0;
        using BlockSource source = new(paths, Problem, () => inputs++, cancellationToken, SignInSigns.Instance);
        SignInReader[] readers = Enumerable.Range(0, BlockPump.Readers).Select(static _ => new SignInReader()).ToArray();
        BlockPump.Run(readers, source, null, cancellationToken);
        foreach (SignInReader reader in readers)
        {
            into.Merge(reader.Table);
            ledger.Merge(reader.Ledger);
        }

        void Problem(InputProblem problem)
        {
            lock (problems)
            {
                problems.Add(problem);
            }
        }
    }

    private static void ReadTenant(ITenantReader tenant, DateTimeOffset from, DateTimeOffset to, ReadLedger ledger, SignInTable into, CancellationToken cancellationToken)
    {
        string id = tenant.TenantId.ToLowerInvariant();
        SignInReader reader = new() { Tenant = id };
        foreach (SignInPage page in tenant.ReadSignInsAsync(from, to, cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            if (page.Page is { } rows)
            {
                reader.ReadPage(rows);
            }
            else
            {
                into.Missing.Add(new SignInsMissing(id, Kind(page.Log), FactTime.FromTicks(page.From.UtcTicks), FactTime.FromTicks(page.To.UtcTicks), page.Missing));
            }
        }

        into.Merge(reader.Table);
        ledger.Merge(reader.Ledger);
    }

    private static SignInKind Kind(SignInLogKind log) => log switch
    {
        SignInLogKind.NonInteractive => SignInKind.NonInteractive,
        SignInLogKind.ServicePrincipal => SignInKind.ServicePrincipal,
        SignInLogKind.ManagedIdentity => SignInKind.ManagedIdentity,
        _ => SignInKind.Interactive,
    };
}
