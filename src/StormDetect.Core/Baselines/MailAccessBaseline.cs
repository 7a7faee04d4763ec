using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using StormDetect.Core.Baselines;
using StormDetect.Core.Detection;
using StormDetect.Core.Facts;

namespace StormDetect.Core;

/// <summary>
/// What was learned of one or more tenants through their closed days, the counts of days still open, the stories that may go on, and approvals. Contains no subjects, no message ids and
/// no texts of records.
/// </summary>
public sealed class MailAccessBaseline
{
    /// <summary>Approvals that ended are kept so long.</summary>
    private const int KeptDays = 400;

    private readonly List<TenantBaseline> _tenants = [];

    /// <summary>Makes an empty one.</summary>
    /// <param name="now">The present time.</param>
    public MailAccessBaseline(DateTimeOffset now) => CreatedAt = UpdatedAt = now.ToUniversalTime();

    private MailAccessBaseline()
    {
    }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was changed last (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>The sensitivity it was learned with: what is held back as suspicious depends on it, so that later runs use the same unless told otherwise.</summary>
    public Sensitivity Sensitivity { get; set; } = Sensitivity.Normal;

    /// <summary>The priority mailboxes it was learned with.</summary>
    public IReadOnlyList<string> PriorityMailboxes { get; set; } = [];

    /// <summary>The trusted networks it was learned with.</summary>
    public IReadOnlyList<string> TrustedNetworks { get; set; } = [];

    /// <summary>
    /// The activities it was learned of: what is not among them, the baseline knows nothing of, and judging it needs days of its own. Later runs judge the same unless told otherwise, because
    /// they share the budget of false stories.
    /// </summary>
    public IReadOnlyList<ActivityGroup> Activities { get; set; } = new[] { ActivityGroup.Access };

    /// <summary>What it knows of each tenant.</summary>
    public IReadOnlyList<MailAccessBaselineTenant> Tenants => _tenants.Select(Describe).ToArray();

    /// <summary>All approvals, also expired and withdrawn ones, newest first.</summary>
    public IReadOnlyList<MailAccessApproval> Approvals => _tenants.SelectMany(static tenant => tenant.Approvals).OrderByDescending(static approval => approval.ApprovedAt).ToArray();

    /// <summary>What it knows of mail access, tenant by tenant.</summary>
    internal IReadOnlyList<TenantBaseline> Parts => _tenants;

    /// <summary>What it knows of other activities.</summary>
    internal List<TenantBaseline> Others { get; } = [];

    private IEnumerable<TenantBaseline> AllParts => _tenants.Concat(Others);

    /// <summary>Notes that somebody was told of findings of the hunt that made this baseline: a later hunt for new ones leaves them out until their severity grows or something else is done in them.</summary>
    /// <param name="findings">Ids of the findings, with the severity that was told; null for the one they have now. Ids the hunt does not know are left alone, unless they are those of another hunt, or of activities that are not learned here, and come with their severity.</param>
    /// <param name="now">The present time.</param>
    /// <returns>How many of the ids the hunt knew.</returns>
    public int MarkReported(IEnumerable<KeyValuePair<string, Severity?>> findings, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(findings);
        KeyValuePair<string, Severity?>[] told = findings.DistinctBy(static finding => finding.Key, StringComparer.Ordinal).ToArray();
        HashSet<string> marked = new(StringComparer.Ordinal);
        foreach (TenantBaseline tenant in AllParts)
        {
            Dictionary<string, ReportedStory> reported = tenant.Reported.ToDictionary(static story => story.Id, StringComparer.Ordinal);
            foreach ((string id, Severity? severity) in told)
            {
                if (!tenant.Judged.TryGetValue(id, out JudgedStory? judged))
                {
                    // A finding of another hunt, or of activities not learned here, told elsewhere: there is nothing to know of it but that, and whose it is its id alone does not say.
                    if (severity is null || tenant.Group != ActivityGroup.Access || !FindingId.IsWellFormed(id) || (FindingId.IsOfMailAccess(id) && Activities.Count == ActivityGroups.All.Count))
                    {
                        continue;
                    }

                    judged = new JudgedStory(severity.Value, -1, now.UtcTicks, []);
                }

                _ = marked.Add(id);
                ReportedStory? before = reported.GetValueOrDefault(id);
                reported[id] = new ReportedStory
                {
                    Id = id,
                    Severity = before is null || (severity ?? judged.Severity) > before.Severity ? severity ?? judged.Severity : before.Severity,
                    Activities = (before?.Activities ?? 0) | judged.Activities,
                    ReportedAt = before?.ReportedAt ?? now.UtcTicks,
                    LastSeen = judged.LastSeen,
                };
            }

            tenant.Reported = reported.Values.OrderBy(static story => story.Id, StringComparer.Ordinal).ToArray();
            tenant.Pin();
        }

        return marked.Count;
    }

    /// <summary>
    /// Takes note that an approval covers stories. Whoever was told of one and approved it wants to hear of it again when the approval ends or no longer covers it: so they were told of it as if it
    /// were nothing, and it keeps its id.
    /// </summary>
    internal void NoteApproved(IEnumerable<string> findings)
    {
        HashSet<string> approved = findings.ToHashSet(StringComparer.Ordinal);
        foreach (TenantBaseline tenant in AllParts.Where(tenant => Array.Exists(tenant.Reported, story => approved.Contains(story.Id))))
        {
            tenant.Reported = Array.ConvertAll(tenant.Reported, story => approved.Contains(story.Id) ? story with { Severity = Severity.Informational } : story);
        }
    }

    /// <summary>
    /// Takes note of findings of other hunts over the same records, so that they can be marked as reported like stories of mail access. They teach nothing.
    /// </summary>
    internal void Note(IEnumerable<Finding> findings)
    {
        ILookup<string, Finding> byTenant = findings.ToLookup(static finding => finding.TenantId, StringComparer.Ordinal);
        foreach (TenantBaseline tenant in _tenants)
        {
            Dictionary<string, JudgedStory> judged = new(tenant.Judged, StringComparer.Ordinal);
            foreach (Finding finding in byTenant[tenant.TenantId])
            {
                _ = judged.TryAdd(finding.Id, new JudgedStory(finding.Severity, -1, finding.LastSeen.UtcTicks, []));
            }

            tenant.Judged = judged;
        }
    }

    /// <summary>Takes an approval on file.</summary>
    /// <param name="approval">The pattern with reason and end; id and time of approval are made here. Without a tenant id it is for the only tenant of the file.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The approval as it is on file.</returns>
    /// <exception cref="BaselineException">It cannot be taken; the message says why.</exception>
    public MailAccessApproval Approve(MailAccessApproval approval, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(approval);
        TenantBaseline tenant = TenantOf(approval.TenantId);
        approval = ApprovalRules.Check(approval, now) with { TenantId = tenant.TenantId, ApprovedAt = now.ToUniversalTime(), WithdrawnAt = null };
        approval = approval with { Id = NewId(approval) };
        tenant.Approvals = [.. tenant.Approvals.Where(known => known.Id != approval.Id && !IsForgotten(known, now)), approval];
        NoteApproved(approval.FindingId is { } finding ? [finding] : []);
        UpdatedAt = now.ToUniversalTime();
        return approval;
    }

    /// <summary>Withdraws an approval: its findings are back with the next hunt. It stays on file.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="now">The present time.</param>
    /// <returns>The approval, or null where there is none of that id.</returns>
    public MailAccessApproval? Withdraw(string id, DateTimeOffset now)
    {
        foreach (TenantBaseline tenant in _tenants)
        {
            int at = Array.FindIndex(tenant.Approvals, approval => approval.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
            if (at >= 0)
            {
                MailAccessApproval withdrawn = tenant.Approvals[at] with { WithdrawnAt = tenant.Approvals[at].WithdrawnAt ?? now.ToUniversalTime() };
                tenant.Approvals = [.. tenant.Approvals[..at], withdrawn, .. tenant.Approvals[(at + 1)..]];
                UpdatedAt = now.ToUniversalTime();
                return withdrawn;
            }
        }

        return null;
    }

    /// <summary>Stories of the run that made this, Medium and above, nobody was told of.</summary>
    internal IReadOnlyList<string> Unreported() => AllParts
        .SelectMany(static tenant => tenant.Judged.Where(story => story.Value.Severity >= Severity.Medium
            && !Array.Exists(tenant.Reported, reported => reported.Id == story.Key && reported.Severity >= story.Value.Severity)).Select(static story => story.Key))
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

    internal static MailAccessBaseline Parse(byte[] file)
    {
        BaselineReader reader = new(BaselineEnvelope.Unpack(file, out int version)) { Version = version };
        MailAccessBaseline baseline = new();
        baseline.Transfer(reader);
        if (version >= 2)
        {
            ActivityCodec.Transfer(reader, baseline);
        }

        reader.Require(reader.IsAtEnd);
        return baseline;
    }

    internal byte[] ToBytes()
    {
        BaselineWriter writer = new();
        Transfer(writer);
        ActivityCodec.Transfer(writer, this);
        return BaselineEnvelope.Pack(writer.ToArray());
    }

    /// <summary>A copy with some parts replaced.</summary>
    internal MailAccessBaseline With(IEnumerable<TenantBaseline> tenants, DateTimeOffset now)
    {
        MailAccessBaseline copy = new()
        {
            CreatedAt = CreatedAt,
            UpdatedAt = now.ToUniversalTime(),
            Sensitivity = Sensitivity,
            PriorityMailboxes = PriorityMailboxes,
            TrustedNetworks = TrustedNetworks,
            Activities = Activities,
        };
        Dictionary<(string, ActivityGroup), TenantBaseline> all = AllParts.ToDictionary(static tenant => (tenant.TenantId, tenant.Group));
        foreach (TenantBaseline tenant in tenants)
        {
            all[(tenant.TenantId, tenant.Group)] = tenant;
        }

        TenantBaseline[] sorted = all.Values.OrderBy(static tenant => tenant.Group).ThenBy(static tenant => tenant.TenantId, StringComparer.Ordinal).ToArray();
        copy._tenants.AddRange(sorted.Where(static tenant => tenant.Group == ActivityGroup.Access));
        copy.Others.AddRange(sorted.Where(static tenant => tenant.Group != ActivityGroup.Access));
        return copy;
    }

    internal static MailAccessBaselineTenant Describe(TenantBaseline tenant) => new()
    {
        TenantId = tenant.TenantId,
        FirstDay = Day(tenant.FirstDay),
        ClosedThrough = Day(tenant.ClosedThrough),
        LastRecord = tenant.Latest == int.MinValue ? null : FactTime.ToTime(tenant.Latest),
        LearnedDays = tenant.LearnedDays,
        OpenDays = tenant.OpenDays,
        MailboxCount = tenant.Mailboxes,
        OpenStories = tenant.OpenStories,
        ReportedStories = tenant.Reported.Length,
        Approvals = tenant.Approvals.Length,
    };

    private static DateTimeOffset? Day(int day) => day == 0 ? null : FactTime.ToTime(FactTime.StartOfDay(day));

    private static bool IsForgotten(MailAccessApproval approval, DateTimeOffset now) => (approval.WithdrawnAt ?? approval.Until).AddDays(KeptDays) < now;

    private static string NewId(MailAccessApproval approval)
    {
        string text = string.Join('\n', approval.TenantId, approval.Pattern, approval.Reason, approval.Until.UtcTicks.ToString(CultureInfo.InvariantCulture), approval.ApprovedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), string.Join('\n', approval.Mailboxes), string.Join('\n', approval.Networks), string.Join('\n', approval.UserIds));
        return "MAP-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 6);
    }

    private TenantBaseline TenantOf(string tenantId)
    {
        if (string.IsNullOrEmpty(tenantId) && _tenants.Count == 1)
        {
            return _tenants[0];
        }

        string names = string.Join(", ", _tenants.Select(static tenant => BaselineRun.Name(tenant.TenantId)));
        TenantBaseline? tenant = _tenants.Find(tenant => tenant.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase));
        return tenant ?? throw new BaselineException(
            string.IsNullOrEmpty(tenantId) ? BaselineProblem.InvalidApproval : BaselineProblem.ForeignTenant,
            string.IsNullOrEmpty(tenantId)
                ? _tenants.Count == 0 ? "The baseline knows no tenant yet; there is nothing to approve." : $"The baseline knows several tenants ({names}). Say for which one the approval is."
                : $"The baseline is of {names}, the approval for {BaselineRun.Name(tenantId)}. Approvals hold for one tenant.");
    }

    private void Transfer(BaselineStream s)
    {
        CreatedAt = s.Time(CreatedAt);
        UpdatedAt = s.Time(UpdatedAt);
        Sensitivity sensitivity = Sensitivity;
        s.Enum(ref sensitivity);
        Sensitivity = sensitivity;
        PriorityMailboxes = s.Texts(PriorityMailboxes);
        TrustedNetworks = s.Texts(TrustedNetworks);
        int count = s.Count(_tenants.Count, 12);
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            TenantBaseline tenant = s.IsReading ? new TenantBaseline() : _tenants[i];
            tenant.Transfer(s);
            s.Require(seen.Add(tenant.TenantId));
            if (s.IsReading)
            {
                _tenants.Add(tenant);
            }
        }
    }
}
