using System;
using System.Net.Http.Headers;

namespace StormDetect.Graph;

/// <summary>The pauses between the attempts of one request, and when there are no more.</summary>
internal sealed class Pauses
{
    private readonly TransportOptions _options;
    private readonly long _start;

    /// <summary>Starts the clock of a request.</summary>
    public Pauses(TransportOptions options)
    {
        _options = options;
        _start = options.Time.GetTimestamp();
    }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; private set; }

    /// <summary>What is left of the patience.</summary>
    public TimeSpan Left => _options.Patience - _options.Time.GetElapsedTime(_start);

    /// <summary>What a service asks for.</summary>
    /// <returns>The pause, never below nothing; null if it names none.</returns>
    public static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset? serviceTime, DateTimeOffset now)
    {
        // A date is the service's: against its own clock it is right even where this machine's is not.
        TimeSpan? asked = header?.Delta ?? (header?.Date is DateTimeOffset date ? date - (serviceTime ?? now) : null);
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    /// <summary>Counts an attempt that failed.</summary>
    /// <param name="asked">What the service asked for.</param>
    /// <returns>How long to wait before the next; null if there is none.</returns>
    public TimeSpan? Next(TimeSpan? asked)
    {
        Attempts++;
        if (Attempts >= _options.MaximumAttempts)
        {
            return null;
        }

        double ceiling = Math.Min(_options.LongestPause.TotalMilliseconds, _options.FirstPause.TotalMilliseconds * Math.Pow(2, Attempts - 1));
        TimeSpan drawn = TimeSpan.FromMilliseconds(ceiling * _options.Random());

        // Never earlier than asked for; a little later, so that those who were told the same do not return as one.
        TimeSpan pause = asked is TimeSpan least ? least + TimeSpan.FromMilliseconds(Math.Min(drawn.TotalMilliseconds, _options.FirstPause.TotalMilliseconds)) : drawn;
        return pause < Left ? pause : null;
    }
}
