using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Coverage;

/// <summary>Coverage in sentences.</summary>
internal static class CoverageText
{
    public static string Interval(string subject, DateTimeOffset from, DateTimeOffset to, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"{subject}, {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC: {why}.");

    /// <summary>Actors whose acts leave no record: they blind no mailbox-day, and yet nobody knows what they read.</summary>
    public static string Bypassed(IEnumerable<BlindInterval> intervals)
    {
        string[] actors = intervals.Where(static i => i.Scope == BlindScope.Actor && i.Certainty == Certainty.Certain)
            .Select(static i => PlainText.Safe(i.Subject)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToArray();
        return actors.Length switch
        {
            0 => string.Empty,
            1 => $"; what {actors[0]} read while exempt from auditing cannot be known",
            _ => string.Create(CultureInfo.InvariantCulture, $"; what {actors.Length:#,0} users read while exempt from auditing cannot be known ({string.Join(", ", actors.Take(3))}{(actors.Length > 3 ? " ..." : string.Empty)})"),
        };
    }

    public static string Judged(int active, int fully, int partly, StandingMailboxes standing)
    {
        if (active == 0)
        {
            // A log of changes alone, or rules alone: no mailbox to count.
            return standing.Text.Length > 0 ? standing.Text : "no mail access in the log to count mailboxes by";
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{fully:#,0} of {active:#,0} {(active == 1 ? "mailbox" : "mailboxes")} fully judged");
        if (partly > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", {partly:#,0} in part");
        }

        int not = active - fully - partly;
        text = not > 0 ? text + string.Create(CultureInfo.InvariantCulture, $", {not:#,0} not at all") : text;
        return standing.Text.Length > 0 ? $"{text}; {standing.Text}" : text;
    }
}
