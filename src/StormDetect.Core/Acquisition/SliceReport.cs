using System;
using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>What was asked for in one slice of a search, and what came.</summary>
public sealed record SliceReport
{
    /// <summary>Start (UTC), inclusive.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End (UTC), exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The one operation it was restricted to; empty for all that the search asks for.</summary>
    public string Operation { get; init; } = string.Empty;

    /// <summary>
    /// The one kind of content it was restricted to; empty for all. Such a slice is a second look, at the end of the search: the slice of the same time had found nothing of a kind that other slices have.
    /// </summary>
    public string Content { get; init; } = string.Empty;

    /// <summary>What became of it.</summary>
    public required SliceState State { get; init; }

    /// <summary>How often it was asked for.</summary>
    public int Attempts { get; init; }

    /// <summary>How many records the service announced; null where it does not say.</summary>
    public long? Announced { get; init; }

    /// <summary>How many records a second count gave; null where there was none.</summary>
    public long? Recounted { get; init; }

    /// <summary>Rows that came at the last reading, repeats included; where pages shifted between readings, the records of all readings together. What was read again to be sure that everything came is not counted.</summary>
    public long Received { get; init; }

    /// <summary>Rows left out because the same record had come before, in the same reading of this slice or in another slice. A record that came again because everything was read again is no duplicate.</summary>
    public long Duplicates { get; init; }

    /// <summary>Records left out because they happened outside of the search's window.</summary>
    public long OutsideWindow { get; init; }

    /// <summary>Rows in which no audit record was recognised. They were handed on as they came.</summary>
    public long Unreadable { get; init; }

    /// <summary>Records that share an id with another one but differ in content. Both were handed on.</summary>
    public long ConflictingIds { get; init; }

    /// <summary>Records handed on.</summary>
    public long Kept { get; init; }

    /// <summary>Kinds of content of which there was nothing when the slice was asked for; empty where the route does not tell kinds apart.</summary>
    public IReadOnlyList<string> Quiet { get; init; } = [];

    /// <summary>What was noteworthy, in the service's words or ours.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary><see cref="Flags"/> as one line, for <c>Export-Csv</c>.</summary>
    public string FlagsText => PlainText.Line(Flags);

    /// <summary>Why it is not complete; empty where it is.</summary>
    public string Problem { get; init; } = string.Empty;

    /// <summary>Name of the file with its records; empty where there is none.</summary>
    public string FileName { get; init; } = string.Empty;

    /// <summary>What was asked for.</summary>
    internal AuditSlice Slice => new(From, To) { Operation = Operation, Content = Content };

    /// <summary><see cref="From"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FromText => UtcTimeText.Of(From);

    /// <summary><see cref="To"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string ToText => UtcTimeText.Of(To);

    /// <summary>The slice in one line.</summary>
    /// <returns>Window, operation, state and count.</returns>
    public override string ToString() => PlainText.Safe(string.Create(
        CultureInfo.InvariantCulture,
        $"{From.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {To.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(Operation.Length > 0 ? ", " + Operation : string.Empty)}{(Content.Length > 0 ? ", " + Content + " again" : string.Empty)}: {State}, {Kept:#,0} records"));
}
