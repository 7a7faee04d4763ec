using System.Collections.Generic;

namespace StormDetect.HelpGen;

/// <summary>The prose of a parameter.</summary>
/// <param name="Text">Paragraphs.</param>
/// <param name="Default">Default value in words; <c>None</c> when there is none.</param>
internal sealed record ParameterHelp(IReadOnlyList<string> Text, string Default);
