using System;

namespace StormDetect.Core.Facts;

/// <summary>The memory that the pages of one scan share, whichever thread fills them.</summary>
internal sealed class FactChunks
{
    public ChunkPool<MailAccessFact> Facts { get; } = new();

    public ChunkPool<int> Users { get; } = new();

    public ChunkPool<int> Programs { get; } = new();

    public ChunkPool<Guid> Sessions { get; } = new();

    public ChunkPool<uint> Folders { get; } = new();

    public ChunkPool<RecordUse> Records { get; } = new();

    /// <summary>Gives up what waits to be used again.</summary>
    public void Clear()
    {
        Facts.Clear();
        Users.Clear();
        Programs.Clear();
        Sessions.Clear();
        Folders.Clear();
        Records.Clear();
    }
}
