using System;
using System.IO;
using System.IO.Compression;

namespace StormDetect.Core.Exports;

/// <summary>Unpacks gzip, members behind each other included, and notices when the stream is cut.</summary>
internal sealed class GzipText : ReadOnlyStream
{
    private const int FeedBytes = 128 << 10;
    private readonly GzipFeed _feed;
    private readonly GZipStream _gzip;
    private bool _hasEnded;

    /// <summary>Wraps a stream, which is disposed of with this one.</summary>
    /// <param name="packed">Compressed bytes.</param>
    public GzipText(Stream packed)
    {
        _feed = new GzipFeed(new BufferedStream(packed, FeedBytes));
        _gzip = new GZipStream(_feed, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_hasEnded || buffer.IsEmpty)
        {
            return 0;
        }

        int read = Unpack(buffer);
        if (!_feed.HasEnded)
        {
            // The end without having asked for more: something that is not gzip follows the last member.
            return read > 0 ? read : throw End("what follows its last part is not compressed data.");
        }

        // All the stream's bytes had been unpacked when more was asked for, so this is what the added member made.
        _hasEnded = true;
        CheckEnd(buffer[..read]);
        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd(ReadOnlySpan<byte> begun)
    {
        ReadOnlySpan<byte> expected = GzipFeed.EndText;
        if (!expected.StartsWith(begun))
        {
            throw End("it is cut.");
        }

        expected = expected[begun.Length..];
        Span<byte> more = stackalloc byte[GzipFeed.EndText.Length + 1];
        int read;
        while ((read = Unpack(more)) > 0)
        {
            if (!expected.StartsWith(more[..read]))
            {
                throw End("it is cut.");
            }

            expected = expected[read..];
        }

        if (!expected.IsEmpty)
        {
            throw End("it is cut.");
        }
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _gzip.Read(buffer);
        }
        catch (InvalidDataException) when (_feed.HasEnded)
        {
            _hasEnded = true;
            throw End("it is cut.");
        }
        catch (InvalidDataException)
        {
            _hasEnded = true;
            throw;
        }
    }

    private InvalidDataException End(string reason)
    {
        _hasEnded = true;
        return new InvalidDataException("The gzip stream does not end as it should; " + reason);
    }
}
