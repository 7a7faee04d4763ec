using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Scenarios;
using MailAccessDetector = StormDetect.Core.Detection.MailAccess.MailAccessDetector;

namespace StormDetect.Eval;

/// <summary>
/// A synthetic tenant's log in memory, counted by day of delivery, and beside it what each intruder would add: one tenant serves for the clean hunt, for
/// each intrusion alone, and for every shorter log. A planted record changes no other one, so all of these are logs the generator could have written.
/// </summary>
internal sealed class TenantLog
{
    private const int Day = 86_400;
    private readonly List<MailAccessFactsBuilder> _days = [];

    private TenantLog(ScenarioTenant tenant) => Tenant = tenant;

    /// <summary>The tenant as it was planned.</summary>
    public ScenarioTenant Tenant { get; }

    /// <summary>What can be planted.</summary>
    public IReadOnlyList<PlantedLog> Intrusions { get; private set; } = [];

    /// <summary>Plays a tenant.</summary>
    public static TenantLog Play(AuditScenarioOptions options, CancellationToken cancellationToken)
    {
        ScenarioTenant tenant = TenantBuilder.Build(options);
        TenantLog log = new(tenant);
        EventSink sink = new() { End = options.Days * Day };
        DayPlanner planner = new(tenant, sink);
        RecordCounter counter = new(tenant.Text);
        (Intrusion Intrusion, EventSink Sink, PlantedLog Log)[] planted =
        [
            .. IntrusionCatalogue.Create(tenant).Select(intrusion => (intrusion, new EventSink { End = options.Days * Day, Tenant = sink }, new PlantedLog(intrusion.Attack))),
        ];
        for (int day = 0; day < options.Days; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool last = day == options.Days - 1;
            sink.Today = day;
            planner.Play(day, cancellationToken);
            foreach ((Intrusion intrusion, EventSink own, PlantedLog part) in planted)
            {
                own.Today = day;
                intrusion.Play(day, own);
                part.Days.Add(Count(own, day, last, counter));
            }

            log._days.Add(Count(sink, day, last, counter));
        }

        foreach ((Intrusion intrusion, _, PlantedLog part) in planted)
        {
            part.Records.AddRange(intrusion.Records.Where(static record => record.IsMailAccess));
        }

        // One that reads nothing (all of it throttled, say) leaves nothing to be found by.
        log.Intrusions = [.. planted.Select(static entry => entry.Log).Where(static part => part.Records.Count > 0)];
        return log;
    }

    /// <summary>Hunts what had been logged by the end of a day.</summary>
    /// <param name="days">How many days of log there are.</param>
    /// <param name="planted">The intruder in it, or null.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellationToken">Stops the hunt.</param>
    public IReadOnlyList<MailAccessAnomaly> Hunt(int days, PlantedLog? planted, MailAccessHuntOptions options, CancellationToken cancellationToken) =>
        MailAccessDetector.Detect(Facts(days, planted), new AuditScan([]).Complete(), options, cancellationToken).Findings;

    /// <summary>Counts what had been logged by the end of a day.</summary>
    /// <param name="days">How many days of log there are.</param>
    /// <param name="planted">The intruder in it, or null.</param>
    public MailAccessFacts Facts(int days, PlantedLog? planted)
    {
        MailAccessFactsBuilder builder = new();
        for (int day = 0; day < days; day++)
        {
            builder.Add(_days[day]);
            if (planted is not null)
            {
                builder.Add(planted.Days[day]);
            }
        }

        return builder.Build();
    }

    private static MailAccessFactsBuilder Count(EventSink sink, int day, bool last, RecordCounter counter)
    {
        MailAccessFactsBuilder builder = new();
        counter.Count(sink.Take(day), builder);
        if (last)
        {
            counter.Count(sink.TakeRest(), builder);
        }

        return builder;
    }
}
