using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Incidents;

/// <summary>
/// Joins findings into incidents. Two findings are joined where they share something that does not belong to many, and lie within three days of each other: a session, an
/// application or a network that few use here, an acting account, a mailbox. What is joined to the same finding is one incident; <see cref="IncidentTies"/> says where that ends.
/// </summary>
internal static class IncidentBuilder
{
    private static readonly TimeSpan s_near = TimeSpan.FromDays(3);

    /// <summary>A finding over more mailboxes than this says nothing about any one of them.</summary>
    private const int MostMailboxes = 25;

    public static IReadOnlyList<Incident> Build(IReadOnlyList<Finding> findings, CommonGround ground)
    {
        IncidentTies ties = new(findings, ground);
        List<(string Text, bool Strong, List<(int First, int Second)> Pairs)> links = [];
        foreach (((string Tenant, string Kind, string Key) shared, List<int> members) in Shared(findings))
        {
            if (members.Count < 2 || IsCommon(shared, members, findings, ground))
            {
                continue;
            }

            // In order of time, so that only neighbours need to be near.
            members.Sort((a, b) => findings[a].FirstSeen != findings[b].FirstSeen ? findings[a].FirstSeen.CompareTo(findings[b].FirstSeen) : string.CompareOrdinal(findings[a].Id, findings[b].Id));
            bool isStrong = shared.Kind is "session" or "network" or "application";
            List<(int, int)> pairs = [];
            List<int> run = [members[0]];
            DateTimeOffset last = findings[members[0]].LastSeen;
            foreach (int member in members.Skip(1))
            {
                if (findings[member].FirstSeen - last > s_near)
                {
                    run = [];
                }

                pairs.AddRange(ties.Add(run, member, isStrong));
                run.Add(member);
                last = findings[member].LastSeen > last ? findings[member].LastSeen : last;
            }

            links.Add(($"{shared.Kind} {PlainText.Safe(shared.Key)}", isStrong, pairs));
        }

        ties.Settle();
        ILookup<int, (string Text, bool Strong, List<int> Members)> linksOf = LinksOf(links, ties);
        return Enumerable.Range(0, findings.Count).GroupBy(ties.Root)
            .Select(group => Create(group.Select(i => findings[i]).ToArray(), [.. linksOf[group.Key]], findings))
            .OrderByDescending(static incident => incident.Severity).ThenByDescending(static incident => incident.Findings.Count)
            .ThenBy(static incident => incident.FirstSeen).ThenBy(static incident => incident.Id, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>What holds each incident together, by what stands for it. Pairs may be many where one hand made many findings: each is looked at once, not once for every incident.</summary>
    private static ILookup<int, (string Text, bool Strong, List<int> Members)> LinksOf(List<(string Text, bool Strong, List<(int First, int Second)> Pairs)> links, IncidentTies ties) =>
        links.SelectMany(link => link.Pairs.Where(pair => ties.Root(pair.First) == ties.Root(pair.Second)).GroupBy(pair => ties.Root(pair.First))
            .Select(pairs => (Root: pairs.Key, Link: (link.Text, link.Strong, Members: pairs.SelectMany(static pair => new[] { pair.First, pair.Second }).Distinct().ToList()))))
            .ToLookup(static entry => entry.Root, static entry => entry.Link);

    /// <summary>What any finding could share with another, with the findings that have it.</summary>
    private static IEnumerable<KeyValuePair<(string Tenant, string Kind, string Key), List<int>>> Shared(IReadOnlyList<Finding> findings)
    {
        Dictionary<(string, string, string), List<int>> shared = [];
        for (int i = 0; i < findings.Count; i++)
        {
            Finding finding = findings[i];
            Add("session", finding.SessionIds, i);
            Add("application", finding.Applications, i);
            Add("network", finding.Networks.Where(static network => network != Network.None.ToString()), i);
            Add("account", finding.UserIds.Count <= MostMailboxes ? finding.UserIds : [], i);
            Add("mailbox", finding.Mailboxes.Count <= MostMailboxes ? finding.Mailboxes : [], i);
        }

        // An account acts in one finding and its mailbox is read in another: that is the same person.
        foreach (((string tenant, string kind, string key), List<int> members) in shared.ToArray())
        {
            if (kind == "account" && shared.TryGetValue((tenant, "mailbox", key), out List<int>? mailbox))
            {
                mailbox.AddRange(members.Except(mailbox).ToArray());
                _ = shared.Remove((tenant, kind, key));
            }
        }

        return shared.OrderBy(static pair => pair.Key);

        void Add(string kind, IEnumerable<string> keys, int index)
        {
            foreach (string key in keys.Where(static key => key.Length > 0).Select(static key => key.ToLowerInvariant()).Distinct())
            {
                (string, string, string) entry = (findings[index].TenantId, kind, key);
                if (!shared.TryGetValue(entry, out List<int>? members))
                {
                    shared.Add(entry, members = []);
                }

                members.Add(index);
            }
        }
    }

    private static bool IsCommon((string Tenant, string Kind, string Key) shared, List<int> members, IReadOnlyList<Finding> findings, CommonGround ground) =>
        shared.Kind is "network" or "application"
        && ground.IsCommon(shared.Tenant, shared.Key, members.SelectMany(i => findings[i].Mailboxes).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    private static Incident Create(Finding[] findings, (string Text, bool Strong, List<int> Members)[] links, IReadOnlyList<Finding> all)
    {
        Finding[] ordered = findings.OrderBy(static f => f.FirstSeen).ThenBy(static f => f.Id, StringComparer.Ordinal).ToArray();
        Finding heaviest = ordered.OrderByDescending(static f => f.Severity).ThenByDescending(static f => f.Score).ThenBy(static f => f.Id, StringComparer.Ordinal).First();

        // Agreement counts between findings that are each worth a look; a Low one lends no weight.
        bool agreed = links.Any(link => link.Strong && link.Members.Where(i => all[i].Severity >= Severity.Medium).Select(i => Area(all[i])).Distinct().Count() > 1);
        Severity severity = agreed && heaviest.Severity is (Severity.Medium or Severity.High) ? heaviest.Severity + 1 : heaviest.Severity;
        int others = ordered.Length - 1;
        return new Incident
        {
            Id = FindingId.Create("INC", ordered[0].TenantId, ordered[0].Id),
            TenantId = ordered[0].TenantId,
            Severity = severity,
            Title = others == 0 ? heaviest.Title : $"{heaviest.Title}; with {others} more {(others == 1 ? "finding" : "findings")}: {Kinds(ordered, heaviest)}",
            FirstSeen = ordered[0].FirstSeen,
            LastSeen = ordered.Max(static f => f.LastSeen),
            Findings = ordered,
            Links = links.Select(link => $"{link.Text}: {string.Join(", ", link.Members.Select(i => all[i].Id).Order(StringComparer.Ordinal))}").ToArray(),
            Techniques = ordered.SelectMany(static f => f.Techniques).Distinct(StringComparer.Ordinal).ToArray(),
            NextSteps = IncidentResponse.Steps(ordered),
        };
    }

    private static string Kinds(Finding[] ordered, Finding heaviest) =>
        string.Join(", ", ordered.Where(f => f != heaviest).GroupBy(static f => f.DetectionId).Select(static g => g.Count() == 1 ? Words(g.Key) : FormattableString.Invariant($"{g.Count()} x {Words(g.Key)}")));

    /// <summary>A detection as people say it: <c>InboxRule.Forwarding</c> is "inbox rule (forwarding)".</summary>
    private static string Words(string detection)
    {
        string[] parts = detection.Split('.', 2);
        string area = Spaced(parts[0]);
        return parts.Length == 1 ? area : $"{area} ({Spaced(parts[1])})";
    }

    private static string Spaced(string name) => string.Concat(name.Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? " " : string.Empty) + char.ToLowerInvariant(c) : c.ToString()));

    private static string Area(Finding finding) => finding.DetectionId.Split('.')[0];
}
