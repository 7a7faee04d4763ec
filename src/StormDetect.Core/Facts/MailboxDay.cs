using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// What is known of a mailbox on a day beyond its item reads: what coverage is judged by. Hours are bits of the UTC day.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MailboxDay
{
    public int Mailbox;
    public int Day;

    /// <summary>Hours with an item read (Bind).</summary>
    public uint BindHours;

    /// <summary>Hours with any other recorded action on or by the mailbox (Sync, send, move, sign-in ...).</summary>
    public uint OtherHours;

    /// <summary>Hours with a record that says IsThrottled True.</summary>
    public uint ThrottledHours;

    /// <summary>Bind records of the day.</summary>
    public int Binds;

    /// <summary>Last Bind record of the day, in seconds (<see cref="FactTime"/>); <see cref="int.MinValue"/> for none.</summary>
    public int LastBind;

    /// <summary>Whether two rows are of the same mailbox and day.</summary>
    public static bool IsSameKey(in MailboxDay a, in MailboxDay b) => a.Mailbox == b.Mailbox && a.Day == b.Day;

    /// <summary>Adds what one row knows to another of the same key; in whatever order, the result is the same.</summary>
    public static void Combine(ref MailboxDay into, in MailboxDay from)
    {
        into.BindHours |= from.BindHours;
        into.OtherHours |= from.OtherHours;
        into.ThrottledHours |= from.ThrottledHours;
        into.Binds += from.Binds;
        into.LastBind = Math.Max(into.LastBind, from.LastBind);
    }
}
