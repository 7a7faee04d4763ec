using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>
/// A search whose records go into an archive: it keeps what it found in a folder of its own until that is part of the archive, so that the next run goes on with a search that was interrupted.
/// </summary>
/// <param name="cmdlet">The cmdlet in whose session the search runs.</param>
/// <param name="folder">The folder; it is made if need be.</param>
internal sealed class ArchiveSearch(PSCmdlet cmdlet, string folder)
{
    private const string CommandName = "Search-M365AuditLog";

    /// <summary>Records come up to 26 hours late, so that much before the end of the last run is asked for again.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(26);

    /// <summary>The window of a search that was interrupted before its records were archived; null for none.</summary>
    public AuditLogQuery? Interrupted()
    {
        string report = Path.Join(folder, SearchReportFile.FileName);
        try
        {
            return File.Exists(report) ? SearchReportFile.Read(report)?.Query : null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Whatever it is, it is not to be gone on with.
            return null;
        }
    }

    /// <summary>Searches.</summary>
    /// <param name="parameters">What Search-M365AuditLog is to be given.</param>
    /// <returns>The files of the records; the report, null where the search gave none, such as with WhatIf; and what it could not get, to be told once what it got is safe.</returns>
    public (List<string> Files, SearchReport? Report, List<ErrorRecord> Failures) Run(Hashtable parameters)
    {
        // The search runs where the cmdlet does: with its session, its connection, its progress and its Ctrl+C. But where the script ends at the first error, a lost slice must not end the search.
        Collection<PSObject> found = cmdlet.InvokeCommand.InvokeScript(
            $"param($with) {CommandName} @with -ErrorAction Continue 2>&1", useNewScope: true, PipelineResultTypes.None, input: null, parameters);
        List<string> files = [.. found.Select(static output => output?.BaseObject).OfType<FileInfo>().Select(static file => file.FullName)];
        return (files, found.Select(static output => output?.BaseObject).OfType<SearchReport>().LastOrDefault(), [.. found.Select(static output => output?.BaseObject).OfType<ErrorRecord>()]);
    }

    /// <summary>Forgets what is part of the archive now. A search that was not finished is kept: the next run goes on with it.</summary>
    /// <param name="report">How the search ended.</param>
    public void Forget(SearchReport? report)
    {
        if (report?.Slices.Any(static slice => slice.State == SliceState.NotAsked) != true && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
