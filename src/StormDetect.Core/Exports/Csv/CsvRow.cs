namespace StormDetect.Core.Exports;

/// <summary>Where one CSV row stands in its block.</summary>
/// <param name="Start">Index of its first byte.</param>
/// <param name="End">Index behind its last byte, the line break not included.</param>
/// <param name="CellCount">Cells found. The first of them, as many as the caller gave room for, are filled in.</param>
/// <param name="State">Whether it can be relied on.</param>
internal readonly record struct CsvRow(int Start, int End, int CellCount, CsvRowState State);
