using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace StormDetect.Core.Exports;

/// <summary>
/// A file as it was long when it was opened: what others append while it is read belongs to the next run, and a file that becomes shorter
/// is an error.
/// </summary>
internal sealed class StoredFile : Stream, IStoredProgress
{
    private readonly SafeFileHandle _handle;
    private readonly FileStream _stream;
    private long _position;

    /// <summary>Opens a file that others may still write to, rename or delete.</summary>
    /// <param name="path">Its path.</param>
    public StoredFile(string path)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            _stream = new FileStream(_handle, FileAccess.Read, bufferSize: 0);
            CanSeek = _stream.CanSeek;
            StoredLength = CanSeek ? RandomAccess.GetLength(_handle) : 0;
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public long StoredLength { get; }

    /// <inheritdoc/>
    public long StoredPosition => _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek { get; }

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => StoredLength;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (!CanSeek)
        {
            int piped = _stream.Read(buffer);
            _position += piped;
            return piped;
        }

        long left = StoredLength - _position;
        if (left <= 0 || buffer.IsEmpty)
        {
            return 0;
        }

        int read = RandomAccess.Read(_handle, buffer[..(int)Math.Min(left, buffer.Length)], _position);
        if (read == 0)
        {
            throw new EndOfStreamException("The file became shorter while it was read.");
        }

        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        long target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => StoredLength + offset,
        };
        if (target < 0)
        {
            throw new IOException("A position before the beginning of the file.");
        }

        return _position = target;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
            _handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
