using System;
using System.IO;
using System.IO.Compression;

namespace StormDetect.Core.Acquisition;

/// <summary>A slice's records: gzip, one a line.</summary>
internal sealed class SliceFile : IDisposable
{
    private const int BufferSize = 64 << 10;

    private readonly StateFiles _files;
    private readonly FileStream _stream;
    private readonly GZipStream _gzip;
    private readonly BufferedStream _buffer;

    public SliceFile(StateFiles files, string name)
    {
        _files = files;
        _stream = files.Create(name, FileMode.Create);
        _gzip = new GZipStream(new Metered(files, _stream), CompressionLevel.Fastest);
        _buffer = new BufferedStream(_gzip, BufferSize);
    }

    /// <summary>Takes a row.</summary>
    public delegate void RowTaker(ReadOnlySpan<byte> row);

    /// <summary>Reads the rows of a file.</summary>
    /// <returns>How many there were.</returns>
    public static long Read(string path, RowTaker take)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using GZipStream gzip = new(stream, CompressionMode.Decompress);
        byte[] buffer = new byte[BufferSize];
        int start = 0;
        int end = 0;
        long rows = 0;
        while (true)
        {
            int line = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (line >= 0)
            {
                take(buffer.AsSpan(start, line));
                rows++;
                start += line + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            int read = gzip.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                return end == 0 ? rows : throw new InvalidDataException("The last row is cut.");
            }

            end += read;
        }
    }

    /// <summary>Adds a row; line ends inside of it, which can only stand between JSON's tokens, become blanks.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        row = row.Trim(" \t\r\n"u8);
        while (row.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and int at)
        {
            _buffer.Write(row[..at]);
            _buffer.WriteByte((byte)' ');
            row = row[(at + 1)..];
        }

        _buffer.Write(row);
        _buffer.WriteByte((byte)'\n');
    }

    /// <summary>Ends the file and brings it to the disk.</summary>
    /// <returns>Its length.</returns>
    public long Close()
    {
        _buffer.Flush();
        _gzip.Dispose();
        _files.Sync(_stream);
        long length = _stream.Length;
        _stream.Dispose();
        return length;
    }

    public void Dispose()
    {
        // Without Close the file is thrown away: nothing more is written to it.
        _stream.Dispose();
    }

    /// <summary>Writes by way of the state, and leaves the file open.</summary>
    private sealed class Metered(StateFiles files, FileStream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => files.Write(stream, buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => files.Write(stream, buffer);
    }
}
