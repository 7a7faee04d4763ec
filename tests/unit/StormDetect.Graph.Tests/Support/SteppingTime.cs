using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph.Tests;

/// <summary>A clock that jumps to the next timer whenever everybody waits, so that minutes pass in no time.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Where it started.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What has passed.</summary>
    public TimeSpan Elapsed => _now - Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan span) => _now += span;

    /// <summary>Waits for work, passing its time.</summary>
    public async Task<T> Run<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            Timer? next;
            lock (_timers)
            {
                next = _timers.MinBy(static timer => timer.Due);
                if (next is not null)
                {
                    _timers.Remove(next);
                    _now = next.Due > _now ? next.Due : _now;
                }
            }

            next?.Fire();

            // What the timer woke may go on in another thread; it gets the chance to, before the next timer counts as due.
            await Task.Delay(2);
        }

        return await work;
    }

    private sealed class Timer(SteppingTime owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._timers)
            {
                owner._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = owner._now + dueTime;
                    owner._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (owner._timers)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
