using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace StormDetect.Architecture.Tests;

/// <summary>Where things lie: found from the test's own folder upwards, so no path is baked in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Output(string project) => PathOf("src", project, "bin", Configuration, "net8.0");

    public static string Assembly(string project) => Path.Combine(Output(project), (project == "StormDetect.Cli" ? "stormdetect" : project) + ".dll");

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The committed and about-to-be-committed C# files under a folder; what a build made is not ours.</summary>
    public static IEnumerable<string> Sources(params string[] folder) => Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    /// <summary>Lines of a source without comments; strings stay, as a host name in a string is what one test looks for.</summary>
    public static IEnumerable<(int Number, string Text)> CodeLines(string path) => File.ReadLines(path)
        .Select((text, index) => (Number: index + 1, Text: text))
        .Where(line => !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .Select(line => (line.Number, Regex.Replace(line.Text, @"\s//\s.*$", "")));

    public static string[] ManifestList(string key)
    {
        Match list = Regex.Match(File.ReadAllText(PathOf("StormDetect.psd1")), key + @"\s*=\s*@\(([^)]*)\)", RegexOptions.Singleline);
        Assert.True(list.Success, $"StormDetect.psd1 has no list {key}");
        return Regex.Matches(list.Groups[1].Value, "'([^']+)'").Select(match => match.Groups[1].Value).ToArray();
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "StormDetect.psd1")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
