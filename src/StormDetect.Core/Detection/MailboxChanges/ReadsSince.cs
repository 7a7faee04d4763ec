using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>
/// What was read with an application, or by somebody who is not the owner, since a time: the whole of it, as the log has it. A finding of mail access holds what stood out from its day; what a
/// right was used for is more than that.
/// </summary>
internal sealed class ReadsSince
{
    private readonly MailAccessFacts _facts;
    private readonly Dictionary<(string Tenant, string App), List<int>> _ofApps = [];
    private readonly Dictionary<(string Tenant, string Mailbox), List<int>> _ofOthers = [];

    /// <summary>Sorts the facts once.</summary>
    /// <param name="facts">Who read what.</param>
    /// <param name="applications">The applications that will be asked for, by id in lower case.</param>
    public ReadsSince(MailAccessFacts facts, IReadOnlySet<string> applications)
    {
        _facts = facts;
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (fact.Activity is not (MailActivity.Bind or MailActivity.Sync))
            {
                continue;
            }

            MailboxIdentity mailbox = facts.Mailboxes[fact.Mailbox];
            string tenant = facts.Tenants[mailbox.Tenant];
            AccessPath path = facts.Paths[fact.Path];
            string app = applications.Contains(path.ClientAppId) ? path.ClientAppId : path.AppId;
            if (applications.Contains(app))
            {
                Note(_ofApps, (tenant, app), i);
            }

            if (path.Logon is LogonKind.Delegate or LogonKind.Admin)
            {
                Note(_ofOthers, (tenant, mailbox.Display), i);
            }
        }
    }

    /// <summary>What an application read; null where it read nothing.</summary>
    public string? ByApplication(string tenant, string app, DateTimeOffset since) =>
        _ofApps.TryGetValue((tenant, app), out List<int>? facts) ? Text(facts, FactTime.FromTicks(since.UtcTicks), static (_, _) => 1) : null;

    /// <summary>What somebody read of mailboxes of others; null where nothing.</summary>
    public string? ByUser(string tenant, IEnumerable<string> mailboxes, DateTimeOffset since, Func<string, bool> isUser)
    {
        List<int> facts = [];
        foreach (string mailbox in mailboxes)
        {
            if (_ofOthers.TryGetValue((tenant, mailbox), out List<int>? known))
            {
                facts.AddRange(known);
            }
        }

        return Text(facts, FactTime.FromTicks(since.UtcTicks), (all, i) =>
        {
            IReadOnlyList<int> users = all.UsersOf(all[i]);
            return users.Any(user => isUser(all.Users[user])) ? users.Count : 0;
        });
    }

    private static void Note<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int fact)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<int>? list))
        {
            lists.Add(key, list = []);
        }

        list.Add(fact);
    }

    // The function says how many users read what a fact counts, with the one who is asked for: 0 where that one did not.
    private string? Text(List<int> facts, int since, Func<MailAccessFacts, int, int> users)
    {
        bool isExact = true;
        HashSet<int> mailboxes = [];
        long records = 0, items = 0, folders = 0;
        int last = 0;
        foreach (int i in facts)
        {
            ref readonly MailAccessFact fact = ref _facts[i];
            if (fact.Last >= since && users(_facts, i) is > 0 and int count)
            {
                isExact &= count == 1;
                _ = mailboxes.Add(fact.Mailbox);
                records += fact.Records;
                items += fact.Items;
                folders += fact.SyncedFolders;
                last = Math.Max(last, fact.Last);
            }
        }

        if (records == 0)
        {
            return null;
        }

        string what = items > 0 && folders > 0 ? FormattableString.Invariant($"{items:#,0} items and {folders:#,0} folders") : items > 0 ? FormattableString.Invariant($"{items:#,0} items") : FormattableString.Invariant($"{folders:#,0} folders");
        return FormattableString.Invariant($"read {(isExact ? string.Empty : "at most ")}{what} of {mailboxes.Count} {(mailboxes.Count == 1 ? "mailbox" : "mailboxes")} ({records:#,0} records), last on {FactTime.ToTime(last).UtcDateTime:yyyy-MM-dd HH:mm} UTC");
    }
}
