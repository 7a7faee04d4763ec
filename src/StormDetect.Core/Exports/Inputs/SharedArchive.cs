using System;
using System.IO;
using System.IO.Compression;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>A zip archive that stays open until the last of its entries is closed, and lets only one of them read at a time.</summary>
internal sealed class SharedArchive : IDisposable
{
    private readonly ZipArchive _archive;
    private int _users = 1;

    /// <summary>Opens an archive; the caller is its first user and lets go of it with <see cref="Dispose"/>.</summary>
    /// <param name="stream">The archive, closed with it; it must allow seeking.</param>
    public SharedArchive(Stream stream)
    {
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false);
    }

    /// <summary>Taken while an entry reads: entries share the position of the file.</summary>
    public object Gate { get; } = new();

    /// <summary>Its directory.</summary>
    public ZipArchive Archive => _archive;

    /// <summary>Becomes one more user.</summary>
    public void Use() => Interlocked.Increment(ref _users);

    /// <summary>Stops being a user; the last one closes the archive.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _archive.Dispose();
        }
    }
}
