using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Base of every cmdlet: one token source for its whole life, cancelled by Ctrl+C.</summary>
public abstract partial class StormCmdlet : PSCmdlet, IDisposable
{
    private const int TickMilliseconds = 200;

    // Ctrl+C has to come back within a second even while a worker is busy between two looks at its token.
    private const int PatienceMilliseconds = 500;

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline stops.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Ends the cmdlet where a window holds no time.</summary>
    /// <param name="start">Its start, inclusive; null where it is open.</param>
    /// <param name="end">Its end, exclusive; null where it is open.</param>
    private protected void RequireWindow(DateTimeOffset? start, DateTimeOffset? end)
    {
        if (start is { } from && end is { } to && from >= to)
        {
            ThrowTerminatingError(ErrorRecords.WindowEmpty(from, to));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds. Also called where the pipeline ends early and EndProcessing is not.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>
    /// Runs blocking work of Core beside the pipeline thread, which meanwhile ticks (to write progress) and can be stopped. The work never touches the cmdlet.
    /// </summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="tick">Called on the pipeline thread about every 200 ms until the work is done.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    private protected T Await<T>(Func<CancellationToken, T> work, Action tick)
    {
        CancellationToken token = StopToken;
        return Await(Task.Factory.StartNew(() => work(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), tick);
    }

    /// <summary>The same for work that waits for the network rather than computes.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="tick">Called on the pipeline thread about every 200 ms until the work is done.</param>
    /// <returns>The work's result.</returns>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    private protected T AwaitAsync<T>(Func<CancellationToken, Task<T>> work, Action tick)
    {
        CancellationToken token = StopToken;
        return Await(Task.Run(() => work(token), CancellationToken.None), tick);
    }

    private T Await<T>(Task<T> task, Action tick) => Await(task, token =>
    {
        if (Task.WaitAny([task], TickMilliseconds, token) < 0)
        {
            tick();
        }
    });

    private T Await<T>(Task<T> task, Action<CancellationToken> wait)
    {
        CancellationToken token = StopToken;
        try
        {
            while (!task.IsCompleted)
            {
                wait(token);
            }

            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            if (!task.IsCompleted)
            {
                _stop.Cancel();
                _ = Task.WaitAny([task], PatienceMilliseconds);
            }
        }
    }
}
