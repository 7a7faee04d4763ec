using System.Runtime.InteropServices;

namespace StormDetect.Core.Scenarios;

/// <summary>One record to be written: all decisions are taken, the bytes follow from it alone. A repeated event is therefore a byte-identical duplicate.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ScenarioEvent
{
    /// <summary>CreationTime, in seconds since the scenario's first midnight (UTC).</summary>
    public int Time;

    /// <summary>When the log delivers it; decides file and place.</summary>
    public int Arrival;

    /// <summary>The log delivers it a second time.</summary>
    public bool IsCopy;

    /// <summary>It happened, and the log lacks it, because an intruder saw to that.</summary>
    public bool IsHidden;

    /// <summary>Seed of everything that is random in the record; its id too.</summary>
    public ulong Entropy;

    public AccessSession Session;

    public Mailbox Mailbox;

    public RecordKind Kind;

    /// <summary>Folder number in the mailbox, or a variant for records without folders.</summary>
    public short Folder;

    /// <summary>Items of a Bind.</summary>
    public short Items;

    /// <summary>IsThrottled is written as True.</summary>
    public bool Throttled;

    /// <summary>Position of the newest item read, counted back from the latest message.</summary>
    public int Depth;

    /// <summary>Id of a record whose id something else refers to (a sign-in's token), else all zero.</summary>
    public System.Guid Id;

    /// <summary>What the record is about, for the few that name somebody else: the trustee of a permission, the application of a consent.</summary>
    public string? Subject;

    /// <summary>The folder a Move goes to.</summary>
    public short Target;

    /// <summary>What a record of kind <see cref="RecordKind.Detailed"/> says.</summary>
    public RecordDetails? Details;

    /// <summary>The message of a Send, where it is not just any.</summary>
    public SentMessage? Message;
}
