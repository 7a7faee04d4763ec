namespace StormDetect.Core.Facts;

/// <summary>A place in a list, and the number by which it is put in order.</summary>
/// <param name="Key">The number.</param>
/// <param name="List">Which list.</param>
/// <param name="Index">Where in it.</param>
internal readonly record struct SortItem(ulong Key, int List, int Index);
