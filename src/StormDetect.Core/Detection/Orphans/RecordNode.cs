using System;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>One of the first records of an <see cref="AccessRow"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Time">Its time in seconds.</param>
/// <param name="Next">The row's next record; -1 for none.</param>
internal record struct RecordNode(Guid Id, int Time, int Next)
{
    /// <summary>Earlier first, ties by id, so that the order of arrival does not matter.</summary>
    public readonly bool IsBefore(in RecordNode other) => Time < other.Time || (Time == other.Time && Id.CompareTo(other.Id) < 0);
}
