namespace StormDetect.Core;

/// <summary>A word that inbox rules are judged by.</summary>
/// <param name="Category">What it stands for.</param>
/// <param name="Text">The word, or several; or a folder's name.</param>
public sealed record RuleWord(RuleWordCategory Category, string Text);
