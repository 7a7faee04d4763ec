using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>When a session touched a mailbox from a network: what "one session on two networks at once" is judged by.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SessionFact
{
    public int Session;
    public int Network;
    public int Mailbox;

    /// <summary>Index of the path of its earliest record.</summary>
    public int Path;

    /// <summary>First and last record, in seconds (<see cref="FactTime"/>).</summary>
    public int First, Last;

    public int Records;
}
