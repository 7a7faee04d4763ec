using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using StormDetect.Core;
using StormDetect.Errors;
using StormDetect.Views;

namespace StormDetect.Commands;

/// <summary>Base of cmdlets that read audit logs: finds the files and says what could not be read.</summary>
public abstract class PathCmdlet : StormCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputObjectSet = "InputObject";

    /// <summary>Turns what the user typed into full paths. What does not exist is an error of its own, the others go on.</summary>
    /// <param name="paths">Paths as typed.</param>
    /// <param name="literal">Whether wildcard characters stand for themselves.</param>
    /// <returns>Full paths of files and folders.</returns>
    private protected List<string> ResolvePaths(IEnumerable<string> paths, bool literal)
    {
        List<string> resolved = [];
        foreach (string path in paths)
        {
            ErrorRecord? error = literal ? ResolveLiteral(path, resolved) : ResolvePattern(path, resolved);
            if (error is not null)
            {
                WriteError(error);
                NoteUnread(path);
            }
        }

        return resolved;
    }

    /// <summary>Told of what was named and could not be read at all, once its error is written.</summary>
    /// <param name="input">What was named.</param>
    private protected virtual void NoteUnread(string input)
    {
    }

    /// <summary>Says what could not be read: an error for every input, one warning for rows, verbose output for the rest.</summary>
    /// <param name="report">What was read.</param>
    private protected void WriteReadReport(ReadReport report)
    {
        foreach (FileReadReport file in report.Files)
        {
            WriteVerbose(Strings.Format(
                Strings.VerboseFile, file.File, file.Form, file.Bytes, file.Rows, file.Kept, file.Dropped, file.Lossy));
        }

        foreach (InputProblem problem in report.Problems)
        {
            WriteError(ErrorRecords.InputProblem(problem));
        }

        long dropped = report.Dropped.Sum(static drop => drop.Count);
        if (dropped > 0)
        {
            string reasons = string.Join(", ", report.Dropped
                .OrderByDescending(static drop => drop.Count)
                .Select(static drop => FormattableString.Invariant($"{drop.Reason} {drop.Count}")));
            WriteWarning(string.Join(' ', [RowWarning(Strings.RowsDropped, dropped, reasons, report.DroppedRows), report.Advice]).TrimEnd());
        }

        if (report.Lossy > 0)
        {
            string reasons = string.Join(", ", report.LossyRows.Select(static row => row.Reason.ToString()).Distinct(StringComparer.Ordinal));
            WriteWarning(RowWarning(Strings.RowsLossy, report.Lossy, reasons, report.LossyRows));
        }

        if (report.ConflictingIds > 0)
        {
            WriteWarning(Strings.Format(Strings.IdsConflict, ViewHelpers.Number(report.ConflictingIds)));
        }
    }

    private static string RowWarning(string text, long count, string reasons, IReadOnlyList<DroppedRow> rows)
    {
        DroppedRow? first = rows.Count > 0 ? rows[0] : null;
        return Strings.Format(text, ViewHelpers.Number(count), reasons, first?.File, first?.ByteOffset, first?.Detail);
    }

    private ErrorRecord? ResolveLiteral(string path, List<string> resolved)
    {
        try
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (!IsFileSystem(provider))
            {
                return ErrorRecords.PathNotInFileSystem(path, provider.Name);
            }

            if (!File.Exists(full) && !Directory.Exists(full))
            {
                return ErrorRecords.PathNotFound(path, isLiteral: true, cause: null);
            }

            resolved.Add(full);
            return null;
        }
        catch (Exception cause) when (IsPathFailure(cause))
        {
            return PathFailure(path, isLiteral: true, cause);
        }
    }

    private ErrorRecord? ResolvePattern(string path, List<string> resolved)
    {
        try
        {
            Collection<string> matches = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (!IsFileSystem(provider))
            {
                return ErrorRecords.PathNotInFileSystem(path, provider.Name);
            }

            if (matches.Count == 0)
            {
                return ErrorRecords.PathNotFound(path, isLiteral: false, cause: null);
            }

            resolved.AddRange(matches);
            return null;
        }
        catch (Exception cause) when (IsPathFailure(cause))
        {
            return PathFailure(path, isLiteral: false, cause);
        }
    }

    private static ErrorRecord PathFailure(string path, bool isLiteral, Exception cause) =>
        cause is SessionStateException ? ErrorRecords.PathNotFound(path, isLiteral, cause) : ErrorRecords.PathInvalid(path, cause);
}
