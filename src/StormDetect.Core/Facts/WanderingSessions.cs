using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>Finds the few sessions that were used on more than one network: only they can be in two places at once.</summary>
internal static class WanderingSessions
{
    /// <summary>Finds them among the sessions of all facts.</summary>
    /// <param name="page">The facts, in order.</param>
    /// <returns>When each touched which mailbox from where, by session, then network, then mailbox.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SessionFact[] Find(FactPage page)
    {
        ChunkedList<SessionUse> uses = page.Sessions;
        int size = 64;
        while (size < uses.Count * 2L)
        {
            size *= 2;
        }

        Home[] homes = new Home[size];
        bool[] wanders = new bool[size];
        bool any = false;
        ChunkedList<MailAccessFact> facts = page.Facts;
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            for (int j = fact.Sessions; j < fact.Sessions + fact.SessionCount; j++)
            {
                int slot = Slot(homes, uses, uses[j].Id);
                if (homes[slot].Use == 0)
                {
                    homes[slot] = new Home(j + 1, fact.Network);
                }
                else if (homes[slot].Network != fact.Network)
                {
                    wanders[slot] = any = true;
                }
            }
        }

        return any ? Collect(page, homes, wanders) : [];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static SessionFact[] Collect(FactPage page, Home[] homes, bool[] wanders)
    {
        List<(Guid Id, SessionFact Fact)> found = [];
        ChunkedList<MailAccessFact> facts = page.Facts;
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            for (int j = fact.Sessions; j < fact.Sessions + fact.SessionCount; j++)
            {
                SessionUse use = page.Sessions[j];
                if (wanders[Slot(homes, page.Sessions, use.Id)])
                {
                    found.Add((use.Id, new SessionFact { Network = fact.Network, Mailbox = fact.Mailbox, First = use.First, Last = use.Last }));
                }
            }
        }

        found.Sort(static (a, b) =>
        {
            int order = a.Id.CompareTo(b.Id);
            order = order != 0 ? order : a.Fact.Network.CompareTo(b.Fact.Network);
            return order != 0 ? order : a.Fact.Mailbox.CompareTo(b.Fact.Mailbox);
        });
        List<SessionFact> sessions = [];
        int number = 0;
        for (int i = 0; i < found.Count; i++)
        {
            SessionFact next = found[i].Fact;
            number += i > 0 && found[i].Id != found[i - 1].Id ? 1 : 0;
            SessionFact last = sessions.Count > 0 ? sessions[^1] : default;
            if (i > 0 && last.Session == number && last.Network == next.Network && last.Mailbox == next.Mailbox)
            {
                last.First = Math.Min(last.First, next.First);
                last.Last = Math.Max(last.Last, next.Last);
                sessions[^1] = last;
            }
            else
            {
                next.Session = number;
                sessions.Add(next);
            }
        }

        return sessions.ToArray();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Slot(Home[] homes, ChunkedList<SessionUse> uses, Guid session)
    {
        int mask = homes.Length - 1;
        int slot = (int)ByteHash.Of(session) & mask;
        while (homes[slot].Use != 0 && uses[homes[slot].Use - 1].Id != session)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    /// <summary>The first use of a session, and the network it was on.</summary>
    private readonly record struct Home(int Use, int Network);
}
