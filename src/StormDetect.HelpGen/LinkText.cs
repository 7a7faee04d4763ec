namespace StormDetect.HelpGen;

/// <summary>A related link.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Address">Where it leads; empty for another help topic.</param>
internal sealed record LinkText(string Text, string Address);
