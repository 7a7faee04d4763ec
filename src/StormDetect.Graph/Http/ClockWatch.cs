using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph;

/// <summary>Compares this machine's clock with the services', which say the time in each answer.</summary>
internal sealed class ClockWatch
{
    /// <summary>What the services bear.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private long _skewTicks;

    /// <summary>Watches a clock.</summary>
    public ClockWatch(TimeProvider time) => _time = time;

    /// <summary>How far this machine is ahead; negative if behind.</summary>
    public TimeSpan Skew => new(Interlocked.Read(ref _skewTicks));

    /// <summary>Whether tokens and assertions fail because of it.</summary>
    public bool IsOff => Skew.Duration() > s_tolerance;

    /// <summary>Both clocks, for a message.</summary>
    public string Text => $"This machine's clock is {Skew.Duration().TotalMinutes:0} minutes {(Skew > TimeSpan.Zero ? "ahead of" : "behind")} the service's. Set it (time synchronisation), then sign in again.";

    /// <summary>Takes the time an answer says.</summary>
    public void Observe(DateTimeOffset? serviceTime)
    {
        if (serviceTime is DateTimeOffset time)
        {
            Interlocked.Exchange(ref _skewTicks, (_time.GetUtcNow() - time).Ticks);
        }
    }

    /// <summary>Watches what a client receives that is not ours, such as the sign-in's.</summary>
    public DelegatingHandler Handler(HttpMessageHandler inner) => new Watcher(this, inner);

    private sealed class Watcher(ClockWatch clock, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            clock.Observe(response.Headers.Date);
            return response;
        }
    }
}
