using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>The same rule in one mailbox or in many, by one actor.</summary>
internal sealed class RuleStory
{
    private RuleStory(IReadOnlyList<JudgedRule> rules)
    {
        Rules = rules;
        Lead = rules.OrderByDescending(static rule => rule.Score).ThenBy(static rule => Anchor(rule)).ThenBy(static rule => rule.History.Mailbox, StringComparer.Ordinal)
            .ThenBy(static rule => rule.History.Key, StringComparer.Ordinal).First();
    }

    /// <summary>Its rules, earliest first.</summary>
    public IReadOnlyList<JudgedRule> Rules { get; }

    /// <summary>The one that weighs most.</summary>
    public JudgedRule Lead { get; }

    /// <summary>Joins rules to stories: of one effect, and of one actor, session or network.</summary>
    public static IReadOnlyList<RuleStory> Join(IReadOnlyList<JudgedRule> rules)
    {
        JudgedRule[] sorted = [.. rules.OrderBy(Anchor).ThenBy(static rule => rule.History.TenantId, StringComparer.Ordinal).ThenBy(static rule => rule.History.Mailbox, StringComparer.Ordinal)
            .ThenBy(static rule => rule.History.Key, StringComparer.Ordinal)];
        int[] parent = [.. Enumerable.Range(0, sorted.Length)];
        Dictionary<string, int> byMark = new(StringComparer.Ordinal);
        for (int i = 0; i < sorted.Length; i++)
        {
            foreach (string mark in Marks(sorted[i]))
            {
                if (byMark.TryGetValue(mark, out int other))
                {
                    (int a, int b) = (Root(parent, i), Root(parent, other));
                    parent[Math.Max(a, b)] = Math.Min(a, b);
                }
                else
                {
                    byMark.Add(mark, i);
                }
            }
        }

        return [.. Enumerable.Range(0, sorted.Length).GroupBy(i => Root(parent, i)).OrderBy(static group => group.Key).Select(group => new RuleStory([.. group.Select(i => sorted[i])]))];
    }

    private static IEnumerable<string> Marks(JudgedRule rule)
    {
        string effect = $"{rule.History.TenantId}\u0004{rule.EffectKey}\u0004";
        foreach (RuleFold fold in rule.History.Folds)
        {
            yield return effect + "user " + MailboxNames.Normalise(fold.First.Actor.UserId);
        }

        foreach (string session in rule.Sessions)
        {
            yield return effect + "session " + session;
        }

        foreach (string network in rule.Networks)
        {
            yield return effect + "network " + network;
        }

        if (rule.History.Folds.Count == 0 && rule.Effect.External.FirstOrDefault() is { } outside)
        {
            // Rules as they stand name no actor; that they send to the same stranger joins them.
            yield return effect + "to " + outside.Address;
        }
    }

    private static DateTimeOffset Anchor(JudgedRule rule) => rule.History.FirstSeen ?? DateTimeOffset.MaxValue;

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }
}
