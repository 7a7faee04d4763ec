namespace StormDetect.Core.Detection.Indicators;

/// <summary>One token of a STIX pattern.</summary>
/// <param name="Kind">'s' string, 'w' word or path, 'n' number, 't' timestamp or binary literal; a punctuation mark itself; '\0' the end.</param>
/// <param name="Text">Its text, decoded.</param>
internal readonly record struct StixToken(char Kind, string Text)
{
    public bool IsWord(string word) => Kind == 'w' && Text.Equals(word, System.StringComparison.OrdinalIgnoreCase);
}
