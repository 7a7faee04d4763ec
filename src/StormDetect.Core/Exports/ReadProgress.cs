namespace StormDetect.Core;

/// <summary>How far a reader has come.</summary>
/// <param name="BytesRead">Bytes taken from the inputs as they are stored (compressed bytes for archives).</param>
/// <param name="BytesTotal">Bytes of all inputs as they are stored.</param>
/// <param name="Records">Records kept so far.</param>
/// <param name="File">The input being read.</param>
public readonly record struct ReadProgress(long BytesRead, long BytesTotal, long Records, string File);
