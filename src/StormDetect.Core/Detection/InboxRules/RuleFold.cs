using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// All records that did the same to the same rule by the same actor: Outlook writes a rule again thousands of times, and that must cost no more than once.
/// </summary>
internal sealed class RuleFold
{
    /// <summary>Ids kept of each fold.</summary>
    public const int MaxRecords = 8;

    private RuleFold(RuleChange change)
    {
        First = change;
        Last = change.Time;
    }

    /// <summary>The earliest of its records, by time, then key.</summary>
    public RuleChange First { get; private set; }

    public DateTimeOffset Last { get; private set; }

    public long Count { get; private set; }

    /// <summary>The first records, by id.</summary>
    public FirstMoments Records { get; } = new(MaxRecords);

    public FirstMoments Networks { get; } = new(MaxRecords);

    public FirstMoments Sessions { get; } = new(MaxRecords);

    /// <summary>What makes records the same.</summary>
    public static string KeyOf(RuleChange change) => string.Join(
        '\u0003', change.TenantId, ((int)change.Kind).ToString(System.Globalization.CultureInfo.InvariantCulture), string.Join('\u0002', change.MailboxNames), change.RuleName ?? "\u0001",
        change.NewName ?? "\u0001", change.RuleId, change.Settings?.Key ?? "\u0001", change.Enabled?.ToString() ?? string.Empty, change.Actor.UserId.ToLowerInvariant(),
        ((int)change.Actor.Role).ToString(System.Globalization.CultureInfo.InvariantCulture), change.Failed ? "1" : "0");

    public static RuleFold Of(RuleChange change)
    {
        RuleFold fold = new(change);
        fold.Add(change);
        return fold;
    }

    public void Add(RuleChange change)
    {
        Count++;
        Last = change.Time > Last ? change.Time : Last;
        Lead(change);
        Records.Add(change.Time, change.RecordId.Length > 0 ? change.RecordId : change.Key.ToString("D"));
        Networks.Add(change.Time, change.Network);
        Sessions.Add(change.Time, change.SessionId);
    }

    public void Merge(RuleFold other)
    {
        Count += other.Count;
        Last = other.Last > Last ? other.Last : Last;
        Lead(other.First);
        Records.Merge(other.Records);
        Networks.Merge(other.Networks);
        Sessions.Merge(other.Sessions);
    }

    /// <summary>When it happened, as far as it matters: the first times and the last one.</summary>
    public IEnumerable<DateTimeOffset> Times => Records.All.Select(static moment => moment.Time).Append(Last).Distinct();

    private void Lead(RuleChange change)
    {
        int order = change.Time != First.Time ? change.Time.CompareTo(First.Time) : change.Key.CompareTo(First.Key);
        First = order < 0 ? change : First;
    }
}
