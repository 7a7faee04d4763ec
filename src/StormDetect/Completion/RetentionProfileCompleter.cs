using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Completion;

/// <summary>The profiles of retention.</summary>
internal sealed class RetentionProfileCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names => RetentionProfile.Names;
}
