using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Baselines;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// The groups of activities beside mail access that a hunt judges: what each counts during the reading, and what it is judged by afterwards. Each is counted in tables of its own, so that mail access costs the same with and without
/// them, and judged by a model of its own.
/// </summary>
internal sealed class ActivityLanes
{
    private readonly List<Lane> _lanes = [];

    /// <param name="judged">The groups that are judged.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="baseline">What was learned before; null without one.</param>
    public ActivityLanes(IReadOnlyList<ActivityGroup> judged, MailAccessHuntOptions options, MailAccessBaseline? baseline)
    {
        JudgesAccess = judged.Contains(ActivityGroup.Access);
        foreach (ActivityGroup group in judged.Where(static group => group != ActivityGroup.Access))
        {
            BaselineRun? run = baseline is null ? null : new BaselineRun(baseline, options, group);
            _lanes.Add(new Lane { Group = group, Collector = new MailActivityCollector(group) { Log = run?.Log }, Run = run });
        }
    }

    public bool JudgesAccess { get; }

    public IEnumerable<IAuditCollector> Collectors => _lanes.Select(static lane => lane.Collector!);

    public IReadOnlyList<BaselineRun> Runs => _lanes.Select(static lane => lane.Run).OfType<BaselineRun>().ToArray();

    /// <summary>Ends the counting.</summary>
    /// <param name="access">What was counted of mail access, and of all else how busy tenants were.</param>
    /// <param name="report">What was read.</param>
    /// <param name="run">What was learned of mail access.</param>
    /// <returns>The groups that are judged, mail access first.</returns>
    public IReadOnlyList<ActivityFacts> End(MailAccessFacts access, ReadReport report, BaselineRun? run)
    {
        List<ActivityFacts> groups = JudgesAccess ? [new ActivityFacts(ActivityGroup.Access, access, run)] : [];
        foreach (Lane lane in _lanes)
        {
            MailAccessFactsBuilder builder = lane.Collector!.Builder;
            lane.Collector = null;
            if (lane.Run is not null)
            {
                lane.Run.Seed(builder, report, access.Tenants);

                // A day is closed when the log goes on without it, whatever the log goes on with.
                foreach (IGrouping<int, TenantHour> hours in access.TenantHours.GroupBy(static hour => hour.Tenant))
                {
                    builder.RestoreHours(builder.Tenant(access.Tenants[hours.Key]), hours.Select(static hour => hour.Hour));
                }
            }

            groups.Add(new ActivityFacts(lane.Group, builder.Build(strays: access.Strays), lane.Run));
        }

        return groups;
    }

    private sealed class Lane
    {
        public required ActivityGroup Group { get; init; }

        public required MailActivityCollector? Collector { get; set; }

        public required BaselineRun? Run { get; init; }
    }
}
