using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.Names;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Hunts for inbox rules that send mail away or hide it, also those that are gone.</summary>
/// <param name="options">What is asked.</param>
internal sealed class InboxRuleHunt(MailHuntOptions options) : IHunt
{
    public const string HuntName = "InboxRule";

    private readonly InboxRuleCollector _collector = new();
    private readonly List<RuleSnapshot> _snapshots = [];

    public string Name => HuntName;

    public IAuditCollector Collector => _collector;

    /// <summary>Rules as they stand that it was given.</summary>
    public int StandingRules => _snapshots.Count;

    /// <summary>Takes rules as they stand in mailboxes now.</summary>
    public void Add(IEnumerable<RuleSnapshot> snapshots) => _snapshots.AddRange(snapshots);

    public HuntOutcome Judge(HuntContext context, CancellationToken cancellationToken)
    {
        MailDomains domains = new(context.Domains);
        DestinationJudge destinations = new(domains);
        // A mailbox that a refused command names may be anywhere: whoever names one at a thief's domain must not make that the organisation's own.
        foreach (RuleFold fold in _collector.Folds.Where(static fold => !fold.First.Failed))
        {
            foreach (string domain in fold.First.OwnDomains)
            {
                domains.AddOwn(fold.First.TenantId, domain);
            }
        }

        RuleSurroundings surroundings = new(_collector, context);
        RuleJudge judge = new(new RuleVocabulary(options.RuleWords), destinations, surroundings);
        List<JudgedRule> judged = [];
        foreach (RuleHistory history in RuleHistories.Build(_collector.Folds, _snapshots, context.Facts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (judge.Judge(history) is { } rule)
            {
                judged.Add(rule);
            }
        }

        RuleFindingWriter writer = new(context);
        InboxRuleFinding[] findings = [.. RuleStory.Join(judged).Select(writer.Write)];
        return new HuntOutcome(findings, []) { Notes = Notes(findings, judged, domains) };
    }

    private static string[] Notes(InboxRuleFinding[] findings, List<JudgedRule> judged, MailDomains domains)
    {
        bool isOpen = judged.Any(rule => rule.Effect.Destinations.Any(static destination => destination.Kind == MailDestinationKind.Undecided)) && findings.Any(finding => !domains.Knows(finding.TenantId));
        return isOpen ? ["No mail domain of the organisation is known, so that some rules could not be told to send mail outside or not. Name the domains with -AcceptedDomain (--accepted-domain)."] : [];
    }
}
