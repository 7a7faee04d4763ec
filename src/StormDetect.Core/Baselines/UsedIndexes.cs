using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>Which entries of a run's tables a baseline has to keep: those that what it keeps points to.</summary>
internal sealed class UsedIndexes(MailAccessFacts facts)
{
    private readonly bool[] _mailboxes = new bool[facts.Mailboxes.Count];
    private readonly bool[] _paths = new bool[facts.Paths.Count];
    private readonly bool[] _networks = new bool[facts.Networks.Count];
    private readonly bool[] _users = new bool[facts.Users.Count];
    private readonly bool[] _programs = new bool[facts.Programs.Count];
    private readonly HashSet<int> _sessions = [];

    public IndexMap Number() => new()
    {
        Mailboxes = IndexMap.Number(_mailboxes),
        Paths = IndexMap.Number(_paths),
        Networks = IndexMap.Number(_networks),
        Users = IndexMap.Number(_users),
        Programs = IndexMap.Number(_programs),
        Sessions = NumberSessions(),
    };

    public void Add(TenantModel model)
    {
        foreach ((int mailbox, int path, PathUse _) in model.PathUses.Entries)
        {
            _mailboxes[mailbox] = _paths[path] = true;
        }

        foreach ((int mailbox, int network, NetworkUse _) in model.NetworkDays.Entries)
        {
            _mailboxes[mailbox] = _networks[network] = true;
        }

        foreach ((int mailbox, int program, ProgramUse _) in model.ProgramUses.Entries)
        {
            _mailboxes[mailbox] = _programs[program] = true;
        }

        foreach ((int path, int network, int _) in model.Reach.Entries)
        {
            _paths[path] = _networks[network] = true;
        }

        foreach ((int mailbox, int user, int _) in model.Delegates.Entries)
        {
            _mailboxes[mailbox] = _users[user] = true;
        }

        for (int i = 0; i < _mailboxes.Length; i++)
        {
            _mailboxes[i] |= model.MailboxStates[i].Days > 0;
        }

        for (int i = 0; i < _paths.Length; i++)
        {
            _paths[i] |= model.PathStates[i].Days > 0;
        }

        for (int i = 0; i < _networks.Length; i++)
        {
            _networks[i] |= model.NetworkFamilies[i] != 0;
        }

        foreach (int user in model.Actors.Keys)
        {
            _users[user] = true;
        }

        foreach ((int path, StoryKeyKind kind, int value) in model.OpenStories.Keys)
        {
            _paths[path] = true;
            bool[]? values = kind switch
            {
                StoryKeyKind.Network => _networks,
                StoryKeyKind.Mailbox => _mailboxes,
                StoryKeyKind.User => _users,
                _ => null,
            };
            if (values is not null)
            {
                values[value] = true;
            }
        }
    }

    public void Add(IEnumerable<DayStory> stories)
    {
        foreach (DayStory story in stories)
        {
            _paths[story.Path] = true;
            foreach (Access access in story.Accesses)
            {
                _mailboxes[access.Mailbox] = _networks[access.Network] = true;
                Mark(_users, access.NewDelegate);
                Mark(_programs, access.NewProgram);
                Mark(_networks, access.OtherNetworkOfSession);
                if (access.SharedSession >= 0)
                {
                    _sessions.Add(access.SharedSession);
                }

                AccessTrace trace = AccessTrace.Of(facts, access);
                foreach (int user in trace.Users)
                {
                    _users[user] = true;
                }

                foreach (int session in trace.Sessions)
                {
                    _sessions.Add(session);
                }
            }
        }
    }

    /// <summary>The facts of a tenant from a day on.</summary>
    public void AddFacts(int tenant, int fromDay)
    {
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (fact.Day >= fromDay && facts.Mailboxes[fact.Mailbox].Tenant == tenant)
            {
                _mailboxes[fact.Mailbox] = _paths[fact.Path] = _networks[fact.Network] = true;
                foreach (int user in facts.UsersOf(fact))
                {
                    _users[user] = true;
                }

                foreach (int program in facts.ProgramsOf(fact))
                {
                    _programs[program] = true;
                }

                foreach (int session in facts.SessionsOf(fact))
                {
                    _sessions.Add(session);
                }
            }
        }

        foreach (MailboxDay day in facts.MailboxDays)
        {
            _mailboxes[day.Mailbox] |= day.Day >= fromDay && day.OtherHours != 0 && facts.Mailboxes[day.Mailbox].Tenant == tenant;
        }
    }

    /// <summary>By their keys: the numbers that a run gives to sessions depend on who asked first.</summary>
    private int[] NumberSessions()
    {
        int[] map = new int[facts.SessionCount];
        Array.Fill(map, -1);
        int next = 0;
        foreach (int session in _sessions.OrderBy(facts.SessionKey))
        {
            map[session] = next++;
        }

        return map;
    }

    private static void Mark(bool[] used, int index)
    {
        if (index >= 0)
        {
            used[index] = true;
        }
    }
}
