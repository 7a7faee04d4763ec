using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Commands;

/// <summary>
/// Work that other threads hand to the pipeline thread: to write objects, which only that thread may, and to run commands of the session, which live in that thread's runspace. The cmdlet waits
/// in <see cref="RunNext"/> meanwhile.
/// </summary>
internal sealed class PipelineQueue : IDisposable
{
    private readonly ConcurrentQueue<Action> _work = new();
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>Asks for work on the pipeline thread and waits for it. What it throws is thrown here; only a stopping pipeline is the pipeline's alone.</summary>
    public Task<T> InvokeAsync<T>(Func<T> work, CancellationToken cancellationToken) => Enqueue(work, isOutput: false, cancellationToken);

    /// <summary>Asks for output on the pipeline thread and waits for it. What writing throws ends the cmdlet: an error the caller wants to stop at, or a pipeline that needs no more.</summary>
    public Task WriteAsync(Action work, CancellationToken cancellationToken) => Enqueue(
        () =>
        {
            work();
            return true;
        },
        isOutput: true,
        cancellationToken);

    /// <summary>On the pipeline thread: runs what was asked for, or waits a while for it.</summary>
    public void RunNext(int milliseconds, CancellationToken cancellationToken)
    {
        if (_signal.Wait(milliseconds, cancellationToken) && _work.TryDequeue(out Action? work))
        {
            work();
        }
    }

    /// <summary>Ends a wait in <see cref="RunNext"/>.</summary>
    public void Wake() => _signal.Release();

    public void Dispose() => _signal.Dispose();

    private async Task<T> Enqueue<T>(Func<T> work, bool isOutput, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration stopped = cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        _work.Enqueue(() =>
        {
            if (done.Task.IsCompleted)
            {
                return;
            }

            try
            {
                done.TrySetResult(work());
            }
            catch (PipelineStoppedException)
            {
                done.TrySetCanceled(CancellationToken.None);
                throw;
            }
            catch (Exception failure)
            {
                done.TrySetException(failure);
                if (isOutput)
                {
                    throw;
                }
            }
        });
        _signal.Release();
        return await done.Task.ConfigureAwait(false);
    }
}
