using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>The candidates of a hunt and their p-values.</summary>
/// <param name="PValues">Ascending; empty where the hunt gives none.</param>
/// <param name="Count">How many candidates had one, those too that are no story.</param>
internal readonly record struct Candidates(IReadOnlyList<double> PValues, long Count)
{
    public static Candidates Of(TenantLog log, int days, MailAccessHuntOptions options, CancellationToken cancellationToken)
    {
        double[] values =
        [
            .. log.Hunt(days, null, options with { MinimumSeverity = Severity.Informational }, cancellationToken)
                .Where(static finding => finding.PValue is not null).Select(static finding => finding.PValue!.Value).Order(),
        ];
        return new Candidates(values, values.Length);
    }
}
