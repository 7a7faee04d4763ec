using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>Something legitimate that may look odd, told in the answer key so that scoring can say what was mistaken.</summary>
/// <param name="Kind">Kebab-case kind.</param>
/// <param name="Description">In words.</param>
/// <param name="From">Start, in scenario seconds.</param>
/// <param name="To">End, in scenario seconds (exclusive).</param>
/// <param name="Mailboxes">Mailboxes concerned; empty for the whole tenant.</param>
internal sealed record BenignEvent(string Kind, string Description, int From, int To, IReadOnlyList<Mailbox> Mailboxes)
{
    public string AppId { get; init; } = string.Empty;

    public string ClientAppId { get; init; } = string.Empty;

    public IReadOnlyList<string> Networks { get; init; } = [];
}
