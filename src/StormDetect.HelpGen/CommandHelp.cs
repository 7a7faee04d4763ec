using System.Collections.Generic;

namespace StormDetect.HelpGen;

/// <summary>A cmdlet with its prose.</summary>
/// <param name="Command">What the metadata says.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Parameters">Text and default of each parameter, by name.</param>
/// <param name="Outputs">Text of each output type, in the command's order.</param>
/// <param name="Permissions">What it asks a tenant for takes these.</param>
/// <param name="Examples">Examples.</param>
/// <param name="Links">Related links.</param>
internal sealed record CommandHelp(
    CommandModel Command,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyDictionary<string, ParameterHelp> Parameters,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<ExampleText> Examples,
    IReadOnlyList<LinkText> Links);
