using System.Collections.Generic;

namespace StormDetect.Core.Acquisition;

/// <summary>What all attempts at a slice came to.</summary>
internal sealed record SliceResult(SliceWork Work, SliceSpool Spool)
{
    /// <summary>Whether everything has come.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether a part of it can no longer be had; asking again is of no use.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether it has to be cut.</summary>
    public bool IsOverfull { get; init; }

    public int Attempts { get; init; }

    public long? Announced { get; init; }

    /// <summary>Rows of the last attempt that were read before its last reading.</summary>
    public long Reread { get; init; }

    public long? Recounted { get; init; }

    public IReadOnlyCollection<string> Flags { get; init; } = [];

    /// <summary>Kinds of content of which there was nothing.</summary>
    public IReadOnlyList<string> Quiet { get; init; } = [];

    /// <summary>Why it is not complete.</summary>
    public string Problem { get; init; } = string.Empty;

    /// <summary>What makes asking for anything else useless; null if nothing.</summary>
    public TenantRequestException? Fatal { get; init; }
}
