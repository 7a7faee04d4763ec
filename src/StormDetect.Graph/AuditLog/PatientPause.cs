using System;
using System.Threading;
using System.Threading.Tasks;

namespace StormDetect.Graph;

/// <summary>Pauses that double up to a longest one, each a little off so that many who wait do not ask at the same moment.</summary>
internal sealed class PatientPause(TimeProvider time, TimeSpan first, TimeSpan longest)
{
    private TimeSpan _next = first;

    /// <summary>Waits.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>When the pause is over.</returns>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = _next * (0.8 + (0.4 * Random.Shared.NextDouble()));
        _next = _next * 2 < longest ? _next * 2 : longest;
        return Task.Delay(pause, time, cancellationToken);
    }
}
