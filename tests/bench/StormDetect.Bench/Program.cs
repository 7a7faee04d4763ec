using System;
using BenchmarkDotNet.Running;

namespace StormDetect.Bench;

/// <summary>
/// <c>throughput [MiB]</c> times whole hunts as processes; anything else goes to BenchmarkDotNet (<c>--filter *</c>).
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length > 0 && args[0].Equals("throughput", StringComparison.OrdinalIgnoreCase))
        {
            return Throughput.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1024);
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
