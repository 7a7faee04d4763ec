using System;
using System.IO;
using System.IO.Compression;

namespace StormDetect.Core.Exports;

/// <summary>Unpacks one zip entry and holds it against the length and checksum the archive's directory states.</summary>
internal sealed class ZipEntryText : ReadOnlyStream, IStoredProgress
{
    private readonly SharedArchive _archive;
    private readonly Stream _stream;
    private readonly long _length;
    private readonly uint _expected;
    private long _read;
    private uint _crc;
    private bool _isOpen = true;

    /// <summary>Opens an entry and keeps its archive open.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="storedLength">Bytes the entry takes in the outermost file, at most.</param>
    public ZipEntryText(SharedArchive archive, ZipArchiveEntry entry, long storedLength)
    {
        lock (archive.Gate)
        {
            _stream = entry.Open();
        }

        archive.Use();
        _archive = archive;
        _length = entry.Length;
        _expected = entry.Crc32;
        StoredLength = storedLength;
    }

    /// <inheritdoc/>
    public long StoredLength { get; }

    /// <inheritdoc/>
    public long StoredPosition => _length == 0 ? 0 : (long)(StoredLength * Math.Min(1.0, _read / (double)_length));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int read;
        lock (_archive.Gate)
        {
            read = _stream.Read(buffer);
        }

        _crc = Crc32.Append(_crc, buffer[..read]);
        _read += read;
        if (_read > _length)
        {
            throw new InvalidDataException("An entry is longer than its archive says.");
        }

        if (read == 0 && _read < _length)
        {
            throw new InvalidDataException("An entry is shorter than its archive says.");
        }

        return read > 0 || _crc == _expected ? read : throw new InvalidDataException("An entry's checksum is wrong.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _isOpen)
        {
            _isOpen = false;
            lock (_archive.Gate)
            {
                _stream.Dispose();
            }

            _archive.Dispose();
        }

        base.Dispose(disposing);
    }
}
