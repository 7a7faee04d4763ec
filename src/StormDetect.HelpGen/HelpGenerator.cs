using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StormDetect.HelpGen;

/// <summary>Joins metadata and documentation to help, and says what is missing.</summary>
internal static class HelpGenerator
{
    /// <summary>How to bring the committed help in step with the code.</summary>
    public const string RegenerateCommand =
        "dotnet run --project src/StormDetect.HelpGen -- --assembly src/StormDetect/bin/Debug/net8.0/StormDetect.dll"
        + " --xml src/StormDetect/bin/Debug/net8.0/StormDetect.xml --output en-US/StormDetect.dll-Help.xml --topic en-US/about_StormDetect_Permissions.help.txt --manifests src/StormDetect/Setup (after dotnet build src/StormDetect.slnx), or ./build.ps1 -Task Help";

    private static readonly string[] s_placeholders = ["TODO", "TBD", "FIXME", "{{", "Lorem ipsum"];

    /// <summary>Generates the help of an assembly.</summary>
    /// <param name="assemblyPath">The cmdlets.</param>
    /// <param name="documentationPath">Their XML documentation.</param>
    public static HelpResult Generate(string assemblyPath, string documentationPath)
    {
        using var reader = new CommandReader(assemblyPath);
        IReadOnlyList<CommandModel> commands = reader.Read();
        Dictionary<string, string> names = Names(commands);
        string directory = Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!;
        string[] others = Directory.GetFiles(directory, "StormDetect.*.xml").Order(StringComparer.Ordinal).ToArray();
        if (!File.Exists(documentationPath))
        {
            throw new FileNotFoundException($"There is no documentation file '{documentationPath}'.", documentationPath);
        }

        var documentation = new Documentation([documentationPath, .. others], id => names.GetValueOrDefault(id));
        var permissions = new PermissionTexts(directory);
        CommandHelp[] helps = commands.Select(command => Help(command, documentation, permissions)).ToArray();
        return new HelpResult(MamlWriter.Write(helps), helps.Length, permissions.Topic(commands), permissions.Manifests(), helps.SelectMany(Problems).ToArray());
    }

    // Documentation refers to classes and properties; readers know cmdlets and parameters.
    private static Dictionary<string, string> Names(IReadOnlyList<CommandModel> commands)
    {
        Dictionary<string, string> names = commands.ToDictionary(command => "T:" + command.TypeName, command => command.Name, StringComparer.Ordinal);
        foreach (ParameterModel parameter in commands.SelectMany(command => command.Parameters))
        {
            names.TryAdd($"P:{parameter.DeclaringType}.{parameter.Name}", "-" + parameter.Name);
        }

        return names;
    }

    private static CommandHelp Help(CommandModel command, Documentation documentation, PermissionTexts permissions)
    {
        string id = "T:" + command.TypeName;
        return new CommandHelp(
            command,
            string.Join(' ', documentation.Paragraphs(id, "summary")),
            documentation.Paragraphs(id, "remarks"),
            command.Parameters.ToDictionary(parameter => parameter.Name, parameter => Parameter(parameter, documentation), StringComparer.Ordinal),
            command.Outputs.Select(output => string.Join(' ', documentation.Paragraphs("T:" + output.Element.FullName, "summary"))).ToArray(),
            command.Capabilities.Select(permissions.Describe).ToArray(),
            documentation.Examples(id),
            documentation.Links(id));
    }

    private static ParameterHelp Parameter(ParameterModel parameter, Documentation documentation)
    {
        if (parameter.DeclaringType.Length == 0)
        {
            string text = parameter.Name == "WhatIf" ? "Shows what would happen if the cmdlet runs; the cmdlet is not run." : "Asks for confirmation before running the cmdlet.";
            return new ParameterHelp([text], "False");
        }

        string id = $"P:{parameter.DeclaringType}.{parameter.Name}";
        List<string> paragraphs = [.. documentation.Paragraphs(id, "summary"), .. documentation.Paragraphs(id, "remarks")];
        if (paragraphs.Count > 0 && parameter.AcceptedValues.Count > 0)
        {
            paragraphs.Add("Accepted values: " + string.Join(", ", parameter.AcceptedValues) + ".");
        }

        string value = string.Join(' ', documentation.Paragraphs(id, "value")).TrimEnd('.');
        return new ParameterHelp(paragraphs, value.Length > 0 ? value : parameter.IsSwitch ? "False" : "None");
    }

    private static IEnumerable<string> Problems(CommandHelp help)
    {
        string name = help.Command.Name;
        if (help.Synopsis.Length == 0)
        {
            yield return $"{name}: no <summary> on {help.Command.TypeName}";
        }

        if (help.Description.Count == 0)
        {
            yield return $"{name}: no <remarks> on {help.Command.TypeName}";
        }

        if (help.Examples.Count == 0)
        {
            yield return $"{name}: no <example>";
        }

        foreach (ExampleText example in help.Examples.Where(example => example.Title.Length == 0 || example.Code.Length == 0 || example.Explanation.Count == 0))
        {
            yield return $"{name}: an <example> needs <title>, <code> and <para>: '{example.Title}'";
        }

        foreach ((string parameter, ParameterHelp text) in help.Parameters.Where(pair => pair.Value.Text.Count == 0))
        {
            yield return $"{name} -{parameter}: no <summary>";
        }

        IEnumerable<string> prose = [help.Synopsis, .. help.Description, .. help.Parameters.Values.SelectMany(parameter => parameter.Text), .. help.Examples.SelectMany(example => example.Explanation)];
        foreach (string text in prose.Where(text => s_placeholders.Any(placeholder => text.Contains(placeholder, StringComparison.Ordinal))))
        {
            yield return $"{name}: a placeholder is left in '{text}'";
        }
    }
}
