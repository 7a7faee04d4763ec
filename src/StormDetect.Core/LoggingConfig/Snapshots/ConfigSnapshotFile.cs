using System;
using System.IO;
using System.Text.Json;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <summary>Snapshot files: versioned JSON, replaced as a whole or not at all, readable by their owner only where the system allows that.</summary>
public static class ConfigSnapshotFile
{
    private const long LongestFile = 1L << 30;

    /// <summary>Reads a snapshot, or the results file of ScubaGear (ScubaResults_*.json) as far as it holds the same settings.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The snapshot.</returns>
    /// <exception cref="ConfigSnapshotException">It cannot be read, or is none.</exception>
    public static ConfigSnapshot Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guard(path, () =>
        {
            byte[] bytes = Bytes(path);
            return SnapshotReader.Read(bytes, path);
        });
    }

    /// <summary>Writes a snapshot: to a file beside it first, then by renaming, so that a crash leaves what was there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ConfigSnapshotException">It cannot be written.</exception>
    public static void Write(string path, ConfigSnapshot snapshot, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(snapshot);
        Guard(path, () =>
        {
            if (!overwrite && File.Exists(path))
            {
                throw new ConfigSnapshotException(ConfigSnapshotProblem.AlreadyExists, $"There is a file '{PlainText.Safe(path)}' already. Go on with it (-Resume), or replace it (-Force).");
            }

            AtomicFile.Write(path, stream => SnapshotWriter.Write(stream, snapshot), ownerOnly: true);
            return true;
        });
    }

    private static byte[] Bytes(string path)
    {
        SpecialFile.Refuse(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        if (stream.Length > LongestFile)
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.TooLarge, $"'{PlainText.Safe(path)}' is too large to be a snapshot.");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static T Guard<T>(string path, Func<T> work)
    {
        string name = PlainText.Safe(path);
        try
        {
            return work();
        }
        catch (JsonException failure)
        {
            string where = FormattableString.Invariant($"line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}");
            throw new ConfigSnapshotException(ConfigSnapshotProblem.Corrupt, $"'{name}' is cut off or damaged ({where}). Nothing of it is judged; take the snapshot again.", failure);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.NotFound, $"There is no file '{name}'. Export-M365ConfigSnapshot makes a snapshot.", failure);
        }
        catch (UnauthorizedAccessException failure) when (Directory.Exists(path))
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.AccessDenied, $"'{name}' is a folder. What is wanted is a configuration snapshot, one file, as Export-M365ConfigSnapshot makes it; audit logs are for the hunts.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.AccessDenied, $"'{name}' may not be read or written by this user.", failure);
        }
        catch (IOException failure) when (FileFailure.IsDiskFull(failure))
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.DiskFull, $"There is no room left for '{name}'. What was there is as it was; make room and run the same again.", failure);
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            throw new ConfigSnapshotException(ConfigSnapshotProblem.InputOutput, $"'{name}' cannot be read or written: {PlainText.Safe(failure.Message)}", failure);
        }
    }
}
