using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>When a session touched a mailbox from a network: what "one session on two networks at once" is judged by.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SessionFact
{
    /// <summary>A number for the session.</summary>
    public int Session;

    public int Network;
    public int Mailbox;

    /// <summary>First and last record, in seconds (<see cref="FactTime"/>).</summary>
    public int First, Last;
}
