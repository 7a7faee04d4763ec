using System;
using System.Collections.Generic;
using System.IO;

namespace StormDetect.Core.Archives;

/// <summary>The end of an archive's chain: what the next run goes on from.</summary>
/// <param name="Number">The number of the last run; 0 before the first.</param>
/// <param name="Hash">The hash the next entry names.</param>
/// <param name="Last">The last entry; null before the first.</param>
internal sealed record ArchiveHead(int Number, string Hash, ArchiveEntry? Last)
{
    /// <summary>Reads the last entry; null where there is no archive yet, or no run.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written, or one is missing.</exception>
    public static ArchiveEntry? ReadLast(string folder, Guid tenant) => ArchiveLayout.IsArchive(folder) ? Read(folder, ArchiveLayout.TenantText(tenant)).Last : null;

    /// <summary>Reads header and last entry.</summary>
    /// <exception cref="InvalidDataException">One of them is not as it was written, or one is missing.</exception>
    public static ArchiveHead Read(string folder, string tenantId)
    {
        (string tenant, string header) = ArchiveJson.ReadHeader(File.ReadAllBytes(Path.Join(folder, ArchiveLayout.HeaderFile)));
        if (tenant != tenantId)
        {
            throw new InvalidDataException($"it is the archive of the tenant '{PlainText.Safe(tenant)}'.");
        }

        List<int> numbers = ArchiveLayout.EntryNumbers(folder);
        if (numbers.Count == 0)
        {
            return new ArchiveHead(0, header, null);
        }

        int last = numbers[^1];
        if (numbers.Count != last)
        {
            throw new InvalidDataException($"{last - numbers.Count} of {last} entries of its manifest are missing.");
        }

        ArchiveEntry entry = ArchiveJson.ReadEntry(File.ReadAllBytes(ArchiveLayout.Full(folder, ArchiveLayout.EntryFile(last))));
        return entry.Number == last && entry.TenantId == tenantId
            ? new ArchiveHead(last, entry.Hash, entry)
            : throw new InvalidDataException("its last entry is of another place or tenant.");
    }
}
