using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Coverage;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The days somebody vouches for (<see cref="MailAccessHuntOptions.BaselineStart"/>): learned from first, before or after the others, and not judged.</summary>
internal static class CleanDays
{
    public static bool AreNamed(MailAccessHuntOptions options) => options.BaselineStart is not null || options.BaselineEnd is not null;

    /// <summary>Whether a day lies, at least in part, in the window that findings are asked for.</summary>
    public static bool IsAskedFor(DayFacts day, MailAccessHuntOptions options)
    {
        DateTimeOffset start = FactTime.ToTime(FactTime.StartOfDay(day.Day));
        return !(start.AddDays(1) <= options.Start) && !(start >= options.End);
    }

    /// <summary>What somebody should know who named days that do not help, maybe by a slip of the pen: all is judged as if they had named none.</summary>
    public static IReadOnlyList<string> Notes(IEnumerable<UnjudgedDays> unjudged) => unjudged.Where(static days => days.CleanDays is not null).Select(static days => days.CleanDays == 0
        ? "The log has no mail access in the days named as clean: nothing was learned from them, and the first days of the log were judged across mailboxes only."
        : FormattableString.Invariant($"Of the days named as clean {days.CleanDays} have mail access, too few to judge by (seven days and {TenantHunt.WarmUpMailboxDays} mailbox-days are the least that help): the first of the other days were judged across mailboxes only."))
        .Distinct(StringComparer.Ordinal).ToArray();

    public static (List<DayFacts> Clean, List<DayFacts> Others) Split(List<DayFacts> days, MailAccessHuntOptions options)
    {
        if (!AreNamed(options))
        {
            return ([], days);
        }

        List<DayFacts> clean = [];
        List<DayFacts> others = [];
        foreach (DayFacts day in days)
        {
            DateTimeOffset start = FactTime.ToTime(FactTime.StartOfDay(day.Day));

            // A day that is only in part within is not vouched for.
            bool isClean = (options.BaselineStart is not { } from || start >= from) && (options.BaselineEnd is not { } to || start.AddDays(1) <= to);
            (isClean ? clean : others).Add(day);
        }

        return (clean, others);
    }
}
