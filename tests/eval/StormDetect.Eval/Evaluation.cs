using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Eval;

/// <summary>Tries every tenant of a plan. The result does not depend on how many are tried side by side.</summary>
internal static class Evaluation
{
    public static TrialScore[] Run(EvalOptions options, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        List<(int Mailboxes, string Drift, int Seed)> plan = [];
        foreach (int mailboxes in options.Mailboxes)
        {
            foreach (string drift in options.Drifts)
            {
                for (int i = 0; i < options.Seeds; i++)
                {
                    plan.Add((mailboxes, drift, options.FirstSeed + i));
                }
            }
        }

        TrialScore[] scores = new TrialScore[plan.Count];
        int done = 0;
        Parallel.For(0, plan.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken }, i =>
        {
            scores[i] = new TenantTrial(options, plan[i].Mailboxes, plan[i].Drift, plan[i].Seed).Run(cancellationToken);
            progress?.Invoke(Interlocked.Increment(ref done), plan.Count);
        });
        return scores;
    }
}
