using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Acquisition;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Sorts what was done to rules into rules: by mailbox, whatever the records call it, and within it by number or name, through every renaming.</summary>
internal static class RuleHistories
{
    /// <summary>Makes the histories of all rules, in an order that depends on the records alone.</summary>
    public static IReadOnlyList<RuleHistory> Build(IReadOnlyCollection<RuleFold> folds, IReadOnlyList<RuleSnapshot> snapshots, MailAccessFacts facts)
    {
        RuleFold[] sorted = [.. folds.OrderBy(static fold => fold.First.Time).ThenBy(static fold => fold.First.Key)];
        string[] tenants = [.. sorted.Select(static fold => fold.First.TenantId).Concat(facts.Tenants).Distinct(StringComparer.Ordinal)];
        MailboxNames mailboxes = Logged(sorted, facts);

        // Rules that were given say nothing of a tenant; where the log has one only, they are that one's.
        string snapshotTenant = tenants.Length == 1 ? tenants[0] : string.Empty;
        string TenantOf(RuleSnapshot snapshot) => snapshot.TenantId.Length == 0 ? snapshotTenant : LiveTenant.NameIn(tenants, snapshot.TenantId);
        foreach (RuleSnapshot snapshot in snapshots.Where(static snapshot => snapshot.MailboxNames.Count > 0))
        {
            mailboxes.Join(TenantOf(snapshot), snapshot.MailboxNames);
        }

        mailboxes.JoinAliases();
        IReadOnlyDictionary<string, string> display = mailboxes.DisplayNames();

        // What the log alone calls a mailbox is part of what its findings are known by.
        MailboxNames logged = snapshots.Count == 0 ? mailboxes : Logged(sorted, facts);
        logged.JoinAliases();
        IReadOnlyDictionary<string, string> loggedDisplay = logged.DisplayNames();
        string Named(RuleFold fold) => loggedDisplay[logged.Find(fold.First.TenantId, fold.First.MailboxNames[0])];
        ILookup<string, RuleFold> foldsOf = sorted.ToLookup(fold => mailboxes.Find(fold.First.TenantId, fold.First.MailboxNames[0]), StringComparer.Ordinal);
        ILookup<string, RuleSnapshot> snapshotsOf = snapshots.ToLookup(
            snapshot => snapshot.MailboxNames.Count == 0 ? string.Empty : mailboxes.Find(TenantOf(snapshot), snapshot.MailboxNames[0]), StringComparer.Ordinal);
        List<RuleHistory> histories = [];
        foreach (string mailbox in foldsOf.Select(static group => group.Key).Concat(snapshotsOf.Select(static group => group.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string tenant = foldsOf[mailbox].FirstOrDefault()?.First.TenantId ?? TenantOf(snapshotsOf[mailbox].First());
            AddRules(tenant, mailbox.Length == 0 ? string.Empty : display[mailbox], [.. foldsOf[mailbox]], [.. snapshotsOf[mailbox]], Named, histories);
        }

        return histories;
    }

    /// <summary>The names of mailboxes as the log alone joins them.</summary>
    private static MailboxNames Logged(RuleFold[] sorted, MailAccessFacts facts)
    {
        MailboxNames mailboxes = new();
        foreach (RuleFold fold in sorted)
        {
            mailboxes.Join(fold.First.TenantId, fold.First.MailboxNames);
        }

        foreach (MailboxIdentity mailbox in facts.Mailboxes)
        {
            string[] names = [.. new[] { mailbox.Address, mailbox.Guid?.ToString("D") ?? string.Empty }.Where(static name => name.Length > 0)];
            if (names.Length > 0)
            {
                mailboxes.Join(facts.Tenants[mailbox.Tenant], names);
            }
        }

        return mailboxes;
    }

    private static void AddRules(string tenant, string mailbox, RuleFold[] folds, RuleSnapshot[] snapshots, Func<RuleFold, string> named, List<RuleHistory> histories)
    {
        Dictionary<string, string> renamed = new(StringComparer.OrdinalIgnoreCase);

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

        // Numbers that only the mailbox knows join what the log has without one; they never take apart what the log alone would join.
        Dictionary<string, string> logged = UniqueIds(folds.Select(static fold => (fold.First.RuleName ?? string.Empty, fold.First.RuleId)));
        HashSet<string> numbered = new(folds.Where(static fold => fold.First.RuleId.Length > 0 && fold.First.RuleName is not null).Select(fold => Lead(fold.First.RuleName!.Trim().ToLowerInvariant())), StringComparer.Ordinal);
        Dictionary<string, string> standing = UniqueIds(snapshots.Where(IsNumbered).Select(snapshot => (Lead(snapshot.RuleName.Trim().ToLowerInvariant()), snapshot.RuleId)).Where(pair => !numbered.Contains(pair.Item1)));
        string Logged(RuleFold fold) =>
            fold.First.RuleId.Length > 0 ? "#" + fold.First.RuleId : fold.First.RuleName is not { } name ? "?" + (fold.First.Settings?.Key ?? string.Empty)
            : logged.TryGetValue(name, out string? known) ? "#" + known : "=" + Lead(name.Trim().ToLowerInvariant());

        Dictionary<string, List<RuleFold>> rules = new(StringComparer.Ordinal);
        foreach (RuleFold fold in folds)
        {
            string key = Logged(fold);
            key = key[0] == '=' && standing.TryGetValue(key[1..], out string? number) ? "#" + number : key;
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
            string key = !IsNumbered(snapshot) && logged.TryGetValue(snapshot.RuleName, out string? known) ? "#" + known
                : snapshot.RuleId.Length > 0 && (rules.ContainsKey("#" + snapshot.RuleId) || !rules.ContainsKey(byName)) ? "#" + snapshot.RuleId : byName;

            // Two rules may have one name; the second is a rule of its own. The same one given twice is one.
            key = now.TryGetValue(key, out RuleSnapshot? other) && !other.Settings.Equals(snapshot.Settings) ? string.Create(CultureInfo.InvariantCulture, $"{key}\u0001{snapshot.Settings.Key}") : key;
            now[key] = snapshot;
        }

        foreach (string key in rules.Keys.Concat(now.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // A rule that the log tells of is known by what the log calls it, whether or not the mailbox was asked as well.
            List<RuleFold> list = rules.GetValueOrDefault(key) ?? [];
            (string, string) anchor = list.MinBy(static fold => (fold.First.Time, fold.First.Key)) is { } first ? (named(first), Logged(first)) : (mailbox, key);
            histories.Add(RuleHistory.Of(tenant, mailbox, anchor, list, now.GetValueOrDefault(key)));
        }
    }

    /// <summary>Whether its number is one that the log would write as well.</summary>
    private static bool IsNumbered(RuleSnapshot snapshot) => ulong.TryParse(snapshot.RuleId, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The number of each name that belongs to one rule only.</summary>
    private static Dictionary<string, string> UniqueIds(IEnumerable<(string Name, string Id)> pairs)
    {
        Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> ambiguous = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string id) in pairs.Where(static pair => pair.Name.Length > 0 && pair.Id.Length > 0))
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
