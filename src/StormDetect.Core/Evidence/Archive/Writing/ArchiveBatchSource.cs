using System;

namespace StormDetect.Core.Archives;

/// <summary>The records of a batch that is in order.</summary>
internal sealed class ArchiveBatchSource(ArchiveBatch batch) : ArchiveSource
{
    private int _at = -1;

    public override ReadOnlySpan<byte> Line => batch.Line(_at);

    public override bool Next()
    {
        if (++_at >= batch.Records)
        {
            return false;
        }

        Slot = batch.Slot(_at);
        return true;
    }
}
