using System.Collections.Generic;
using System.Linq;
using StormDetect.Binding;

namespace StormDetect.Completion;

/// <summary>The open connections of the runspace.</summary>
internal sealed class ConnectionCompleter : NameCompleter
{
    private protected override IReadOnlyList<string> Names => [.. ConnectionTable.Current.All.Select(static connection => connection.Name)];
}
