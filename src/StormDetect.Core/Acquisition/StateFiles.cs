using System;
using System.IO;

namespace StormDetect.Core.Acquisition;

/// <summary>Every write of a search's state goes through here: whole, on disk where it has to last, for the owner's eyes, and with a place for tests to cut the power.</summary>
internal sealed class StateFiles(string folder, bool isKept, Func<int, int>? fault)
{
    public string Folder { get; } = folder;

    /// <summary>Whether the folder outlives the search. What does not need not reach the disk.</summary>
    public bool IsKept { get; } = isKept;

    public string At(string name) => Path.Combine(Folder, name);

    public FileStream Create(string name, FileMode mode, FileShare share = FileShare.Read)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(At(name), options);
    }

    public void Write(Stream stream, ReadOnlySpan<byte> bytes)
    {
        int most = fault?.Invoke(bytes.Length) ?? bytes.Length;
        stream.Write(bytes[..most]);
        if (most < bytes.Length)
        {
            stream.Flush();
            _ = fault!(0);
        }
    }

    public void Sync(FileStream stream) => stream.Flush(flushToDisk: IsKept);

    public void Move(string from, string to)
    {
        _ = fault?.Invoke(0);
        File.Move(At(from), At(to), overwrite: true);
    }

    public void Replace(string name, byte[] content)
    {
        // Readers of folders leave such names out.
        string beside = "." + name + ".new";
        AtomicFile.Replace(At(name), At(beside), stream => Write(stream, content), ownerOnly: true, reachesDisk: IsKept, () => _ = fault?.Invoke(0));
    }

    /// <summary>Does something with the files and says what is wrong with the folder where it fails.</summary>
    public T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception cause) when (SearchStateException.IsExpected(cause))
        {
            throw SearchStateException.Of(Folder, cause);
        }
    }

    public void Guard(Action work) => Guard(() =>
    {
        work();
        return true;
    });

    /// <summary>Removes the folder where it is only there for one run.</summary>
    public void RemoveTemporary()
    {
        if (!IsKept && Folder.Length > 0 && Directory.Exists(Folder))
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
            }
            catch (Exception cause) when (SearchStateException.IsExpected(cause))
            {
                // What cannot be removed from the temporary folder is the system's to remove.
            }
        }
    }
}
