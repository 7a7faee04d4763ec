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

    /// <summary>Whether some records come twice, as they do in every log; whoever counts records without reading them turns it off.</summary>
    public bool Copies { get; init; } = true;

    /// <summary>Adds a record.</summary>
    /// <returns>Whether the log will hold it.</returns>
    public bool Add(in ScenarioEvent entry)
    {
        if (entry.Time < 0 || entry.Time >= End
            || (entry.Kind == RecordKind.Bind && entry.Mailbox.IsSilenced(entry.Time)))
        {
            return false;
        }

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

        Deliver(entry, entry.Time + delay);
        uint copies = (uint)(draw >> 20) % 1_000;
        if (Copies && copies < 20)
        {
            // Two in a hundred come twice: at once, or with the next delivery.
            Deliver(entry, entry.Time + delay + (copies < 12 ? 0 : (int)((draw >> 13) % (26 * 3600))));
        }

        return true;
    }

    /// <summary>The records planned so far whose delivery falls on a day.</summary>
    public List<ScenarioEvent> Peek(int day) => _days.TryGetValue(day, out List<ScenarioEvent>? list) ? list : [];

    public List<ScenarioEvent> Take(int day)
    {
        List<ScenarioEvent> list = Peek(day);
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

    private void Deliver(in ScenarioEvent entry, int arrival)
    {
        int day = Math.Max(arrival / Day, Today);
        if (!_days.TryGetValue(day, out List<ScenarioEvent>? list))
        {
            list = [];
            _days.Add(day, list);
        }

        ScenarioEvent delivered = entry;
        delivered.Arrival = arrival;
        list.Add(delivered);
    }
}
