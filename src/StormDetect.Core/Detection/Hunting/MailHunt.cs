using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using StormDetect.Core.Baselines;
using StormDetect.Core.Coverage;
using StormDetect.Core.Detection;
using StormDetect.Core.Detection.Incidents;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Reports;

namespace StormDetect.Core;

/// <summary>All hunts, or those asked for, in one pass over the log, with one verdict.</summary>
public sealed class MailHunt : AuditHunt
{
    private readonly IReadOnlyList<IHunt> _hunts;
    private readonly bool _access;
    private readonly BaselineRun? _run;
    private readonly IReadOnlyList<ActivityGroup> _judged;
    private readonly ActivityLanes _lanes;
    private MailAccessCollector _collector;

    /// <summary>Makes a hunt.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="baseline">What was learned of mail access before; null to judge the input by itself. It is never changed.</param>
    /// <exception cref="ArgumentException">A hunt is asked for that does not exist.</exception>
    /// <exception cref="BaselineException">The baseline is damaged.</exception>
    public MailHunt(MailHuntOptions options, MailAccessBaseline? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _hunts = HuntCatalogue.Create(options);
        _judged = HuntCatalogue.IsWanted(options, HuntCatalogue.MailAccess) ? ActivityGroups.Judged(options.Access, ActivityGroups.All) : [];
        _lanes = new ActivityLanes(_judged, options.Access, baseline);
        _access = _lanes.JudgesAccess;
        _collector = new MailAccessCollector(activityOnly: !_access);
        if (baseline is not null)
        {
            _run = new BaselineRun(baseline, options.Access) { Others = _lanes.Runs };
            _collector.Log = _access ? _run.Log : null;
        }
    }

    /// <summary>The names of all hunts.</summary>
    public static IReadOnlyList<string> HuntNames => HuntCatalogue.Names;

    /// <summary>What is asked.</summary>
    public MailHuntOptions Options { get; }

    /// <summary>After <see cref="Complete"/>: the baseline with what this hunt learned. Null where <see cref="MailAccessHuntOptions.LearnBaseline"/> did not ask for it.</summary>
    public MailAccessBaseline? UpdatedBaseline { get; private set; }

    private protected override IEnumerable<IAuditCollector> Collectors => [_collector, .. _lanes.Collectors, .. _hunts.Select(static hunt => hunt.Collector)];

    /// <summary>Ends the input and judges it.</summary>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>Findings, coverage, verdict and read report.</returns>
    /// <exception cref="BaselineException">The baseline is another tenant's, is damaged, or has nothing to learn from this input.</exception>
    public MailHuntResult Complete(CancellationToken cancellationToken)
    {
        MailAccessFacts facts = EndInput(out ReadReport report);
        MailAccessHuntOptions access = Options.Access;
        List<Finding> findings = [];
        List<UnjudgedDays> unjudged = [];
        IReadOnlyList<ActivityFacts> groups = _lanes.End(facts, report, _run);
        if (groups.Count > 0)
        {
            findings.AddRange(MailAccessDetector.Find(groups, facts, access, unjudged, cancellationToken));
        }

        List<BlindInterval> blind = [];
        List<string> notes = [];
        HuntContext context = new()
        {
            Options = Options,
            Facts = facts,
            HasAccessFacts = _access,
            Report = report,
            Domains = new TenantDomains(facts, Options.AcceptedDomains),
            Now = access.Now ?? report.LastRecord ?? DateTimeOffset.UnixEpoch,
            Earlier = findings,
        };
        foreach (IHunt hunt in _hunts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            HuntOutcome outcome = hunt.Judge(context, cancellationToken);
            findings.AddRange(outcome.Findings.Where(finding => finding.Severity >= access.MinimumSeverity));
            blind.AddRange(outcome.BlindIntervals);
            notes.AddRange(outcome.Notes);
        }

        HuntVerdict verdict = HuntVerdict.Of(facts, report, access, findings, unjudged, blind, _run, judgesAccess: _access);
        if (access.LearnBaseline)
        {
            UpdatedBaseline = _run?.Finish(groups.SelectMany(static group => group.Run!.Learned(group.Facts)), _judged);
            UpdatedBaseline?.Note(verdict.Shown);
        }

        return new MailHuntResult
        {
            Verdict = verdict.Verdict,
            VerdictText = verdict.Text,
            Coverage = verdict.Coverage,
            Findings = verdict.Shown,
            Incidents = IncidentBuilder.Build(verdict.Counted, new CommonGround(facts)),
            Hunts = [.. HuntCatalogue.Names.Where(name => HuntCatalogue.IsWanted(Options, name))],
            Suppressed = verdict.Suppressed,
            Baseline = _run?.Use(verdict.Known),
            Notes = notes,
            ReadReport = report,
            ReportData = HuntReportDataBuilder.Build(facts, verdict.Coverage, verdict.Counted),
        };
    }

    /// <summary>A method of its own, so that no frame still holds what only reading needs when judging asks for memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private MailAccessFacts EndInput(out ReadReport report)
    {
        report = EndReading();
        if (_access)
        {
            _run?.Seed(_collector.Builder, report);
        }

        MailAccessFactsBuilder builder = _collector.Builder;
        _collector = new MailAccessCollector();
        return builder.Build();
    }
}
