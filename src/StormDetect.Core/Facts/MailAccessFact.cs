using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Mail access counted per (tenant and mailbox, UTC day, activity, path, network). Indexes point into the tables of <see cref="MailAccessFacts"/>.
/// A plain group-by, so that a server can produce the same facts. Small on purpose: a large tenant has a million of them a month.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MailAccessFact : IRow<MailAccessFact>
{
    /// <summary>Index of the mailbox (and with it the tenant).</summary>
    public int Mailbox;

    /// <summary>UTC day as <see cref="System.DateOnly.DayNumber"/>.</summary>
    public int Day;

    /// <summary>Index of the path.</summary>
    public int Path;

    /// <summary>Index of the network.</summary>
    public int Network;

    /// <summary>What was done.</summary>
    public MailActivity Activity;

    /// <summary>Records.</summary>
    public int Records;

    /// <summary>Items those records stand for.</summary>
    public int Items;

    /// <summary>First and last record, in seconds since 2000-01-01 UTC (<see cref="FactTime"/>).</summary>
    public int First, Last;

    /// <summary>Bit h is set when a record fell in UTC hour h.</summary>
    public uint Hours;

    /// <summary>Bit h is set when a record of hour h says IsThrottled True.</summary>
    public uint ThrottledHours;

    /// <summary>Distinct folders synchronised (exact; 0 for Bind).</summary>
    public int SyncedFolders;

    /// <summary>Sketch of distinct folders: one of 64 bits per folder.</summary>
    public ulong FolderSketch;

    /// <summary>Sketch of distinct tokens (UniqueTokenId): one of 64 bits per token.</summary>
    public ulong TokenSketch;

    /// <summary>Heads of linked lists in the arenas of <see cref="MailAccessFacts"/>; -1 for none.</summary>
    public int UserList, SessionList, RecordIdList;

    public static uint Hash(in MailAccessFact row) =>
        RowTable<MailAccessFact>.Hash(row.Mailbox, row.Day, (int)RowTable<MailAccessFact>.Hash(row.Path, row.Network, (int)row.Activity));

    public static bool IsSameKey(in MailAccessFact a, in MailAccessFact b) =>
        a.Mailbox == b.Mailbox && a.Day == b.Day && a.Path == b.Path && a.Network == b.Network && a.Activity == b.Activity;

    /// <summary>Adds the counts; the lists are merged by <see cref="FactLists"/>.</summary>
    public static void Combine(ref MailAccessFact into, in MailAccessFact from)
    {
        into.Records += from.Records;
        into.Items += from.Items;
        into.First = Math.Min(into.First, from.First);
        into.Last = Math.Max(into.Last, from.Last);
        into.Hours |= from.Hours;
        into.ThrottledHours |= from.ThrottledHours;
        into.SyncedFolders += from.SyncedFolders;
        into.FolderSketch |= from.FolderSketch;
        into.TokenSketch |= from.TokenSketch;
    }

    /// <summary>An empty fact of a key.</summary>
    public static MailAccessFact Of(int mailbox, int day, MailActivity activity, int path, int network) => new()
    {
        Mailbox = mailbox,
        Day = day,
        Activity = activity,
        Path = path,
        Network = network,
        First = int.MaxValue,
        Last = int.MinValue,
        UserList = -1,
        SessionList = -1,
        RecordIdList = -1,
    };
}
