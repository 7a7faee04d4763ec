namespace StormDetect.Core.Archives;

/// <summary>What became of the rows of a run, as far as they concern one tenant; rows that are no record concern the run.</summary>
/// <param name="Rows">Rows read by the run.</param>
/// <param name="Stored">Records put into this archive.</param>
/// <param name="Known">Records that this archive had already.</param>
/// <param name="Repeated">Rows of the run that repeat another of them.</param>
/// <param name="Dropped">Rows of the run that are no record.</param>
/// <param name="Lossy">Records of the run that an earlier tool had damaged.</param>
internal sealed record ArchiveCounts(long Rows, long Stored, long Known, long Repeated, long Dropped, long Lossy);
