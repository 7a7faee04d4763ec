using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Acquisition;

/// <summary>When a search submitted queries: they count against what the tenant has in a day.</summary>
internal sealed class SubmissionTimes
{
    // What of a ticket tells one submission from another.
    private const int TicketMark = 16;

    private readonly List<DateTimeOffset> _times = [];
    private readonly Dictionary<int, string> _lastTickets = [];

    public int Count => _times.Count;

    /// <summary>The submissions from a time on.</summary>
    public IEnumerable<DateTimeOffset> Since(DateTimeOffset time) => _times.Where(at => at >= time);

    /// <summary>Takes what a route noted of a slice: a ticket that begins otherwise than the last is another submission.</summary>
    /// <param name="slice">The slice's number.</param>
    /// <param name="ticket">What was noted; empty where the query was given up.</param>
    /// <param name="at">When.</param>
    public void Note(int slice, string ticket, DateTimeOffset at)
    {
        if (ticket.Length == 0)
        {
            return;
        }

        if (!_lastTickets.TryGetValue(slice, out string? last) || string.CompareOrdinal(last, 0, ticket, 0, TicketMark) != 0)
        {
            _times.Add(at);
        }

        _lastTickets[slice] = ticket;
    }
}
