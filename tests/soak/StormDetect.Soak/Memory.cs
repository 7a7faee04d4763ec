using System;
using System.Threading;

namespace StormDetect.Soak;

/// <summary>Looks at this process's memory ten times a second, from start to end.</summary>
internal sealed class Memory : IDisposable
{
    private readonly Timer _timer;
    private long _peak;

    /// <summary>Starts to look, after what earlier work left has been cleared away.</summary>
    public Memory()
    {
        GC.Collect();
        _timer = new Timer(_ => _peak = Math.Max(_peak, Environment.WorkingSet), null, 0, 100);
    }

    /// <summary>The most there was, in bytes.</summary>
    public long Peak => _peak;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
