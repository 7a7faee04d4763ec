using System;
using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>Takes planned records and deals them out to the days on which the log delivers them: some late, some twice, none while Exchange throttles the mailbox.</summary>
internal sealed class EventSink
{
    private const int Day = 86_400;
    private readonly Dictionary<int, List<ScenarioEvent>> _days = [];

    /// <summary>The second after the last that the log covers.</summary>
    public int End { get; set; }

    /// <summary>The day being played: nothing is delivered before it.</summary>
    public int Today { get; set; }

    /// <summary>Where the tenant's own records are, for an intruder whose records are kept apart; null when they are here too.</summary>
    public EventSink? Tenant { get; init; }

    /// <summary>Of a thousand records, how many come twice.</summary>
    public uint CopiesPerThousand { get; init; } = 20;

    /// <summary>Notes the sign-ins behind the records; null where nobody asks for them.</summary>
    public SignInBook? SignIns { get; init; }

    /// <summary>What the log lacks because an intruder saw to it.</summary>
    public IReadOnlyList<LogSilence> Silences { get; set; } = [];

    /// <summary>Whether an intruder keeps a record out of the log.</summary>
    public bool IsSilent(in ScenarioEvent entry)
    {
        foreach (LogSilence silence in Silences)
        {
            if (silence.Hides(entry))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a record.</summary>
    /// <returns>Whether the log will hold it.</returns>
    public bool Add(in ScenarioEvent entry)
    {
        if (entry.Time >= 0 && entry.Time < End)
        {
            SignIns?.Note(entry);
        }

        if (entry.Time < 0 || entry.Time >= End
            || (entry.Kind == RecordKind.Bind && entry.Mailbox.IsSilenced(entry.Time)))
        {
            return false;
        }

        // What the log lacks happened all the same: other doings of the day go by it.
        bool hidden = IsSilent(entry);

        // Everything about delivery follows from the record's own entropy, so that a planted record changes no other one.
        ulong draw = ScenarioRandom.Mix(entry.Entropy ^ 0xDE11);
        int delay = (int)(draw % 1_200);
        uint fate = (uint)(draw >> 40) % 10_000;
        if (fate < 15)
        {
            // A day or two late.
            delay += (20 * 3600) + (int)((draw >> 11) % (30 * 3600));
        }
        else if (fate < 130)
        {
            delay += (int)((draw >> 11) % (6 * 3600));
        }

        Deliver(entry, entry.Time + delay, isCopy: false, hidden);
        uint copies = (uint)(draw >> 20) % 1_000;
        if (copies < CopiesPerThousand)
        {
            // At once, or with the next delivery.
            Deliver(entry, entry.Time + delay + (copies < CopiesPerThousand * 3 / 5 ? 0 : (int)((draw >> 13) % (26 * 3600))), isCopy: true, hidden);
        }

        return !hidden;
    }

    /// <summary>The tenant's records planned so far whose delivery falls on a day.</summary>
    public List<ScenarioEvent> Peek(int day) => Tenant is null ? Of(day) : Tenant.Peek(day);

    public List<ScenarioEvent> Take(int day)
    {
        List<ScenarioEvent> list = Of(day);
        _days.Remove(day);
        return list;
    }

    /// <summary>What is delivered after the log's last day: the last file takes it.</summary>
    public List<ScenarioEvent> TakeRest()
    {
        List<ScenarioEvent> rest = [];
        List<int> days = [.. _days.Keys];
        days.Sort();
        foreach (int day in days)
        {
            rest.AddRange(_days[day]);
        }

        _days.Clear();
        return rest;
    }

    private List<ScenarioEvent> Of(int day) => _days.TryGetValue(day, out List<ScenarioEvent>? list) ? list : [];

    private void Deliver(in ScenarioEvent entry, int arrival, bool isCopy, bool isHidden)
    {
        int day = Math.Max(arrival / Day, Today);
        if (!_days.TryGetValue(day, out List<ScenarioEvent>? list))
        {
            list = [];
            _days.Add(day, list);
        }

        ScenarioEvent delivered = entry;
        delivered.Arrival = arrival;
        delivered.IsCopy = isCopy;
        delivered.IsHidden = isHidden;
        list.Add(delivered);
    }
}
