using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph;

/// <summary>Keeps a number of requests in any stretch of a given length: asking faster than a service documents only earns waits that are longer.</summary>
internal sealed class RequestPace
{
    private readonly Queue<DateTimeOffset> _sent = new();
    private readonly TimeProvider _time;
    private readonly int _requests;
    private readonly TimeSpan _span;

    /// <summary>Makes one.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="requests">How many requests; 0 for no limit.</param>
    /// <param name="span">In which stretch.</param>
    public RequestPace(TimeProvider time, int requests, TimeSpan span)
    {
        _time = time;
        _requests = requests;
        _span = span;
    }

    /// <summary>Waits until the next request may be sent.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_requests == 0)
        {
            return;
        }

        TimeSpan wait;
        lock (_sent)
        {
            DateTimeOffset now = _time.GetUtcNow();
            DateTimeOffset at = _sent.Count == _requests && _sent.Dequeue() + _span is var free && free > now ? free : now;
            _sent.Enqueue(at);
            wait = at - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }
}
