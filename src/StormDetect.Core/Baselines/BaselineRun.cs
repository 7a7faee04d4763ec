using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>A run with a baseline over one group of activities: which records it knows, whether it is the tenant's own, and what it is afterwards.</summary>
internal sealed class BaselineRun
{
    private readonly MailAccessBaseline _baseline;
    private readonly MailAccessHuntOptions _options;
    private readonly Dictionary<string, TenantRun> _tenants = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, (Severity? Severity, int Activities)> _told = new(StringComparer.Ordinal);
    private readonly ActivityGroup _group;
    private readonly bool _isEmpty;

    public BaselineRun(MailAccessBaseline baseline, MailAccessHuntOptions options, ActivityGroup group = ActivityGroup.Access)
    {
        _baseline = baseline;
        _options = options;
        _group = group;
        _isEmpty = baseline.Parts.Count + baseline.Others.Count == 0;
        foreach (TenantBaseline tenant in group == ActivityGroup.Access ? baseline.Parts : baseline.Others.Where(part => part.Group == group))
        {
            _tenants.Add(tenant.TenantId, new TenantRun(tenant, RecordDays.Read(tenant.Records)));
        }

        Log = new RecordLog(_tenants.ToDictionary(static pair => pair.Key, static pair => pair.Value.Days, StringComparer.Ordinal), options.LearnBaseline);
    }

    public RecordLog Log { get; }

    /// <summary>The runs over other groups of activities, with what they know of stories that were told.</summary>
    public IReadOnlyList<BaselineRun> Others { get; set; } = [];

    private IEnumerable<BaselineRun> All => Others.Prepend(this);

    /// <summary>The tenants that have a say in this run: those with records; all, where there are no records.</summary>
    private IEnumerable<TenantRun> Active => _tenants.Values.Any(static tenant => tenant.HasInput) ? _tenants.Values.Where(static tenant => tenant.HasInput) : _tenants.Values;

    public static string Name(string tenantId) => tenantId.Length == 0 ? "(records without a tenant id)" : PlainText.Safe(tenantId);

    /// <summary>The time findings are shown from where nobody asked for another: the first new record, or the end of what was known if that is earlier.</summary>
    /// <param name="first">The first record of the log.</param>
    public DateTimeOffset? Start(DateTimeOffset? first)
    {
        DateTimeOffset? known = null;
        foreach (TenantRun tenant in Active.Where(static tenant => tenant.File.Latest != int.MinValue))
        {
            DateTimeOffset latest = FactTime.ToTime(tenant.File.Latest);
            known = known < latest ? known : latest;
        }

        return first < known || known is null ? first : known;
    }

    /// <summary>Ends the reading: refuses what is not the baseline's, and gives the builder its open days.</summary>
    /// <param name="builder">What was counted.</param>
    /// <param name="report">What was read.</param>
    /// <param name="tenants">The tenants of the log, whose days go on also where the group has no record of them; null where the group's own records say.</param>
    public void Seed(MailAccessFactsBuilder builder, ReadReport report, IReadOnlyList<string>? tenants = null)
    {
        InputProblem[] unread = report.Problems.Where(static p => p.Kind is InputProblemKind.ReadFailed or InputProblemKind.CorruptArchive
            or InputProblemKind.AccessDenied or InputProblemKind.ArchiveTooLarge or InputProblemKind.PathNotFound).ToArray();
        if (_options.LearnBaseline && unread.Length > 0)
        {
            throw new BaselineException(
                BaselineProblem.IncompleteInput,
                string.Create(CultureInfo.InvariantCulture, $"{unread.Length:#,0} of the inputs could not be read to the end, the first is '{PlainText.Safe(unread[0].Path)}': {PlainText.Safe(unread[0].Message)} Days with missing records must not be learned as whole. The file was not changed."));
        }

        foreach (((string tenant, int day), DayLog log) in Log.Days)
        {
            if (!_tenants.TryGetValue(tenant, out TenantRun? run))
            {
                _tenants.Add(tenant, run = new TenantRun(new TenantBaseline { TenantId = tenant, Group = _group }, new RecordDays()));
            }

            run.Note(day, log);
        }

        RefuseForeign();
        Check();
        foreach (TenantRun tenant in tenants is null ? Active : _tenants.Values.Where(tenant => tenants.Contains(tenant.File.TenantId)))
        {
            tenant.Seed(builder);
        }
    }

    /// <summary>Fills the model of a tenant with what was learned of it.</summary>
    /// <summary>The first day the file knows of a tenant (<see cref="DateOnly.DayNumber"/>), or 0.</summary>
    public int FirstDay(string tenant) => _tenants.TryGetValue(tenant, out TenantRun? run) ? run.File.FirstDay : 0;

    public void Load(MailAccessFacts facts, int tenant, TenantModel model)
    {
        if (_tenants.TryGetValue(facts.Tenants[tenant], out TenantRun? run))
        {
            run.Load(facts, model);
        }
    }

    public List<DayStory> Judge(MailAccessFacts facts, int tenant, TenantHunt hunt, TenantModel model, IReadOnlyList<DayFacts> days, CancellationToken ct) =>
        _tenants.TryGetValue(facts.Tenants[tenant], out TenantRun? run) ? run.Judge(facts, tenant, hunt, model, days, _options, ct) : hunt.Run(days, ct);

    /// <summary>Notes which stories are told together, and how severe the whole is.</summary>
    public void Told(IEnumerable<StoryChain> chains)
    {
        foreach (StoryChain chain in chains.Where(static chain => chain.Others.Count > 0))
        {
            int activities = ReportedStory.BitsOf(chain.Parts.Select(static part => part.Group));
            foreach (StoryPart part in chain.Parts)
            {
                _told[part.Story.Id] = (part.Story.Id == chain.Id ? chain.Severity : null, activities);
            }
        }
    }

    /// <summary>
    /// Whether somebody was told of a finding as it is now. That it is more severe, or that something else is done in it, such as sending mail after reading it, is news; of activities
    /// that the baseline does not learn it cannot be said.
    /// </summary>
    public bool IsKnown(Finding finding) => All.Select(run => run.Reported(finding.TenantId, finding.Id)).FirstOrDefault(static story => story is not null) is { } told
        && told.Severity >= finding.Severity
        && (finding is not MailAccessAnomaly anomaly || (ReportedStory.BitsOf(anomaly.Activities.Intersect(_baseline.Activities)) & ~told.Activities) == 0);

    /// <summary>Whether somebody was told of a story of this group.</summary>
    public bool IsReported(string tenant, string id) => Reported(tenant, id) is not null;

    public MailAccessApproval? Approval(Finding finding, DateTimeOffset now) =>
        ApprovalMatcher.Find(_tenants.GetValueOrDefault(finding.TenantId)?.File.Approvals ?? [], finding, now);

    public MailAccessBaselineUse Use(int knownFindings) => new()
    {
        Tenants = Active.Select(static tenant => MailAccessBaseline.Describe(tenant.Updated ?? tenant.File) with
        {
            NewRecords = tenant.NewRecords,
            OverlappingRecords = tenant.OverlappingRecords,
            LateRecords = tenant.LateRecords,
        }).ToArray(),
        KnownFindings = knownFindings,
        Notes = All.SelectMany(static run => run._notes).Distinct(StringComparer.Ordinal).ToArray(),
    };

    /// <summary>What was learned of this group.</summary>
    /// <param name="facts">What was counted.</param>
    /// <param name="found">Ids of everything that was found, by other hunts too and known or not.</param>
    public IEnumerable<TenantBaseline> Learned(MailAccessFacts facts, IReadOnlySet<string> found) => _tenants.Values.Select(tenant => tenant.Finish(facts, _told, found)).OfType<TenantBaseline>();

    /// <summary>The baseline with what was learned.</summary>
    /// <param name="parts">What was learned of all groups that were judged.</param>
    /// <param name="judged">Those groups.</param>
    public MailAccessBaseline Finish(IEnumerable<TenantBaseline> parts, IReadOnlyList<ActivityGroup> judged)
    {
        MailAccessBaseline updated = _baseline.With(parts, _options.Now ?? _baseline.UpdatedAt);
        updated.Activities = judged.Count > 0 ? judged : _baseline.Activities;
        (updated.Sensitivity, updated.PriorityMailboxes, updated.TrustedNetworks) = (_options.Sensitivity, _options.PriorityMailboxes.ToArray(), _options.TrustedNetworks.ToArray());
        return updated;
    }

    private ReportedStory? Reported(string tenant, string id) => Array.Find(_tenants.GetValueOrDefault(tenant)?.File.Reported ?? [], story => story.Id == id);

    private void RefuseForeign()
    {
        string[] known = _baseline.Parts.Concat(_baseline.Others).Select(static tenant => tenant.TenantId).Distinct().ToArray();
        string[] input = _tenants.Where(static pair => pair.Value.HasInput).Select(static pair => pair.Key).ToArray();

        // Exports leave the id out here and there: such records are not another tenant's beside the tenant's own.
        string[] foreign = input.Except(known).Where(tenant => tenant.Length > 0 || !input.Intersect(known).Any()).ToArray();
        if (!_isEmpty && foreign.Length > 0)
        {
            throw new BaselineException(BaselineProblem.ForeignTenant, $"The baseline is of {List(known)}, the records are of {List(foreign)}. Every tenant is judged by its own history: make a baseline of its own for it.");
        }
    }

    private void Check()
    {
        TenantRun[] input = _tenants.Values.Where(static tenant => tenant.HasInput).ToArray();
        long late = input.Sum(static tenant => tenant.LateRecords);
        if (late > 0)
        {
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{late:#,0} {(late == 1 ? "record" : "records")}{(_group == ActivityGroup.Access ? string.Empty : $" of activity {_group}")} came after {(late == 1 ? "its" : "their")} day was closed (more than 26 hours late, or from before the baseline begins). They were judged by what is known now, and not learned."));
        }

        if (_group != ActivityGroup.Access)
        {
            // A day without a deletion is no old input: mail access says whether there is anything to learn.
            return;
        }

        if (input.Length > 0 && input.All(static tenant => tenant.IsOld))
        {
            RefuseOld(Time(input.Max(static tenant => tenant.File.ClosedThrough)), late, input.Sum(static tenant => tenant.OverlappingRecords));
        }

        int closed = _baseline.Parts.Select(static tenant => tenant.ClosedThrough).DefaultIfEmpty(0).Max();
        if (_options.Now is not { } now)
        {
            return;
        }

        if (closed > 0 && now < FactTime.ToTime(FactTime.StartOfDay(closed)))
        {
            Refuse(BaselineProblem.ClockBackwards, string.Create(
                CultureInfo.InvariantCulture,
                $"The clock shows {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC, but the baseline is closed through {Time(closed)} already. Set the clock right, or name the right baseline."));
        }
        else if (input.Sum(tenant => tenant.Future(now)) is > 0 and long future)
        {
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{future:#,0} {(future == 1 ? "record is" : "records are")} dated more than a day after the present ({now.UtcDateTime:yyyy-MM-dd HH:mm} UTC). {(future == 1 ? "It closes" : "They close")} no days; is the clock right?"));
        }
    }

    // Nothing of it is learned, and nothing noted: the same records in a later input are judged and counted then, once.
    private void RefuseOld(string closed, long late, long known)
    {
        string records = $"All records of mail access are from before {closed} (UTC), through which the baseline is closed: there is nothing new to learn.";
        string which = late == 0
            ? string.Create(CultureInfo.InvariantCulture, $" The baseline knows {(known == 1 ? "it" : $"all {known:#,0}")} already, so nothing is lost. Give it logs that go on from there.")
            : string.Create(CultureInfo.InvariantCulture, $" {late:#,0} of them came too late to be learned{(known > 0 ? string.Create(CultureInfo.InvariantCulture, $", {known:#,0} it knows already") : string.Empty)}. To have the late ones judged, hunt with the baseline and do not update it (Get-AnomalousMailAccess -Baseline, stormdetect hunt --baseline), or give them together with newer logs.");
        Refuse(BaselineProblem.OldInput, _options.LearnBaseline ? records + which : records);
    }

    private void Refuse(BaselineProblem problem, string text)
    {
        if (_options.LearnBaseline)
        {
            throw new BaselineException(problem, text + " The file was not changed.");
        }

        _notes.Add(text);
    }

    private static string Time(int day) => FactTime.ToTime(FactTime.StartOfDay(day)).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string List(string[] tenants) =>
        string.Join(", ", tenants.Take(3).Select(Name)) + (tenants.Length > 3 ? FormattableString.Invariant($" and {tenants.Length - 3} more") : string.Empty);
}
