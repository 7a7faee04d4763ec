using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Exports;

/// <summary>
/// Opens the logs behind paths, one at a time and in order. Whatever is wrong with one of them is a problem told, never an exception, and
/// leaves the others alone.
/// </summary>
internal sealed class InputCatalog
{
    private readonly InputLimits _limits;
    private readonly LogSigns _signs;

    /// <summary>Makes a catalog.</summary>
    /// <param name="limits">What an input may cost; null for the usual limits.</param>
    /// <param name="signs">By what logs are known; null for audit logs.</param>
    public InputCatalog(InputLimits? limits = null, LogSigns? signs = null)
    {
        _limits = limits ?? new InputLimits();
        _signs = signs ?? AuditSigns.Instance;
    }

    /// <summary>What is wanted of archives; null for everything.</summary>
    public ArchiveFilter? Wanted { get; init; }

    /// <summary>Told what archives have not.</summary>
    public Action<ArchiveGap>? Gap { get; init; }

    /// <summary>
    /// Opens the inputs as they are asked for, those of forms that leave out parts of their records behind all others: of a record that is there twice the first is taken, and it should be the one that says most.
    /// The caller disposes of each; it may go on to the next before.
    /// </summary>
    /// <param name="paths">
    /// Files, believed to be logs if they have the form of one; folders, of which the audit logs are taken and the rest is left. A file that
    /// several paths lead to is read once.
    /// </param>
    /// <param name="tell">Told what could not be read, here and later while an input is read; it may come from several threads at once.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>The inputs.</returns>
    public IEnumerable<LogInput> Inputs(IEnumerable<string> paths, Action<InputProblem> tell, CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(RealPath.Comparer);
        HashSet<InputProblem> told = [];
        List<(FoundFile File, bool IsNamed)> partial = [];

        // An archive with inputs of both kinds is opened twice, and what is wrong with it said once.
        Action<InputProblem> once = problem =>
        {
            lock (told)
            {
                if (!told.Add(problem))
                {
                    return;
                }
            }

            tell(problem);
        };
        foreach (LogInput input in Inputs(paths, seen, partial, once, cancellationToken))
        {
            yield return input;
        }

        foreach ((FoundFile file, bool isNamed) in partial)
        {
            foreach (LogInput input in OpenFile(file, isNamed, once, cancellationToken))
            {
                if (input.IsPartial)
                {
                    yield return input;
                }
                else
                {
                    input.Dispose();
                }
            }
        }
    }

    private IEnumerable<LogInput> Inputs(
        IEnumerable<string> paths, HashSet<string> seen, List<(FoundFile File, bool IsNamed)> partial, Action<InputProblem> problem, CancellationToken cancellationToken)
    {
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryResolve(path, problem, out string real))
            {
                continue;
            }

            IEnumerable<LogInput> inputs = Directory.Exists(real)
                ? OpenFolder(path, real, seen, partial, problem, cancellationToken)
                : seen.Add(real) ? OpenWhole(new FoundFile(path, real), isNamed: true, partial, problem, cancellationToken) : [];
            foreach (LogInput input in inputs)
            {
                yield return input;
            }
        }
    }

    /// <summary>Opens those inputs of a file that are not partial, and notes the file if there are others.</summary>
    private IEnumerable<LogInput> OpenWhole(
        FoundFile file, bool isNamed, List<(FoundFile File, bool IsNamed)> partial, Action<InputProblem> problem, CancellationToken cancellationToken)
    {
        bool isNoted = false;
        foreach (LogInput input in OpenFile(file, isNamed, problem, cancellationToken))
        {
            // What comes through a pipe comes once: a length is not known of it.
            if (!input.IsPartial || input.StoredLength == 0)
            {
                yield return input;
                continue;
            }

            input.Dispose();
            if (!isNoted)
            {
                partial.Add((file, isNamed));
                isNoted = true;
            }
        }
    }

    /// <summary>Adds up what the files behind paths take as stored, for progress. What cannot be looked at counts nothing.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <returns>Bytes; of folders, those of other files too.</returns>
    public static long MeasureStored(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(RealPath.Comparer);
        long total = 0;
        foreach (string path in paths)
        {
            if (!TryResolve(path, static _ => { }, out string real))
            {
                continue;
            }

            IEnumerable<FoundFile> files = Directory.Exists(real)
                ? new FolderWalk(static _ => { }, cancellationToken).Files(path, real)
                : [new FoundFile(path, real)];
            foreach (FoundFile file in files)
            {
                FileInfo info = new(file.Real);
                total += seen.Add(file.Real) && info.Exists ? info.Length : 0;
            }
        }

        return total;
    }

    private static bool TryResolve(string path, Action<InputProblem> problem, out string real)
    {
        try
        {
            string? resolved = RealPath.Resolve(path);
            if (resolved is not null && !File.Exists(resolved) && File.Exists(path))
            {
                // What a shell hands over as /dev/fd/63 links to a pipe, which has no path.
                resolved = Path.GetFullPath(path);
            }

            real = resolved ?? string.Empty;
            if (resolved is null)
            {
                problem(new InputProblem(InputProblemKind.ReadFailed, path, "Its symbolic links lead round in a circle."));
            }

            return resolved is not null;
        }
        catch (Exception failure) when (failure is ArgumentException || ReadFailure.IsExpected(failure))
        {
            problem(new InputProblem(InputProblemKind.PathNotFound, path, "That is not the path of a file or folder."));
            real = string.Empty;
            return false;
        }
    }

    private IEnumerable<LogInput> OpenFolder(
        string path, string real, HashSet<string> seen, List<(FoundFile File, bool IsNamed)> partial, Action<InputProblem> problem, CancellationToken cancellationToken)
    {
        bool isAccounted = false;
        Action<InputProblem> noticed = told =>
        {
            isAccounted = true;
            problem(told);
        };
        foreach (FoundFile file in new FolderWalk(noticed, cancellationToken) { Wanted = Wanted, Gap = Gap }.Files(path, real))
        {
            if (!seen.Add(file.Real))
            {
                isAccounted = true;
                continue;
            }

            int noted = partial.Count;
            foreach (LogInput input in OpenWhole(file, isNamed: false, partial, noticed, cancellationToken))
            {
                isAccounted = true;
                yield return input;
            }

            isAccounted |= partial.Count > noted;
        }

        if (!isAccounted && Wanted is null)
        {
            problem(new InputProblem(InputProblemKind.NoAuditLogFound, path, "The folder holds no audit log."));
        }
    }

    private IEnumerable<LogInput> OpenFile(
        FoundFile found, bool isNamed, Action<InputProblem> problem, CancellationToken cancellationToken)
    {
        if (SpecialFile.IsAt(found.Real))
        {
            problem(new InputProblem(InputProblemKind.ReadFailed, found.Name, SpecialFile.Text));
            return [];
        }

        StoredFile file;
        try
        {
            file = new StoredFile(found.Real);
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            Refusal refusal = ReadFailure.Describe(failure);
            problem(new InputProblem(refusal.Kind, found.Name, refusal.Message));
            return [];
        }

        InputOpener opener = new(_limits, problem, _signs, cancellationToken);
        if (found.Ranges is null)
        {
            return opener.Open(new InputLayer(found.Name, isNamed, new LookaheadStream(file), file));
        }

        StoredRanges ranges = new(file, found.Ranges);
        return opener.Open(new InputLayer(found.Name, isNamed, new LookaheadStream(ranges), ranges));
    }
}
