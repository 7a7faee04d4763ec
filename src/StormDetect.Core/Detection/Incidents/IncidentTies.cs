using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Incidents;

/// <summary>
/// Which findings that share something are one incident. Findings at Medium or above are, unless all they share is a few of many mailboxes, as any two findings of such a reach would. Findings below that are
/// everyday oddities as a rule: each belongs to one incident at most and never ties two together, or with all of them shown a whole tenant would be one.
/// </summary>
internal sealed class IncidentTies
{
    /// <summary>How often two findings that have nothing to do with each other may share as many people.</summary>
    private const double ByChance = 0.2;

    /// <summary>In a small tenant everything concerns everybody; that must not keep an incident apart.</summary>
    private const int FewMailboxes = 100;

    private readonly IReadOnlyList<Finding> _findings;
    private readonly CommonGround _ground;
    private readonly int[] _parent;
    private readonly HashSet<string>[] _people;
    private readonly List<(int Low, int Other, bool Strong)> _attachments = [];

    public IncidentTies(IReadOnlyList<Finding> findings, CommonGround ground)
    {
        _findings = findings;
        _ground = ground;
        _parent = [.. Enumerable.Range(0, findings.Count)];
        _people = [.. findings.Select(static finding => finding.Mailboxes.Concat(finding.UserIds).ToHashSet(StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Ties a finding to those that share something with it.</summary>
    /// <param name="earlier">Those that began before, in order.</param>
    /// <param name="member">The finding.</param>
    /// <param name="isStrong">Whether what they share is a session, a network or an application.</param>
    /// <returns>The pairs that are tied, or will be.</returns>
    public IEnumerable<(int First, int Second)> Add(IReadOnlyList<int> earlier, int member, bool isStrong)
    {
        List<(int, int)> pairs = [];
        bool isLow = IsLow(member);
        int neighbour = -1;
        foreach (int other in earlier)
        {
            if (isLow && IsLow(other))
            {
                neighbour = other;
            }
            else if (isStrong || !IsByChance(other, member))
            {
                pairs.Add((other, member));
                if (isLow || IsLow(other))
                {
                    _attachments.Add(isLow ? (member, other, isStrong) : (other, member, isStrong));
                }
                else
                {
                    Join(other, member);
                }
            }
        }

        // Low ones among themselves: the same hand, or the same one mailbox.
        if (neighbour >= 0 && (isStrong || (_people[neighbour].Count == 1 && _people[member].Count == 1)))
        {
            pairs.Add((neighbour, member));
            Join(neighbour, member);
        }

        return pairs;
    }

    /// <summary>Gives the low ones to the incident they share most with.</summary>
    public void Settle()
    {
        // Which low ones belong together is known by now; what they join changes roots.
        int[] clusters = [.. Enumerable.Range(0, _parent.Length).Select(Root)];
        HashSet<int> settled = [];
        foreach ((int low, int other, _) in _attachments.OrderByDescending(static a => a.Strong).ThenBy(a => Distance(a.Low, a.Other))
            .ThenBy(a => _findings[a.Other].Id, StringComparer.Ordinal).ThenBy(a => _findings[a.Low].Id, StringComparer.Ordinal))
        {
            if (settled.Add(clusters[low]))
            {
                Join(low, other);
            }
        }
    }

    /// <summary>What stands for the incident of a finding.</summary>
    public int Root(int i)
    {
        while (_parent[i] != i)
        {
            i = _parent[i] = _parent[_parent[i]];
        }

        return i;
    }

    private void Join(int a, int b) => _parent[Math.Max(Root(a), Root(b))] = Math.Min(Root(a), Root(b));

    private bool IsLow(int i) => _findings[i].Severity < Severity.Medium;

    private TimeSpan Distance(int a, int b) => (_findings[a].FirstSeen - _findings[b].FirstSeen).Duration();

    /// <summary>Whether any two findings about so many people would often share as many: the tail of a Poisson distribution.</summary>
    private bool IsByChance(int a, int b)
    {
        int shared = _people[a].Count(_people[b].Contains);
        double expected = _people[a].Count * (double)_people[b].Count / Math.Max(FewMailboxes, _ground.Mailboxes(_findings[a].TenantId));
        double term = Math.Exp(-expected);
        double fewer = 0;
        for (int k = 0; k < shared; k++)
        {
            fewer += term;
            term *= expected / (k + 1);
        }

        return 1 - fewer > ByChance;
    }
}
