using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>A rule with what weighs on it: by the worst it ever was.</summary>
internal sealed class JudgedRule
{
    public required RuleHistory History { get; init; }

    public required RuleVersion Version { get; init; }

    public required RuleEffect Effect { get; init; }

    public required RuleSelection Selection { get; init; }

    /// <summary>Heaviest first.</summary>
    public required IReadOnlyList<FindingReason> Reasons { get; init; }

    public double Score => Reasons.Sum(static reason => reason.Weight);

    /// <summary>What the rule does to which mail, as one text: the same for the same rule in another mailbox.</summary>
    public string EffectKey => string.Join(
        '\u0003', string.Join('\u0002', Effect.Destinations.Select(static destination => destination.Address.Length > 0 ? destination.Address : destination.Text).Order(StringComparer.Ordinal)),
        Effect.Deletes, Effect.Purges, Effect.Folder?.ToString() ?? Effect.MoveToFolder.ToLowerInvariant(), Selection.Text.ToLowerInvariant());

    public IEnumerable<string> Networks => History.Folds.SelectMany(static fold => fold.Networks.Names).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> Sessions => History.Folds.SelectMany(static fold => fold.Sessions.Names).Distinct(StringComparer.Ordinal);
}
