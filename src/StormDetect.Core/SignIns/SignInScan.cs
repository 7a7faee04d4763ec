using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.SignIns;

/// <summary>Reads files of sign-ins, of any form and in any mix, on all cores.</summary>
internal static class SignInScan
{
    /// <summary>Reads them.</summary>
    /// <param name="paths">Files, and folders whose logs of sign-ins are read recursively.</param>
    /// <param name="into">Receives the sign-ins.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What was read, kept and dropped.</returns>
    public static ReadReport Read(IReadOnlyList<string> paths, SignInTable into, CancellationToken cancellationToken)
    {
        List<InputProblem> problems = [];
        int inputs = 0;
        using BlockSource source = new(paths, Problem, () => inputs++, cancellationToken, SignInSigns.Instance);
        SignInReader[] readers = Enumerable.Range(0, BlockPump.Readers).Select(static _ => new SignInReader()).ToArray();
        BlockPump.Run(readers, source, null, cancellationToken);
        foreach (SignInReader reader in readers)
        {
            into.Merge(reader.Table);
            if (reader != readers[0])
            {
                readers[0].Ledger.Merge(reader.Ledger);
            }
        }

        return readers[0].Ledger.Report(problems.ToArray());

        void Problem(InputProblem problem)
        {
            lock (problems)
            {
                problems.Add(problem);
            }
        }
    }
}
