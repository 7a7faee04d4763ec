namespace StormDetect.Core.Acquisition;

/// <summary>What a row is, seen by its id and time.</summary>
internal enum SortedRow
{
    /// <summary>A record that was not there before.</summary>
    New,

    /// <summary>The same record again.</summary>
    Repeat,

    /// <summary>No audit record is recognised in it; not there before either.</summary>
    Unreadable,
}
