using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Hunts mail access that no sign-in explains, and tokens used as their sign-in cannot explain.</summary>
internal sealed class OrphanedAccessHunt(MailHuntOptions options) : IHunt
{
    public const string HuntName = "OrphanedAccess";
    public const string Orphaned = "MailAccess.Orphaned";
    public const string Replayed = "MailAccess.TokenReplayed";
    public const string Expired = "MailAccess.TokenExpired";
    public const string TwoNetworks = "MailAccess.TokenOnTwoNetworks";

    /// <summary>Whose token reaches Exchange where Graph is called.</summary>
    public const string Graph = "00000003-0000-0000-c000-000000000000";
    private OrphanCollector _collector = new();

    public string Name => HuntName;

    public bool RaisesOthers => true;

    public IAuditCollector Collector => _collector;

    public HuntOutcome Judge(HuntContext context, CancellationToken cancellationToken)
    {
        AccessTable accesses = _collector.Accesses;
        SignInTable signIns = _collector.SignIns;
        _collector = new OrphanCollector();
        bool isAlone = options.Hunts.Count == 1 && !context.HasAccessFacts;
        (DateTimeOffset from, DateTimeOffset to) = Window(accesses);
        ITenantReader? tenant = from < to ? context.SignIns : null;
        ReadReport? report = options.SignInPaths.Count > 0 || tenant is not null ? SignInScan.Read(options.SignInPaths, tenant, from, to, signIns, cancellationToken) : null;
        string[] unread = tenant is not null && report is { Rows: 0 } && signIns.Missing.Count > 0 ? [$"the sign-ins of '{tenant.Name}'"] : [];
        AccessMatcher matcher = new(accesses, signIns);
        AccessPeople people = new(accesses, context.Facts);
        SignInCoverage[] coverage = Coverage(accesses, signIns);
        List<BlindInterval> blind = Blind(accesses, people, coverage, isAlone);
        List<string> notes = Notes(accesses, signIns, coverage, isAsked: isAlone || options.SignInPaths.Count > 0 || context.SignIns is not null);
        if (!coverage.Any(static tenant => tenant.HasUsers))
        {
            return new HuntOutcome([], blind) { Notes = notes, SignIns = report, UnreadInputs = unread };
        }

        AccessJudgement judgement = new(accesses, matcher, people, coverage, cancellationToken);
        SignInUnits units = new(accesses, people, cancellationToken);
        List<UnexplainedGroup> groups = Unexplained(accesses, judgement, matcher, people, units, cancellationToken);
        List<OrphanStory> stories = OrphanStories.Of(Orphaned, groups);
        List<UnexplainedGroup> misused = [];
        MisuseFinder misuses = new(accesses, judgement, matcher, people, units);
        foreach ((Misuse misuse, string detection) in (ReadOnlySpan<(Misuse, string)>)[(Misuse.Replayed, Replayed), (Misuse.Outlived, Expired), (Misuse.TwoNetworks, TwoNetworks)])
        {
            (List<int> rows, UsualRates rates) = misuses.Find(misuse, cancellationToken);
            List<UnexplainedGroup> found = [.. OrphanStories.Misused(UnexplainedGroups.Form(accesses, rows, row => matcher.IsSignInNetwork(accesses.Rows[row]), people, misuse == Misuse.Replayed, cancellationToken), rates, accesses, people, IsSure(misuse))];
            misused.AddRange(found);
            stories.AddRange(OrphanStories.Of(detection, found));
        }

        Dictionary<UnexplainedGroup, List<MailAccessAnomaly>> anomaliesOf = [];
        List<FindingAmendment> amendments = new AnomalyEvidence(accesses, judgement, people, groups, misused)
            .Judge([.. context.Earlier.OfType<MailAccessAnomaly>()], anomaliesOf);

        // Somebody who moves to another network renews the token there; where renewals are not logged, that looks like a copy.
        Func<int, bool> IsSure(Misuse misuse) => row => misuse != Misuse.Replayed
            || coverage[people.TenantOf(accesses.Rows[row].Mailbox)].HasRenewals(accesses.Rows[row].First, accesses.Rows[row].First);
        OrphanWriter writer = new(accesses, judgement, people, units, coverage, options);
        Finding[] findings = [.. stories.Select(story => writer.Write(
            story, [.. story.Groups.SelectMany(group => anomaliesOf.GetValueOrDefault(group, [])).Distinct()]))];
        return new HuntOutcome(findings, blind) { Notes = notes, SignIns = report, UnreadInputs = unread, Amendments = amendments };
    }

    /// <summary>
    /// The sign-ins that are of use to mail access: from a week before, because a session lives longer than its tokens, to a little after, because a log that ends with the access does not show that it was
    /// still being written.
    /// </summary>
    private static (DateTimeOffset From, DateTimeOffset To) Window(AccessTable accesses)
    {
        int first = int.MaxValue;
        int last = int.MinValue;
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            first = Math.Min(first, accesses.Rows[i].First);
            last = Math.Max(last, accesses.Rows[i].Last);
        }

        return first > last ? default : (FactTime.ToTime(first).AddDays(-7), FactTime.ToTime(last).AddHours(4));
    }

    private static SignInCoverage[] Coverage(AccessTable accesses, SignInTable signIns)
    {
        SignInCoverage[] coverage = new SignInCoverage[accesses.Tenants.Count];
        for (int i = 0; i < coverage.Length; i++)
        {
            string tenant = accesses.Tenants[i];

            // Sign-ins without a tenant can only be taken for those of the one tenant there is.
            coverage[i] = SignInCoverage.Of(
                signIns, of => signIns.Tenants[of] == tenant || tenant.Length == 0 || (signIns.Tenants[of].Length == 0 && coverage.Length == 1));
        }

        return coverage;
    }

    private static List<UnexplainedGroup> Unexplained(
        AccessTable accesses, AccessJudgement judgement, AccessMatcher matcher, AccessPeople people, SignInUnits units, CancellationToken ct)
    {
        UsualRates rates = new();
        List<int> rows = [];
        int[] starts = Enumerable.Repeat(int.MaxValue, accesses.Tenants.Count).ToArray();
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            int tenant = people.TenantOf(row.Mailbox);
            starts[tenant] = Math.Min(starts[tenant], row.First);
            if (judgement.StandingAt(i) >= Standing.RenewalsMissing)
            {
                bool isExplained = judgement.IsExplained(i);
                rates.Add(UnexplainedGroups.ClassOf(accesses, row), units.Of(row), people.Of(row.Mailbox), row.First, isExplained);
                if (!isExplained)
                {
                    rows.Add(i);
                }
            }
        }

        HashSet<int> services = [];
        for (int path = 0; path < accesses.Paths.Count; path++)
        {
            if (IsService(accesses.Paths[path]))
            {
                services.Add(path);
            }
        }

        KnownNetworks known = new(accesses, rows, judgement, matcher, units, ct);
        List<UnexplainedGroup> groups = UnexplainedGroups.Form(accesses, rows, known.IsOfPeople, people, byNetwork: true, ct);
        groups.ForEach(group => group.FewPeople = group.IsKnownNetwork ? [] : known.People(group.Rows));
        ServiceNetworks networks = new(accesses, people, services, groups, starts);
        OrphanGrader grader = new(accesses, judgement, units, rates, known, services, networks, starts);
        networks.Groups.ForEach(grader.Grade);
        return networks.Groups;
    }

    /// <summary>Exchange's own services, and Graph, whose reads carry a token made inside the cloud. What such a path does here can still show otherwise.</summary>
    private static bool IsService(AccessPath path) =>
        path.Family == ClientFamily.RestSystem || path.Logon == LogonKind.Service || path.AppId == Graph;

    private static List<BlindInterval> Blind(AccessTable accesses, AccessPeople people, SignInCoverage[] coverage, bool isAlone)
    {
        int[] first = Enumerable.Repeat(int.MaxValue, coverage.Length).ToArray();
        int[] last = Enumerable.Repeat(int.MinValue, coverage.Length).ToArray();
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            int tenant = people.TenantOf(row.Mailbox);
            first[tenant] = Math.Min(first[tenant], row.First);
            last[tenant] = Math.Max(last[tenant], row.Last);
        }

        List<BlindInterval> blind = [];
        for (int tenant = 0; tenant < coverage.Length; tenant++)
        {
            if (first[tenant] <= last[tenant])
            {
                blind.AddRange(OrphanBlindness.Of(accesses.Tenants[tenant], first[tenant], last[tenant], coverage[tenant], isAlone ? Certainty.Certain : Certainty.Possible));
            }
        }

        return blind;
    }

    private static List<string> Notes(AccessTable accesses, SignInTable signIns, SignInCoverage[] coverage, bool isAsked)
    {
        List<string> notes = [];
        // What lies before the life of any token seen here is missed by nobody.
        int needed = Window(accesses) is (var from, var to) && from < to ? FactTime.FromTicks(from.AddDays(7).UtcTicks) - AccessMatcher.TokenLife : int.MaxValue;
        foreach (IGrouping<(int From, int To, string Why), SignInsMissing> missing in signIns.Missing.Where(part => part.To > needed).GroupBy(static part => (part.From, part.To, part.Why)))
        {
            notes.Add(FormattableString.Invariant(
                $"Sign-ins ({string.Join(", ", missing.Select(static part => SignInCoverage.Name(part.Kind)))}) from {FactTime.ToTime(missing.Key.From):yyyy-MM-dd HH:mm} to {FactTime.ToTime(missing.Key.To):yyyy-MM-dd HH:mm} UTC are missing: {missing.Key.Why.TrimEnd('.')}."));
        }

        if (!isAsked)
        {
            return notes;
        }

        if (accesses.Rows.Count > 0 && !coverage.Any(static tenant => tenant.HasUsers))
        {
            notes.Add("There are no sign-ins to compare with: give those of Entra, or audit logs with UserLoggedIn.");
        }
        else if (accesses.Rows.Count > 0 && !signIns.Hours.Keys.Any(static hour => hour.Kind == SignInKind.NonInteractive))
        {
            notes.Add("The sign-ins hold only what people did: without the non-interactive ones, tokens that were renewed silently cannot be told from those without a sign-in.");
        }

        HashSet<string> own = [.. Enumerable.Range(0, accesses.Tenants.Count).Select(i => accesses.Tenants[i])];
        int foreign = signIns.Hours.Keys.Select(hour => signIns.Tenants[hour.Tenant]).Distinct().Count(tenant => tenant.Length > 0 && !own.Contains(tenant));
        if (foreign > 0 && !own.Contains(string.Empty))
        {
            notes.Add(FormattableString.Invariant($"Sign-ins of {foreign} other {(foreign == 1 ? "tenant" : "tenants")} explain nothing here."));
        }

        return notes;
    }
}
