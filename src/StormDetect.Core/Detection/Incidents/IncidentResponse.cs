using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Incidents;

/// <summary>The steps of an incident: those of its findings, each once, in the order in which they may be taken.</summary>
internal static class IncidentResponse
{
    public static IReadOnlyList<NextStep> Steps(IReadOnlyList<Finding> findings) => StepCommands.InOrder(findings.SelectMany(static finding => finding.NextSteps));
}
