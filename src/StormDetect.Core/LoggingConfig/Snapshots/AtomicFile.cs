using System;
using System.IO;

namespace StormDetect.Core.LoggingConfig;

/// <summary>A file that is there as a whole or not at all.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write, bool ownerOnly)
    {
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        string beside = target + ".new";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && (ownerOnly || File.Exists(target)))
        {
            options.UnixCreateMode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(beside);
        try
        {
            using (FileStream stream = new(beside, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
