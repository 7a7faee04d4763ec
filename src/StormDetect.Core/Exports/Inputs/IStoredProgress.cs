namespace StormDetect.Core.Exports;

/// <summary>How much of an input, as it is stored, has been taken.</summary>
internal interface IStoredProgress
{
    /// <summary>Bytes of the file, or of the archive entry, as stored.</summary>
    long StoredLength { get; }

    /// <summary>Bytes of it taken so far.</summary>
    long StoredPosition { get; }
}
