using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using StormDetect.Core.Baselines;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What every hunt that judges mail access collects while a log is read, and what it learns from that.</summary>
internal sealed class MailAccessIntake
{
    private readonly IReadOnlyList<ActivityGroup> _judged;
    private readonly DateTimeOffset? _now;
    private readonly ActivityLanes _lanes;
    private MailAccessCollector _collector;

    /// <summary>Makes the intake.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="judged">The groups of activities that are judged; none where only the facts are wanted.</param>
    /// <param name="baseline">What was learned before; null to judge the input by itself.</param>
    /// <exception cref="BaselineException">The baseline is damaged.</exception>
    public MailAccessIntake(MailAccessHuntOptions options, IReadOnlyList<ActivityGroup> judged, MailAccessBaseline? baseline)
    {
        _judged = judged;
        _now = options.Now;
        _lanes = new ActivityLanes(judged, options, baseline);
        JudgesAccess = _lanes.JudgesAccess;
        _collector = new MailAccessCollector(activityOnly: !JudgesAccess);
        if (baseline is not null)
        {
            Run = new BaselineRun(baseline, options) { Others = _lanes.Runs };
            _collector.Log = JudgesAccess ? Run.Log : null;
        }
    }

    /// <summary>The baseline's part in it; null without one.</summary>
    public BaselineRun? Run { get; }

    /// <summary>Whether mail access is judged, and not the activities around it alone.</summary>
    public bool JudgesAccess { get; }

    public IEnumerable<IAuditCollector> Collectors => [_collector, .. _lanes.Collectors];

    /// <summary>
    /// Ends the reading and lets go of everything that only reading needs, before judging asks for memory. A method of its own, so that no frame still holds it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public MailAccessFacts End(Func<ReadReport> endReading, out ReadReport report)
    {
        report = endReading();
        if (JudgesAccess)
        {
            Run?.Seed(_collector.Builder, report);
        }

        MailAccessFactsBuilder builder = _collector.Builder;
        _collector = new MailAccessCollector();
        MailAccessFacts facts = builder.Build(_now);
        StrayDays.LeaveOut(report, facts);
        return facts;
    }

    /// <summary>What is judged, group by group.</summary>
    public IReadOnlyList<ActivityFacts> Groups(MailAccessFacts facts, ReadReport report) => _lanes.End(facts, report, Run);

    /// <summary>The baseline with what was learned here; null without one.</summary>
    /// <param name="groups">What was judged.</param>
    /// <param name="others">What other hunts found, known or not.</param>
    public MailAccessBaseline? Learn(IReadOnlyList<ActivityFacts> groups, IEnumerable<Finding> others)
    {
        HashSet<string> found = others.Select(static finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        return Run?.Finish(groups.SelectMany(group => group.Run!.Learned(group.Facts, found)), _judged);
    }
}
