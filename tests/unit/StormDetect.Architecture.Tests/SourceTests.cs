using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace StormDetect.Architecture.Tests;

/// <summary>House rules that only the source shows.</summary>
public sealed class SourceTests
{
    private const int MostLines = 500;

    private static readonly Regex s_topLevelType = new(@"^(?:(?:public|internal|file|sealed|abstract|static|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?|delegate\s+[\w<>?\[\], ]+?)\s+(\w+)", RegexOptions.Compiled);

    private static readonly string[] s_topLevel =
    [
        "src", "tests", "en-US", "StormDetect.psd1", "build.ps1", "README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE",
        "bin", "out", "TestResults", // made by builds and tests, ignored by git
    ];

    [Fact]
    public void One_type_a_file_and_the_file_has_its_name()
    {
        var wrong = new List<string>();
        foreach (string path in Repository.Sources("src"))
        {
            string[] types = Repository.CodeLines(path).Select(line => s_topLevelType.Match(line.Text)).Where(match => match.Success && !match.Value.StartsWith("file ", StringComparison.Ordinal))
                .Select(match => match.Groups[1].Value).Distinct().ToArray();

            // A partial type may have further files: Name.Part.cs. A file without a type holds assembly attributes or aliases.
            string stem = Path.GetFileNameWithoutExtension(path).Split('.')[0];
            if (types.Length > 1 || (types.Length == 1 && types[0] != stem))
            {
                wrong.Add($"{Repository.Relative(path)}: {string.Join(", ", types)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData(@"\bConsole\.", "src/StormDetect.Cli/", "src/StormDetect.HelpGen/")]
    [InlineData(@"(?<!\bAuditField)\.Result\b(?!\s*=[^=])")]
    [InlineData(@"\.Wait\(\)")]
    [InlineData(@"\bThread\.Sleep\b")]
    [InlineData(@"\bDateTime(Offset)?\.(Now|Today)\b")]
    [InlineData(@"\bEnvironment\.Exit\b")]
    [InlineData(@"\.GetAwaiter\(\)\.GetResult\(\)", "src/StormDetect/Commands/Base/StormCmdlet.cs")]
    [InlineData(@"graph\.microsoft\.(com|us)|microsoftgraph\.chinacloudapi|outlook\.office365", "src/StormDetect.Graph/", "src/StormDetect.Core/Scenarios/", "src/StormDetect.Core/Connections/CloudEndpoints.cs")] // what real records quote, and the one list of clouds
    [InlineData(@"^\s*#\s*region")]
    [InlineData(@"^\s+(public|internal|protected)\s+((static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(class|struct|interface|enum|record)\b")] // what others name has a file of its own
    public void The_source_does_without(string pattern, params string[] exceptIn)
    {
        var regex = new Regex(pattern);
        string[] found = Repository.Sources("src").Where(path => !exceptIn.Any(prefix => Repository.Relative(path).StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(path => Repository.CodeLines(path).Where(line => regex.IsMatch(line.Text)).Select(line => $"{Repository.Relative(path)}:{line.Number}: {line.Text.Trim()}")).ToArray();
        Assert.True(found.Length == 0, string.Join("\n", found));
    }

    [Fact]
    public void Core_has_no_clock_of_its_own()
    {
        var clock = new Regex(@"\b(DateTime(Offset)?\.UtcNow|TimeProvider\.System|new Random\(\)|Random\.Shared|Guid\.NewGuid)\b");
        string[] found = Repository.Sources("src", "StormDetect.Core")
            .SelectMany(path => Repository.CodeLines(path).Where(line => clock.IsMatch(line.Text)).Select(line => $"{Repository.Relative(path)}:{line.Number}: {line.Text.Trim()}")).ToArray();
        Assert.True(found.Length == 0, string.Join("\n", found));
    }

    [Fact]
    public void No_source_file_is_too_long_to_read()
    {
        string[] sources = Repository.Sources("src").Concat(Repository.Sources("tests")).ToArray();
        string[] found = sources.Select(path => (path, Lines: File.ReadLines(path).Count())).Where(file => file.Lines > MostLines)
            .Select(file => $"{Repository.Relative(file.path)}: {file.Lines} lines").ToArray();
        Assert.True(found.Length == 0, $"Over {MostLines} lines, so it does more than one thing:\n" + string.Join("\n", found));
    }

    [Fact]
    public void The_top_level_stays_as_designed()
    {
        string[] extra = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.') && !s_topLevel.Contains(name)).ToArray();
        Assert.True(extra.Length == 0, $"Not for the top level: {string.Join(", ", extra)}");
    }

    [Fact]
    public void The_version_has_one_home()
    {
        Assert.Matches(@"ModuleVersion\s*=\s*'\d+\.\d+\.\d+'", File.ReadAllText(Repository.PathOf("StormDetect.psd1")));
        string[] others = Projects().Where(path => Regex.IsMatch(File.ReadAllText(path), @"<(Version|VersionPrefix|AssemblyVersion|FileVersion|PackageVersion)>(?!\$)")).Select(Repository.Relative).ToArray();
        Assert.Empty(others);
        Assert.Empty(Repository.Sources("src").Where(path => Repository.CodeLines(path).Any(line => line.Text.Contains("AssemblyVersion(", StringComparison.Ordinal))).Select(Repository.Relative));
    }

    [Fact]
    public void Package_versions_are_pinned_in_one_place_and_every_project_has_a_lock_file()
    {
        XElement[] pins = XDocument.Load(Repository.PathOf("src", "Directory.Packages.props")).Descendants("PackageVersion").ToArray();
        Assert.NotEmpty(pins);
        Assert.All(pins, pin => Assert.Matches(@"^\d[\w.-]*$", (string?)pin.Attribute("Version")));
        foreach (string project in Projects().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(@"<PackageReference[^>]*\sVersion=", File.ReadAllText(project));
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), $"{Repository.Relative(project)} has no lock file");
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Repository.PathOf("src", "StormDetect.slnx"));
        string[] missing = Projects().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains("/" + Path.GetFileName(path), StringComparison.Ordinal)).Select(Repository.Relative).ToArray();
        Assert.Empty(missing);
    }

    [Fact]
    public void Resource_strings_are_used()
    {
        string[] unused = Directory.EnumerateFiles(Repository.PathOf("src"), "*.resx", SearchOption.AllDirectories).Where(path => !Repository.Relative(path).Contains("/obj/", StringComparison.Ordinal)).SelectMany(Unused).ToArray();
        Assert.True(unused.Length == 0, string.Join("\n", unused));
    }

    private static IEnumerable<string> Unused(string resources)
    {
        // The accessor class names every string once; a use is anywhere else in the same project.
        string folder = Path.GetDirectoryName(resources)!;
        string accessor = Path.GetFileNameWithoutExtension(resources);
        string code = string.Join('\n', Repository.Sources(Path.GetRelativePath(Repository.Root, folder))
            .Where(path => Path.GetFileName(path) != accessor + ".cs" && Path.GetFileName(path) != accessor + ".Designer.cs").Select(File.ReadAllText));
        return XDocument.Load(resources).Root!.Elements("data").Select(data => (string)data.Attribute("name")!)
            .Where(name => !Regex.IsMatch(code, @"\b" + Regex.Escape(name) + @"\b")).Select(name => $"{Repository.Relative(resources)}: {name}");
    }

    private static IEnumerable<string> Projects() => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.*", SearchOption.AllDirectories))
        .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) || path.EndsWith(".props", StringComparison.Ordinal))
        .Where(path => !Repository.Relative(path).Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);
}
