using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>A synthetic tenant as written to disk.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="LogFiles">The audit log files.</param>
/// <param name="AnswerFile">The answer key.</param>
/// <param name="RecordCount">Records written, duplicates included.</param>
/// <param name="Intrusions">What was planted.</param>
public sealed record AuditScenarioResult(
    string Directory,
    IReadOnlyList<string> LogFiles,
    string AnswerFile,
    long RecordCount,
    IReadOnlyList<PlantedIntrusion> Intrusions)
{
    /// <summary>The sign-in files, where they were asked for.</summary>
    public IReadOnlyList<string> SignInFiles { get; init; } = [];
}
