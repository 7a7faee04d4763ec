namespace StormDetect.Core;

/// <summary>A slice whose records are handed on.</summary>
/// <param name="Report">What was asked for and what came.</param>
/// <param name="File">The full path of a gzip file with one record a line, as the service wrote it; empty where nothing came. Without a state folder it is there only until the slice was taken.</param>
public sealed record FoundSlice(SliceReport Report, string File);
