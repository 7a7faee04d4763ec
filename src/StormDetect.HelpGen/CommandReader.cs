using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;

namespace StormDetect.HelpGen;

/// <summary>Reads the cmdlets of a compiled assembly.</summary>
internal sealed class CommandReader : IDisposable
{
    private const string Automation = "System.Management.Automation.";

    private readonly MetadataFile _main;
    private readonly List<MetadataFile> _all;

    /// <summary>Initialises a new instance of the <see cref="CommandReader"/> class.</summary>
    /// <param name="assemblyPath">The cmdlets' assembly; the values of enums are looked for in the assemblies beside it, too.</param>
    public CommandReader(string assemblyPath)
    {
        _main = new MetadataFile(assemblyPath);
        string directory = Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!;
        _all = [_main, .. Directory.GetFiles(directory, "StormDetect.*.dll").Order(StringComparer.Ordinal).Where(path => Path.GetFileName(path) != Path.GetFileName(assemblyPath)).Select(path => new MetadataFile(path))];
    }

    /// <summary>Reads all cmdlets.</summary>
    /// <returns>Them, ordered by name.</returns>
    public IReadOnlyList<CommandModel> Read()
    {
        var commands = new List<CommandModel>();
        foreach (TypeDefinition type in _main.Reader.TypeDefinitions.Select(_main.Reader.GetTypeDefinition))
        {
            AttributeShape[] attributes = _main.Attributes(type.GetCustomAttributes()).ToArray();
            if (attributes.FirstOrDefault(attribute => attribute.FullName == Automation + "CmdletAttribute") is { } cmdlet && !type.Attributes.HasFlag(TypeAttributes.Abstract))
            {
                commands.Add(Command(type, cmdlet, attributes));
            }
        }

        return commands.OrderBy(command => command.Name, StringComparer.Ordinal).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(file => file.Dispose());

    private CommandModel Command(TypeDefinition type, AttributeShape cmdlet, AttributeShape[] attributes)
    {
        List<ParameterModel> parameters = Parameters(type);
        if (cmdlet.Get("SupportsShouldProcess", false))
        {
            parameters.Add(Added("Confirm", "cf"));
            parameters.Add(Added("WhatIf", "wi"));
        }

        return new CommandModel(
            (string)cmdlet.Fixed[0]!,
            (string)cmdlet.Fixed[1]!,
            _main.DocumentationName(type),
            cmdlet.Get("DefaultParameterSetName", ""),
            parameters,
            attributes.Where(attribute => attribute.FullName == Automation + "OutputTypeAttribute").SelectMany(attribute => attribute.Fixed).Select(Output).OfType<TypeShape>().Distinct().ToArray(),
            Capabilities(type));
    }

    private string[] Capabilities(TypeDefinition start)
    {
        for (TypeDefinition? type = start; type is { } current; type = _main.BaseName(current) is { } name ? _main.Find(name) : null)
        {
            if (_main.Attributes(current.GetCustomAttributes()).FirstOrDefault(attribute => attribute.FullName.EndsWith(".RequiresPermissionAttribute", StringComparison.Ordinal)) is { } declared)
            {
                return declared.Strings.ToArray();
            }
        }

        return [];
    }

    private List<ParameterModel> Parameters(TypeDefinition start)
    {
        var parameters = new List<ParameterModel>();
        for (TypeDefinition? type = start; type is { } current; type = _main.BaseName(current) is { } name ? _main.Find(name) : null)
        {
            foreach (PropertyDefinition property in current.GetProperties().Select(_main.Reader.GetPropertyDefinition))
            {
                // The most derived declaration is the one that binds.
                string name = _main.Reader.GetString(property.Name);
                AttributeShape[] attributes = _main.Attributes(property.GetCustomAttributes()).ToArray();
                if (attributes.Any(attribute => attribute.FullName == Automation + "ParameterAttribute") && parameters.TrueForAll(known => known.Name != name))
                {
                    parameters.Add(Parameter(current, name, property, attributes));
                }
            }
        }

        return parameters.Where(parameter => parameter.Bindings.Any(binding => !binding.Hidden)).ToList();
    }

    private ParameterModel Parameter(TypeDefinition owner, string name, PropertyDefinition property, AttributeShape[] attributes)
    {
        TypeShape type = property.DecodeSignature(ShapeProvider.Instance, null).ReturnType;
        string[] values = attributes.Where(attribute => attribute.FullName == Automation + "ValidateSetAttribute").SelectMany(attribute => attribute.Strings).ToArray();
        return new ParameterModel(
            name,
            _main.DocumentationName(owner),
            type,
            attributes.Where(attribute => attribute.FullName == Automation + "ParameterAttribute").Select(Binding).ToArray(),
            attributes.Where(attribute => attribute.FullName == Automation + "AliasAttribute").SelectMany(attribute => attribute.Strings).ToArray(),
            attributes.Any(attribute => attribute.FullName == Automation + "SupportsWildcardsAttribute"),
            values.Length > 0 ? values : EnumNames(type.Element.FullName));
    }

    private IReadOnlyList<string> EnumNames(string fullName) =>
        _all.Select(file => file.EnumNames(fullName)).FirstOrDefault(names => names.Count > 0)
            ?? (Type.GetType(fullName) is { IsEnum: true } known ? Enum.GetNames(known) : []);

    private static ParameterBinding Binding(AttributeShape parameter) => new(
        parameter.Get("ParameterSetName", CommandModel.AllSets),
        parameter.Get("Mandatory", false),
        parameter.Get("Position", int.MinValue) is >= 0 and int position ? position : null,
        parameter.Get("ValueFromPipeline", false),
        parameter.Get("ValueFromPipelineByPropertyName", false),
        parameter.Get("ValueFromRemainingArguments", false),
        parameter.Get("DontShow", false));

    private static TypeShape? Output(object? argument) => argument switch
    {
        TypeShape shape => shape,
        string name => ShapeProvider.Instance.GetTypeFromSerializedName(name),
        _ => null,
    };

    private static ParameterModel Added(string name, string alias) => new(
        name,
        "",
        TypeShape.Simple("SwitchParameter", "System.Management.Automation"),
        [new ParameterBinding(CommandModel.AllSets, false, null, false, false, false, false)],
        [alias],
        false,
        []);
}
