namespace StormDetect.Core;

/// <summary>A row that could not be read as a record, and where it stands.</summary>
/// <param name="Reason">Why it was dropped.</param>
/// <param name="File">The file, with the entry name behind a <c>|</c> for archives.</param>
/// <param name="ByteOffset">Where the row begins, in bytes of the uncompressed text.</param>
/// <param name="Detail">What was wrong, and what the rest of the row still says.</param>
public sealed record DroppedRow(DropReason Reason, string File, long ByteOffset, string Detail);
