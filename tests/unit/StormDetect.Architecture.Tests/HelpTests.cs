using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using StormDetect.HelpGen;
using Xunit;

namespace StormDetect.Architecture.Tests;

/// <summary>Help and manifest in step with what was compiled; no engine needed.</summary>
public sealed class HelpTests
{
    private static readonly Lazy<IReadOnlyList<CommandModel>> s_commands = new(ReadCommands);

    private static readonly Lazy<HelpResult> s_help = new(() => HelpGenerator.Generate(Repository.Assembly("StormDetect"), Path.ChangeExtension(Repository.Assembly("StormDetect"), ".xml")));

    [Fact]
    public void Committed_help_is_what_the_code_says()
    {
        RequireCommands();
        string path = Repository.PathOf("en-US", "StormDetect.dll-Help.xml");
        Assert.True(File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(s_help.Value.Maml), $"{Repository.Relative(path)} is not what the code says. Regenerate and commit it: {HelpGenerator.RegenerateCommand}");
    }

    [Fact]
    public void The_committed_table_of_permissions_is_what_the_code_says()
    {
        string path = Repository.PathOf("en-US", "about_StormDetect_Permissions.help.txt");
        string text = File.ReadAllText(path);
        Assert.True(text == GeneratedBlock.Put(text, s_help.Value.PermissionTopic), $"{Repository.Relative(path)} is not what the code says. Regenerate and commit it: {HelpGenerator.RegenerateCommand}");
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Committed_manifests_are_what_the_code_says()
    {
        Assert.Equal(3, s_help.Value.Manifests.Count);
        Assert.All(s_help.Value.Manifests, pair => Assert.Equal(pair.Value, File.ReadAllText(Repository.PathOf("src", "StormDetect", "Setup", pair.Key))));
    }

    [Fact]
    public void Every_cmdlet_that_asks_a_tenant_declares_what_that_takes()
    {
        // Whoever takes a connection asks one; what closes or shows connections takes them as objects.
        string[] online = s_commands.Value.Where(command => command.Parameters.Any(parameter => parameter.Name == "Connection")).Select(command => command.Name).ToArray();
        Assert.Empty(online.Except(s_commands.Value.Where(command => command.Capabilities.Count > 0).Select(command => command.Name)));
        Assert.Empty(s_commands.Value.Where(command => command.Capabilities.Count > 0).Select(command => command.Name).Except(online));
    }

    [Fact]
    public void Every_cmdlet_and_parameter_has_prose_and_every_cmdlet_an_example()
    {
        RequireCommands();
        Assert.True(s_help.Value.Problems.Count == 0, string.Join("\n", s_help.Value.Problems));
    }

    [Fact]
    public void Every_cmdlet_says_what_it_writes()
    {
        RequireCommands();
        Assert.Empty(s_commands.Value.Where(command => command.Outputs.Count == 0).Select(command => command.Name));
    }

    [Fact]
    public void The_manifest_exports_the_compiled_cmdlets()
    {
        RequireCommands();
        Assert.Equal(s_commands.Value.Select(command => command.Name).Order(StringComparer.Ordinal), Repository.ManifestList("CmdletsToExport").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Help_is_the_same_bytes_each_time_and_without_carriage_returns()
    {
        RequireCommands();
        HelpResult again = HelpGenerator.Generate(Repository.Assembly("StormDetect"), Path.ChangeExtension(Repository.Assembly("StormDetect"), ".xml"));
        Assert.Equal(s_help.Value.Maml, again.Maml);
        Assert.DoesNotContain((byte)'\r', again.Maml);
        Assert.Equal((byte)'<', again.Maml[0]);
    }

    [Fact]
    public void Links_to_topics_lead_somewhere()
    {
        RequireCommands();
        string text = Encoding.UTF8.GetString(s_help.Value.Maml);
        IEnumerable<string> topics = System.Text.RegularExpressions.Regex.Matches(text, @"<maml:linkText>(about_\w+)</maml:linkText>").Select(match => match.Groups[1].Value).Distinct();
        Assert.All(topics, topic => Assert.True(File.Exists(Repository.PathOf("en-US", topic + ".help.txt")), topic));
    }

    private static void RequireCommands() => Assert.SkipWhen(s_commands.Value.Count == 0, "There are no cmdlets yet.");

    private static IReadOnlyList<CommandModel> ReadCommands()
    {
        using var reader = new CommandReader(Repository.Assembly("StormDetect"));
        return reader.Read();
    }
}
