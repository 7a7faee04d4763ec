using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.Cli.Commands;

/// <summary>Wildcards in paths, for shells that leave them to the program.</summary>
internal static class PathPatterns
{
    /// <summary>Expands wildcards in file names. A pattern that matches nothing stays as it is, so that reading it says so.</summary>
    public static List<string> Expand(IEnumerable<string> paths)
    {
        List<string> expanded = [];
        foreach (string path in paths)
        {
            string name = Path.GetFileName(path);
            string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
            bool pattern = name.AsSpan().ContainsAny('*', '?') && !File.Exists(path) && Directory.Exists(folder);
            string[] matches = pattern ? Directory.GetFileSystemEntries(folder, name).Order(StringComparer.Ordinal).ToArray() : [];
            expanded.AddRange(matches.Length > 0 ? matches : [path]);
        }

        return expanded;
    }
}
