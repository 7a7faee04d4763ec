using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// An orphan alone is no conviction: Low, where the grade is Orphaned or Misused, and Informational where it is Weak. It is Medium when no sign-in, or one from elsewhere, explains reads of three
/// mailboxes, or of two with 200 items, through a path that is known here to find its sign-ins; or when the same reads are out of the ordinary in other ways as well. A priority mailbox raises it by one.
/// </summary>
internal static class OrphanSeverity
{
    private const int Reach = 3;
    private const int FewerReach = 2;
    private const int ManyItems = 200;

    public static Severity Of(OrphanGrade grade, bool isMeasured, int mailboxes, long items, bool isPriority, Severity? anomaly)
    {
        if (grade == OrphanGrade.Weak)
        {
            return anomaly >= Severity.Medium ? Severity.Low : Severity.Informational;
        }

        Severity severity = isMeasured && (mailboxes >= Reach || (mailboxes >= FewerReach && items >= ManyItems)) ? Severity.Medium : Severity.Low;
        severity = anomaly >= Severity.Medium && severity < Severity.Medium ? Severity.Medium : severity;
        return isPriority && severity < Severity.High ? severity + 1 : severity;
    }

    /// <summary>The severity of an anomaly of whose reads so many have no sign-in: one step more, as far as High, where it is at least half and such reads are rarely unexplained here.</summary>
    public static Severity Raised(Severity anomaly, long orphaned, long all) =>
        orphaned * 2 >= all && anomaly is Severity.Low or Severity.Medium ? anomaly + 1 : anomaly;

    /// <summary>Bits of surprise of so many mailboxes whose reads have no sign-in, each counted once, because one lost log explains all reads of a mailbox.</summary>
    public static double Bits(OrphanGrade grade, UsualRate usual, int mailboxes)
    {
        double each = grade is OrphanGrade.Orphaned or OrphanGrade.Misused ? -Math.Log2(Math.Clamp(usual.IsKnown ? usual.Share : 0.25, 0.02, 1)) : 0.5;
        return Math.Round(Math.Min(grade == OrphanGrade.Weak ? 2 : 20, each * mailboxes), 2);
    }

    /// <summary>Whether one of the mailboxes matters most.</summary>
    public static bool IsPriority(IEnumerable<string> mailboxes, IReadOnlyList<string> priority)
    {
        if (priority.Count == 0)
        {
            return false;
        }

        HashSet<string> wanted = new(priority, StringComparer.OrdinalIgnoreCase);
        foreach (string mailbox in mailboxes)
        {
            if (wanted.Contains(mailbox))
            {
                return true;
            }
        }

        return false;
    }
}
