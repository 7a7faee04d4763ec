using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Exports;

/// <summary>Some stretches of a file one behind the other, as if nothing lay between them.</summary>
/// <param name="file">The file, disposed of with this.</param>
/// <param name="ranges">Where each begins and its bytes, in order.</param>
internal sealed class StoredRanges(StoredFile file, IReadOnlyList<(long Offset, int Length)> ranges) : ReadOnlyStream, IStoredProgress
{
    private int _range;
    private int _used;

    /// <inheritdoc/>
    public long StoredLength { get; } = ranges.Sum(static range => (long)range.Length);

    /// <inheritdoc/>
    public long StoredPosition { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_range < ranges.Count)
        {
            (long offset, int length) = ranges[_range];
            if (_used < length)
            {
                file.Position = offset + _used;
                int read = file.Read(buffer[..Math.Min(buffer.Length, length - _used)]);
                if (read == 0 && !buffer.IsEmpty)
                {
                    throw new EndOfStreamException("The file ends before a part of it that its index names.");
                }

                _used += read;
                StoredPosition += read;
                return read;
            }

            _range++;
            _used = 0;
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
