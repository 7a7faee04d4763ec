using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace StormDetect.Core.Archives;

/// <summary>
/// Where things are in the archive of one tenant: <c>archive.json</c>, <c>manifest/000123.json</c> (one a run), and per run and day <c>2026/06/2026-06-01/part-000123.jsonl.gz</c> with its index beside it.
/// Files are never changed once they are there. Names that begin with a dot are a run's own and no part of the archive.
/// </summary>
internal static class ArchiveLayout
{
    public const string HeaderFile = "archive.json";
    public const string ManifestFolder = "manifest";
    public const string StagingFolder = ".staging";
    public const string SearchFolder = ".search";
    public const string LockFile = ".lock";
    public const string WriterFile = ".writer";
    public const string StagedEntry = "entry.json";
    public const string PartSuffix = ".jsonl.gz";
    public const string IndexSuffix = ".idx";
    private const string PartPrefix = "part-";

    /// <summary>How every header begins.</summary>
    public static ReadOnlySpan<byte> HeaderBeginning => "{\"format\":\"stormdetect-archive\""u8;

    public static string DayName(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Of a day, from the tenant's folder, with slashes.</summary>
    public static string DayFolder(int day) => DateOnly.FromDayNumber(day).ToString("yyyy'/'MM'/'yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string PartFile(int day, int number) => $"{DayFolder(day)}/{PartPrefix}{Digits(number)}{PartSuffix}";

    public static string IndexFile(int day, int number) => $"{DayFolder(day)}/{PartPrefix}{Digits(number)}{IndexSuffix}";

    public static string EntryFile(int number) => $"{ManifestFolder}/{Digits(number)}.json";

    public static string Full(string folder, string file) => Path.Join(folder, file.Replace('/', Path.DirectorySeparatorChar));

    public static string Digits(int number) => number.ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>The folder of a tenant; records that name none have one of their own.</summary>
    public static string TenantName(Guid tenant) => tenant == Guid.Empty ? "unknown-tenant" : tenant.ToString("D");

    public static string TenantText(Guid tenant) => tenant == Guid.Empty ? string.Empty : tenant.ToString("D");

    /// <summary>Whether a folder is the archive of a tenant.</summary>
    public static bool IsArchive(string folder)
    {
        try
        {
            string header = Path.Join(folder, HeaderFile);
            if (!File.Exists(header) || SpecialFile.IsAt(header))
            {
                return false;
            }

            using FileStream stream = new(header, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] begin = new byte[HeaderBeginning.Length];
            return stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && HeaderBeginning.SequenceEqual(begin);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The number in a file name, such as 123 in part-000123.jsonl.gz; only as we write it.</summary>
    public static bool TryPartNumber(string name, string suffix, out int number)
    {
        number = 0;
        return name.StartsWith(PartPrefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal)
            && TryDigits(name.AsSpan(PartPrefix.Length, Math.Max(0, name.Length - PartPrefix.Length - suffix.Length)), out number);
    }

    public static bool TryEntryNumber(string name, out int number)
    {
        number = 0;
        return name.EndsWith(".json", StringComparison.Ordinal) && TryDigits(name.AsSpan(0, name.Length - ".json".Length), out number);
    }

    /// <summary>The numbers of the entries that a manifest folder holds, in order.</summary>
    public static List<int> EntryNumbers(string folder)
    {
        List<int> numbers = [];
        DirectoryInfo manifest = new(Path.Join(folder, ManifestFolder));
        if (manifest.Exists)
        {
            foreach (FileInfo file in manifest.EnumerateFiles())
            {
                if (TryEntryNumber(file.Name, out int number))
                {
                    numbers.Add(number);
                }
            }
        }

        numbers.Sort();
        return numbers;
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && digits.SequenceEqual(Digits(number));
}
