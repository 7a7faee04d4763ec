namespace StormDetect.Core.Acquisition;

/// <summary>A slice of a search that is not finished.</summary>
/// <param name="Id">Its number in the journal.</param>
/// <param name="Slice">What is asked for.</param>
internal sealed record SliceWork(int Id, AuditSlice Slice)
{
    /// <summary>What the route noted to go on with; empty if nothing.</summary>
    public string Ticket { get; set; } = string.Empty;
}
