using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.Names;
using System.Threading;
using StormDetect.Core.Acquisition;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Weighs stories: what a change does, how far it reaches, who made it and how it was done. Nothing is judged by one fact that everyday work has as well.</summary>
internal sealed class ChangeJudge
{
    private static readonly TimeSpan s_companion = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_twin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_creation = TimeSpan.FromMinutes(10);
    private readonly ChangeLog _log;
    private readonly HuntContext _context;
    private readonly MailReach _reach;
    private readonly StandingConsents? _standing;
    private readonly Dictionary<(string Tenant, string App), (DateTimeOffset Time, string Actor)> _appsCreated = [];
    private readonly Dictionary<(string Tenant, string User), DateTimeOffset> _usersCreated = [];

    public ChangeJudge(ChangeLog log, HuntContext context, StandingConsents? standing = null)
    {
        _standing = standing;
        _log = log;
        _context = context;
        Names = new DirectoryNames(log, context.Facts);
        _reach = new MailReach(log, new MailDomains(context.Domains), Names);
        foreach (((string tenant, string name), (DateTimeOffset, string) created) in log.Created.OrderBy(static entry => entry.Value.Time))
        {
            _ = _appsCreated.TryAdd((tenant, Names.Application(tenant, name)), created);
            _ = _usersCreated.TryAdd((tenant, Names.Recipient(tenant, name)), created.Item1);
        }
    }

    public DirectoryNames Names { get; }

    public IReadOnlyList<ChangeStory> Judge(CancellationToken cancellationToken)
    {
        foreach (MailboxChange change in _log.Changes)
        {
            Resolve(change);
        }

        DropTwins();
        ShortenedRetention();
        Dictionary<MailboxChange, IReadOnlyList<string>> outside = [];
        foreach (MailboxChange change in _log.Changes.Where(static c => c.Direction == ChangeDirection.Weakens && c.Destinations.Count > 0))
        {
            outside[change] = Destinations(change);
        }

        IReadOnlyList<ChangeStory> stories = StoryFormer.Form(_log.Changes.Where(change => !IsEveryday(change)), change => outside.TryGetValue(change, out IReadOnlyList<string>? to) ? string.Join('\n', to) : string.Empty);
        ActorHistory history = new(stories, _context.Report.FirstRecord);
        ChangeStory[] standing = _standing is null ? [] : [.. new StandingConsentJudge(_standing, Names, _log, _context).Stories()];
        ChangeEvidence evidence = new(_context, Names, _reach, _usersCreated, history, [.. stories, .. standing]);
        foreach (ChangeStory story in stories.Concat(standing))
        {
            cancellationToken.ThrowIfCancellationRequested();
            evidence.Weigh(story);
        }

        Companions(stories);
        return [.. stories, .. standing];
    }

    /// <summary>Leaves out changes that were read from the directory's own log where the audit log has them too: one change, not two.</summary>
    private void DropTwins()
    {
        if (!_log.Changes.Exists(IsOfDirectory))
        {
            return;
        }

        ILookup<(string, MailboxChangeKind, ChangeDirection, string, string, string), DateTimeOffset> known = _log.Changes.Where(static change => !IsOfDirectory(change)).ToLookup(Same, static change => change.Time);
        _ = _log.Changes.RemoveAll(change => IsOfDirectory(change) && known[Same(change)].Any(time => (time - change.Time).Duration() <= s_twin));

        static bool IsOfDirectory(MailboxChange change) => change.RecordId.StartsWith(DirectoryAuditRecords.IdStart, StringComparison.Ordinal);

        static (string, MailboxChangeKind, ChangeDirection, string, string, string) Same(MailboxChange change) =>
            (change.TenantId, change.Kind, change.Direction, change.Subject, change.State, change.Actor.ToLowerInvariant());
    }

    private void Resolve(MailboxChange change)
    {
        string tenant = change.TenantId;
        change.Anchor = MailboxChangeCatalogue.StoryKey(change, string.Join('\n', change.Destinations).ToLowerInvariant());
        if (change.IsOfMailbox)
        {
            change.Subject = Names.Recipient(tenant, change.Subject);
        }
        else if (change.IsOfApplication)
        {
            change.Subject = Names.Application(tenant, change.Subject);
        }

        if (change.IsForAnyone)
        {
            change.Target = NameKey.Of(change.Target) switch
            {
                "anonymous" or "s-1-5-7" => "Anonymous",
                _ => "Everyone",
            };
        }
        else if (MailboxChangeCatalogue.IsRight(change.Kind) || change.State == "AuditBypassEnabled")
        {
            change.Target = Names.Recipient(tenant, change.Target);
        }
    }

    /// <summary>
    /// Where mail goes, as signals of the change, and the addresses that are not inside. Forwarding that stays inside is no finding, and it ends one that went outside.
    /// </summary>
    private List<string> Destinations(MailboxChange change)
    {
        DestinationWeights routing = change.Routing!;
        List<string> outside = [];
        List<ChangeSignal> signals = [.. change.Signals];
        double weight = 0;
        foreach (string address in change.Destinations.SelectMany(to => _reach.Addresses(change.TenantId, to)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            bool? inside = address.Length == 0 ? null : _reach.IsInternal(change.TenantId, address);
            double here = inside switch
            {
                true => routing.Internal,
                false => routing.External,
                null => address.Contains('@', StringComparison.Ordinal) ? (routing.External + routing.Unknown) / 2 : routing.Unknown,
            };
            string where = inside switch
            {
                true => "inside the tenant",
                false => "outside the tenant",
                null => "and the log does not say whether that is inside the tenant (-AcceptedDomain would)",
            };
            if (inside != true)
            {
                outside.Add(address);
            }

            if (here > 0)
            {
                signals.Add(new ChangeSignal("Destination", $"Mail {routing.Verb} to {address}, {where}.", here));
            }

            if (inside == false && _reach.Resemblance(change.TenantId, address) is Resemblance alike and not Resemblance.None)
            {
                signals.Add(new ChangeSignal("LookAlikeDomain", $"{TenantDomains.DomainOf(address)} could pass for a domain of the tenant.", alike == Resemblance.LookAlike ? 3 : 1));
            }

            weight = Math.Max(weight, here);
        }

        change.Signals = signals;
        if (weight == 0 && routing.Internal == 0)
        {
            change.Direction = ChangeDirection.Restores;
        }

        return outside;
    }

    /// <summary>A policy that keeps less than it did. Judged by the policy's own earlier values, or what the record says it was.</summary>
    private void ShortenedRetention()
    {
        foreach (IGrouping<(string, string), MailboxChange> policy in _log.Changes.Where(static c => c.Amount is not null).GroupBy(static c => (c.TenantId, c.Subject.ToLowerInvariant())))
        {
            int? before = null;
            foreach (MailboxChange change in policy.OrderBy(static c => c.Time).ThenBy(static c => c.Key))
            {
                if (change.Direction == ChangeDirection.Restores && change.Amount < before)
                {
                    change.Direction = ChangeDirection.Weakens;
                    change.Signals = [new ChangeSignal("RetentionShortened", FormattableString.Invariant($"The audit retention policy '{change.Subject}' keeps records for {change.Amount} days; before, it kept them for {before}."), 5)];
                }

                before = change.Amount;
            }
        }
    }

    /// <summary>Whoever registers an application becomes its owner in the same moment.</summary>
    private bool IsEveryday(MailboxChange change) =>
        change.Kind == MailboxChangeKind.Owner
        && _appsCreated.TryGetValue((change.TenantId, change.Subject), out (DateTimeOffset Time, string Actor) created)
        && (change.Time - created.Time).Duration() <= s_creation && created.Actor.Equals(change.Actor, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the same account did within the hour to something else, and that is suspicious by itself, speaks against this as well.</summary>
    private static void Companions(IReadOnlyList<ChangeStory> stories)
    {
        ILookup<(string, string), ChangeStory> suspicious = stories.Where(static s => s.Severity >= Severity.Medium)
            .SelectMany(static s => s.Actors.Select(actor => (Key: (s.TenantId, actor.ToLowerInvariant()), Story: s))).ToLookup(static p => p.Key, static p => p.Story);
        List<(ChangeStory Story, ChangeStory Other)> pairs = [];
        foreach (ChangeStory story in stories)
        {
            ChangeStory? other = story.Actors.SelectMany(actor => suspicious[(story.TenantId, actor.ToLowerInvariant())])
                .Where(o => o != story && o.First.Time - story.Last <= s_companion && story.First.Time - o.Last <= s_companion)
                .OrderByDescending(static o => o.Score).ThenBy(static o => o.First.Time).ThenBy(static o => o.First.Key).FirstOrDefault();
            if (other is not null)
            {
                pairs.Add((story, other));
            }
        }

        foreach ((ChangeStory story, ChangeStory other) in pairs)
        {
            story.Add(new ChangeSignal("SameHandSameHour", $"Within the hour the same account did something suspicious to something else as well ({other.First.Operation}).", 2));
        }
    }
}
