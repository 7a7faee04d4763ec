using System;
using BenchmarkDotNet.Running;

namespace StormDetect.Bench;

/// <summary>
/// <c>throughput [MiB]</c> times whole hunts as processes, <c>orphans [k accesses] [k sign-ins]</c> the comparison with sign-ins; anything else goes to BenchmarkDotNet (<c>--filter *</c>).
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length > 0 && args[0].Equals("throughput", StringComparison.OrdinalIgnoreCase))
        {
            return Throughput.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1024);
        }

        if (args.Length > 0 && args[0].Equals("orphans", StringComparison.OrdinalIgnoreCase))
        {
            return OrphanThroughput.Run(Thousands(args, 1, 2000), Thousands(args, 2, 1000));
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }

    private static int Thousands(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
