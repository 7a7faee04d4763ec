using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Archives;
using StormDetect.Core.Coverage;
using StormDetect.Core.Detection;
using StormDetect.Core.Detection.MailboxChanges;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;
using StormDetect.Core.Timelines;

namespace StormDetect.Core;

/// <summary>
/// Everything a log tells around a user, session, token, address, application, mailbox, message or finding, in order and in plain words, with what could not be seen in its place. One pass,
/// bounded memory.
/// </summary>
public sealed class ActivityTimeline : AuditHunt
{
    private readonly ActivityTimelineOptions _options;
    private readonly TimelineCollector _timeline;
    private readonly IReadOnlyList<IHunt> _hunts;
    private readonly MailHuntOptions _huntOptions;
    private MailAccessCollector _facts = new();

    /// <summary>Makes a timeline.</summary>
    /// <param name="options">What it is about.</param>
    /// <exception cref="ArgumentException">No record may be kept.</exception>
    public ActivityTimeline(ActivityTimelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaximumCount < 1)
        {
            throw new ArgumentException("At least one record must be kept.", nameof(options));
        }

        _options = options;
        _timeline = new TimelineCollector(options);
        _huntOptions = new MailHuntOptions { Access = new MailAccessHuntOptions { Start = options.Start, End = options.End }, BuiltInIndicators = false };
        _hunts = [.. HuntCatalogue.Create(_huntOptions).Where(static hunt => hunt.MayBlind)];
    }

    // Four weeks on either side say when the tenant is usually busy, and hold the sign-ins that go with the window.
    private protected override ArchiveFilter? Wanted => ArchiveFilter.Around(_options.Start, _options.End, TimeSpan.FromDays(28), ChangeOperations.Names);

    private protected override IEnumerable<IAuditCollector> Collectors => [_facts, _timeline, .. _hunts.Select(static hunt => hunt.Collector)];

    /// <summary>Whether a text is a token's id in one of its forms: 22 or 48 characters, or a GUID.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is.</returns>
    public static bool IsTokenId(string text) => TokenId.Decode(text) is not null;

    /// <summary>Ends the input.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The timeline.</returns>
    public ActivityTimelineResult Complete(CancellationToken cancellationToken)
    {
        ReadReport report = EndReading();
        MailAccessFacts facts = _facts.Builder.Build();
        StrayDays.LeaveOut(report, facts);
        _facts = new MailAccessCollector();
        HuntContext context = new()
        {
            Options = _huntOptions,
            Facts = facts,
            HasAccessFacts = true,
            Report = report,
            Domains = new TenantDomains(facts, []),
            Now = report.LastRecord ?? DateTimeOffset.UnixEpoch,
            Earlier = [],
        };
        BlindInterval[] blind = [.. _hunts.SelectMany(hunt => hunt.Judge(context, cancellationToken).BlindIntervals)];
        CoverageReport coverage = CoverageLedger.Build(facts, report, _huntOptions.Access, [], blind).Report;
        TimelineKeep kept = _timeline.Kept;
        ActivityTimelineEntry[] records = [.. kept.Entries];
        bool isCut = kept.Cut > 0 && records.Length > 0;

        // Behind what was cut nothing is known to be seen or not.
        DateTimeOffset from = isCut && _options.Nearest is not null ? records.Min(static e => e.Time) : _options.Start ?? coverage.Start;
        DateTimeOffset to = isCut ? records.Max(static e => e.Time).AddSeconds(1) : _options.End ?? coverage.End;
        return new ActivityTimelineResult
        {
            Entries = [.. records.Concat(TimelineBlindness.Of(coverage, records, _options, from, to))
                .OrderBy(e => e.EndTime is not null && e.Time < from ? from : e.Time).ThenBy(static e => e.EndTime is null).ThenBy(static e => e.Key).ThenBy(static e => e.Text, StringComparer.Ordinal)],
            RecordCount = records.Length + kept.Cut,
            CutCount = kept.Cut,
            CutFrom = kept.Cut > 0 ? new DateTimeOffset(kept.CutFrom, TimeSpan.Zero) : null,
            CutTo = kept.Cut > 0 ? new DateTimeOffset(kept.CutTo, TimeSpan.Zero) : null,
            SessionIds = [.. _timeline.Sessions],
            Addresses = [.. _timeline.Addresses],
            Coverage = coverage,
            ReadReport = report,
        };
    }
}
