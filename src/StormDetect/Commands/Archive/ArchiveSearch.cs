using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>A search whose records go into an archive, by Search-M365AuditLog.</summary>
/// <param name="cmdlet">The cmdlet in whose session the search runs.</param>
/// <param name="stateFolder">The folder of the archive that keeps what the search has found so far.</param>
/// <param name="source">The way to the log.</param>
/// <param name="connection">The connection to use; null for the only one, or the Exchange session.</param>
internal sealed class ArchiveSearch(PSCmdlet cmdlet, string stateFolder, AuditLogSource source, TenantConnection? connection)
{
    private const string CommandName = "Search-M365AuditLog";

    /// <summary>Says what a search would ask for. Nothing is asked.</summary>
    /// <param name="collection">What is to be collected.</param>
    /// <returns>The plan; null where there is none.</returns>
    public SearchPlan? Plan(ArchiveCollectionPlan collection) => cmdlet.InvokeCommand.InvokeScript(
        $"param($with) {CommandName} @with -ShowPlan", useNewScope: true, PipelineResultTypes.None, input: null, Parameters(collection, isPlan: true))
        .Select(static output => output?.BaseObject).OfType<SearchPlan>().LastOrDefault();

    /// <summary>Searches.</summary>
    /// <param name="collection">What is to be collected.</param>
    /// <returns>The files of the records; the report, null where the search gave none; and what it could not get, to be told once what it got is safe.</returns>
    public (List<string> Files, SearchReport? Report, List<ErrorRecord> Failures) Run(ArchiveCollectionPlan collection)
    {
        Hashtable with = Parameters(collection, isPlan: false);
        with["AsFile"] = true;
        with["IncludeReport"] = true;
        with["Confirm"] = false;
        if (Plan(collection) is { SubmissionsPerDay: not null } plan)
        {
            // Said before they are spent, and by the cmdlet that was called: what the search says by itself, nobody could redirect.
            cmdlet.WriteInformation(SearchPlanText.Announcement(plan, connection?.Name ?? ConnectionTable.Current.All.Select(static only => only.Name).FirstOrDefault() ?? string.Empty), SearchPlanText.Tags);
        }

        return Run(with);
    }

    /// <summary>Shows what a search would ask for, late records included, and what would be accepted as lost. Nothing is asked.</summary>
    /// <param name="collection">What is to be collected.</param>
    /// <param name="losses">The holes that would be accepted where they cannot be filled; null where none is to be.</param>
    public void ShowWhatIf(ArchiveCollectionPlan collection, IReadOnlyList<ArchiveGap>? losses)
    {
        if (collection.LooksBack)
        {
            Show(Strings.Format(Strings.ArchiveLooksBack, new ArchiveWindow(collection.Query.Start, collection.NeededFrom)));
        }

        Hashtable with = Parameters(collection, isPlan: true);
        with["WhatIf"] = true;
        _ = Run(with);
        foreach (ArchiveGap gap in losses ?? [])
        {
            Show(Strings.Format(Strings.ArchiveWouldAccept, gap));
        }

        if (losses is { Count: 0 })
        {
            Show(Strings.ArchiveAcceptsNothing);
        }
    }

    private void Show(string text) => cmdlet.ShouldProcess(text, string.Empty, string.Empty);

    private (List<string> Files, SearchReport? Report, List<ErrorRecord> Failures) Run(Hashtable parameters)
    {
        // The search runs where the cmdlet does: with its session, its connection, its progress and its Ctrl+C. But where the script ends at the first error, a lost slice must not end the search.
        Collection<PSObject> found = cmdlet.InvokeCommand.InvokeScript(
            $"param($with) {CommandName} @with -ErrorAction Continue -InformationAction Ignore 2>&1 3>&1", useNewScope: true, PipelineResultTypes.None, input: null, parameters);
        foreach (WarningRecord warning in found.Select(static output => output?.BaseObject).OfType<WarningRecord>())
        {
            cmdlet.WriteWarning(warning.Message);
        }

        List<string> files = [.. found.Select(static output => output?.BaseObject).OfType<FileInfo>().Select(static file => file.FullName)];
        return (files, found.Select(static output => output?.BaseObject).OfType<SearchReport>().LastOrDefault(), [.. found.Select(static output => output?.BaseObject).OfType<ErrorRecord>()]);
    }

    private Hashtable Parameters(ArchiveCollectionPlan collection, bool isPlan)
    {
        Hashtable with = new() { ["Start"] = collection.Query.Start, ["End"] = collection.Query.End, ["Source"] = source };
        if (!isPlan || collection.GoesOn)
        {
            // What lies there of another search is taken away by the search, not by the look at it.
            with["StatePath"] = stateFolder;
        }

        if (collection.Query.Operations.Count > 0)
        {
            with["Operation"] = collection.Query.Operations;
        }

        if (collection.Query.Except.Count > 0)
        {
            with["Except"] = collection.Query.Except.ToArray();
        }

        if (connection is not null)
        {
            with["Connection"] = connection;
        }

        return with;
    }
}
