using System;

namespace StormDetect.Core.Archives;

/// <summary>Records of a day in order, one after the other.</summary>
internal abstract class ArchiveSource : IDisposable
{
    /// <summary>The record at hand.</summary>
    public ArchiveSlot Slot { get; protected set; }

    /// <summary>Its line, until the next.</summary>
    public abstract ReadOnlySpan<byte> Line { get; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end.</returns>
    public abstract bool Next();

    public virtual void Dispose()
    {
    }
}
