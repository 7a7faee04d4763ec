using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Orders the changes, finds what took which back, and forms stories of those that belong together.</summary>
internal static class StoryFormer
{
    /// <summary>Forms the stories.</summary>
    /// <param name="changes">The changes, with names resolved, in any order.</param>
    /// <param name="destinations">The key of where a change sends mail outside; empty where it sends none there.</param>
    public static IReadOnlyList<ChangeStory> Form(IEnumerable<MailboxChange> changes, Func<MailboxChange, string> destinations)
    {
        MailboxChange[] sorted = [.. changes.OrderBy(static c => c.Time).ThenBy(static c => c.Key).ThenBy(static c => c.Kind).ThenBy(static c => c.State, StringComparer.Ordinal)
            .ThenBy(static c => c.Subject, StringComparer.Ordinal).ThenBy(static c => c.Target, StringComparer.Ordinal).ThenBy(static c => c.Direction)];
        List<MailboxChange> telling = Pair(sorted);
        List<ChangeStory> stories = [];
        foreach (IGrouping<string, MailboxChange> group in telling.GroupBy(change => MailboxChangeCatalogue.StoryKey(change, destinations(change))))
        {
            List<MailboxChange> story = [];
            foreach (MailboxChange change in group)
            {
                if (story.Count > 0 && change.Time - story[^1].Time > MailboxChangeCatalogue.Gap(change.Kind))
                {
                    stories.Add(new ChangeStory(story));
                    story = [];
                }

                story.Add(change);
            }

            stories.Add(new ChangeStory(story));
        }

        return stories;
    }

    /// <summary>Joins what takes back with what it takes back, and what was set with what had been set before. What is left takes back nothing the log shows.</summary>
    private static List<MailboxChange> Pair(MailboxChange[] sorted)
    {
        List<MailboxChange> telling = [];
        Dictionary<(string, MailboxChangeKind, string, string, string), List<MailboxChange>> standing = [];
        foreach (MailboxChange change in sorted)
        {
            // Rights belong to who has them; everything else is a switch of its subject. Whoever clears a whole list takes it from everybody.
            bool isRight = MailboxChangeCatalogue.IsRight(change.Kind);
            (string, MailboxChangeKind, string, string, string) key = (change.TenantId, change.Kind, Fold(change.Subject), isRight ? Fold(change.Target) : string.Empty, change.State);
            standing.TryGetValue(key, out List<MailboxChange>? open);
            if (change.Direction == ChangeDirection.Weakens)
            {
                if (open is null)
                {
                    standing.Add(key, open = []);
                }

                if (change.OldValue.Length == 0 && open.Count > 0 && !isRight)
                {
                    change.OldValue = open[^1].NewValue;
                }

                open.Add(change);
                telling.Add(change);
            }
            else
            {
                List<MailboxChange> ended = isRight && change.Target.Length == 0
                    ? [.. standing.Where(entry => (entry.Key.Item1, entry.Key.Item2, entry.Key.Item3, entry.Key.Item5) == (key.Item1, key.Item2, key.Item3, key.Item5)).SelectMany(static entry => entry.Value)]
                    : open ?? [];
                foreach (MailboxChange one in ended)
                {
                    one.EndedBy ??= change;
                }

                if (ended.Count == 0 && change.Alone is not null)
                {
                    telling.Add(change);
                }

                if (open is not null)
                {
                    _ = standing.Remove(key);
                }
            }
        }

        return telling;
    }

    private static string Fold(string text) => text.ToLowerInvariant();
}
