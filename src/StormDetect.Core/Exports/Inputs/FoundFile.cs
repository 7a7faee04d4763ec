namespace StormDetect.Core.Exports;

/// <summary>A file found in a folder.</summary>
/// <param name="Name">Its path as the user would write it: the folder as given, and the way from there.</param>
/// <param name="Real">Its path without links.</param>
internal readonly record struct FoundFile(string Name, string Real);
