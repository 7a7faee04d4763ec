using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace StormDetect.Architecture.Tests;

/// <summary>Who may know whom, read from what was compiled.</summary>
public sealed class ReferenceTests
{
    private static readonly HashSet<string> s_framework = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
        .Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_library = Directory.GetFiles(Repository.Output("StormDetect.Graph"), "*.dll")
        .Select(path => Path.GetFileNameWithoutExtension(path)!).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [Theory]
    [InlineData("StormDetect.Core")]
    [InlineData("StormDetect.Loader", "System.Management.Automation")]
    [InlineData("StormDetect", "System.Management.Automation", "StormDetect.Core", "StormDetect.Graph")]
    [InlineData("StormDetect.Cli", "StormDetect.Core", "StormDetect.Graph", "System.CommandLine")]
    [InlineData("StormDetect.HelpGen")]
    public void References_are_the_framework_and_what_the_design_allows(string project, params string[] allowed)
    {
        // PowerShellStandard is compiled against netstandard; our own code never names it otherwise.
        string[] foreign = References(project).Where(name => !s_framework.Contains(name) && !allowed.Contains(name)).ToArray();
        Assert.True(foreign.Length == 0, $"{project} references {string.Join(", ", foreign)}");
    }

    [Fact]
    public void Graph_knows_Core_and_packages_but_no_engine()
    {
        string[] references = References("StormDetect.Graph");
        Assert.DoesNotContain(references, name => name.StartsWith("System.Management.Automation", StringComparison.Ordinal));
        string[] foreign = references.Where(name => !s_framework.Contains(name) && !s_library.Contains(name) && name != "StormDetect.Core").ToArray();
        Assert.Empty(foreign);
    }

    [Fact]
    public void Cmdlets_leave_parsing_and_HTTP_to_others()
    {
        Assert.DoesNotContain(References("StormDetect"), name => name is "System.Text.Json" or "System.Net.Http");
    }

    [Fact]
    public void Core_has_no_network_and_no_package()
    {
        Assert.DoesNotContain(References("StormDetect.Core"), name => name.StartsWith("System.Net", StringComparison.Ordinal) && name is not "System.Net.Primitives");
        Assert.DoesNotContain("PackageReference", File.ReadAllText(Repository.PathOf("src", "StormDetect.Core", "StormDetect.Core.csproj")), StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_surface_names_no_package_type()
    {
        using var graph = new AssemblyFile(Repository.Assembly("StormDetect.Graph"));
        string[] leaks = graph.Signatures(everything: false).Where(entry => IsPackage(entry.Assembly)).Select(entry => $"{entry.Member}: {entry.Assembly}").Distinct().ToArray();
        Assert.True(leaks.Length == 0, string.Join("\n", leaks));
    }

    [Theory]
    [InlineData("StormDetect")]
    [InlineData("StormDetect.Core")]
    public void No_signature_or_field_outside_Graph_names_a_type_of_lib(string project)
    {
        // StormDetect.Graph itself lies there: a cmdlet may use it in bodies only, or import would load it and parameters could not be named.
        using var assembly = new AssemblyFile(Repository.Assembly(project));
        string[] leaks = assembly.Signatures(everything: true).Where(entry => entry.Assembly == "StormDetect.Graph" || IsPackage(entry.Assembly))
            .Select(entry => $"{entry.Member}: {entry.Assembly}").Distinct().ToArray();
        Assert.True(leaks.Length == 0, string.Join("\n", leaks));
    }

    [Fact]
    public void Lib_is_closed()
    {
        // An open reference would be looked for in the default context, and answered there by whichever module comes first.
        var open = new List<string>();
        foreach (string path in Directory.GetFiles(Repository.Output("StormDetect.Graph"), "*.dll", SearchOption.AllDirectories))
        {
            using var assembly = new AssemblyFile(path);
            foreach (AssemblyName reference in assembly.References)
            {
                bool own = s_library.Contains(reference.Name!) || reference.Name == "StormDetect.Core";
                if (!own && !s_framework.Contains(reference.Name!))
                {
                    open.Add($"{Path.GetFileName(path)} -> {reference.Name}");
                }
                else if (!own && reference.Version!.Major is > 8 and < 100)
                {
                    open.Add($"{Path.GetFileName(path)} -> {reference.Name} {reference.Version}: not in .NET 8, so not in PowerShell 7.4");
                }
            }
        }

        Assert.True(open.Count == 0, string.Join("\n", open));
    }

    [Fact]
    public void Lib_has_no_second_Core_and_no_engine()
    {
        Assert.DoesNotContain("StormDetect.Core", s_library);
        Assert.DoesNotContain("System.Management.Automation", s_library);
    }

    // System.Text.Json and the like are both: what lies in lib and is no part of the framework is a package.
    private static bool IsPackage(string assembly) => s_library.Contains(assembly) && !s_framework.Contains(assembly) && assembly != "StormDetect.Graph";

    private static string[] References(string project)
    {
        using var assembly = new AssemblyFile(Repository.Assembly(project));
        return assembly.References.Select(reference => reference.Name!).ToArray();
    }
}
