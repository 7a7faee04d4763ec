using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace StormDetect.Core.Archives;

/// <summary>The few things done to an archive's files, each durable when it returns, and what their failures mean.</summary>
internal static class ArchiveFiles
{
    /// <summary>Makes a folder that only its owner can look into: who reads whose mail is nobody else's business.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static void Append(string path, ReadOnlySpan<byte> bytes, long at)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(handle, bytes, at);
    }

    public static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, bytes, 0);
        RandomAccess.FlushToDisk(handle);
    }

    public static void Flush(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Opens a file that one process at a time may hold; the system lets go of it when the process ends, however it ends.</summary>
    /// <returns>The file; null where somebody holds it.</returns>
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (FileFailure.IsSharing(failure))
        {
            return null;
        }
    }

    /// <summary>Does something to an archive, and puts a failure into words.</summary>
    public static T Guard<T>(string archive, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception cause) when (cause is UnauthorizedAccessException or System.Security.SecurityException || IsReadOnly(cause))
        {
            throw new ArchiveException(ArchiveProblem.ArchiveAccessDenied, archive, $"The archive '{PlainText.Safe(archive)}' may not be written or read by this user: {PlainText.Safe(cause.Message)} Nothing was added to it.", cause);
        }
        catch (IOException cause) when (FileFailure.IsDiskFull(cause))
        {
            throw new ArchiveException(ArchiveProblem.ArchiveDiskFull, archive, $"There is no room left for the archive '{PlainText.Safe(archive)}'. Nothing was added to it; make room and run the same again.", cause);
        }
        catch (Exception cause) when (cause is IOException or NotSupportedException or ArgumentException)
        {
            throw new ArchiveException(ArchiveProblem.ArchiveInputOutput, archive, $"The archive '{PlainText.Safe(archive)}' cannot be written or read: {PlainText.Safe(cause.Message)} Nothing was added to it.", cause);
        }
    }

    public static void Guard(string archive, Action work) => Guard(archive, () =>
    {
        work();
        return true;
    });

    // EROFS has no exception of its own.
    private static bool IsReadOnly(Exception cause) => cause is IOException && cause.HResult == 30 && !OperatingSystem.IsWindows();
}
