using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Coverage;

/// <summary>
/// Hours in which Exchange recorded no item reads of a mailbox: it says so (IsThrottled), or it looks so. More than 1,000 records in less than 24 hours stop Bind
/// records for 24 hours; newer records leave IsThrottled out, so about 1,000 Binds followed by silence of Binds while the mailbox goes on is taken for it.
/// </summary>
internal static class ThrottledMailboxes
{
    private const int NearLimit = 950;
    private const int DaySeconds = FactTime.SecondsPerDay;
    private const int Silence = 20 * 3600;

    public static IEnumerable<BlindInterval> Find(MailAccessFacts facts)
    {
        IReadOnlyList<MailboxDay> days = facts.MailboxDays;
        int blindUntil = int.MinValue;
        int mailbox = -1;
        for (int i = 0; i < days.Count; i++)
        {
            MailboxDay day = days[i];
            if (day.Mailbox != mailbox)
            {
                mailbox = day.Mailbox;
                blindUntil = int.MinValue;
            }

            for (uint hours = day.ThrottledHours; hours != 0; hours &= hours - 1)
            {
                int start = FactTime.StartOfDay(day.Day) + (BitOperations.TrailingZeroCount(hours) * 3600);
                if (start >= blindUntil)
                {
                    blindUntil = start + DaySeconds;
                    yield return Interval(facts, mailbox, start, Certainty.Certain, "its own records say that Exchange throttled item reads");
                }
            }

            if (day.LastBind >= blindUntil && LooksThrottled(days, i, out int binds))
            {
                blindUntil = day.LastBind + DaySeconds;
                yield return Interval(
                    facts, mailbox, day.LastBind, Certainty.Likely,
                    string.Create(CultureInfo.InvariantCulture, $"{binds:#,0} item-read records and then none while the mailbox went on look like throttling"));
            }
        }
    }

    private static bool LooksThrottled(IReadOnlyList<MailboxDay> days, int index, out int binds)
    {
        MailboxDay day = days[index];
        binds = day.Binds;
        if (day.Binds == 0)
        {
            return false;
        }

        if (index > 0 && days[index - 1].Mailbox == day.Mailbox && days[index - 1].Day == day.Day - 1 && day.LastBind - days[index - 1].LastBind < DaySeconds)
        {
            binds += days[index - 1].Binds;
        }

        if (binds < NearLimit)
        {
            return false;
        }

        int lastHour = FactTime.Hour(day.LastBind);
        bool goesOn = (day.OtherHours >> lastHour >> 1) != 0;
        for (int i = index + 1; i < days.Count && days[i].Mailbox == day.Mailbox && days[i].Day <= day.Day + 1; i++)
        {
            int start = FactTime.StartOfDay(days[i].Day);
            if (days[i].BindHours != 0)
            {
                int nextBind = start + (BitOperations.TrailingZeroCount(days[i].BindHours) * 3600);
                if (nextBind + 3600 - day.LastBind < Silence)
                {
                    return false;
                }
            }

            goesOn |= days[i].OtherHours != 0
                && start + (BitOperations.TrailingZeroCount(days[i].OtherHours) * 3600) < day.LastBind + DaySeconds;
        }

        return goesOn;
    }

    private static BlindInterval Interval(MailAccessFacts facts, int mailbox, int start, Certainty certainty, string why)
    {
        MailboxIdentity identity = facts.Mailboxes[mailbox];
        DateTimeOffset from = FactTime.ToTime(start);
        DateTimeOffset to = FactTime.ToTime(start + DaySeconds);
        return new BlindInterval(
            facts.Tenants[identity.Tenant], BlindScope.Mailbox, identity.Display, from, to, BlindCause.Throttled, certainty,
            CoverageText.Interval(identity.Display, from, to, why));
    }
}
