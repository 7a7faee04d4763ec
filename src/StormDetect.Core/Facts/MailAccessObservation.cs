using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>One mail-access record, reduced to what facts count. Indexes come from the builder that takes it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct MailAccessObservation
{
    public int Mailbox;
    public int Path;
    public int Network;

    /// <summary>Index of the acting user, or -1.</summary>
    public int User;

    /// <summary>Index of the client's program, or -1.</summary>
    public int Program;

    /// <summary>The session (see <see cref="MailAccessFactsBuilder.Session(string)"/>), or the empty GUID.</summary>
    public Guid Session;

    public MailActivity Activity;

    /// <summary>Time in seconds (<see cref="FactTime"/>).</summary>
    public int Time;

    public int Items;

    public bool Throttled;

    /// <summary>Hash of the synchronised folder's id, for Sync; 0 for none.</summary>
    public uint SyncedFolder;

    /// <summary>One bit per folder hash (see <see cref="MailAccessFact.FolderSketch"/>).</summary>
    public ulong FolderSketch;

    /// <summary>One bit for the token's hash, or 0.</summary>
    public ulong TokenSketch;

    /// <summary>The record's id; a hash registered with <see cref="MailAccessFactsBuilder.NameRecord"/> when the id is not a GUID.</summary>
    public Guid RecordId;
}
