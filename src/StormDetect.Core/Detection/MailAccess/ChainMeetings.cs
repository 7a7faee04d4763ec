using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What a story shares with another: its sessions, its mailboxes and actors on their networks, its rare paths; and on which days two stories meet in one of them.</summary>
internal static class ChainMeetings
{
    private const int SessionSeconds = 24 * 3600;
    private const int Seconds = 6 * 3600;

    /// <summary>What some accesses of a story can share, how far apart in seconds, and when they had it.</summary>
    public static IEnumerable<(string Key, int Limit, int First, int Last)> Keys(StoryPart part, IEnumerable<Access> accesses)
    {
        MailAccessFacts facts = part.Facts;
        string path = part.Path.ToString();
        bool foreign = part.Path.Logon is LogonKind.Delegate or LogonKind.Admin;
        foreach (Access access in accesses)
        {
            AccessTrace trace = AccessTrace.Of(facts, access);
            foreach (int session in trace.Sessions)
            {
                yield return (Key("session", part.Tenant, facts.SessionText(session), string.Empty), SessionSeconds, access.First, access.Last);
            }

            Network network = facts.Networks[access.Network];
            if (network.IsNone)
            {
                continue;
            }

            string from = network.ToString();
            yield return (Key("mailbox", part.Tenant, facts.Mailboxes[access.Mailbox].Display, from), Seconds, access.First, access.Last);
            if (access.StrangeNetwork || access.NewPath)
            {
                yield return (Key("path", part.Tenant, path, from), Seconds, access.First, access.Last);
            }

            foreach (int user in foreign ? trace.Users : [])
            {
                yield return (Key("user", part.Tenant, facts.Users[user], from), Seconds, access.First, access.Last);
            }
        }
    }

    /// <summary>How far apart two stretches of time are, in seconds.</summary>
    public static long Gap(int first, int last, int otherFirst, int otherLast) => Math.Max(0, Math.Max((long)otherFirst - last, (long)first - otherLast));

    /// <summary>The days of two stories that share something.</summary>
    public static IEnumerable<(ChainDay One, ChainDay Other)> Of(StoryPart one, StoryPart other)
    {
        Dictionary<string, List<(DayStory Day, int First, int Last)>> known = [];
        foreach (DayStory day in one.Story.Days)
        {
            foreach ((string key, (int _, int first, int last)) in Stretches(one, day))
            {
                if (!known.TryGetValue(key, out List<(DayStory, int, int)>? list))
                {
                    known.Add(key, list = []);
                }

                list.Add((day, first, last));
            }
        }

        HashSet<(DayStory, DayStory)> told = [];
        foreach (DayStory day in other.Story.Days)
        {
            foreach ((string key, (int limit, int from, int to)) in Stretches(other, day))
            {
                foreach ((DayStory met, int first, int last) in known.GetValueOrDefault(key, []))
                {
                    if (Gap(first, last, from, to) <= limit && told.Add((met, day)))
                    {
                        yield return (new ChainDay(one, met), new ChainDay(other, day));
                    }
                }
            }
        }
    }

    /// <summary>What a day can share, each once: a conference has a hundred accesses of one network.</summary>
    private static Dictionary<string, (int Limit, int First, int Last)> Stretches(StoryPart part, DayStory day)
    {
        Dictionary<string, (int Limit, int First, int Last)> stretches = new(StringComparer.Ordinal);
        foreach ((string key, int limit, int first, int last) in Keys(part, day.Accesses))
        {
            (int _, int from, int to) = stretches.GetValueOrDefault(key, (limit, first, last));
            stretches[key] = (limit, Math.Min(from, first), Math.Max(to, last));
        }

        return stretches;
    }

    private static string Key(string kind, string tenant, string value, string network) => string.Join('\n', kind, tenant, value, network);
}
