using System;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph.Tests.Reading;

/// <summary>A clock on which every wait is over at once, and has taken as long as it should.</summary>
internal sealed class PassingTime(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            _ = Interlocked.Add(ref _ticks, dueTime.Ticks);
            _ = Task.Run(() => callback(state));
        }

        return new Nothing();
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
