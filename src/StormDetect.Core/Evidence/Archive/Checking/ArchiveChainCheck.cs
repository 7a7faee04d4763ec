using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Archives;

/// <summary>Checks the header and the entries of a manifest: that each is as it was written, and follows the one before.</summary>
/// <param name="name">What the tenant's folder is called.</param>
/// <param name="files">The files of the archive.</param>
/// <param name="findings">Told what is wrong.</param>
internal sealed class ArchiveChainCheck(string name, ArchiveFileSet files, ArchiveFindings findings)
{
    private readonly List<ArchiveEntry> _entries = [];
    private readonly HashSet<string> _hashes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries that could be read, in order.</summary>
    public IReadOnlyList<ArchiveEntry> Entries => _entries;

    /// <summary>The tenant that the header names; empty for records that named none.</summary>
    public string TenantId { get; private set; } = string.Empty;

    /// <summary>The hash that the chain ends in; empty where the header cannot be relied on and there is no entry.</summary>
    public string Head { get; private set; } = string.Empty;

    /// <summary>Whether no entry is missing or out of its place.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether the chain once ended in a hash.</summary>
    public bool HasHash(string hash) => _hashes.Contains(hash.Trim());

    /// <summary>Reads and checks them.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public void Check(CancellationToken cancellationToken)
    {
        CheckHeader();
        CheckEntries(cancellationToken);
    }

    private void CheckHeader()
    {
        string hash = string.Empty;
        foreach (byte[] bytes in files.ReadAll(ArchiveLayout.HeaderFile, ArchiveFindingKind.HeaderDamaged, "The header is missing."))
        {
            try
            {
                (string tenant, string own) = ArchiveJson.ReadHeader(bytes);
                if (hash.Length > 0 && own != hash)
                {
                    findings.Add(ArchiveFindingKind.HeaderDamaged, ArchiveLayout.HeaderFile, "Two copies of the header differ.");
                }

                if ((tenant.Length == 0 ? ArchiveLayout.TenantName(Guid.Empty) : tenant) != name)
                {
                    findings.Add(ArchiveFindingKind.HeaderDamaged, ArchiveLayout.HeaderFile, $"It is the header of the tenant '{tenant}', in the folder '{name}'.");
                }

                TenantId = tenant;
                hash = own;
            }
            catch (InvalidDataException failure)
            {
                findings.Add(ArchiveFindingKind.HeaderDamaged, ArchiveLayout.HeaderFile, $"The header cannot be relied on: {failure.Message}");
            }
        }

        Head = hash;
    }

    private void CheckEntries(CancellationToken cancellationToken)
    {
        string previous = Head;
        long records = 0;
        long parts = 0;
        long bytes = 0;
        int last = files.Names.Select(static file => file.StartsWith(ArchiveLayout.ManifestFolder + "/", StringComparison.Ordinal) && ArchiveLayout.TryEntryNumber(file[(ArchiveLayout.ManifestFolder.Length + 1)..], out int n) ? n : 0).DefaultIfEmpty().Max();
        for (int number = 1; number <= last; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string file = ArchiveLayout.EntryFile(number);
            ArchiveEntry? entry = ReadEntry(file);
            if (entry is null)
            {
                IsWhole = false;
                previous = string.Empty;
                continue;
            }

            bool isFollowing = previous.Length > 0;
            if (entry.Number != number || entry.TenantId != TenantId || (isFollowing && entry.Previous != previous))
            {
                IsWhole = false;
                findings.Add(ArchiveFindingKind.ChainBroken, file, entry.Number != number ? $"It is entry {entry.Number}, in the place of entry {number}." : entry.TenantId != TenantId ? "It is of another tenant." : "It does not follow the entry before it.");
            }

            records = isFollowing ? records + entry.Parts.Sum(static part => part.Records) : entry.TotalRecords;
            parts = isFollowing ? parts + entry.Parts.Count : entry.TotalParts;
            bytes = isFollowing ? bytes + entry.Parts.Sum(static part => part.Bytes + part.IndexBytes) : entry.TotalBytes;
            if ((entry.TotalRecords, entry.TotalParts, entry.TotalBytes) != (records, parts, bytes) || entry.Counts.Stored != entry.Parts.Sum(static part => part.Records))
            {
                findings.Add(ArchiveFindingKind.EntryDamaged, file, "Its totals are not the sum of its parts and of what was there before.");
            }

            _entries.Add(entry);
            _hashes.Add(entry.Hash);
            previous = Head = entry.Hash;
        }
    }

    private ArchiveEntry? ReadEntry(string file)
    {
        ArchiveEntry? entry = null;
        foreach (byte[] bytes in files.ReadAll(file, ArchiveFindingKind.EntryMissing, "This entry of the manifest is missing."))
        {
            try
            {
                ArchiveEntry own = ArchiveJson.ReadEntry(bytes);
                if (entry is not null && entry.Hash != own.Hash)
                {
                    findings.Add(ArchiveFindingKind.EntryDamaged, file, "Two copies of the entry differ.");
                }

                entry = own;
            }
            catch (InvalidDataException failure)
            {
                findings.Add(ArchiveFindingKind.EntryDamaged, file, $"The entry cannot be relied on: {failure.Message}");
            }
        }

        return entry;
    }
}
