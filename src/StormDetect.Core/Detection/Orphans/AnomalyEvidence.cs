using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>
/// Tells anomalies of mail access how many of the reads by their client, there and then, a sign-in explains. That is what makes a story of a forged token one, and what takes the sting out of a new client that
/// somebody signed in to.
/// </summary>
internal sealed class AnomalyEvidence(
    AccessTable accesses, AccessJudgement judgement, AccessPeople people, IReadOnlyList<UnexplainedGroup> groups, IReadOnlyList<UnexplainedGroup> misused)
{
    private const string SignInExplains = "SignInExplains";

    /// <summary>The group of each row that is an orphan or weak; rows of services, which are many, are in none that counts.</summary>
    private readonly Dictionary<int, UnexplainedGroup> _groups = [];

    private readonly ILookup<int, UnexplainedGroup> _misused = misused.Where(static group => group.Grade == OrphanGrade.Misused)
        .SelectMany(static group => group.Rows.Select(row => (row, group))).ToLookup(static entry => entry.row, static entry => entry.group);

    /// <summary>What each anomaly is to be told.</summary>
    /// <param name="anomalies">The anomalies.</param>
    /// <param name="anomaliesOf">Receives for each group of orphans or weak ones the anomalies that its reads belong to.</param>
    public List<FindingAmendment> Judge(IReadOnlyList<MailAccessAnomaly> anomalies, Dictionary<UnexplainedGroup, List<MailAccessAnomaly>> anomaliesOf)
    {
        List<FindingAmendment> amendments = [];
        if (anomalies.Count == 0)
        {
            return amendments;
        }

        foreach (UnexplainedGroup group in groups.Where(static group => group.Grade is OrphanGrade.Orphaned or OrphanGrade.Weak))
        {
            foreach (int row in group.Rows)
            {
                _groups.Add(row, group);
            }
        }

        ILookup<(string Tenant, string AppId, string ClientAppId, ClientFamily Family), int> byPath = Rows(anomalies);
        foreach (MailAccessAnomaly anomaly in anomalies)
        {
            Tally tally = Count(anomaly, byPath[(anomaly.TenantId, anomaly.AppId, anomaly.ClientAppId, anomaly.ClientFamily)], anomaliesOf);
            if (Reason(tally, anomaly.AccessCount) is FindingReason reason)
            {
                Severity raised = tally.Usual.IsRare ? OrphanSeverity.Raised(anomaly.Severity, tally.Orphaned, tally.All) : anomaly.Severity;
                amendments.Add(new FindingAmendment(anomaly, reason, raised)
                {
                    Step = reason.Code == SignInExplains ? Explained(anomaly) : null,
                    Instead = Response.CompareSignIns,
                });
            }
        }

        return amendments;
    }

    /// <summary>Where every read had a token of a sign-in, no token was forged: what is left to find out is who signed in, and what they left behind.</summary>
    private static NextStep Explained(MailAccessAnomaly anomaly)
    {
        IReadOnlyList<string> accounts = anomaly.UserIds.Count > 0 ? anomaly.UserIds : anomaly.Mailboxes;
        return new NextStep(
            NextStepKind.Evict,
            "Sign-ins explain these reads, so the token was not forged. If the sign-in was not the owner's own, look for what outlives a revocation: methods of authentication and devices that were registered since." + StepCommands.Rest(accounts.Count, "account"),
            StepCommands.Each(accounts, static account => $"Get-MgUserAuthenticationMethod -UserId {account}"));
    }

    private ILookup<(string Tenant, string AppId, string ClientAppId, ClientFamily Family), int> Rows(IReadOnlyList<MailAccessAnomaly> anomalies)
    {
        HashSet<(string, string, string, ClientFamily)> wanted = [.. anomalies.Select(static a => (a.TenantId, a.AppId, a.ClientAppId, a.ClientFamily))];
        List<int> rows = [];
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            if (wanted.Contains(Key(accesses.Rows[i])))
            {
                rows.Add(i);
            }
        }

        return rows.ToLookup(row => Key(accesses.Rows[row]));
    }

    private (string Tenant, string AppId, string ClientAppId, ClientFamily Family) Key(in AccessRow row)
    {
        AccessPath path = accesses.Paths[row.Path];
        return (accesses.Tenants[accesses.Mailboxes[row.Mailbox].Tenant], path.AppId, path.ClientAppId, path.Family);
    }

    private Tally Count(MailAccessAnomaly anomaly, IEnumerable<int> rows, Dictionary<UnexplainedGroup, List<MailAccessAnomaly>> anomaliesOf)
    {
        HashSet<string> mailboxes = [.. anomaly.Mailboxes];
        HashSet<string> networks = [.. anomaly.Networks];
        int from = FactTime.FromTicks(anomaly.FirstSeen.UtcTicks);
        int to = FactTime.FromTicks(anomaly.LastSeen.UtcTicks);
        Tally tally = default;
        HashSet<int> orphans = [];
        foreach (int at in rows)
        {
            ref AccessRow row = ref accesses.Rows[at];
            if (row.First > to || row.Last < from || !mailboxes.Contains(people.Name(people.Of(row.Mailbox))) || !networks.Contains(accesses.Networks[row.Network].ToString()))
            {
                continue;
            }

            tally.All += row.Records;
            foreach (UnexplainedGroup use in _misused[at])
            {
                Belongs(anomaliesOf, use, anomaly);
            }

            tally.Misused += _misused.Contains(at) ? row.Records : 0;
            if (judgement.IsExplained(at))
            {
                tally.Explained += row.Records;
            }
            else if (_groups.TryGetValue(at, out UnexplainedGroup? group))
            {
                tally.Weak += group.Grade == OrphanGrade.Weak ? row.Records : 0;
                tally.Orphaned += group.Grade == OrphanGrade.Orphaned ? row.Records : 0;
                if (group.Grade == OrphanGrade.Orphaned)
                {
                    orphans.Add(people.Of(row.Mailbox));
                    tally.Usual = group.Usual;
                    tally.IsUsualKnown |= group.Usual.IsKnown;
                }

                Belongs(anomaliesOf, group, anomaly);
            }
        }

        tally.Mailboxes = orphans.Count;
        return tally;
    }

    private static void Belongs(Dictionary<UnexplainedGroup, List<MailAccessAnomaly>> anomaliesOf, UnexplainedGroup group, MailAccessAnomaly anomaly)
    {
        if (!anomaliesOf.TryGetValue(group, out List<MailAccessAnomaly>? known))
        {
            anomaliesOf.Add(group, known = []);
        }

        if (!known.Contains(anomaly))
        {
            known.Add(anomaly);
        }
    }

    /// <summary>
    /// Compared are all reads of the client there and then, not only those that stood out from their day: the rest is how somebody goes on who was not held back. Where that is more than the finding counts, it says so.
    /// </summary>
    private static FindingReason? Reason(in Tally tally, long counted)
    {
        string reads = FormattableString.Invariant($"{tally.All:#,0} reads")
            + (tally.All > counted ? FormattableString.Invariant($" that this client made there in that time ({counted:#,0} of them stood out from their day and are what the finding counts)") : string.Empty);
        if (tally.Orphaned > 0)
        {
            return new FindingReason(
                OrphanReasons.NoSignIn,
                FormattableString.Invariant($"No sign-in explains {tally.Orphaned + tally.Weak:#,0} of {reads}, although their sign-ins should be in the log")
                    + (tally.IsUsualKnown ? FormattableString.Invariant($"; here {PercentText.Of(tally.Usual.Share)} of such reads go unexplained.") : "."),
                tally.Orphaned + tally.Weak,
                tally.IsUsualKnown ? Math.Round(tally.Usual.Share * tally.All, 1) : null,
                OrphanSeverity.Bits(OrphanGrade.Orphaned, tally.Usual, tally.Mailboxes));
        }

        if (tally.Misused > 0)
        {
            return new FindingReason(
                "TokenMisused", FormattableString.Invariant($"{tally.Misused:#,0} of {reads} use a token as its sign-in cannot explain: from elsewhere, too late, or in two places at once."), tally.Misused, null, 3);
        }

        if (tally.Weak > 0)
        {
            return new FindingReason(
                OrphanReasons.NoSignIn, FormattableString.Invariant($"No sign-in explains {tally.Weak:#,0} of {reads}; that alone says little here."), tally.Weak, null, 0.5);
        }

        return tally.Explained > 0 && tally.Explained == tally.All
            ? new FindingReason(SignInExplains, FormattableString.Invariant($"Sign-ins explain all {reads}: whoever read had a token of a sign-in."), tally.All, null, 0)
            : null;
    }

    private struct Tally
    {
        public long All, Explained, Orphaned, Weak, Misused;
        public int Mailboxes;
        public UsualRate Usual;
        public bool IsUsualKnown;
    }
}
