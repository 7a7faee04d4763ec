using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using StormDetect.Core.Baselines;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core;

/// <summary>
/// The hunt for mail access out of the ordinary, and on request for deletions and the like, alone: takes files, records or their JSON in any mix, then says what it found and what it could not see.
/// </summary>
public sealed class MailAccessHunt : AuditHunt
{
    private readonly BaselineRun? _run;
    private readonly IReadOnlyList<ActivityGroup> _judged;
    private readonly ActivityLanes _lanes;
    private MailAccessCollector _collector;

    /// <summary>Makes a hunt.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="baseline">What was learned before; null to judge the input by itself. It is never changed.</param>
    /// <exception cref="BaselineException">The baseline is damaged.</exception>
    public MailAccessHunt(MailAccessHuntOptions options, MailAccessBaseline? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _judged = ActivityGroups.Judged(options, [ActivityGroup.Access]);
        _lanes = new ActivityLanes(_judged, options, baseline);
        _collector = new MailAccessCollector(activityOnly: !_lanes.JudgesAccess);
        if (baseline is not null)
        {
            _run = new BaselineRun(baseline, options) { Others = _lanes.Runs };
            _collector.Log = _lanes.JudgesAccess ? _run.Log : null;
        }
    }

    /// <summary>What is asked.</summary>
    public MailAccessHuntOptions Options { get; }

    /// <summary>After <see cref="Complete"/>: the baseline with what this hunt learned. Null where <see cref="MailAccessHuntOptions.LearnBaseline"/> did not ask for it.</summary>
    public MailAccessBaseline? UpdatedBaseline { get; private set; }

    private protected override IEnumerable<IAuditCollector> Collectors => [_collector, .. _lanes.Collectors];

    /// <summary>Ends the input and judges it.</summary>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>Findings, coverage, verdict and read report.</returns>
    /// <exception cref="BaselineException">The baseline is another tenant's, is damaged, or has nothing to learn from this input.</exception>
    public MailAccessHuntResult Complete(CancellationToken cancellationToken)
    {
        MailAccessFacts facts = EndInput(out ReadReport report);
        IReadOnlyList<ActivityFacts> groups = _lanes.End(facts, report, _run);
        MailAccessHuntResult result = MailAccessDetector.Detect(groups, facts, report, Options, _run, cancellationToken);
        if (Options.LearnBaseline)
        {
            UpdatedBaseline = _run?.Finish(groups.SelectMany(static group => group.Run!.Learned(group.Facts)), _judged);
        }

        return result;
    }

    /// <summary>Ends the input and lists every path that reads mail.</summary>
    /// <returns>The applications, most mailboxes first, and the read report.</returns>
    public (IReadOnlyList<MailAccessApplication> Applications, ReadReport ReadReport) CompleteApplications()
    {
        MailAccessFacts facts = EndInput(out ReadReport report);
        return (MailAccessInventory.List(facts), report);
    }

    /// <summary>
    /// Ends the reading and lets go of everything that only reading needs, before judging asks for memory. A method of its own, so that no frame still holds it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private MailAccessFacts EndInput(out ReadReport report)
    {
        report = EndReading();
        if (_lanes.JudgesAccess)
        {
            _run?.Seed(_collector.Builder, report);
        }

        MailAccessFactsBuilder builder = _collector.Builder;
        _collector = new MailAccessCollector();
        return builder.Build();
    }
}
