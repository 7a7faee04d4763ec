using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Every access with what explains it and whether its explanation was to be expected: ten bytes a row.</summary>
internal sealed class AccessJudgement
{
    /// <summary>A session that is first seen so long after both logs began is taken for new: those in use show themselves earlier.</summary>
    private const int SessionQuiet = 7 * FactTime.SecondsPerDay;

    /// <summary>The time of issue lies about five minutes before the sign-in; one token was measured, so a wide margin.</summary>
    private const int IssueBefore = 900;

    private const int IssueAfter = 1200;

    private readonly MatchKind[] _matches;
    private readonly Standing[] _standings;
    private readonly int[] _signIns;

    public AccessJudgement(AccessTable accesses, AccessMatcher matcher, AccessPeople people, IReadOnlyList<SignInCoverage> coverage, CancellationToken ct)
    {
        int count = accesses.Rows.Count;
        _matches = new MatchKind[count];
        _standings = new Standing[count];
        _signIns = new int[count];
        int[] starts = Starts(accesses, coverage.Count);
        Dictionary<Guid, int> sessions = [];
        for (int i = 0; i < count; i++)
        {
            if ((i & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            ref AccessRow row = ref accesses.Rows[i];
            _matches[i] = matcher.Match(row, out _signIns[i]);
            if (_matches[i] <= MatchKind.UnexplainedRequest && row.Session != Guid.Empty)
            {
                sessions[row.Session] = int.MaxValue;
            }
        }

        FirstUse(accesses, sessions);
        for (int i = 0; i < count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            int tenant = people.TenantOf(row.Mailbox);
            bool isYoung = IsExplained(i) || row.Session == Guid.Empty || sessions[row.Session] >= Math.Max(starts[tenant], coverage[tenant].From) + SessionQuiet;
            _standings[i] = StandingOf(row, coverage[tenant], isYoung);
        }
    }

    public MatchKind Match(int row) => _matches[row];

    public Standing StandingAt(int row) => _standings[row];

    /// <summary>The sign-in that explains a row; -1 for none.</summary>
    public int SignIn(int row) => _signIns[row];

    public bool IsExplained(int row) => _matches[row] > MatchKind.UnexplainedRequest;

    /// <summary>When the token of a row was issued, where the record says so believably; 0 for not.</summary>
    public static int Issued(in AccessRow row) => row.Issued > 0 && row.Issued <= row.First + IssueBefore && row.Issued > row.First - (400 * FactTime.SecondsPerDay) ? row.Issued : 0;

    private static Standing StandingOf(in AccessRow row, SignInCoverage coverage, bool isYoung)
    {
        int issued = Issued(row);
        int from = issued > 0 ? issued - IssueBefore : row.First - AccessMatcher.TokenLife;
        int to = issued > 0 ? Math.Min(issued + IssueAfter, row.First) : row.First;
        to = Math.Max(from, to);
        if (!coverage.HasUsers)
        {
            return Standing.SignInsMissing;
        }

        if (!coverage.IsDue(to))
        {
            return Standing.NotYetDue;
        }

        if (!coverage.Covers(from, to) || (row.IsOfApp && !coverage.HasApplications(from, to)))
        {
            return Standing.SignInsMissing;
        }

        bool renewals = coverage.HasRenewals(from, to);
        if (row.Token != Guid.Empty && renewals)
        {
            return Standing.Due;
        }

        // A session begins with what a person does, and that is in every log of sign-ins.
        return row.Session != Guid.Empty ? (isYoung ? Standing.Due : Standing.SessionMayBeOlder) : renewals ? Standing.Due : Standing.RenewalsMissing;
    }

    /// <summary>When the log of each tenant's mail access begins.</summary>
    private static int[] Starts(AccessTable accesses, int tenants)
    {
        int[] starts = new int[tenants];
        Array.Fill(starts, int.MaxValue / 2);
        for (int i = 0; i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            int tenant = accesses.Mailboxes[row.Mailbox].Tenant;
            starts[tenant] = Math.Min(starts[tenant], row.First);
        }

        return starts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FirstUse(AccessTable accesses, Dictionary<Guid, int> sessions)
    {
        for (int i = 0; sessions.Count > 0 && i < accesses.Rows.Count; i++)
        {
            ref AccessRow row = ref accesses.Rows[i];
            if (row.Session != Guid.Empty && sessions.TryGetValue(row.Session, out int first) && row.First < first)
            {
                sessions[row.Session] = row.First;
            }
        }
    }
}
