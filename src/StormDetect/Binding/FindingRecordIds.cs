using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using StormDetect.Core;

namespace StormDetect.Binding;

/// <summary>The record ids of a finding, also of one that came back from a file.</summary>
internal static class FindingRecordIds
{
    /// <summary>Reads the ids.</summary>
    /// <param name="input">A finding, or an object made of one by Import-Clixml, ConvertFrom-Json or Import-Csv.</param>
    /// <param name="ids">The ids.</param>
    /// <returns>Whether the object names record ids at all.</returns>
    public static bool TryRead(PSObject input, [NotNullWhen(true)] out IReadOnlyList<string>? ids)
    {
        if (input.BaseObject is Finding finding)
        {
            ids = finding.RecordIds;
            return true;
        }

        // Import-Csv gives RecordIds as the list's type name; the text twin holds the ids. A finding without either is none of ours.
        ids = LooseProperties.Get(input, nameof(Finding.RecordIds)) is IEnumerable list and not string
            ? Read(list)
            : LooseProperties.GetString(input, nameof(Finding.RecordIdsText))?
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return ids is not null;
    }

    private static List<string> Read(IEnumerable list)
    {
        List<string> ids = [];
        foreach (object? item in list)
        {
            if ((item is PSObject wrapped ? wrapped.BaseObject : item) is string { Length: > 0 } id)
            {
                ids.Add(id);
            }
        }

        return ids;
    }
}
