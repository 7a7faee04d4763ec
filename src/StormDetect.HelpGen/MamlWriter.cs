using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;

namespace StormDetect.HelpGen;

/// <summary>Writes MAML as PowerShell reads it: UTF-8 without a mark, LF, the same bytes on every system.</summary>
internal sealed class MamlWriter
{
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string CommandSpace = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XmlWriter _xml;

    private MamlWriter(XmlWriter xml) => _xml = xml;

    /// <summary>Writes the help of all cmdlets.</summary>
    /// <param name="helps">Them, in the order of the file.</param>
    public static byte[] Write(IReadOnlyList<CommandHelp> helps)
    {
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteStartDocument();
            xml.WriteComment(" Generated from the cmdlets and their documentation comments. Do not edit: change the comment and run ./build.ps1 -Task Help ");
            xml.WriteStartElement("helpItems", "http://msh");
            xml.WriteAttributeString("schema", "maml");
            var writer = new MamlWriter(xml);
            foreach (CommandHelp help in helps)
            {
                writer.Command(help);
            }

            xml.WriteEndElement();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private void Command(CommandHelp help)
    {
        CommandModel command = help.Command;
        _xml.WriteStartElement("command", "command", CommandSpace);
        _xml.WriteAttributeString("xmlns", "maml", null, Maml);
        _xml.WriteAttributeString("xmlns", "dev", null, Dev);

        Start("command", "details");
        Element("command", "name", command.Name);
        Element("command", "verb", command.Verb);
        Element("command", "noun", command.Noun);
        Prose("description", [help.Synopsis]);
        End();

        Prose("description", help.Description);
        Syntax(help);
        Start("command", "parameters");
        foreach (ParameterModel parameter in command.Parameters.OrderBy(parameter => parameter.Name, System.StringComparer.Ordinal))
        {
            // One entry for all sets: as the first set it is part of has it, mandatory only when it is so everywhere.
            ParameterBinding binding = command.Sets.Select(parameter.In).First(binding => binding is not null)!;
            Parameter(help, parameter, binding with { Mandatory = parameter.Bindings.All(each => each.Mandatory) }, inSyntax: false);
        }

        End();
        Inputs(command);
        Outputs(help);
        Start("maml", "alertSet");
        foreach (string permission in help.Permissions)
        {
            Prose("alert", ["Permission: " + permission + "."]);
        }

        End();
        Examples(help);
        Links(help);
        End();
    }

    private void Syntax(CommandHelp help)
    {
        Start("command", "syntax");
        foreach (string set in help.Command.Sets)
        {
            Start("command", "syntaxItem");
            Element("maml", "name", help.Command.Name);

            // PowerShell's own order: by position, then what must be named, then the rest.
            foreach ((ParameterModel parameter, ParameterBinding binding) in help.Command.Parameters
                .Select(parameter => (Parameter: parameter, Binding: parameter.In(set)))
                .Where(pair => pair.Binding is { Hidden: false })
                .Select(pair => (pair.Parameter, pair.Binding!))
                .OrderBy(pair => pair.Item2.Position ?? int.MaxValue)
                .ThenBy(pair => pair.Item2.Mandatory ? 0 : 1))
            {
                Parameter(help, parameter, binding, inSyntax: true);
            }

            End();
        }

        End();
    }

    private void Parameter(CommandHelp help, ParameterModel parameter, ParameterBinding binding, bool inSyntax)
    {
        ParameterHelp text = help.Parameters[parameter.Name];
        Start("command", "parameter");
        _xml.WriteAttributeString("required", Word(binding.Mandatory));
        _xml.WriteAttributeString("variableLength", Word(binding.Remaining || parameter.Type.Display.EndsWith(']')));
        _xml.WriteAttributeString("globbing", Word(parameter.Wildcards));
        _xml.WriteAttributeString("pipelineInput", binding.PipelineText);
        _xml.WriteAttributeString("position", binding.PositionText);
        _xml.WriteAttributeString("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none");
        Element("maml", "name", parameter.Name);
        if (!inSyntax)
        {
            Prose("description", text.Text);
        }

        if (inSyntax && parameter.AcceptedValues.Count > 0)
        {
            Start("command", "parameterValueGroup");
            foreach (string value in parameter.AcceptedValues)
            {
                Value(value, required: false);
            }

            End();
        }

        if (!inSyntax || !parameter.IsSwitch)
        {
            Value(parameter.Type.Display, required: !parameter.IsSwitch);
        }

        if (!inSyntax)
        {
            Type(parameter.Type.FullDisplay);
            Element("dev", "defaultValue", text.Default);
        }

        End();
    }

    private void Inputs(CommandModel command)
    {
        Start("command", "inputTypes");
        var piped = command.Parameters
            .SelectMany(parameter => parameter.Bindings.Where(binding => binding.ByValue || binding.ByPropertyName).Select(binding => (parameter, binding.ByValue)))
            .GroupBy(pair => pair.parameter.Type.FullDisplay)
            .OrderBy(group => group.Any(pair => pair.ByValue) ? 0 : 1).ThenBy(group => group.Key, System.StringComparer.Ordinal);
        foreach (var group in piped)
        {
            string[] byValue = group.Where(pair => pair.ByValue).Select(pair => "-" + pair.parameter.Name).Distinct().ToArray();
            string[] byName = group.Where(pair => !pair.ByValue).Select(pair => "-" + pair.parameter.Name).Distinct().ToArray();
            List<string> sentences = [];
            if (byValue.Length > 0)
            {
                sentences.Add($"Objects in the pipeline bind to {string.Join(", ", byValue)}.");
            }

            if (byName.Length > 0)
            {
                sentences.Add($"A property of that name, or of an alias, binds to {string.Join(", ", byName)}.");
            }

            Start("command", "inputType");
            Type(group.Key);
            Prose("description", [string.Join(' ', sentences)]);
            End();
        }

        End();
    }

    private void Outputs(CommandHelp help)
    {
        Start("command", "returnValues");
        foreach ((TypeShape output, string text) in help.Command.Outputs.Zip(help.Outputs))
        {
            Start("command", "returnValue");
            Type(output.FullDisplay);
            Prose("description", text.Length > 0 ? [text] : []);
            End();
        }

        End();
    }

    private void Examples(CommandHelp help)
    {
        Start("command", "examples");
        foreach ((ExampleText example, int index) in help.Examples.Select((example, index) => (example, index)))
        {
            Start("command", "example");
            Element("maml", "title", $"Example {index + 1}: {example.Title}");
            Element("dev", "code", example.Code);
            _xml.WriteStartElement("dev", "remarks", Dev);
            Paragraphs(example.Explanation);
            End();
            End();
        }

        End();
    }

    private void Links(CommandHelp help)
    {
        Start("command", "relatedLinks");
        foreach (LinkText link in help.Links)
        {
            Start("maml", "navigationLink");
            Element("maml", "linkText", link.Text);
            // The engine shows both: the same twice says nothing.
            Element("maml", "uri", link.Address == link.Text ? string.Empty : link.Address);
            End();
        }

        End();
    }

    private void Type(string name)
    {
        Start("dev", "type");
        Element("maml", "name", name);
        Element("maml", "uri", "");
        End();
    }

    private void Value(string value, bool required)
    {
        Start("command", "parameterValue");
        _xml.WriteAttributeString("required", Word(required));
        _xml.WriteAttributeString("variableLength", "false");
        _xml.WriteString(value);
        End();
    }

    private void Prose(string name, IReadOnlyList<string> paragraphs)
    {
        Start("maml", name);
        Paragraphs(paragraphs);
        End();
    }

    private void Paragraphs(IReadOnlyList<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
        {
            Element("maml", "para", paragraph);
        }
    }

    private void Element(string prefix, string name, string text)
    {
        Start(prefix, name);
        _xml.WriteString(text);
        End();
    }

    private void Start(string prefix, string name) => _xml.WriteStartElement(prefix, name, prefix switch { "maml" => Maml, "dev" => Dev, _ => CommandSpace });

    private void End() => _xml.WriteEndElement();

    private static string Word(bool value) => value ? "true" : "false";
}
