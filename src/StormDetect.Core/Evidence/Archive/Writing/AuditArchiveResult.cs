using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What a run put into archives, and what it read for it.</summary>
public sealed class AuditArchiveResult
{
    /// <summary>The archives it added to, one a tenant.</summary>
    public required IReadOnlyList<ArchiveRunResult> Archives { get; init; }

    /// <summary>What was read, kept and dropped.</summary>
    public required ReadReport ReadReport { get; init; }

    /// <summary>Records left out because they name another tenant than the one asked for.</summary>
    public required long OtherTenant { get; init; }

    /// <summary>Objects left out because they no longer have their record's own JSON.</summary>
    public required long NotWhole { get; init; }
}
