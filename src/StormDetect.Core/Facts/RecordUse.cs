using System;

namespace StormDetect.Core.Facts;

/// <summary>One of the first records behind a fact.</summary>
/// <param name="Id">The record's id; a hash where the id is no GUID (<see cref="NamedIds"/>).</param>
/// <param name="Time">Its time, in seconds (<see cref="FactTime"/>).</param>
internal readonly record struct RecordUse(Guid Id, int Time)
{
    /// <summary>Earlier first, ties by id, so that the order of arrival does not matter.</summary>
    public bool IsBefore(RecordUse other) => Time < other.Time || (Time == other.Time && Id.CompareTo(other.Id) < 0);
}
