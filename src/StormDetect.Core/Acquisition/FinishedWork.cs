namespace StormDetect.Core.Acquisition;

/// <summary>A slice of a search that is finished.</summary>
/// <param name="Id">Its number in the journal.</param>
/// <param name="Report">What came.</param>
/// <param name="Length">The length of its file.</param>
internal sealed record FinishedWork(int Id, SliceReport Report, long Length);
