using System;
using System.IO;

namespace StormDetect.Core.Exports;

/// <summary>Lets the first bytes of a stream be looked at before they are read, without seeking.</summary>
internal sealed class LookaheadStream : ReadOnlyStream
{
    private const int HeadBytes = 4096;
    private readonly Stream _inner;
    private byte[]? _head;
    private int _position;
    private int _length;
    private Exception? _failure;

    /// <summary>Wraps a stream, which is disposed of with this one.</summary>
    /// <param name="inner">The stream.</param>
    public LookaheadStream(Stream inner)
    {
        _inner = inner;
    }

    /// <summary>The wrapped stream.</summary>
    public Stream Inner => _inner;

    /// <summary>
    /// The first bytes, up to 4 KiB. A failure to read behind them comes when they have been read; a failure with nothing before it, now.
    /// </summary>
    /// <returns>What the stream begins with.</returns>
    public ReadOnlySpan<byte> Peek()
    {
        if (_head is null)
        {
            _head = new byte[HeadBytes];
            try
            {
                int read;
                while (_length < HeadBytes && (read = _inner.Read(_head.AsSpan(_length))) > 0)
                {
                    _length += read;
                }
            }
            catch (Exception failure) when (_length > 0 && ReadFailure.IsExpected(failure))
            {
                _failure = failure;
            }
        }

        return _head.AsSpan(_position, _length - _position);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_position < _length)
        {
            int count = Math.Min(buffer.Length, _length - _position);
            _head.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        if (_failure is not null)
        {
            Exception failure = _failure;
            throw failure is InvalidDataException
                ? new InvalidDataException(failure.Message, failure)
                : new IOException(failure.Message, failure);
        }

        return _inner.Read(buffer);
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
}
