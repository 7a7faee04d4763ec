using System;
using System.IO;

namespace StormDetect.Core.Exports;

/// <summary>
/// The bytes of a gzip stream, and behind them one more gzip member with a known text. Only a stream that is complete unpacks to its own
/// text and then to that one: .NET itself takes a stream that is cut for one that has ended.
/// </summary>
internal sealed class GzipFeed : ReadOnlyStream
{
    /// <summary>A gzip member that unpacks to <see cref="EndText"/>, stored without compression.</summary>
    private static readonly byte[] s_endMember = CreateEndMember();

    private readonly Stream _inner;
    private int _endPosition;

    /// <summary>Wraps a stream, which is disposed of with this one.</summary>
    /// <param name="inner">Compressed bytes.</param>
    public GzipFeed(Stream inner)
    {
        _inner = inner;
    }

    /// <summary>What the added member unpacks to.</summary>
    public static ReadOnlySpan<byte> EndText => "StormDetect: the stream is whole"u8;

    /// <summary>Whether the stream's own bytes have all been handed out and the added ones begun.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (!HasEnded)
        {
            int read = _inner.Read(buffer);
            if (read > 0 || buffer.IsEmpty)
            {
                return read;
            }

            HasEnded = true;
        }

        int count = Math.Min(buffer.Length, s_endMember.Length - _endPosition);
        s_endMember.AsSpan(_endPosition, count).CopyTo(buffer);
        _endPosition += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] CreateEndMember()
    {
        ReadOnlySpan<byte> text = EndText;
        byte[] member = new byte[10 + 5 + text.Length + 8];
        Span<byte> rest = member;
        ReadOnlySpan<byte> header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        header.CopyTo(rest);
        rest = rest[10..];
        rest[0] = 1;
        BitConverter.TryWriteBytes(rest[1..], (ushort)text.Length);
        BitConverter.TryWriteBytes(rest[3..], (ushort)~text.Length);
        text.CopyTo(rest[5..]);
        rest = rest[(5 + text.Length)..];
        BitConverter.TryWriteBytes(rest, Crc32.Append(0, text));
        BitConverter.TryWriteBytes(rest[4..], (uint)text.Length);
        return member;
    }
}
