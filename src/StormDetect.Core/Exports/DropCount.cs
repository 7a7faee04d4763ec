namespace StormDetect.Core;

/// <summary>How many rows were dropped for a reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">Rows.</param>
public readonly record struct DropCount(DropReason Reason, long Count)
{
    /// <summary>The count in words.</summary>
    /// <returns>Reason and count.</returns>
    public override string ToString() => $"{Count} {Reason}";
}
