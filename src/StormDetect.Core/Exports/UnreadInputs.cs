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
        if (report.Problems.Count == 0)
        {
            return [];
        }

        HashSet<string> keys = [.. named.Select(Key)];
        HashSet<string> failed = Holding(keys, report.Problems.Select(static problem => problem.Path));
        HashSet<string> read = Holding(keys, report.Files.Where(static file => file.Rows > 0).Select(static file => file.File));
        return named.Where(input => failed.Contains(Key(input)) && !read.Contains(Key(input)));
    }

    /// <summary>The inputs that one of the files is, lies in as in a folder, or is an entry of as of an archive.</summary>
    private static HashSet<string> Holding(HashSet<string> keys, IEnumerable<string> files)
    {
        HashSet<string> holding = [];
        foreach (string file in files)
        {
            for (int end = file.Length; end >= 0; end = end == 0 ? -1 : file.AsSpan(0, end).LastIndexOfAny('/', '\\', '|'))
            {
                if (keys.TryGetValue(file[..end], out string? key))
                {
                    holding.Add(key);
                }
            }
        }

        return holding;
    }

    // A root is nothing but its separator.
    private static string Key(string input) => Path.EndsInDirectorySeparator(input) ? input[..^1] : input;
}
