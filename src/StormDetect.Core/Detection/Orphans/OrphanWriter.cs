using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Turns a story into a finding people can read and act on.</summary>
internal sealed class OrphanWriter(
    AccessTable accesses, AccessJudgement judgement, AccessPeople people, SignInUnits units, IReadOnlyList<SignInCoverage> coverage, MailHuntOptions options)
{
    private const int MaxRecordIds = 1000;
    private const int MaxTokens = 100;

    /// <summary>Forge Web Credentials, without a sub-technique: a forged SAML token (.002) is exchanged for one of Entra, and that is a sign-in.</summary>
    private const string Forged = "T1606";

    private Dictionary<(int Path, int Person), long>? _matched;

    /// <summary>Writes it.</summary>
    /// <param name="story">The story.</param>
    /// <param name="anomalies">Anomalies of the same tenant, path and mailboxes.</param>
    public OrphanedMailAccess Write(OrphanStory story, IReadOnlyList<MailAccessAnomaly> anomalies)
    {
        // The largest speaks for all. What is equal in everything that is told of it may be any of them; what is not must not depend on the order in which files were read.
        UnexplainedGroup group = story.Groups.OrderByDescending(static g => g.Rows.Count).ThenBy(static g => g.Usual.Share).ThenBy(static g => g.Class.HasIds)
            .ThenBy(static g => g.IsKnownNetwork).ThenBy(static g => g.LacksIdentifiers).ThenBy(static g => g.Usual.People).ThenBy(static g => g.Because?.Text, StringComparer.Ordinal).First();
        PathClass kind = group.Class;
        AccessPath path = accesses.Paths[kind.Path];
        string tenant = accesses.Tenants[kind.Tenant];
        int[] rows = [.. story.Groups.SelectMany(static g => g.Rows)];
        RecordNode[] records = [.. rows.SelectMany(row => accesses.FirstRecords(accesses.Rows[row])).OrderBy(static r => r.Time).ThenBy(static r => r.Id)];
        int[] persons = [.. story.Groups.SelectMany(static g => g.People).Distinct()];
        string[] mailboxes = [.. persons.Select(people.Name).Order(StringComparer.Ordinal)];
        string[] networks = [.. rows.Select(row => accesses.Networks[accesses.Rows[row].Network]).Distinct().Order().Select(static n => n.ToString())];
        string[] users = [.. rows.Select(row => accesses.Rows[row].User).Where(static u => u >= 0).Distinct().Select(u => accesses.Users[u]).Order(StringComparer.Ordinal)];
        string[] sessions = [.. rows.Select(row => accesses.Rows[row].Session).Where(static s => s != Guid.Empty).Distinct().Select(accesses.Names.Text).Order(StringComparer.Ordinal)];
        long unmatched = rows.Sum(row => (long)accesses.Rows[row].Records);
        long items = rows.Sum(row => (long)accesses.Rows[row].Items);
        OrphanCounts counts = new(Matched(kind.Path, persons, rows, story), unmatched);
        int reach = story.DetectionId == OrphanedAccessHunt.Orphaned ? Math.Min(persons.Length, rows.Select(row => units.Of(accesses.Rows[row])).Distinct().Count()) : persons.Length;
        double bits = OrphanSeverity.Bits(group.Grade, group.Usual, reach);
        List<FindingReason> reasons = OrphanReasons.Of(story, group, counts, bits, coverage[kind.Tenant], group.IsElsewhere);
        Severity? anomaly = anomalies.Count > 0 ? anomalies.Max(static a => a.Severity) : null;
        if (anomaly is not null)
        {
            reasons.Add(new FindingReason("AlsoAnomalous", $"The same reads are out of the ordinary: {string.Join(", ", anomalies.Select(static a => a.Id).Order(StringComparer.Ordinal).Take(5))}.", anomalies.Count, null, 0));
        }

        NamedText title = Title(story, path, mailboxes, networks, counts);
        return new OrphanedMailAccess
        {
            Id = IdOf(story, group.Grade, tenant, path, records, rows),
            DetectionId = story.DetectionId,
            Severity = OrphanSeverity.Of(group.Grade, CanReach(story, group), reach, items, OrphanSeverity.IsPriority(mailboxes, options.Access.PriorityMailboxes), anomaly),
            Title = title.ToString(),
            TitleText = title,
            TenantId = tenant,
            Mailboxes = mailboxes,
            UserIds = users,
            FirstSeen = FactTime.ToTime(rows.Min(row => accesses.Rows[row].First)),
            LastSeen = FactTime.ToTime(rows.Max(row => accesses.Rows[row].Last)),
            Reasons = reasons,
            Score = bits,
            RecordIds = [.. records.Take(MaxRecordIds).Select(record => accesses.Names.Text(record.Id))],
            RecordCount = unmatched,
            Techniques = group.Grade == OrphanGrade.Weak ? ["T1114.002"] : ["T1114.002", story.DetectionId == OrphanedAccessHunt.Orphaned ? Forged : "T1550.001"],
            NextSteps = OrphanSteps.Of(story.DetectionId, path, mailboxes, users),
            Networks = networks,
            SessionIds = sessions,
            Grade = group.Grade,
            MatchedCount = counts.Matched,
            UnmatchedCount = counts.Unmatched,
            ExpectedUnmatchedPercent = group.Usual.IsKnown ? Math.Round(100 * group.Usual.Share, 1) : null,
            ItemCount = items,
            AppId = path.AppId,
            AppName = KnownApplications.NameOf(path.AppId),
            ClientAppId = path.ClientAppId,
            ClientAppName = KnownApplications.NameOf(path.ClientAppId),
            ClientFamily = path.Family,
            SignInSources = coverage[kind.Tenant].Sources,
            TokenIds = [.. rows.Select(row => accesses.Rows[row].Token).Where(static t => t != Guid.Empty).Distinct().Order().Take(MaxTokens).Select(TokenId.Encode)],
        };
    }

    /// <summary>Late and roaming clients are many at any time: how many says nothing about them.</summary>
    private static bool CanReach(OrphanStory story, UnexplainedGroup group) =>
        group.Usual.IsKnown && !group.IsElsewhere && story.DetectionId is (OrphanedAccessHunt.Orphaned or OrphanedAccessHunt.Replayed);

    private long Matched(int path, int[] persons, int[] rows, OrphanStory story)
    {
        if (_matched is null)
        {
            _matched = [];
            for (int i = 0; i < accesses.Rows.Count; i++)
            {
                if (judgement.IsExplained(i))
                {
                    ref AccessRow row = ref accesses.Rows[i];
                    (int, int) key = (row.Path, people.Of(row.Mailbox));
                    _matched[key] = _matched.GetValueOrDefault(key) + row.Records;
                }
            }
        }

        // Records that misuse a token are explained, but not for this story.
        long own = story.DetectionId == OrphanedAccessHunt.Orphaned ? 0 : rows.Where(judgement.IsExplained).Sum(row => (long)accesses.Rows[row].Records);
        return persons.Sum(person => _matched.GetValueOrDefault((path, person))) - own;
    }

    /// <summary>The path alone where the path is the story; else also where and with what it began, so that a story that grows keeps its id.</summary>
    private string IdOf(OrphanStory story, OrphanGrade grade, string tenant, AccessPath path, RecordNode[] records, int[] rows)
    {
        if (story.IsWholePath)
        {
            return FindingId.Create("ORP", story.DetectionId, tenant, path.ToString(), grade.ToString());
        }

        int first = rows.OrderBy(row => accesses.Rows[row].First).ThenBy(row => accesses.Networks[accesses.Rows[row].Network]).ThenBy(row => accesses.Rows[row].Token).First();
        return FindingId.Create(
            "ORP", story.DetectionId, tenant, path.ToString(), accesses.Networks[accesses.Rows[first].Network].ToString(), accesses.Names.Text(records[0].Id));
    }

    private static NamedText Title(OrphanStory story, AccessPath path, string[] mailboxes, string[] networks, OrphanCounts counts)
    {
        string who = mailboxes.Length == 1 ? mailboxes[0] : ReasonWriter.Count(mailboxes.Length, "mailbox");
        string from = ReasonWriter.Count(networks.Length, "network");
        string reads = ReasonWriter.Count(counts.Unmatched, "read");
        NamedText through = PathNames.Text(path);
        return story.DetectionId switch
        {
            OrphanedAccessHunt.Replayed => through.Within($"{reads} of {who} by ", $" with a token or session signed in for elsewhere, from {from}"),
            OrphanedAccessHunt.Expired => through.Within($"{reads} of {who} by ", " with a token older than tokens live"),
            OrphanedAccessHunt.TwoNetworks => through.Within($"{reads} of {who} by ", $" with a token that two networks used at once, from {from}"),
            _ => through.Within($"No sign-in explains {reads} of {who} by ", $" from {from}"),
        };
    }
}
