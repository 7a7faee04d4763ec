using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>A set of fields that <see cref="AccessKeyCache"/> remembers, by its hash, and the indexes it came to.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct AccessKey
{
    public ulong Low;
    public ulong High;
    public int Mailbox;
    public int Path;
    public int User;
    public int Program;
}
