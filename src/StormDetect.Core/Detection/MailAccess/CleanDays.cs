using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The days somebody vouches for (<see cref="MailAccessHuntOptions.BaselineStart"/>): learned from first, before or after the others, and not judged.</summary>
internal static class CleanDays
{
    public static (List<DayFacts> Clean, List<DayFacts> Others) Split(List<DayFacts> days, MailAccessHuntOptions options)
    {
        if (options.BaselineStart is null && options.BaselineEnd is null)
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
