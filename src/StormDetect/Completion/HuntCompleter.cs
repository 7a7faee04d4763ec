using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Completion;

/// <summary>The hunts there are.</summary>
internal sealed class HuntCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names => MailHunt.HuntNames;
}
