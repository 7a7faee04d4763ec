using System;
using System.IO;

namespace StormDetect.Core;

/// <summary>
/// Writes files that are there as a whole or not at all: beside the file first, to the disk, then over what was there. Where that fails what was there stays, and nothing is left beside it.
/// </summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file. Of a link it is the file that the link leads to: moving over it would replace the link. A file that is there keeps its rights. What the system shows as a file and is none, such as /dev/null or
    /// /dev/stdout, is written to.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="ownerOnly">Whether a new file is for its owner's eyes, where the system knows such a thing.</param>
    /// <exception cref="IOException">It cannot be written, or a pipe or socket lies there.</exception>
    public static void Write(string path, Action<FileStream> write, bool ownerOnly)
    {
        string target = Target(path);
        if (IsDevice(path))
        {
            using FileStream device = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            write(device);
            return;
        }

        SpecialFile.Refuse(target);
        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
        {
            // The runtime would name the file beside it, of which nobody knows.
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        }

        Replace(target, target + ".new", write, ownerOnly, reachesDisk: true, static () => { });
    }

    /// <summary>The file that a link leads to, or the file itself, by its full path: of a relative one the runtime makes a path at the root where the link says no folder.</summary>
    /// <param name="path">The file or link.</param>
    public static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    /// <summary>Writes a file by way of another.</summary>
    /// <param name="target">The file.</param>
    /// <param name="beside">The other, in the same folder. One that a run left there when it died goes.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="ownerOnly">Whether a new file is for its owner's eyes.</param>
    /// <param name="reachesDisk">Whether it has to outlast a power cut.</param>
    /// <param name="changing">Called before anything is moved or removed, for tests of power cuts.</param>
    public static void Replace(string target, string beside, Action<FileStream> write, bool ownerOnly, bool reachesDisk, Action changing)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && (ownerOnly || File.Exists(target)))
        {
            options.UnixCreateMode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Made anew and not opened: what lies there may be a link of somebody else's.
        File.Delete(beside);
        FileStream stream = new(beside, options);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: reachesDisk);
            }

            changing();
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            changing();
            Remove(beside);
            throw;
        }
    }

    /// <summary>Whether a path, or the link there, leads to where the system shows things as files that are none.</summary>
    /// <param name="path">The path.</param>
    public static bool IsDevice(string path) => IsAmongDevices(Path.GetFullPath(path)) || IsAmongDevices(Target(path));

    private static bool IsAmongDevices(string full) => !OperatingSystem.IsWindows()
        && (full.StartsWith("/proc/", StringComparison.Ordinal) || (full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)));

    // What cannot be removed either must not hide why writing failed. The next run removes it.
    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
        }
    }
}
