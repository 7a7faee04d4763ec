using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Acquisition;

/// <summary>The folder of a search while a run has it: nothing else lies in it, and no other run uses it.</summary>
internal sealed class SearchFolder : IDisposable
{
    private const string LockName = "search.lock";

    private readonly StateFiles _files;
    private readonly FileStream _lock;

    private SearchFolder(StateFiles files, FileStream held) => (_files, _lock) = (files, held);

    /// <summary>Makes the folder if need be, and holds it.</summary>
    /// <exception cref="SearchStateException">It holds other things, or another run has it.</exception>
    public static SearchFolder Hold(StateFiles files)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(files.Folder);
        }
        else
        {
            Directory.CreateDirectory(files.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (!File.Exists(files.At(SearchJournal.FileName)) && Directory.EnumerateFileSystemEntries(files.Folder).Select(static entry => Path.GetFileName(entry)).Any(static name => name != LockName && !SliceNames.IsOwn(name)))
        {
            throw new SearchStateException(SearchStateProblem.FolderNotEmpty, $"The folder '{PlainText.Safe(files.Folder)}' holds other things. Name an empty or new folder for the state of a search.");
        }

        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            return new SearchFolder(files, new FileStream(files.At(LockName), options));
        }
        catch (Exception cause) when (FileFailure.IsSharing(cause))
        {
            throw new SearchStateException(SearchStateProblem.Locked, $"Another run uses the state folder '{PlainText.Safe(files.Folder)}'. Let it finish, or name another folder; nothing was changed.", cause);
        }
    }

    /// <summary>Removes the files of slices that were not finished when a run ended.</summary>
    /// <param name="finished">The names of those that were.</param>
    public void RemoveLeftovers(IEnumerable<string> finished)
    {
        HashSet<string> kept = finished.ToHashSet(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(_files.Folder, "*", new EnumerationOptions { AttributesToSkip = 0 }).ToArray())
        {
            string name = Path.GetFileName(path);
            if (SliceNames.IsOwn(name) && !kept.Contains(name))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _lock.Dispose();
}
