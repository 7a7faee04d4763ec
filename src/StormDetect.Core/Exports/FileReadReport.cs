namespace StormDetect.Core;

/// <summary>What was read from one file or archive entry.</summary>
/// <param name="File">The file, with the entry name behind a <c>|</c> for archives.</param>
/// <param name="Form">The form of its records (the most frequent one).</param>
/// <param name="Bytes">Bytes of uncompressed text read.</param>
/// <param name="Rows">Rows found.</param>
/// <param name="Kept">Rows read as records, duplicates included.</param>
/// <param name="Dropped">Rows dropped.</param>
/// <param name="Lossy">Rows whose nested values an earlier tool destroyed (<c>System.Object[]</c>, <c>@{Name=...}</c>).</param>
public sealed record FileReadReport(string File, ExportForm Form, long Bytes, long Rows, long Kept, long Dropped, long Lossy);
