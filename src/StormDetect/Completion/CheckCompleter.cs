using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Completion;

/// <summary>The checks of the logging configuration.</summary>
internal sealed class CheckCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names => LoggingCheckCatalog.Ids;
}
