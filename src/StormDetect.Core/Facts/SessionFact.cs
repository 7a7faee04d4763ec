using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>When a session touched a mailbox from a network: what "one session on two networks at once" is judged by.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SessionFact : IRow<SessionFact>
{
    public int Session;
    public int Network;
    public int Mailbox;

    /// <summary>Index of the path of its earliest record.</summary>
    public int Path;

    /// <summary>First and last record, in seconds (<see cref="FactTime"/>).</summary>
    public int First, Last;

    public int Records;

    public static uint Hash(in SessionFact row) => RowTable<SessionFact>.Hash(row.Session, row.Network, row.Mailbox);

    public static bool IsSameKey(in SessionFact a, in SessionFact b) => a.Session == b.Session && a.Network == b.Network && a.Mailbox == b.Mailbox;

    public static void Combine(ref SessionFact into, in SessionFact from)
    {
        // The path is there to name the session in a sentence; nothing is judged by it, so a tie within a second may go either way.
        if (from.First < into.First)
        {
            into.Path = from.Path;
        }

        into.First = Math.Min(into.First, from.First);
        into.Last = Math.Max(into.Last, from.Last);
        into.Records += from.Records;
    }
}
