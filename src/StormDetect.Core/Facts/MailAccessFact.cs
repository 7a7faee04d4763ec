using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>
/// Mail access counted per (tenant and mailbox, UTC day, activity, path, network). Indexes point into the tables of <see cref="MailAccessFacts"/>.
/// A plain group-by, so that a server can produce the same facts. Small on purpose: a large tenant has a million of them a month.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MailAccessFact
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

    /// <summary>Where the lists behind the fact begin in its <see cref="FactPage"/>.</summary>
    public int Users, Programs, Sessions, Folders, RecordIds;

    /// <summary>How long they are; the folders' list is as long as <see cref="SyncedFolders"/>.</summary>
    public int UserCount, ProgramCount, SessionCount, RecordIdCount;

    /// <summary>Adds the counts; <see cref="FactPage"/> joins the lists, the folders among them.</summary>
    public static void Combine(ref MailAccessFact into, in MailAccessFact from)
    {
        into.Records += from.Records;
        into.Items += from.Items;
        into.First = Math.Min(into.First, from.First);
        into.Last = Math.Max(into.Last, from.Last);
        into.Hours |= from.Hours;
        into.ThrottledHours |= from.ThrottledHours;
        into.FolderSketch |= from.FolderSketch;
        into.TokenSketch |= from.TokenSketch;
    }

    /// <summary>Whether this is the fact of a key.</summary>
    public readonly bool Has(int mailbox, int day, int path, int network, MailActivity activity) =>
        Mailbox == mailbox && Day == day && Path == path && Network == network && Activity == activity;
}
