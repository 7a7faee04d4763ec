using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Acquisition;

/// <summary>The reports of searches that a hunt's records came from: those it was given, and those that lie in its folders.</summary>
internal sealed class SearchReports
{
    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };

    private readonly List<SearchReport> _reports = [];

    public IReadOnlyList<SearchReport> All => _reports.ToArray();

    public void Add(SearchReport report) => _reports.Add(report);

    /// <summary>Reads the reports that are named or lie in folders.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="problem">Told of reports that cannot be read: then nobody knows what the search did not see.</param>
    /// <returns>The paths that are no reports.</returns>
    public IReadOnlyList<string> Find(IReadOnlyList<string> paths, Action<InputProblem> problem)
    {
        List<string> others = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                others.Add(path);
                foreach (string file in Directory.EnumerateFiles(path, SearchReportFile.FileName, s_everywhere).Order(StringComparer.Ordinal))
                {
                    _ = Take(file, problem);
                }
            }
            else if (!Take(path, problem))
            {
                others.Add(path);
            }
        }

        return others;
    }

    private bool Take(string path, Action<InputProblem> problem)
    {
        try
        {
            if (Path.GetFileName(path).Equals(SearchReportFile.FileName, StringComparison.OrdinalIgnoreCase) && File.Exists(path) && SearchReportFile.Read(path) is SearchReport report)
            {
                _reports.Add(report);
                return true;
            }

            return false;
        }
        catch (Exception failure) when (failure is InvalidDataException || ReadFailure.IsExpected(failure))
        {
            problem(new InputProblem(InputProblemKind.ReadFailed, path, PlainText.Safe(failure.Message)));
            return true;
        }
    }
}
