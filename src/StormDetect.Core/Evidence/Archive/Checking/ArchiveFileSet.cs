using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Archives;

/// <summary>The files of an archive in all the folders that hold it, each with its copies, and which of them something of the archive names.</summary>
/// <param name="findings">Told what is wrong with them.</param>
/// <param name="progress">Told how many bytes of how many were checked; null for nobody.</param>
internal sealed class ArchiveFileSet(ArchiveFindings findings, Action<long, long>? progress)
{
    private readonly Dictionary<string, List<ArchiveCopy>> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private long _checked;

    /// <summary>Bytes of all copies.</summary>
    public long Bytes { get; private set; }

    /// <summary>Their paths in the archive.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Files that nothing of the archive names.</summary>
    public IEnumerable<string> Unclaimed => _files.Keys.Where(file => !_claimed.Contains(file));

    /// <summary>Takes the files of a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public void Add(ArchiveRoot root, CancellationToken cancellationToken) => ArchiveFiles.Guard(root.Folder, () => List(root, new DirectoryInfo(root.Folder), string.Empty, cancellationToken));

    /// <summary>Says that the archive names a file.</summary>
    public void Claim(string file) => _claimed.Add(file);

    /// <summary>Any copy of a file; null where there is none.</summary>
    public ArchiveCopy? FirstCopy(string file) => _files.GetValueOrDefault(file)?[0];

    /// <summary>Reads every copy of a file that the archive names; what cannot be read is a finding.</summary>
    /// <param name="file">The file.</param>
    /// <param name="missing">What it is if there is no copy.</param>
    /// <param name="reason">The sentence for that.</param>
    /// <returns>The bytes of each.</returns>
    public List<byte[]> ReadAll(string file, ArchiveFindingKind missing, string reason)
    {
        List<byte[]> contents = [];
        _claimed.Add(file);
        if (!_files.TryGetValue(file, out List<ArchiveCopy>? copies))
        {
            findings.Add(missing, file, reason);
            return contents;
        }

        foreach (ArchiveCopy copy in copies)
        {
            try
            {
                contents.Add(File.ReadAllBytes(copy.Path));
            }
            catch (Exception failure) when (ReadFailure.IsExpected(failure))
            {
                findings.Add(ArchiveFindingKind.Unreadable, file, $"It could not be read: {failure.Message}");
            }

            Count(copy);
        }

        return contents;
    }

    /// <summary>Holds every copy of a file against what the manifest says. May be called from several threads.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="hash">Its SHA-256.</param>
    /// <param name="missing">What it is if there is no copy.</param>
    /// <param name="damaged">What it is if a copy is another file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where the best good copy is.</returns>
    public ArchivePresence Check(string file, long length, string hash, ArchiveFindingKind missing, ArchiveFindingKind damaged, CancellationToken cancellationToken)
    {
        if (!_files.TryGetValue(file, out List<ArchiveCopy>? copies))
        {
            findings.Add(missing, file, "The manifest names it, and it is in none of the folders given.");
            return ArchivePresence.Missing;
        }

        ArchivePresence best = ArchivePresence.Missing;
        foreach (ArchiveCopy copy in copies)
        {
            try
            {
                bool isGood = copy.Length == length && HashOf(copy.Path, cancellationToken) == hash;
                if (!isGood)
                {
                    findings.Add(damaged, file, copy.Length == length ? "It was changed: its SHA-256 is another." : string.Create(CultureInfo.InvariantCulture, $"It was changed: it has {copy.Length:#,0} bytes instead of {length:#,0}."));
                }

                ArchivePresence presence = !isGood ? ArchivePresence.Missing : copy.IsCold ? ArchivePresence.Cold : ArchivePresence.Hot;
                best = presence > best ? presence : best;
            }
            catch (Exception failure) when (ReadFailure.IsExpected(failure))
            {
                findings.Add(ArchiveFindingKind.Unreadable, file, $"It could not be read: {failure.Message}");
                best = best == ArchivePresence.Missing ? ArchivePresence.Unknown : best;
            }

            Count(copy);
        }

        return best;
    }

    private static string HashOf(string path, CancellationToken cancellationToken)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 18];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer.AsSpan(0, read));
        }

        return ArchiveJson.Hex(hash.GetCurrentHash());
    }

    private void Count(ArchiveCopy copy) => progress?.Invoke(Interlocked.Add(ref _checked, copy.Length), Bytes);

    private void List(ArchiveRoot root, DirectoryInfo folder, string relative, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            string file = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if (relative.Length == 0 && entry.Name is ArchiveLayout.StagingFolder or ArchiveLayout.SearchFolder or ArchiveLayout.LockFile or ArchiveLayout.WriterFile)
            {
                continue;
            }

            if (entry.LinkTarget is not null)
            {
                // What a link leads to can be exchanged without touching the archive.
                findings.Add(ArchiveFindingKind.NotInManifest, file, "A link, which is never part of an archive.");
            }
            else if (entry is DirectoryInfo inner)
            {
                List(root, inner, file, cancellationToken);
            }
            else if (SpecialFile.IsAt(entry.FullName))
            {
                findings.Add(ArchiveFindingKind.NotInManifest, file, "A named pipe, a socket or a device, which is never part of an archive.");
            }
            else
            {
                if (!_files.TryGetValue(file, out List<ArchiveCopy>? copies))
                {
                    copies = [];
                    _files.Add(file, copies);
                }

                ArchiveCopy copy = new(entry.FullName, ((FileInfo)entry).Length, root.IsCold);
                copies.Add(copy);
                Bytes += copy.Length;
            }
        }
    }
}
