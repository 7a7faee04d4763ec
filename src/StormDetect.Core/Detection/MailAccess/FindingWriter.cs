using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Turns a story into a finding people can read and act on.</summary>
internal static class FindingWriter
{
    public const string DetectionId = "MailAccess.Anomaly";
    private const int MaxRecordIds = 1000;

    public static MailAccessAnomaly Write(MailAccessFacts facts, Story story, bool explain)
    {
        AccessPath path = facts.Paths[story.Path];
        List<Access> accesses = story.Accesses.OrderBy(static a => a.First).ThenBy(static a => a.Mailbox).ThenBy(static a => a.Network).ToList();
        AccessTrace[] traces = accesses.Select(a => AccessTrace.Of(facts, a)).ToArray();
        string tenant = facts.Tenants[facts.Mailboxes[accesses[0].Mailbox].Tenant];
        string[] mailboxes = accesses.Select(a => facts.Mailboxes[a.Mailbox].Display).Distinct().Order(StringComparer.Ordinal).ToArray();
        string[] networks = accesses.Select(static a => a.Network).Distinct().Select(n => facts.Networks[n].ToString()).ToArray();
        string[] users = traces.SelectMany(static t => t.Users).Distinct().Order().Select(u => facts.Users[u]).ToArray();
        string[] records = traces.SelectMany(static t => t.Records).Distinct().Take(MaxRecordIds).ToArray();
        IReadOnlyList<FindingReason> reasons = ReasonWriter.Write(story, PathNames.Describe(path));
        return new MailAccessAnomaly
        {
            Id = story.Id,
            DetectionId = DetectionId,
            Severity = story.Severity,
            Title = Title(path, accesses, mailboxes, networks, story),
            TenantId = tenant,
            Mailboxes = mailboxes,
            UserIds = users,
            FirstSeen = FactTime.ToTime(accesses.Min(static a => a.First)),
            LastSeen = FactTime.ToTime(accesses.Max(static a => a.Last)),
            Reasons = reasons,
            RecordIds = records,
            RecordCount = accesses.Sum(static a => a.Records),
            Techniques = Response.Techniques(story, path),
            NextSteps = Response.NextSteps(path, mailboxes, users),
            PValue = story.Top.Calibration?.PValue,
            Score = Math.Round(reasons.Sum(static r => r.Weight), 2),
            Explanation = explain ? ExplanationWriter.Write(story) : [],
            AppId = path.AppId,
            AppName = KnownApplications.NameOf(path.AppId),
            ClientAppId = path.ClientAppId,
            ClientAppName = KnownApplications.NameOf(path.ClientAppId),
            ClientFamily = path.Family,
            Networks = networks,
            AccessCount = accesses.Sum(static a => a.Records),
            ItemCount = accesses.Sum(static a => a.Items),
            SyncedFolderCount = accesses.Sum(static a => a.Folders),
            SessionIds = traces.SelectMany(static t => t.Sessions).Distinct().Select(facts.SessionText).Order(StringComparer.Ordinal).ToArray(),
        };
    }

    private static string Title(AccessPath path, List<Access> accesses, string[] mailboxes, string[] networks, Story story)
    {
        string who = mailboxes.Length == 1 ? mailboxes[0] : ReasonWriter.Count(mailboxes.Length, "mailbox");
        long items = accesses.Sum(static a => a.Items);
        int folders = accesses.Sum(static a => a.Folders);
        string what = folders > 0 && items > 0 ? $"{ReasonWriter.Count(items, "item")} and {ReasonWriter.Count(folders, "folder")}"
            : folders > 0 ? ReasonWriter.Count(folders, "folder")
            : ReasonWriter.Count(items, "item");
        double minutes = (accesses.Max(static a => a.Last) - accesses.Min(static a => a.First)) / 60.0;
        string span = minutes < 120 ? ReasonWriter.Count(Math.Max(1, Math.Ceiling(minutes)), "minute")
            : minutes < 2880 ? ReasonWriter.Count(Math.Ceiling(minutes / 60), "hour")
            : ReasonWriter.Count(Math.Ceiling(minutes / 1440), "day");
        int strange = accesses.Where(static a => a.StrangeNetwork).Select(static a => a.Network).Distinct().Count();
        string from = ReasonWriter.Count(networks.Length, "network")
            + (strange == 0 ? string.Empty : strange == networks.Length ? (strange == 1 ? ", new here" : ", all new here") : $", {strange} of them new here");
        string pathText = PathNames.Describe(path);
        return $"{char.ToUpperInvariant(pathText[0])}{pathText[1..]} read {what} of {who} in {span} from {from}"
            + (story.Days.Count > 1 ? $", on {story.Days.Select(static d => d.Day).Distinct().Count()} days" : string.Empty);
    }
}
