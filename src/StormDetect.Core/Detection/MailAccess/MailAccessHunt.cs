using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core;

/// <summary>
/// The hunt for mail access out of the ordinary, and on request for deletions and the like, alone: takes files, records or their JSON in any mix, then says what it found and what it could not see.
/// </summary>
public sealed class MailAccessHunt : AuditHunt
{
    private readonly MailAccessIntake _intake;

    /// <summary>Makes a hunt.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="baseline">What was learned before; null to judge the input by itself. It is never changed.</param>
    /// <exception cref="BaselineException">The baseline is damaged.</exception>
    public MailAccessHunt(MailAccessHuntOptions options, MailAccessBaseline? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _intake = new MailAccessIntake(options, ActivityGroups.Judged(options, [ActivityGroup.Access]), baseline);
    }

    /// <summary>What is asked.</summary>
    public MailAccessHuntOptions Options { get; }

    /// <summary>After <see cref="Complete"/>: the baseline with what this hunt learned. Null where <see cref="MailAccessHuntOptions.LearnBaseline"/> did not ask for it.</summary>
    public MailAccessBaseline? UpdatedBaseline { get; private set; }

    private protected override IEnumerable<IAuditCollector> Collectors => _intake.Collectors;

    /// <summary>Ends the input and judges it.</summary>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>Findings, coverage, verdict and read report.</returns>
    /// <exception cref="BaselineException">The baseline is another tenant's, is damaged, or has nothing to learn from this input.</exception>
    public MailAccessHuntResult Complete(CancellationToken cancellationToken)
    {
        MailAccessFacts facts = _intake.End(EndReading, out ReadReport report);
        IReadOnlyList<ActivityFacts> groups = _intake.Groups(facts, report);
        MailAccessHuntResult result = MailAccessDetector.Detect(groups, facts, report, Options, _intake.Run, cancellationToken, Live);
        UpdatedBaseline = Options.LearnBaseline ? _intake.Learn(groups, []) : null;
        UpdatedBaseline?.NoteApproved(result.Suppressed.SelectMany(static suppressed => suppressed.FindingIds));
        return result;
    }

    /// <summary>Ends the input and lists every path that reads mail.</summary>
    /// <returns>The applications, most mailboxes first, and the read report.</returns>
    public (IReadOnlyList<MailAccessApplication> Applications, ReadReport ReadReport) CompleteApplications()
    {
        MailAccessFacts facts = _intake.End(EndReading, out ReadReport report);
        return (MailAccessInventory.List(facts), report);
    }
}
