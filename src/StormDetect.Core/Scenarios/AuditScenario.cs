using System;
using System.Collections.Generic;
using System.Threading;

namespace StormDetect.Core;

/// <summary>Writes a synthetic tenant's audit log with planted intrusions and the answer key to both.</summary>
public static class AuditScenario
{
    /// <summary>The intrusions that can be planted.</summary>
    public static IReadOnlyList<string> AttackNames => throw new NotSupportedException();

    /// <summary>Writes the log (<c>audit-*.jsonl</c>, one record a line) and <c>answers.json</c> into a folder.</summary>
    /// <param name="directory">The folder; made if missing, and must be empty.</param>
    /// <param name="options">What the tenant looks like.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>What was written.</returns>
    public static AuditScenarioResult Write(string directory, AuditScenarioOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
