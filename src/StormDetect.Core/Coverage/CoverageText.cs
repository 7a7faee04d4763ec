using System;
using System.Globalization;

namespace StormDetect.Core.Coverage;

/// <summary>Coverage in sentences.</summary>
internal static class CoverageText
{
    public static string Interval(string subject, DateTimeOffset from, DateTimeOffset to, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"{subject}, {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC: {why}.");

    public static string Judged(int active, int fully, int partly)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{fully:#,0} of {active:#,0} {(active == 1 ? "mailbox" : "mailboxes")} fully judged");
        if (partly > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", {partly:#,0} in part");
        }

        int not = active - fully - partly;
        return not > 0 ? text + string.Create(CultureInfo.InvariantCulture, $", {not:#,0} not at all") : text;
    }
}
