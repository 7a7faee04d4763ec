using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Core.Acquisition;

/// <summary>Asks for a slice until it is proven, has to be cut, or is given up. Used by several threads.</summary>
internal sealed class SliceAsker(IAuditLogRoute route, AuditLogQuery query, AuditLogSearchOptions options, SliceStore store)
{
    private const int EnoughLooks = 2;

    private readonly List<SliceSpool> _asked = [];
    private volatile bool _hasSettled;
    private volatile bool _isEnded;

    /// <summary>Whether any slice is settled: then it is the slice that is refused, and not the search.</summary>
    public bool HasSettled
    {
        get => _hasSettled;
        set => _hasSettled = value;
    }

    /// <summary>Whether the search has ended early: then nothing is asked for again.</summary>
    public bool IsEnded
    {
        get => _isEnded;
        set => _isEnded = value;
    }

    /// <summary>What is being received.</summary>
    public SliceSpool[] Asked
    {
        get
        {
            lock (_asked)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Asks for a slice.</summary>
    /// <returns>What came. Its spool is to be released.</returns>
    public async Task<SliceResult> AskAsync(SearchState state, SliceWork work, CancellationToken cancellationToken)
    {
        SliceSpool spool = new(state, work, query, store.Rent(), options.Clock);
        lock (_asked)
        {
            _asked.Add(spool);
        }

        List<string> flags = [];
        SliceResult result = new(work, spool) { Flags = flags };
        int quietLooks = 0;
        for (int attempt = 1; ; attempt++)
        {
            spool.BeginAttempt();
            result = result with { Attempts = attempt, Reread = 0 };
            try
            {
                SliceAttempt answer = await route.CollectAsync(query, work.Slice, spool, cancellationToken);
                if (answer.Detail.Length > 0 && !flags.Contains(answer.Detail))
                {
                    flags.Add(PlainText.Safe(answer.Detail));
                }

                result = result with { Announced = answer.Announced ?? result.Announced, Reread = answer.Reread, Quiet = answer.Quiet };
                switch (answer.Outcome)
                {
                    case SliceOutcome.Overflow:
                        return result with { IsOverfull = true };
                    case SliceOutcome.Complete when answer.Lost.Length > 0:
                        return result with { IsLost = true, Problem = answer.Lost };
                    case SliceOutcome.Retry:
                        result = result with { Problem = answer.Detail.Length > 0 ? answer.Detail : "The service did not give it." };
                        break;
                    default:
                        quietLooks = attempt > 1 && spool.Grown == 0 ? quietLooks + 1 : 0;
                        result = await ProveAsync(result, answer, quietLooks, cancellationToken);
                        if (result.IsComplete)
                        {
                            return result;
                        }

                        break;
                }
            }
            catch (TenantRequestException failure)
            {
                if (IsFatal(failure))
                {
                    return result with { Fatal = failure, Problem = failure.Message };
                }

                result = result with { Problem = failure.Message };
                if (failure.Problem == TenantRequestProblem.NotFound)
                {
                    // What the note of an earlier attempt names is gone: from the beginning, then.
                    spool.Note(string.Empty);
                }
                else if (!failure.IsTransient && failure.Problem != TenantRequestProblem.Unreadable)
                {
                    return result;
                }
            }

            if (attempt >= options.Attempts || IsEnded)
            {
                return result;
            }

            spool.Waiting("trying again");
            await Task.Delay(Delay(attempt), options.Clock, cancellationToken);
        }
    }

    /// <summary>Holds what came against what was announced and, if asked for, counted again.</summary>
    private async Task<SliceResult> ProveAsync(SliceResult result, SliceAttempt answer, int quietLooks, CancellationToken cancellationToken)
    {
        SliceSpool spool = result.Spool;
        if (options.Recount ?? route.Limits.RecountsCheaply)
        {
            result = result with { Recounted = await route.RecountAsync(query, result.Work.Slice, spool.Ticket, cancellationToken) };
        }

        long expected = Math.Max(answer.Announced ?? 0, result.Recounted ?? 0);
        List<string> flags = (List<string>)result.Flags;
        if (spool.Rows != answer.Received)
        {
            return result with { Problem = string.Create(CultureInfo.InvariantCulture, $"The pages say {answer.Received:#,0} rows, but {spool.Rows:#,0} came.") };
        }

        if (spool.Distinct >= expected)
        {
            if (answer.Announced is long announced && spool.Distinct > announced)
            {
                flags.Add(string.Create(CultureInfo.InvariantCulture, $"{spool.Distinct - announced:#,0} more than announced"));
            }

            return result with { IsComplete = true, Problem = string.Empty };
        }

        // As many rows as announced, but some of them repeats: either the log itself repeats records, or a page came twice in another's place. Two more looks that bring nothing new tell.
        if (spool.Rows >= expected && quietLooks >= EnoughLooks)
        {
            flags.Add(string.Create(CultureInfo.InvariantCulture, $"{expected - spool.Distinct:#,0} of those announced are repeats"));
            return result with { IsComplete = true, Problem = string.Empty };
        }

        string counted = result.Recounted is long recounted ? string.Create(CultureInfo.InvariantCulture, $", {recounted:#,0} counted again") : string.Empty;
        string said = answer.Announced is long promised ? string.Create(CultureInfo.InvariantCulture, $"{promised:#,0} records announced") : "Nothing announced";
        return result with { Problem = string.Create(CultureInfo.InvariantCulture, $"{said}{counted}, {spool.Distinct:#,0} different ones received.") };
    }

    /// <summary>Lets go of what was received.</summary>
    public void Release(SliceSpool spool)
    {
        lock (_asked)
        {
            if (!_asked.Remove(spool))
            {
                return;
            }
        }

        spool.Dispose();
        store.Return(spool.Ids);
    }

    /// <summary>Whether asking for other slices is of no use either.</summary>
    private bool IsFatal(TenantRequestException failure) => failure.Problem switch
    {
        TenantRequestProblem.Throttled or TenantRequestProblem.ServiceUnavailable or TenantRequestProblem.Network or TenantRequestProblem.NotFound => false,

        // Where nothing has come yet it is the search that is wrong, not the slice.
        TenantRequestProblem.Refused or TenantRequestProblem.Unreadable => !HasSettled,
        _ => true,
    };

    private TimeSpan Delay(int attempt)
    {
        double most = Math.Min(options.LongestDelay.TotalMilliseconds, options.FirstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(most * Math.Clamp(options.Random(), 0, 1));
    }
}
