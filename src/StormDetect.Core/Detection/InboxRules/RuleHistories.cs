using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Sorts what was done to rules into rules: by mailbox, whatever the records call it, and within it by number or name, through every renaming.</summary>
internal static class RuleHistories
{
    /// <summary>Makes the histories of all rules, in an order that depends on the records alone.</summary>
    public static IReadOnlyList<RuleHistory> Build(IReadOnlyCollection<RuleFold> folds, IReadOnlyList<RuleSnapshot> snapshots, MailAccessFacts facts)
    {
        MailboxNames mailboxes = new();
        RuleFold[] sorted = [.. folds.OrderBy(static fold => fold.First.Time).ThenBy(static fold => fold.First.Key)];
        foreach (RuleFold fold in sorted)
        {
            mailboxes.Join(fold.First.TenantId, fold.First.MailboxNames);
        }

        string[] tenants = [.. sorted.Select(static fold => fold.First.TenantId).Concat(facts.Tenants).Distinct(StringComparer.Ordinal)];
        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            string[] names = [.. new[] { mailbox.Address, mailbox.Guid?.ToString("D") ?? string.Empty }.Where(static name => name.Length > 0)];
            if (names.Length > 0)
            {
                mailboxes.Join(facts.Tenants[mailbox.Tenant], names);
            }
        }

        // Rules as they stand say nothing of a tenant; where the log has one only, they are that one's.
        string snapshotTenant = tenants.Length == 1 ? tenants[0] : string.Empty;
        foreach (RuleSnapshot snapshot in snapshots.Where(static snapshot => snapshot.MailboxNames.Count > 0))
        {
            mailboxes.Join(snapshotTenant, snapshot.MailboxNames);
        }

        mailboxes.JoinAliases();
        IReadOnlyDictionary<string, string> display = mailboxes.DisplayNames();
        ILookup<string, RuleFold> foldsOf = sorted.ToLookup(fold => mailboxes.Find(fold.First.TenantId, fold.First.MailboxNames[0]), StringComparer.Ordinal);
        ILookup<string, RuleSnapshot> snapshotsOf = snapshots.ToLookup(
            snapshot => snapshot.MailboxNames.Count == 0 ? string.Empty : mailboxes.Find(snapshotTenant, snapshot.MailboxNames[0]), StringComparer.Ordinal);
        List<RuleHistory> histories = [];
        foreach (string mailbox in foldsOf.Select(static group => group.Key).Concat(snapshotsOf.Select(static group => group.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string tenant = foldsOf[mailbox].FirstOrDefault()?.First.TenantId ?? snapshotTenant;
            AddRules(tenant, mailbox.Length == 0 ? string.Empty : display[mailbox], [.. foldsOf[mailbox]], [.. snapshotsOf[mailbox]], histories);
        }

        return histories;
    }

    private static void AddRules(string tenant, string mailbox, RuleFold[] folds, RuleSnapshot[] snapshots, List<RuleHistory> histories)
    {
        Dictionary<string, string> idOfName = UniqueIds(folds, snapshots);
        Dictionary<string, string> renamed = new(StringComparer.OrdinalIgnoreCase);
        string Key(string? name, string id, string otherwise) =>
            id.Length > 0 ? "#" + id : name is null ? otherwise : idOfName.TryGetValue(name, out string? known) ? "#" + known : "=" + Lead(name.Trim().ToLowerInvariant());

        string Lead(string name)
        {
            // A chain of renamings may close to a ring.
            for (int i = 0; i < 32 && renamed.TryGetValue(name, out string? before) && before != name; i++)
            {
                name = before;
            }

            return name;
        }

        foreach (RuleFold fold in folds.Where(static fold => fold.First.NewName is not null && fold.First.RuleName is not null))
        {
            string before = Lead(fold.First.RuleName!.Trim().ToLowerInvariant());
            string after = fold.First.NewName!.Trim().ToLowerInvariant();
            if (before != after)
            {
                renamed.TryAdd(after, before);
            }
        }

        Dictionary<string, List<RuleFold>> rules = new(StringComparer.Ordinal);
        foreach (RuleFold fold in folds)
        {
            string key = Key(fold.First.RuleName, fold.First.RuleId, "?" + (fold.First.Settings?.Key ?? string.Empty));
            if (!rules.TryGetValue(key, out List<RuleFold>? list))
            {
                rules.Add(key, list = []);
            }

            list.Add(fold);
        }

        Dictionary<string, RuleSnapshot> now = new(StringComparer.Ordinal);
        for (int i = 0; i < snapshots.Length; i++)
        {
            RuleSnapshot snapshot = snapshots[i];
            string byName = "=" + Lead(snapshot.RuleName.Trim().ToLowerInvariant());
            string key = snapshot.RuleId.Length > 0 && (rules.ContainsKey("#" + snapshot.RuleId) || !rules.ContainsKey(byName)) ? "#" + snapshot.RuleId : byName;

            // Two rules may have one name; the second is a rule of its own. The same one given twice is one.
            key = now.TryGetValue(key, out RuleSnapshot? other) && !other.Settings.Equals(snapshot.Settings) ? string.Create(CultureInfo.InvariantCulture, $"{key}\u0001{snapshot.Settings.Key}") : key;
            now[key] = snapshot;
        }

        foreach (string key in rules.Keys.Concat(now.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            histories.Add(RuleHistory.Of(tenant, mailbox, key, rules.TryGetValue(key, out List<RuleFold>? list) ? list : [], now.GetValueOrDefault(key)));
        }
    }

    /// <summary>The number of each name that belongs to one rule only.</summary>
    private static Dictionary<string, string> UniqueIds(RuleFold[] folds, RuleSnapshot[] snapshots)
    {
        Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase);
        IEnumerable<(string Name, string Id)> pairs = folds.Where(static fold => fold.First.RuleName is not null).Select(static fold => (fold.First.RuleName!, fold.First.RuleId))
            .Concat(snapshots.Select(static snapshot => (snapshot.RuleName, snapshot.RuleId))).Where(static pair => pair.Item1.Length > 0 && pair.Item2.Length > 0);
        HashSet<string> ambiguous = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string id) in pairs)
        {
            if (!ids.TryAdd(name, id) && ids[name] != id)
            {
                _ = ambiguous.Add(name);
            }
        }

        foreach (string name in ambiguous)
        {
            _ = ids.Remove(name);
        }

        return ids;
    }
}
