using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What is usual for an account here: on how many days before it gave rights to others. Help desks do so every day. Folders that people share are no such work.</summary>
internal sealed class ActorHistory
{
    private readonly Dictionary<(string Tenant, string Actor), List<DateTimeOffset>> _grants = [];
    private readonly DateTimeOffset? _start;

    public ActorHistory(IEnumerable<ChangeStory> stories, DateTimeOffset? start)
    {
        _start = start;
        foreach (MailboxChange change in stories.SelectMany(static story => story.Changes).Where(static c => MailboxChangeCatalogue.IsMailboxRight(c.Kind) && c.Kind != MailboxChangeKind.FolderPermission && c.Actor.Length > 0))
        {
            (string, string) key = (change.TenantId, change.Actor.ToLowerInvariant());
            if (!_grants.TryGetValue(key, out List<DateTimeOffset>? times))
            {
                _grants.Add(key, times = []);
            }

            times.Add(change.Time);
        }

        foreach (List<DateTimeOffset> times in _grants.Values)
        {
            times.Sort();
        }
    }

    /// <summary>On how many earlier days the account gave rights.</summary>
    public int EarlierDays(string tenant, string actor, DateTimeOffset before)
    {
        DateTimeOffset day = new(before.UtcDateTime.Date, TimeSpan.Zero);
        return _grants.TryGetValue((tenant, actor.ToLowerInvariant()), out List<DateTimeOffset>? times)
            ? times.TakeWhile(time => time < day).Select(static time => time.UtcDateTime.Date).Distinct().Count()
            : 0;
    }

    /// <summary>For how many days the log shows what was before.</summary>
    public double LogDays(DateTimeOffset before) => _start is { } start ? (before - start).TotalDays : 0;
}
