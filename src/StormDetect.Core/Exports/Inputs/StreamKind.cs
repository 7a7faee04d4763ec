namespace StormDetect.Core.Exports;

/// <summary>What the first bytes of a stream say.</summary>
internal enum StreamKind
{
    /// <summary>Not an archive.</summary>
    Text,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>zip.</summary>
    Zip,
}
