using System;
using System.Collections.Generic;
using System.IO;

namespace StormDetect.Core.Exports;

/// <summary>The one path of a file or folder that has no symbolic links in it, by which two ways to the same thing are recognised.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>How paths are compared on this system.</summary>
    public static StringComparer Comparer { get; } = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Follows all links of a path, also those in its middle. What does not exist is taken as it is.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The path without links, or null if links lead round in a circle.</returns>
    public static string? Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        string current = Path.GetPathRoot(full)!;
        Stack<string> rest = new();
        Push(rest, full[current.Length..]);
        int links = 0;
        while (rest.TryPop(out string? part))
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }

            string next = Path.Join(current, part);
            string? target = LinkTarget(next);
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            string root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : string.Empty;
            current = root.Length > 0 ? root : current;
            Push(rest, target[root.Length..]);
        }

        return current;
    }

    private static void Push(Stack<string> parts, string path)
    {
        string[] split = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (int i = split.Length - 1; i >= 0; i--)
        {
            if (split[i] != ".")
            {
                parts.Push(split[i]);
            }
        }
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            return null;
        }
    }
}
