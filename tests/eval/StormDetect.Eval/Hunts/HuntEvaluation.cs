using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Eval;

/// <summary>Tries all hunts on every tenant of a plan. The result does not depend on how many are tried side by side.</summary>
internal static class HuntEvaluation
{
    public static HuntTrialScore[] Run(EvalOptions options, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        List<(int Mailboxes, int Seed)> plan = [];
        foreach (int mailboxes in options.Mailboxes)
        {
            for (int i = 0; i < options.Seeds; i++)
            {
                plan.Add((mailboxes, options.FirstSeed + i));
            }
        }

        HuntTrialScore[] scores = new HuntTrialScore[plan.Count];
        int done = 0;
        Parallel.For(0, plan.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken }, i =>
        {
            scores[i] = new HuntTrial(options, plan[i].Mailboxes, plan[i].Seed).Run(cancellationToken);
            progress?.Invoke(Interlocked.Increment(ref done), plan.Count);
        });
        return scores;
    }
}
