using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Exports;

/// <summary>Walks a folder: files in ordinal order of their paths, hidden ones left out, no folder twice however links lead.</summary>
internal sealed class FolderWalk
{
    private readonly HashSet<string> _visited = new(RealPath.Comparer);
    private readonly Action<InputProblem> _problem;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Makes a walk.</summary>
    /// <param name="problem">Told of folders and links that cannot be followed.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public FolderWalk(Action<InputProblem> problem, CancellationToken cancellationToken)
    {
        _problem = problem;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What is wanted of archives in it; null for everything.</summary>
    public ArchiveFilter? Wanted { get; init; }

    /// <summary>Told what archives in it have not.</summary>
    public Action<ArchiveGap>? Gap { get; init; }

    /// <summary>Finds the files of a folder and of the folders in it. Empty files, pipes and devices are left out.</summary>
    /// <param name="name">The folder as it is to be shown.</param>
    /// <param name="real">The folder without links.</param>
    /// <returns>The files, found as they are asked for.</returns>
    public IEnumerable<FoundFile> Files(string name, string real)
    {
        if (!_visited.Add(real))
        {
            yield break;
        }

        if (ArchiveLayout.IsArchive(real))
        {
            foreach (FoundFile part in Archived(name, real))
            {
                yield return part;
            }

            yield break;
        }

        foreach (FileSystemInfo entry in Entries(name, real))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            string entryName = Path.Join(name, entry.Name);
            string? entryReal = entry.LinkTarget is null ? Path.Join(real, entry.Name) : RealPath.Resolve(entry.FullName);
            if (entryReal is not null && Directory.Exists(entryReal))
            {
                foreach (FoundFile file in Files(entryName, entryReal))
                {
                    yield return file;
                }
            }
            else if (entryReal is not null && LengthOf(entryReal) > 0)
            {
                yield return new FoundFile(entryName, entryReal);
            }
        }
    }

    /// <summary>The parts of an archive: its manifest, indexes and locks are no logs.</summary>
    private List<FoundFile> Archived(string name, string real)
    {
        List<FoundFile> parts = [];
        try
        {
            ArchiveReading archive = new(real, name, _problem, _cancellationToken);
            parts.AddRange(archive.Parts(Wanted, _cancellationToken));
            if (Gap is not null)
            {
                foreach (ArchiveGap gap in archive.Gaps())
                {
                    Gap(gap);
                }
            }
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            Refusal refusal = ReadFailure.Describe(failure);
            _problem(new InputProblem(refusal.Kind, name, refusal.Message));
        }

        return parts;
    }

    private static long LengthOf(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Exists ? file.Length : 0;
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            // Opening it will say what is wrong.
            return 1;
        }
    }

    private FileSystemInfo[] Entries(string name, string real)
    {
        try
        {
            FileSystemInfo[] entries = new DirectoryInfo(real).GetFileSystemInfos();
            entries = Array.FindAll(entries, entry => !IsHidden(entry));
            Array.Sort(entries, (left, right) => string.CompareOrdinal(SortKey(left), SortKey(right)));
            return entries;
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            Refusal refusal = ReadFailure.Describe(failure);
            _problem(new InputProblem(refusal.Kind, name, refusal.Message));
            return [];
        }
    }

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.Hidden);

    /// <summary>With the separator behind folders, sorting the names of one folder sorts the paths of all.</summary>
    private static string SortKey(FileSystemInfo entry) => entry is DirectoryInfo ? entry.Name + "/" : entry.Name;
}
