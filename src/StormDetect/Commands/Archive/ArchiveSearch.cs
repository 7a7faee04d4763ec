using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using StormDetect.Core;

namespace StormDetect.Commands;

/// <summary>A search whose records go into an archive.</summary>
/// <param name="cmdlet">The cmdlet in whose session the search runs.</param>
internal sealed class ArchiveSearch(PSCmdlet cmdlet)
{
    private const string CommandName = "Search-M365AuditLog";

    /// <summary>Says what a search would ask for. Nothing is asked.</summary>
    /// <param name="parameters">What Search-M365AuditLog is to be given.</param>
    /// <returns>The plan; null where there is none.</returns>
    public SearchPlan? Plan(Hashtable parameters) => cmdlet.InvokeCommand.InvokeScript(
        $"param($with) {CommandName} @with -ShowPlan", useNewScope: true, PipelineResultTypes.None, input: null, parameters)
        .Select(static output => output?.BaseObject).OfType<SearchPlan>().LastOrDefault();

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
}
