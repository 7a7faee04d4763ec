using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Incidents;

/// <summary>
/// The steps of an incident: those of its findings, each once, in the order in which they may be taken. Preserving comes first, always: an eviction that comes before it destroys
/// evidence and warns the intruder.
/// </summary>
internal static class IncidentResponse
{
    private const int MostSteps = 24;

    public static IReadOnlyList<NextStep> Steps(IReadOnlyList<Finding> findings) =>
        findings.SelectMany(static finding => finding.NextSteps)
            .DistinctBy(static step => (step.Kind, step.Command ?? step.Text))
            .OrderBy(static step => step.Kind switch { NextStepKind.Preserve => 0, NextStepKind.Evict => 1, _ => 2 })
            .Take(MostSteps)
            .ToArray();
}
