using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>What else is known around a rule: who made it and from where, what other findings name the session, how much was changed at that moment, whose mailbox it is.</summary>
internal sealed class RuleSurroundings
{
    /// <summary>Changes within three minutes that are Outlook writing all of its rules again, and no person at work.</summary>
    private const int Burst = 20;

    /// <summary>Days on which somebody must have been seen before a network can be called new.</summary>
    private const int KnownDays = 5;

    private readonly InboxRuleCollector _collector;
    private readonly HuntContext _context;
    private readonly HashSet<string> _sessions;
    private readonly Finding[] _earlier;
    private readonly HashSet<string> _priority;
    private Dictionary<string, List<(int Day, string Network)>>? _reads;

    public RuleSurroundings(InboxRuleCollector collector, HuntContext context)
    {
        _collector = collector;
        _context = context;
        _earlier = [.. context.Earlier.Where(static finding => finding.Severity >= Severity.Medium)];
        _sessions = _earlier.SelectMany(static finding => finding.SessionIds).Where(static session => session.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _priority = context.Options.Access.PriorityMailboxes.Select(MailboxNames.Normalise).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What the actor is to the mailbox, with what all records together say.</summary>
    public static RuleActorRole RoleOf(RuleHistory history, RuleActor actor)
    {
        string name = MailboxNames.Normalise(actor.UserId);
        bool isOwner = name == history.Mailbox || history.Folds.Any(fold => fold.First.MailboxNames.Contains(name));
        return actor.Role is not (RuleActorRole.Delegate or RuleActorRole.ForeignAdmin) && isOwner ? RuleActorRole.Owner : actor.Role;
    }

    /// <summary>Adds what weighs on a rule that has an effect.</summary>
    public void Add(RuleHistory history, RuleVersion version, List<FindingReason> reasons)
    {
        if (_priority.Contains(history.Mailbox) || history.Folds.Any(fold => fold.First.MailboxNames.Any(_priority.Contains)))
        {
            reasons.Add(new FindingReason(RuleReasonCodes.PriorityMailbox, "The mailbox is one of those that matter most.", null, null, 1));
        }

        if (version.Fold is { } fold)
        {
            AddActor(history, fold.First.Actor, reasons);
            AddEarlier(history, reasons);
            AddNetwork(history, fold, reasons);
            AddBurst(history, fold, reasons);
        }
    }

    private static void AddActor(RuleHistory history, RuleActor actor, List<FindingReason> reasons)
    {
        (string? code, string text, double weight) = RoleOf(history, actor) switch
        {
            RuleActorRole.Delegate => (RuleReasonCodes.MadeByDelegate, $"{actor.UserId} made it in somebody else's mailbox, as a delegate.", 1.5),
            RuleActorRole.Admin => (RuleReasonCodes.MadeByAdmin, $"{actor.UserId} made it in somebody else's mailbox, as an administrator.", 1),
            RuleActorRole.ForeignAdmin => (RuleReasonCodes.MadeByForeignAdmin, $"{actor.UserId}, of another organisation, made it.", 2),
            _ => ((string?)null, string.Empty, 0.0),
        };
        if (code is not null)
        {
            reasons.Add(new FindingReason(code, text, null, null, weight));
        }
    }

    private void AddEarlier(RuleHistory history, List<FindingReason> reasons)
    {
        string? session = history.Folds.SelectMany(static fold => fold.Sessions.Names).Where(_sessions.Contains).Order(StringComparer.Ordinal).FirstOrDefault();
        if (session is not null)
        {
            Finding finding = _earlier.First(finding => finding.SessionIds.Contains(session, StringComparer.OrdinalIgnoreCase));
            reasons.Add(new FindingReason(RuleReasonCodes.SessionOfFinding, $"The session that made it is one of {finding.Id}: {finding.Title}.", null, null, 3));
            return;
        }

        HashSet<string> networks = history.Folds.SelectMany(static fold => fold.Networks.Names).ToHashSet(StringComparer.Ordinal);
        HashSet<string> people = history.Folds.Select(static fold => MailboxNames.Normalise(fold.First.Actor.UserId)).Append(history.Mailbox).ToHashSet(StringComparer.Ordinal);
        Finding? near = _earlier.FirstOrDefault(finding => finding.Networks.Any(networks.Contains)
            && finding.Mailboxes.Concat(finding.UserIds).Any(name => people.Contains(MailboxNames.Normalise(name))));
        if (near is not null)
        {
            reasons.Add(new FindingReason(RuleReasonCodes.NetworkOfFinding, $"Mailbox and network are those of {near.Id}: {near.Title}.", null, null, 2));
        }
    }

    private void AddNetwork(RuleHistory history, RuleFold fold, List<FindingReason> reasons)
    {
        string actor = MailboxNames.Normalise(fold.First.Actor.UserId);
        if (!_context.HasAccessFacts || fold.First.Network.Length == 0 || !Reads().TryGetValue($"{history.TenantId}\n{actor}", out List<(int Day, string Network)>? reads))
        {
            return;
        }

        int day = DateOnly.FromDateTime(fold.First.Time.UtcDateTime).DayNumber;
        (int Day, string Network)[] before = [.. reads.Where(read => read.Day < day)];
        int days = before.Select(static read => read.Day).Distinct().Count();
        if (days >= KnownDays && before.All(read => read.Network != fold.First.Network))
        {
            reasons.Add(new FindingReason(
                RuleReasonCodes.NewNetwork,
                string.Create(CultureInfo.InvariantCulture, $"It was made from {fold.First.Network}, where {actor}'s mail was never read from on {days} earlier days."), null, days, 1.5));
        }
    }

    private void AddBurst(RuleHistory history, RuleFold fold, List<FindingReason> reasons)
    {
        if (fold.First.Kind != RuleChangeKind.Modify || history.CreatedAt is not null)
        {
            return;
        }

        int around = fold.Times.Max(time => _collector.ModifiedAround(fold.First.MailboxNames[0], time));
        if (around >= Burst)
        {
            reasons.Add(new FindingReason(
                RuleReasonCodes.Restated,
                string.Create(CultureInfo.InvariantCulture, $"It was written again with others, {around:#,0} changes within minutes, as Outlook does when it synchronises: an old rule, not a new one."), around, null, -2));
        }
    }

    /// <summary>From which networks each mailbox was read on which days.</summary>
    private Dictionary<string, List<(int Day, string Network)>> Reads()
    {
        if (_reads is not null)
        {
            return _reads;
        }

        MailAccessFacts facts = _context.Facts;
        HashSet<string> actors = _collector.Folds.Select(static fold => MailboxNames.Normalise(fold.First.Actor.UserId)).ToHashSet(StringComparer.Ordinal);
        string?[] keys = [.. facts.Mailboxes.Select(mailbox => actors.Contains(mailbox.Address) ? $"{facts.Tenants[mailbox.Tenant]}\n{mailbox.Address}" : null)];
        string[] networks = [.. facts.Networks.Select(static network => network.ToString())];
        _reads = new Dictionary<string, List<(int Day, string Network)>>(StringComparer.Ordinal);
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref facts[i];
            if (keys[fact.Mailbox] is { } key)
            {
                if (!_reads.TryGetValue(key, out List<(int Day, string Network)>? list))
                {
                    _reads.Add(key, list = []);
                }

                list.Add((fact.Day, networks[fact.Network]));
            }
        }

        return _reads;
    }
}
