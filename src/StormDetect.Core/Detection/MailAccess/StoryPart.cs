using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>A story of one group of activities, with the facts its indexes point into.</summary>
internal sealed class StoryPart(ActivityFacts source, Story story)
{
    public ActivityGroup Group => source.Group;

    public MailAccessFacts Facts => source.Facts;

    public Story Story => story;

    public AccessPath Path => Facts.Paths[story.Path];

    public string Tenant { get; } = source.Facts.Tenants[source.Facts.Mailboxes[story.Days[0].Accesses[0].Mailbox].Tenant];

    /// <summary>In order of time.</summary>
    public IReadOnlyList<Access> Accesses { get; } = story.Accesses.OrderBy(static a => a.First).ThenBy(static a => a.Mailbox).ThenBy(static a => a.Network).ToArray();

    public int First => Accesses[0].First;

    public int Last => Accesses.Max(static a => a.Last);

    public long Records => Accesses.Sum(static a => a.Records);

    public long Items => Accesses.Sum(static a => a.Items);

    public int Folders => Accesses.Sum(static a => a.Folders);

    public long SentItems => Accesses.Sum(static a => a.SentItems);

    public long PurgedItems => Accesses.Sum(static a => a.PurgedItems);

    /// <summary>Whether somebody was told of it under its own id.</summary>
    public bool IsReported => source.Run?.IsReported(Tenant, story.Id) == true;

    public IEnumerable<string> Mailboxes => Accesses.Select(a => Facts.Mailboxes[a.Mailbox].Display).Distinct();

    public IEnumerable<string> Networks => Accesses.Select(static a => a.Network).Distinct().Select(n => Facts.Networks[n].ToString());

    /// <summary>Networks nobody is at home in.</summary>
    public IEnumerable<string> StrangeNetworks => Accesses.Where(static a => a.StrangeNetwork).Select(static a => a.Network).Distinct().Select(n => Facts.Networks[n].ToString());

    /// <summary>Whether its day that tells most comes from a place that is not the mailbox's.</summary>
    public bool IsFromElsewhere => new ChainDay(this, Story.Top).IsFromElsewhere;
}
