using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>The sessions in which people worked on a day, for what else they do in them: same place, same client, same token.</summary>
internal sealed class DaySessions
{
    private const int MostPerMailbox = 12;
    private readonly Dictionary<Mailbox, List<(int Time, AccessSession Session)>> _sessions = [];

    public DaySessions(List<ScenarioEvent> planned, int day)
    {
        foreach (ScenarioEvent entry in planned)
        {
            if (entry.Kind is not (RecordKind.Bind or RecordKind.Sync) || entry.IsCopy || entry.Session.Actor is not null || entry.Mailbox.Person is null
                || entry.Time / 86_400 != day || !entry.Session.Client.HasSession || entry.Session.ChurningProvider is not null)
            {
                continue;
            }

            if (!_sessions.TryGetValue(entry.Mailbox, out List<(int Time, AccessSession Session)>? list))
            {
                _sessions.Add(entry.Mailbox, list = []);
                People.Add(entry.Mailbox);
            }

            if (list.Count < MostPerMailbox)
            {
                list.Add((entry.Time, entry.Session));
            }
        }
    }

    /// <summary>Everybody who worked, in the order of the log.</summary>
    public List<Mailbox> People { get; } = [];

    /// <summary>A moment at which somebody was at work with a client.</summary>
    /// <returns>Null when there was none.</returns>
    public (int Time, AccessSession Session)? Of(Mailbox mailbox, ScenarioRandom random, ClientProfile? client = null)
    {
        if (!_sessions.TryGetValue(mailbox, out List<(int Time, AccessSession Session)>? list))
        {
            return null;
        }

        int first = random.Below(list.Count);
        for (int i = 0; i < list.Count; i++)
        {
            (int time, AccessSession session) = list[(first + i) % list.Count];
            if (client is null || session.Client == client)
            {
                return (time + random.Range(20, 900), session);
            }
        }

        return null;
    }
}
