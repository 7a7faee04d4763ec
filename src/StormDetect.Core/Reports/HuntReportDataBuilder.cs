using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Reports;

/// <summary>Counts what a report draws, in one pass over the facts of the mailboxes that findings name.</summary>
internal sealed class HuntReportDataBuilder
{
    private const int MostMailboxes = 40;
    private const int MostDays = 400;
    private const int MostLines = 8;
    private const int MostUsual = 3;

    private readonly MailAccessFacts _facts;
    private readonly CoverageReport _coverage;
    private readonly MailAccessAnomaly[] _anomalies;
    private readonly List<string> _names = [];
    private readonly Dictionary<int, int> _rows = [];
    private readonly Dictionary<(int Path, int Network), ReportCell> _cells = [];
    private readonly HashSet<(int, int, int)> _users = [];
    private readonly int[][] _usual = NewHours();
    private readonly int[][] _flagged = NewHours();

    private HuntReportDataBuilder(MailAccessFacts facts, CoverageReport coverage, IReadOnlyList<Finding> findings)
    {
        _facts = facts;
        _coverage = coverage;
        _anomalies = findings.OfType<MailAccessAnomaly>().ToArray();
    }

    public static HuntReportData Build(MailAccessFacts facts, CoverageReport coverage, IReadOnlyList<Finding> findings) =>
        new HuntReportDataBuilder(facts, coverage, findings).Build(findings);

    private HuntReportData Build(IReadOnlyList<Finding> findings)
    {
        int first = FactTime.Day(FactTime.FromTicks(_coverage.Start.UtcTicks));
        int last = FactTime.Day(FactTime.FromTicks(Math.Max(_coverage.Start.UtcTicks, _coverage.End.UtcTicks - 1)));
        if (last - first >= MostDays)
        {
            // A window that nobody meant to be so long: its days are those that the log has.
            last = Math.Min(last, LastDay(first));
            first = Math.Max(first, last - MostDays + 1);
        }

        int days = last - first + 1;
        int leftOut = ChooseMailboxes(findings);
        ReportDay[][] table = _names.Select(_ => new ReportDay[days]).ToArray();
        for (int i = 0; i < _facts.Count; i++)
        {
            ref readonly MailAccessFact fact = ref _facts[i];
            if (_rows.TryGetValue(fact.Mailbox, out int row) && fact.Day >= first && fact.Day <= last)
            {
                Count(fact, ref table[row][fact.Day - first]);
            }
        }

        (List<string> applications, Dictionary<int, int> paths) = Lines(static cell => cell.Application, index => Name(_facts.Paths[index]), "other applications");
        (List<string> networks, Dictionary<int, int> places) = Lines(static cell => cell.Network, index => _facts.Networks[index].ToString(), "other networks");
        return new HuntReportData
        {
            FirstDay = FactTime.ToTime(FactTime.StartOfDay(first)),
            DayCount = days,
            Mailboxes = _names.Select((name, row) => Mailbox(name, row, table[row])).ToArray(),
            MailboxesLeftOut = leftOut,
            Applications = applications,
            Networks = networks,
            Cells = Fold(paths, places),
            UsualHours = _usual,
            FlaggedHours = _flagged,
        };
    }

    private int LastDay(int least)
    {
        for (int i = 0; i < _facts.Count; i++)
        {
            least = Math.Max(least, _facts[i].Day);
        }

        return least;
    }

    private static int[][] NewHours() => Enumerable.Range(0, 7).Select(static _ => new int[24]).ToArray();

    private static string Name(AccessPath path)
    {
        string id = path.ClientAppId.Length > 0 ? path.ClientAppId : path.AppId;
        string name = KnownApplications.NameOf(id);
        string words = PathNames.Describe(path);
        return $"{(id.Length == 0 ? "No application id" : name.Length > 0 ? name : id)}{words[words.LastIndexOf(" over ", StringComparison.Ordinal)..]}";
    }

    private int ChooseMailboxes(IReadOnlyList<Finding> findings)
    {
        Dictionary<(string, string), int> known = [];
        for (int i = 0; i < _facts.Mailboxes.Count; i++)
        {
            _ = known.TryAdd((_facts.Tenants[_facts.Mailboxes[i].Tenant], _facts.Mailboxes[i].Display), i);
        }

        int leftOut = 0;
        foreach ((string tenant, string mailbox) in findings.OrderByDescending(static f => f.Severity).SelectMany(static f => f.Mailboxes.Select(m => (f.TenantId, m))).Distinct())
        {
            if (!known.TryGetValue((tenant, mailbox), out int index))
            {
                continue;
            }

            if (_names.Count == MostMailboxes)
            {
                leftOut++;
                continue;
            }

            if (_rows.TryAdd(index, _names.Count))
            {
                _names.Add(mailbox);
            }
        }

        return leftOut;
    }

    private void Count(in MailAccessFact fact, ref ReportDay day)
    {
        bool isFlagged = IsFlagged(fact);
        bool isSync = fact.Activity == MailActivity.Sync;
        day.Reads += isSync ? 0 : fact.Records;
        day.Items += isSync ? 0 : fact.Items;
        day.Syncs += fact.SyncedFolders;
        day.FlaggedItems += isFlagged && !isSync ? fact.Items : 0;
        day.FlaggedSyncs += isFlagged ? fact.SyncedFolders : 0;
        int weekday = ((int)FactTime.ToTime(FactTime.StartOfDay(fact.Day)).DayOfWeek + 6) % 7;
        for (uint hours = fact.Hours; hours != 0; hours &= hours - 1)
        {
            (isFlagged ? _flagged : _usual)[weekday][BitOperations.TrailingZeroCount(hours)]++;
        }

        if (!_cells.TryGetValue((fact.Path, fact.Network), out ReportCell? cell))
        {
            _cells.Add((fact.Path, fact.Network), cell = new ReportCell { Application = fact.Path, Network = fact.Network });
        }

        cell.Records += fact.Records;
        cell.Items += fact.Items;
        cell.Flagged += isFlagged ? fact.Records : 0;
        cell.Mailboxes += _users.Add((fact.Path, fact.Network, fact.Mailbox)) ? 1 : 0;
        cell.First = Math.Min(cell.First, fact.First);
        cell.Last = Math.Max(cell.Last, fact.Last);
    }

    private bool IsFlagged(in MailAccessFact fact)
    {
        foreach (MailAccessAnomaly anomaly in _anomalies)
        {
            AccessPath path = _facts.Paths[fact.Path];
            if (path.AppId == anomaly.AppId && path.ClientAppId == anomaly.ClientAppId && path.Family == anomaly.ClientFamily
                && FactTime.ToTime(fact.Last) >= anomaly.FirstSeen && FactTime.ToTime(fact.First) <= anomaly.LastSeen
                && anomaly.Networks.Contains(_facts.Networks[fact.Network].ToString()) && anomaly.Mailboxes.Contains(_facts.Mailboxes[fact.Mailbox].Display))
            {
                return true;
            }
        }

        return false;
    }

    private ReportMailbox Mailbox(string name, int row, ReportDay[] days)
    {
        int[] usual = days.Select(static day => day.Items - day.FlaggedItems).Where(static items => items > 0).Order().ToArray();
        int mailbox = _rows.First(pair => pair.Value == row).Key;
        return new ReportMailbox(
            _facts.Tenants[_facts.Mailboxes[mailbox].Tenant], name, days, usual.Length == 0 ? 0 : usual[usual.Length / 10], usual.Length == 0 ? 0 : usual[Math.Min(usual.Length - 1, usual.Length * 9 / 10)]);
    }

    /// <summary>
    /// The lines of the matrix in one direction: flagged ones first, then the busiest, with room kept for some that are not flagged: what is odd shows beside what is usual. What is beyond
    /// the bound shares the last.
    /// </summary>
    private (List<string> Names, Dictionary<int, int> Lines) Lines(Func<ReportCell, int> key, Func<int, string> name, string others)
    {
        List<string> names = [];
        Dictionary<int, int> lines = [];
        ILookup<bool, IGrouping<int, ReportCell>> groups = _cells.Values.GroupBy(key)
            .OrderByDescending(static g => g.Sum(static cell => cell.Records)).ThenBy(g => name(g.Key), StringComparer.Ordinal).ToLookup(static g => g.Any(static cell => cell.Flagged > 0));
        int usual = Math.Min(MostUsual, groups[false].Count());
        IGrouping<int, ReportCell>[] flagged = groups[true].Take(MostLines - 1 - usual).ToArray();
        IGrouping<int, ReportCell>[] own = [.. flagged, .. groups[false].Take(MostLines - 1 - flagged.Length)];
        foreach (IGrouping<int, ReportCell> group in own)
        {
            lines.Add(group.Key, names.Count);
            names.Add(name(group.Key));
        }

        foreach (IGrouping<int, ReportCell> group in groups[true].Concat(groups[false]).Except(own))
        {
            lines.Add(group.Key, own.Length);
        }

        if (lines.Count > own.Length)
        {
            names.Add(others);
        }

        return (names, lines);
    }

    private ReportCell[] Fold(Dictionary<int, int> applications, Dictionary<int, int> networks)
    {
        Dictionary<(int, int), ReportCell> folded = [];
        foreach (ReportCell cell in _cells.Values)
        {
            (int Application, int Network) place = (applications[cell.Application], networks[cell.Network]);
            if (!folded.TryGetValue(place, out ReportCell? into))
            {
                folded.Add(place, into = new ReportCell { Application = place.Application, Network = place.Network });
            }

            into.Records += cell.Records;
            into.Items += cell.Items;
            into.Flagged += cell.Flagged;
            into.Mailboxes = Math.Max(into.Mailboxes, cell.Mailboxes);
            into.First = Math.Min(into.First, cell.First);
            into.Last = Math.Max(into.Last, cell.Last);
        }

        return folded.Values.OrderBy(static cell => cell.Application).ThenBy(static cell => cell.Network).ToArray();
    }
}
