using System;
using System.Formats.Tar;
using System.IO;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>What lies where files lie and is none: named pipes, sockets and devices. Opening one can wait for ever for whoever is on its other end.</summary>
public static class SpecialFile
{
    /// <summary>What users are told of one.</summary>
    public const string Text = "It is a named pipe, a socket or a device, not a file. Write what it gives to a file, and name that.";

    private const int TypeOffset = 156;

    /// <summary>Whether a path leads to one. Nothing is opened. What a shell hands over as /dev/fd/63 has been opened already, and /dev/null ends at once: they are none.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True if so; false where there is nothing, or it cannot be told.</returns>
    public static bool IsAt(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && RealPath.Resolve(path) is { } real
                && real != "/dev/null" && !real.StartsWith("/dev/fd/", StringComparison.Ordinal)
                && File.Exists(real) && new FileInfo(real).Length == 0 && IsSpecial(real);
        }
        catch (Exception failure) when (failure is ArgumentException || ReadFailure.IsExpected(failure))
        {
            return false;
        }
    }

    /// <summary>Refuses one.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It leads to one.</exception>
    public static void Refuse(string path)
    {
        if (IsAt(path))
        {
            throw new IOException(Text);
        }
    }

    // The runtime does not say what kind of file there is, except to archives: of an empty file the header says it, and no pipe is opened for that.
    private static bool IsSpecial(string path)
    {
        using MemoryStream bytes = new();
        try
        {
            using TarWriter writer = new(bytes, TarEntryFormat.Ustar, leaveOpen: true);
            writer.WriteEntry(path, "x");
        }
        catch (IOException)
        {
            // Sockets have no place in such an archive.
            return true;
        }

        return (TarEntryType)bytes.GetBuffer()[TypeOffset] is TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
    }
}
