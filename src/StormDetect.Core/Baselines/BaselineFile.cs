using System;
using System.IO;

namespace StormDetect.Core;

/// <summary>
/// A baseline file that is being written: held by one run at a time, replaced as a whole or not at all. While it is open a second writer gets an error; readers go on with what was there.
/// </summary>
public sealed class BaselineFile : IDisposable
{
    private const long LongestFile = 1L << 30;

    private readonly string _path;
    private readonly FileStream _lock;

    private BaselineFile(string path, FileStream @lock, MailAccessBaseline? baseline) => (_path, _lock, Baseline) = (path, @lock, baseline);

    /// <summary>What is in the file; null for a new one.</summary>
    public MailAccessBaseline? Baseline { get; }

    /// <summary>Reads a baseline. Nothing is locked or changed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="BaselineException">It cannot be read, or is none.</exception>
    public static MailAccessBaseline Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guard(path, () =>
        {
            RefuseOthers(path);
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LongestFile)
            {
                throw new BaselineException(BaselineProblem.NotABaseline, "The file is too large to be a baseline.");
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            try
            {
                return MailAccessBaseline.Parse(bytes);
            }
            catch (BaselineException cause)
            {
                throw new BaselineException(cause.Problem, $"'{PlainText.Safe(path)}': {cause.Message}", cause);
            }
        });
    }

    /// <summary>Opens a baseline for changing.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file, held until disposed of.</returns>
    /// <exception cref="BaselineException">It cannot be opened, is none, or another run holds it.</exception>
    public static BaselineFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = Target(path);
        RefuseOthers(path);
        if (!File.Exists(path))
        {
            throw Guard<BaselineException>(path, () => throw new FileNotFoundException());
        }

        FileStream held = Lock(path);
        try
        {
            return new BaselineFile(path, held, Read(path));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Begins a new baseline file. Nothing is written before <see cref="Save"/>.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <returns>The file, held until disposed of.</returns>
    /// <exception cref="BaselineException">There is something already, it cannot be made, or another run is making it.</exception>
    public static BaselineFile Create(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = Target(path);
        RefuseExisting(path);
        FileStream held = Lock(path);
        try
        {
            RefuseExisting(path);
            return new BaselineFile(path, held, null);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Writes a baseline in place of what was there: to a file beside it first, then by renaming, so that a crash leaves the old one.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <returns>The length of the file in bytes.</returns>
    /// <exception cref="BaselineException">It cannot be written.</exception>
    public long Save(MailAccessBaseline baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        byte[] bytes = baseline.ToBytes();

        // Who reads whose mail from where is for the owner's eyes; an existing file keeps the rights it was given.
        return Guard(_path, () =>
        {
            AtomicFile.Write(_path, stream => stream.Write(bytes), ownerOnly: true);
            return bytes.LongLength;
        });
    }

    /// <summary>Lets go of the file. The empty lock file beside it stays: taking it away while somebody waits for it would let two runs in.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return Guard(path, () => new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (BaselineException failure) when (failure.Problem == BaselineProblem.InputOutput && FileFailure.IsSharing(failure.InnerException))
        {
            throw new BaselineException(BaselineProblem.Locked, $"Another run is writing the baseline '{PlainText.Safe(path)}'. Let it finish, then try again; nothing was changed.", failure.InnerException);
        }
    }

    private static void RefuseExisting(string path)
    {
        RefuseOthers(path);
        if (File.Exists(path))
        {
            throw new BaselineException(BaselineProblem.AlreadyExists, $"There is a file '{PlainText.Safe(path)}' already. Update-MailAccessBaseline extends a baseline; to begin anew, move the old one away first.");
        }
    }

    /// <summary>The file a link leads to: renaming would replace the link.</summary>
    private static string Target(string path) => Guard(path, () => AtomicFile.Target(path));

    // Before anything is opened, the lock beside it included.
    private static void RefuseOthers(string path)
    {
        if (Directory.Exists(path))
        {
            throw new BaselineException(BaselineProblem.IsFolder, $"'{PlainText.Safe(path)}' is a folder. Name the baseline file.");
        }

        if (SpecialFile.IsAt(path))
        {
            throw new BaselineException(BaselineProblem.NotABaseline, $"'{PlainText.Safe(path)}' is a named pipe, a socket or a device. Name the baseline file.");
        }
    }

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DirectoryNotFoundException cause)
        {
            throw new BaselineException(BaselineProblem.NotFound, $"There is no folder for the baseline '{PlainText.Safe(path)}'. Make it first, or name another.", cause);
        }
        catch (FileNotFoundException cause)
        {
            throw new BaselineException(BaselineProblem.NotFound, $"There is no baseline '{PlainText.Safe(path)}'. New-MailAccessBaseline makes one, or stormdetect hunt --update-baseline.", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new BaselineException(BaselineProblem.AccessDenied, $"The baseline '{PlainText.Safe(path)}' may not be read or written by this user: {PlainText.Safe(cause.Message)}", cause);
        }
        catch (IOException cause) when (FileFailure.IsDiskFull(cause))
        {
            throw new BaselineException(BaselineProblem.DiskFull, $"There is no room left for the baseline '{PlainText.Safe(path)}'. It is as it was; make room and run the same again.", cause);
        }
        catch (Exception cause) when (cause is IOException or ArgumentException or NotSupportedException)
        {
            throw new BaselineException(BaselineProblem.InputOutput, $"The baseline '{PlainText.Safe(path)}' cannot be read or written: {PlainText.Safe(cause.Message)}", cause);
        }
    }
}
