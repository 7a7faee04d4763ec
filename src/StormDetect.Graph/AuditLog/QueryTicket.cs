using System;
using System.Globalization;

namespace StormDetect.Graph;

/// <summary>
/// What is noted of a slice's query, so that an interrupted search goes on with it: a tenant has at least 200 submissions a day, shared with everybody who searches.
/// It is noted before the query is submitted, by the mark in its name, since the answer with its id may be lost.
/// </summary>
/// <param name="Mark">Ends the query's name.</param>
/// <param name="Id">The query's id; empty while it is not known.</param>
/// <param name="Submitted">When it was submitted: its result is of that time.</param>
/// <param name="Misses">How often its records were read and were too few.</param>
internal sealed record QueryTicket(string Mark, string Id, DateTimeOffset Submitted, int Misses)
{
    private const string Form = "g1";

    /// <summary>A ticket for a query to be.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The ticket.</returns>
    public static QueryTicket New(DateTimeOffset now) => new(Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture), string.Empty, now, 0);

    /// <summary>Reads a note.</summary>
    /// <param name="note">What was noted.</param>
    /// <returns>The ticket; null where it is none, or of another version or route.</returns>
    public static QueryTicket? Parse(string note)
    {
        string[] parts = note.Split('|');
        return parts.Length == 5 && parts[0] == Form && parts[1].Length > 0
            && DateTimeOffset.TryParse(parts[3], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset submitted)
            && int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out int misses)
            ? new QueryTicket(parts[1], parts[2], submitted, misses)
            : null;
    }

    /// <summary>The note.</summary>
    /// <returns>A line.</returns>
    public override string ToString() =>
        string.Join('|', Form, Mark, Id, Submitted.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), Misses.ToString(CultureInfo.InvariantCulture));
}
