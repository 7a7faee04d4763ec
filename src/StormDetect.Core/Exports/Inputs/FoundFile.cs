using System.Collections.Generic;

namespace StormDetect.Core.Exports;

/// <summary>A file found in a folder.</summary>
/// <param name="Name">Its path as the user would write it: the folder as given, and the way from there.</param>
/// <param name="Real">Its path without links.</param>
internal readonly record struct FoundFile(string Name, string Real)
{
    /// <summary>The stretches of it that are to be read; null for all of it.</summary>
    public IReadOnlyList<(long Offset, int Length)>? Ranges { get; init; }
}
