using System.Collections.Generic;

namespace StormDetect.HelpGen;

/// <summary>An example in the documentation.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What to type.</param>
/// <param name="Explanation">What happens, one string each paragraph.</param>
internal sealed record ExampleText(string Title, string Code, IReadOnlyList<string> Explanation);
