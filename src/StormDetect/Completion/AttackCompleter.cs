using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Completion;

/// <summary>The intrusions that can be planted.</summary>
internal sealed class AttackCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names => AuditScenario.AttackNames;
}
