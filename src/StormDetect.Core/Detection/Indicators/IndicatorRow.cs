using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Records that fulfil the same rules, done by the same user to the same mailbox in the same way from the same place.</summary>
internal sealed class IndicatorRow
{
    public const int MostSessions = 32;

    public required IndicatorRowKey Key { get; init; }

    /// <summary>The rules that hold, ascending.</summary>
    public required int[] Rules { get; init; }

    /// <summary>Whether each of them held at the time of the records.</summary>
    public required bool[] IsValid { get; init; }

    public long Count { get; set; }

    public long First { get; set; } = long.MaxValue;

    public long Last { get; set; } = long.MinValue;

    public FirstRecords Records { get; } = new(8);

    public SortedSet<string> Sessions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedSet<string> Applications { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who did it: the user, else whose mailbox it is, else the address.</summary>
    public string Actor => Key.User.Length > 0 ? Key.User : Key.Mailbox.Length > 0 ? Key.Mailbox : Key.Address;

    public void AddSession(string session) => AddTo(Sessions, session);

    public void AddApplication(string application) => AddTo(Applications, application);

    public void Merge(IndicatorRow other)
    {
        Count += other.Count;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Records.Add(other.Records);
        foreach (string session in other.Sessions)
        {
            AddSession(session);
        }

        foreach (string application in other.Applications)
        {
            AddApplication(application);
        }
    }

    // Bounded, and the same whatever order they come in.
    private static void AddTo(SortedSet<string> set, string text)
    {
        if (text.Length > 0 && set.Add(text) && set.Count > MostSessions)
        {
            _ = set.Remove(set.Max!);
        }
    }
}
