using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Core.Exports;

/// <summary>
/// Which of the inputs that somebody named gave nothing at all. One damaged file in a folder is a share of that folder; a file or folder that was asked for by name and not read leaves the question open that it was named for.
/// </summary>
internal static class UnreadInputs
{
    public static IEnumerable<string> Of(ReadReport report, IReadOnlyList<string> named)
    {
        HashSet<string> unread = [];
        foreach (InputProblem problem in report.Problems)
        {
            foreach (string input in named)
            {
                if (Holds(input, problem.Path) && !report.Files.Any(file => file.Rows > 0 && Holds(input, file.File)) && unread.Add(input))
                {
                    yield return input;
                }
            }
        }
    }

    /// <summary>Whether a file is the input, lies in it as a folder, or is an entry of it as an archive.</summary>
    private static bool Holds(string input, string file)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(input);
        return file == input || (file.StartsWith(trimmed, StringComparison.Ordinal) && (file.Length == trimmed.Length || file[trimmed.Length] is '/' or '\\' or '|'));
    }
}
