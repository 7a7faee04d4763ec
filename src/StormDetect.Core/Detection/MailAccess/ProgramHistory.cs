using System;
using System.Collections.Generic;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// With which programs (browser and system, product of a client) mailboxes are read, and how often what is new otherwise comes with a new one. A thief brings the token, seldom the browser.
/// </summary>
internal sealed class ProgramHistory(MailAccessFacts facts, PathTraits traits, Owners owners, TenantModel model)
{
    /// <summary>Kinds of occasions: by a known path, by one just taken up, on somebody else's authority; each from a strange network or not.</summary>
    public const int Occasions = 6;

    /// <summary>How many accesses the prior stands for.</summary>
    private const double Strength = 10;

    /// <summary>
    /// How often an access brings a program its mailbox did not have, before any has shown it: by a known path, by one just taken up, on somebody else's
    /// authority; each from the usual networks, then from strange ones. Judgements: a second machine stands where its owner is new as well, and a new client is often a new program.
    /// </summary>
    private static readonly double[] s_brought = [0.05, 0.15, 0.5, 0.5, 0.2, 0.3];

    /// <summary>Of those, the share as rare as each popularity class: a judgement.</summary>
    private static readonly double[] s_rarity = [0.1, 0.15, 0.25, 0.5, 1];

    /// <summary>Notes the rarest program of an access that its mailbox does not know, and whether it names any.</summary>
    public void Note(Access access)
    {
        bool foreign = traits.IsForeignLogon[access.Path];
        if ((!foreign && !access.NewPath && !IsLogged(access.Mailbox, access.Path)) || facts.Paths[access.Path].Logon == LogonKind.Admin)
        {
            return;
        }

        foreach (int index in access.Facts)
        {
            ref readonly MailAccessFact fact = ref facts[index];
            int mailbox = foreign ? OwnMailbox(fact) : access.Mailbox;
            for (int i = 0; i < fact.ProgramCount && mailbox >= 0; i++)
            {
                int program = facts.ProgramOf(fact, i);
                access.NamesProgram = true;
                access.NewProgram = model.ProgramUses.Contains(mailbox, program) ? access.NewProgram : Rarer(access.NewProgram, program);
            }
        }
    }

    /// <summary>How rarely an access like this brings a program as rare, in bits.</summary>
    /// <param name="access">The access.</param>
    /// <param name="others">Mailboxes that use the program.</param>
    /// <param name="expected">The share of such accesses.</param>
    public double Bits(Access access, out int others, out double expected)
    {
        others = model.ProgramMailboxes[access.NewProgram];
        int users = Users(access.Path);
        int rarity = TenantHistory.PopularityClass(others, users);
        int occasion = Occasion(access);
        double brought = 0;
        for (int i = 0; i <= rarity; i++)
        {
            brought += model.ProgramsBrought[occasion][i];
        }

        expected = Surprise.Rate(brought, model.ProgramsNamed[occasion], s_brought[occasion] * s_rarity[rarity], Strength);
        double popular = Surprise.Bits((others + 0.5) / (users + 1));
        return Math.Min(access.NewPath ? popular : 2 * popular, Surprise.Bits(expected));
    }

    /// <summary>Counts what an access brought.</summary>
    public void Count(Access access)
    {
        if (!access.NamesProgram)
        {
            return;
        }

        int occasion = Occasion(access);
        model.ProgramsNamed[occasion]++;
        if (access.NewProgram >= 0)
        {
            model.ProgramsBrought[occasion][TenantHistory.PopularityClass(model.ProgramMailboxes[access.NewProgram], Users(access.Path))]++;
        }
    }

    /// <summary>Learns the programs of a mailbox's facts of one path and day.</summary>
    public void Learn(int mailbox, int path, int day, int from, int to, HashSet<int> heldBack, ref PathUse use)
    {
        if (traits.IsForeignLogon[path])
        {
            return;
        }

        bool any = false;
        for (int i = from; i < to; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (fact.ProgramCount == 0 || heldBack.Contains(i))
            {
                continue;
            }

            any = true;
            for (int j = 0; j < fact.ProgramCount; j++)
            {
                int program = facts.ProgramOf(fact, j);
                ref ProgramUse known = ref model.ProgramUses.GetOrAdd(mailbox, program, out _);
                if (known.LastDay < day)
                {
                    known.Days++;
                    known.LastDay = day;
                    model.ProgramMailboxes[program] += known.Days == TenantModel.DaysToSettle ? 1 : 0;
                    if (!model.HasProgram[mailbox])
                    {
                        model.HasProgram[mailbox] = true;
                        model.MailboxesWithPrograms++;
                    }
                }
            }
        }

        use.ProgramDays += any ? 1 : 0;
    }

    /// <summary>Whether a mailbox has a past of programs by this path, so that another one is news. Where they begin to be logged, the log has changed.</summary>
    private bool IsLogged(int mailbox, int path) =>
        model.PathUses.TryGetValue(mailbox, path, out PathUse use) && use.ProgramDays >= TenantModel.DaysToKnow;

    /// <summary>Mailboxes among which a program is rare or not: those that use the path, for a client that is rare is a rare program already.</summary>
    public int Users(int path) => Math.Min(model.MailboxesWithPrograms, traits.IsForeignLogon[path] ? int.MaxValue : model.PathStates[path].Established);

    /// <summary>The rarer of two programs; of equals the first in the order of their names, whatever the order they come in.</summary>
    private int Rarer(int one, int other) =>
        one < 0 || (model.ProgramMailboxes[other], other).CompareTo((model.ProgramMailboxes[one], one)) < 0 ? other : one;

    private int OwnMailbox(in MailAccessFact fact)
    {
        foreach (int user in facts.UsersOf(fact))
        {
            if (owners.MailboxOf(user) is >= 0 and int own && model.HasProgram[own])
            {
                return own;
            }
        }

        return -1;
    }

    private int Occasion(Access access) => (traits.IsForeignLogon[access.Path] ? 4 : access.NewPath ? 2 : 0) + (access.StrangeNetwork ? 1 : 0);
}
