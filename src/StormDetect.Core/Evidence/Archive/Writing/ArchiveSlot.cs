using System;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Archives;

/// <summary>What is known of a record on its way into a part, beside its line.</summary>
/// <param name="Ticks">When it was done (UTC).</param>
/// <param name="Key">What makes it the same as another (<see cref="ArchiveKey"/>).</param>
/// <param name="Operation">Number of its operation (<see cref="ArchiveSubjects"/>).</param>
/// <param name="User">Number of its user.</param>
/// <param name="Mailbox">Number of its mailbox; 0 for none.</param>
/// <param name="Other">Number of the other name its mailbox has, or of its object; 0 for none.</param>
internal readonly record struct ArchiveSlot(long Ticks, UInt128 Key, ulong Operation, ulong User, ulong Mailbox, ulong Other)
{
    /// <summary>Equal for equal keys, whatever the forms say of a second's parts.</summary>
    public int Second => FactTime.FromTicks(Ticks);
}
