using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Finds changes that open mailboxes, send mail elsewhere or blind the log.</summary>
internal sealed class MailboxChangeHunt : IHunt
{
    public const string HuntName = "MailboxChange";

    private readonly MailboxChangeCollector _collector = new();
    private StandingConsents? _standing;

    public string Name => HuntName;

    public IAuditCollector Collector => _collector;

    /// <summary>Takes what applications may do with mail now.</summary>
    public void Add(StandingConsents consents) => _standing = consents;

    public HuntOutcome Judge(HuntContext context, CancellationToken cancellationToken)
    {
        ChangeJudge judge = new(_collector.Log, context, _standing);
        IReadOnlyList<ChangeStory> stories = judge.Judge(cancellationToken);
        List<Finding> findings = [.. stories.Where(static story => story.Score > 0).Select(story => ChangeWriter.Write(story, judge.Names, context))];
        return new HuntOutcome(findings, BlindTimes.Of(stories, context));
    }
}
