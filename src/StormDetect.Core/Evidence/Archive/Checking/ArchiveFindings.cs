using System;
using System.Collections.Concurrent;
using System.Linq;

namespace StormDetect.Core.Archives;

/// <summary>What a check found, from all of its threads.</summary>
internal sealed class ArchiveFindings
{
    private readonly ConcurrentBag<ArchiveFinding> _findings = [];

    /// <summary>What they come to: not intact if anything is wrong, not known if anything could not be read.</summary>
    public CheckStatus Status => _findings.Any(static f => f.Status == CheckStatus.Failed) ? CheckStatus.Failed
        : _findings.Any(static f => f.Status == CheckStatus.Unknown) ? CheckStatus.Unknown
        : CheckStatus.Passed;

    /// <summary>Notes a finding.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="file">The file it is of; empty for the archive.</param>
    /// <param name="reason">What is wrong, as a sentence.</param>
    public void Add(ArchiveFindingKind kind, string file, string reason) => _findings.Add(new ArchiveFinding(kind, file, reason));

    /// <summary>All of them, what is wrong first, in an order that does not depend on threads.</summary>
    public ArchiveFinding[] InOrder() => [.. _findings.OrderByDescending(static f => f.Status == CheckStatus.Failed).ThenByDescending(static f => f.Status == CheckStatus.Unknown)
        .ThenBy(static f => f.Kind).ThenBy(static f => f.File, StringComparer.Ordinal).ThenBy(static f => f.Reason, StringComparer.Ordinal)];
}
