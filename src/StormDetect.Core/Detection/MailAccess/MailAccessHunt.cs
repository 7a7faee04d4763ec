using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using StormDetect.Core.Baselines;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core;

/// <summary>
/// The hunt for mail access out of the ordinary alone: takes files, records or their JSON in any mix, then says what it found and what it could not see.
/// </summary>
public sealed class MailAccessHunt : AuditHunt
{
    private readonly BaselineRun? _run;
    private MailAccessCollector _collector = new();

    /// <summary>Makes a hunt.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="baseline">What was learned before; null to judge the input by itself. It is never changed.</param>
    /// <exception cref="BaselineException">The baseline is damaged.</exception>
    public MailAccessHunt(MailAccessHuntOptions options, MailAccessBaseline? baseline = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        if (baseline is not null)
        {
            _run = new BaselineRun(baseline, options);
            _collector.Log = _run.Log;
        }
    }

    /// <summary>What is asked.</summary>
    public MailAccessHuntOptions Options { get; }

    /// <summary>After <see cref="Complete"/>: the baseline with what this hunt learned. Null where <see cref="MailAccessHuntOptions.LearnBaseline"/> did not ask for it.</summary>
    public MailAccessBaseline? UpdatedBaseline { get; private set; }

    private protected override IEnumerable<IAuditCollector> Collectors => [_collector];

    /// <summary>Ends the input and judges it.</summary>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>Findings, coverage, verdict and read report.</returns>
    /// <exception cref="BaselineException">The baseline is another tenant's, is damaged, or has nothing to learn from this input.</exception>
    public MailAccessHuntResult Complete(CancellationToken cancellationToken)
    {
        MailAccessFacts facts = EndInput(out ReadReport report);
        MailAccessHuntResult result = MailAccessDetector.Detect(facts, report, Options, cancellationToken, _run);
        if (Options.LearnBaseline)
        {
            UpdatedBaseline = _run?.Finish(facts);
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
        _run?.Seed(_collector.Builder, report);
        MailAccessFactsBuilder builder = _collector.Builder;
        _collector = new MailAccessCollector();
        return builder.Build();
    }
}
