using System;

namespace StormDetect.Core;

/// <summary>How records are put into an archive.</summary>
public sealed record AuditArchiveOptions
{
    /// <summary>
    /// The tenant the records are of: the ones that name no tenant are put with it, the ones that name another are refused and counted. Null to let each record go to the tenant it names.
    /// </summary>
    public Guid? TenantId { get; init; }

    /// <summary>Who runs it, for the manifest.</summary>
    public string Operator { get; init; } = string.Empty;

    /// <summary>
    /// Why holes are accepted as lost that the archive had before this run and that the run tries to fill and cannot; null to accept nothing. They stay blind, and are not asked for again.
    /// </summary>
    public string? AcceptLoss { get; init; }

    /// <summary>The clock that the manifest is dated by.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Told how far it has come to join what was read into parts: records joined, and records to join. On the thread that completes the run.</summary>
    public Action<long, long>? Joining { get; init; }

    /// <summary>Told of every step that changes the disk before it is taken; tests make it fail.</summary>
    internal Action<string>? Step { get; init; }

    /// <summary>Bytes of text in one independently readable member of a part.</summary>
    internal int MemberBytes { get; init; } = 1 << 18;

    /// <summary>Bytes that a reading thread holds in memory at most before it puts them aside.</summary>
    internal long HeldBytes { get; init; } = 4L << 20;

    /// <summary>Batches of a day that are joined at once at most.</summary>
    internal int MostSources { get; init; } = int.MaxValue;
}
