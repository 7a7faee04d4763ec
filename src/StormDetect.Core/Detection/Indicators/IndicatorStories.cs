using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// Makes stories of matching rows: those of one source that share an indicator, an actor or a session are one. Several addresses of a report against one mailbox are
/// one story, and so is one address against nine mailboxes. What is ordinary joins a story only through who did it, never through itself.
/// </summary>
internal static class IndicatorStories
{
    public static IReadOnlyList<IndicatorStory> Form(IReadOnlyList<IndicatorRow> rows, IndicatorIndex index, AnomalyTies ties)
    {
        Dictionary<(string Tenant, string Source, StoryClass Class), List<IndicatorEvidence>> groups = [];
        foreach (IndicatorRow row in rows)
        {
            Finding? tie = ties.Of(row);
            (CompiledRule Rule, bool IsValid)[] rules = [.. row.Rules.Select((rule, i) => (index.Rules[rule], row.IsValid[i]))];
            CompiledRule[] telling = [.. rules.Where(static r => r.IsValid && !r.Rule.IsOrdinary).Select(static r => r.Rule)];
            bool together = telling.SelectMany(static r => r.Rule.Terms).Select(static t => t.Type).Distinct().Count() > 1;
            foreach (IGrouping<(string Source, StoryClass Class), CompiledRule> group in rules
                .Select(r => (r.Rule, Class: ClassOf(r.Rule, r.IsValid, telling.Length > 0 || tie is not null)))
                .Where(static r => r.Class is not null)
                .GroupBy(static r => (r.Rule.Indicator.Source, r.Class!.Value), static r => r.Rule))
            {
                (string, string, StoryClass) key = (row.Key.Tenant, group.Key.Source, group.Key.Class);
                if (!groups.TryGetValue(key, out List<IndicatorEvidence>? evidence))
                {
                    groups.Add(key, evidence = []);
                }

                evidence.Add(new IndicatorEvidence(row, [.. group], together && group.Key.Class == StoryClass.Current, group.Key.Class == StoryClass.Current ? tie : null));
            }
        }

        return groups.OrderBy(static g => g.Key.Tenant, StringComparer.Ordinal).ThenBy(static g => g.Key.Source, StringComparer.Ordinal).ThenBy(static g => g.Key.Class)
            .SelectMany(static g => Join(g.Key.Tenant, g.Key.Source, g.Key.Class, g.Value)).ToArray();
    }

    private static StoryClass? ClassOf(CompiledRule rule, bool isValid, bool hasCompany)
    {
        if (!isValid)
        {
            return rule.IsOrdinary ? null : StoryClass.OutsideValidity;
        }

        return !rule.IsOrdinary || hasCompany ? StoryClass.Current
            : rule.Rule.Terms.Any(static t => t.Type == IndicatorType.TokenRequest) ? StoryClass.Inventory
            : null;
    }

    private static IEnumerable<IndicatorStory> Join(string tenant, string source, StoryClass storyClass, List<IndicatorEvidence> evidence)
    {
        if (storyClass == StoryClass.Inventory)
        {
            return [new IndicatorStory(tenant, source, storyClass, evidence)];
        }

        int[] parents = [.. Enumerable.Range(0, evidence.Count)];
        Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < evidence.Count; i++)
        {
            foreach (string link in Links(evidence[i]))
            {
                if (!seen.TryAdd(link, i))
                {
                    parents[Root(parents, i)] = Root(parents, seen[link]);
                }
            }
        }

        return evidence.Select((e, i) => (Evidence: e, Root: Root(parents, i))).GroupBy(static e => e.Root, static e => e.Evidence)
            .Select(group => new IndicatorStory(tenant, source, storyClass, [.. group]));
    }

    private static IEnumerable<string> Links(IndicatorEvidence evidence)
    {
        yield return "actor " + evidence.Row.Actor;
        if (evidence.Row.Key.Mailbox.Length > 0)
        {
            yield return "actor " + evidence.Row.Key.Mailbox;
        }

        foreach (string session in evidence.Row.Sessions)
        {
            yield return "session " + session;
        }

        foreach (CompiledRule rule in evidence.Rules)
        {
            if (!rule.IsOrdinary)
            {
                yield return "indicator " + rule.Indicator.Id + "\n" + rule.Indicator.Value;
            }
        }
    }

    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at)
        {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }

        return at;
    }
}
