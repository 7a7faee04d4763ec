using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Commands;

/// <content>Work on other threads that comes back to the pipeline thread.</content>
public abstract partial class StormCmdlet
{
    /// <summary>
    /// Runs work beside the pipeline thread that now and then needs the pipeline thread itself: to write, or to run a command of the session, which no other thread can. The pipeline thread serves
    /// the queue, ticks, and can be stopped.
    /// </summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work; it hands to the queue what belongs to the pipeline thread.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="tick">Called about every 200 ms until the work is done.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    private protected T AwaitWithPipeline<T>(Func<CancellationToken, Task<T>> work, PipelineQueue queue, Action tick)
    {
        CancellationToken token = StopToken;
        Task<T> task = Task.Run(() => work(token), CancellationToken.None);
        _ = task.ContinueWith(static (_, state) => ((PipelineQueue)state!).Wake(), queue, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        long ticked = Environment.TickCount64;
        return Await(task, stop =>
        {
            queue.RunNext(TickMilliseconds, stop);
            if (Environment.TickCount64 - ticked >= TickMilliseconds)
            {
                ticked = Environment.TickCount64;
                tick();
            }
        });
    }
}
