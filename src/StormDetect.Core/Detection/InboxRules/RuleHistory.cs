using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>One rule of one mailbox from its first record to its last, also where it is gone.</summary>
internal sealed class RuleHistory
{
    private static readonly TimeSpan s_short = TimeSpan.FromHours(24);
    private readonly List<RuleVersion> _versions = [];

    private RuleHistory(string tenant, string mailbox, (string Mailbox, string Rule) anchor, IReadOnlyList<RuleFold> folds, RuleSnapshot? snapshot)
    {
        TenantId = tenant;
        Mailbox = mailbox;
        (AnchorMailbox, Key) = anchor;
        Folds = folds;
        Snapshot = snapshot;
    }

    public string TenantId { get; }

    /// <summary>What a person calls the mailbox; empty where nothing says.</summary>
    public string Mailbox { get; }

    /// <summary>What the log alone calls the mailbox; <see cref="Mailbox"/> where the log does not know the rule.</summary>
    public string AnchorMailbox { get; }

    /// <summary>The rule within its mailbox, as the log alone knows it.</summary>
    public string Key { get; }

    /// <summary>What was done to it, earliest first.</summary>
    public IReadOnlyList<RuleFold> Folds { get; }

    /// <summary>The rule as it stands in the mailbox now; null where it was not given.</summary>
    public RuleSnapshot? Snapshot { get; }

    /// <summary>What it said over time. Empty where nothing says what it does.</summary>
    public IReadOnlyList<RuleVersion> Versions => _versions;

    public InboxRuleState State { get; private set; }

    /// <summary>When it was made; null where that is not in the log.</summary>
    public DateTimeOffset? CreatedAt { get; private set; }

    /// <summary>When it was removed, where it is gone.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>How long it was there, where it was made and removed within a day; else null.</summary>
    public TimeSpan? ShortLife { get; private set; }

    /// <summary>Whether it was switched on at any time, or nothing says otherwise.</summary>
    public bool WasOn { get; private set; }

    /// <summary>Whether every change to it failed.</summary>
    public bool IsAttempt { get; private set; }

    /// <summary>The last name it had; null where none is known.</summary>
    public string? Name { get; private set; }

    /// <summary>The rule's number, where it is known.</summary>
    public string RuleId => Snapshot is { RuleId.Length: > 0 } ? Snapshot.RuleId : LoggedId;

    /// <summary>Its number where the log has it; else empty.</summary>
    public string LoggedId => Folds.Select(static fold => fold.First.RuleId).FirstOrDefault(static id => id.Length > 0) ?? string.Empty;

    public DateTimeOffset? FirstSeen => Folds.Count == 0 ? null : Folds.Min(static fold => fold.First.Time);

    public DateTimeOffset? LastSeen => Folds.Count == 0 ? null : Folds.Max(static fold => fold.Last);

    /// <summary>Who acted on it first.</summary>
    public RuleActor? Actor => Folds.Count == 0 ? null : (Folds.FirstOrDefault(static fold => !fold.First.Failed) ?? Folds[0]).First.Actor;

    /// <summary>Joins what is known of a rule.</summary>
    public static RuleHistory Of(string tenant, string mailbox, (string Mailbox, string Rule) anchor, IEnumerable<RuleFold> folds, RuleSnapshot? snapshot)
    {
        RuleFold[] sorted = [.. folds.OrderBy(static fold => fold.First.Time).ThenBy(static fold => fold.First.Kind).ThenBy(static fold => fold.First.Key)];
        RuleHistory history = new(tenant, mailbox, anchor, sorted, snapshot);
        history.Replay();
        return history;
    }

    private void Replay()
    {
        RuleFold[] done = [.. Folds.Where(static fold => !fold.First.Failed)];
        IsAttempt = Folds.Count > 0 && done.Length == 0 && Snapshot is null;
        bool exists = false;
        bool on = true;
        RuleSettings? settings = null;
        DateTimeOffset? born = null;
        foreach ((DateTimeOffset time, RuleFold fold) in (IsAttempt ? Folds : done).SelectMany(static fold => fold.Times.Select(time => (time, fold)))
            .OrderBy(static entry => entry.time).ThenBy(static entry => entry.fold.First.Kind).ThenBy(static entry => entry.fold.First.Key))
        {
            RuleChange change = fold.First;
            Name = change.NewName ?? change.RuleName ?? Name;
            switch (change.Kind)
            {
                case RuleChangeKind.Remove:
                    exists = false;
                    RemovedAt = time;
                    ShortLife = born is { } start && time - start <= s_short ? time - start : ShortLife;
                    continue;
                case RuleChangeKind.Create:
                    CreatedAt ??= time;
                    born = time;
                    on = change.Enabled ?? true;
                    settings = null;
                    break;
                case RuleChangeKind.Enable or RuleChangeKind.Disable:
                    on = change.Kind == RuleChangeKind.Enable;
                    WasOn |= change.Kind == RuleChangeKind.Disable && Folds.All(static other => other.First.Kind != RuleChangeKind.Create);
                    break;
                default:
                    on = change.Enabled ?? on;
                    break;
            }

            exists = true;
            RemovedAt = null;
            ShortLife = null;
            WasOn |= on;
            if (change.Settings is not null)
            {
                settings = settings is null ? change.Settings : settings.With(change.Settings);
                AddVersion(new RuleVersion(settings, Name, time, fold));
            }
            else if (change.NewName is not null && settings is not null)
            {
                AddVersion(new RuleVersion(settings, Name, time, fold));
            }
        }

        bool isKnown = done.Length > 0;
        if (Snapshot is { } now)
        {
            // The log may lack what came before; the mailbox is right.
            Name = now.RuleName;
            exists = true;
            on = now.Enabled ?? true;
            WasOn |= on;
            RemovedAt = null;
            ShortLife = null;
            isKnown = true;
            AddVersion(new RuleVersion(now.Settings, Name, null, null));
        }

        State = !isKnown ? InboxRuleState.Unknown : !exists ? InboxRuleState.Removed : !on ? InboxRuleState.Disabled : Snapshot is { Enabled: null } ? InboxRuleState.Unknown : InboxRuleState.Present;
    }

    private void AddVersion(RuleVersion version)
    {
        // A rule written again as it was is no new version of it.
        if (!_versions.Any(known => known.Settings.Equals(version.Settings) && known.Name == version.Name))
        {
            _versions.Add(version);
        }
    }
}
