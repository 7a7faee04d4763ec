using StormDetect.Core.Exports;

namespace StormDetect.Core.Tests.Exports;

/// <summary>A row and its cells as text.</summary>
internal sealed record ProbedRow(CsvRow Row, string[] Values, CsvCell[] Cells);
