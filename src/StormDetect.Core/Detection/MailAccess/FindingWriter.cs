using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Turns a story into a finding people can read and act on.</summary>
internal static class FindingWriter
{
    public const string DetectionId = Area + "Anomaly";
    private const string Area = "MailAccess.";
    private const int MaxRecordIds = 1000;

    public static MailAccessAnomaly Write(StoryChain chain, bool explain)
    {
        StoryPart lead = chain.Lead;
        AccessPath path = lead.Path;
        string[] mailboxes = chain.Parts.SelectMany(static part => part.Mailboxes).Distinct().Order(StringComparer.Ordinal).ToArray();
        string[] users = Traced(chain, static (facts, trace) => trace.Users.Select(u => facts.Users[u])).Order(StringComparer.Ordinal).ToArray();
        FindingReason[] reasons = ReasonWriter.Write(lead).Concat(ChainWriter.Reasons(chain)).OrderByDescending(static reason => reason.Weight).ToArray();
        NamedText title = Title(lead, ChainWriter.Title(chain));
        return new MailAccessAnomaly
        {
            Id = chain.Id,
            DetectionId = lead.Group == ActivityGroup.Access ? DetectionId : Area + ActivityWords.Of(lead.Group).Name,
            Severity = chain.Severity,
            Title = title.ToString(),
            TitleText = title,
            TenantId = lead.Tenant,
            Mailboxes = mailboxes,
            UserIds = users,
            FirstSeen = FactTime.ToTime(chain.Parts.Min(static part => part.First)),
            LastSeen = FactTime.ToTime(chain.Parts.Max(static part => part.Last)),
            Reasons = reasons,
            RecordIds = Traced(chain, static (_, trace) => trace.Records).Take(MaxRecordIds).ToArray(),
            RecordCount = chain.Parts.Sum(static part => part.Records),
            Techniques = ActivityResponse.Techniques(chain),
            NextSteps = ActivityResponse.NextSteps(chain, mailboxes, users),
            PValue = lead.Story.Top.Calibration?.PValue,
            Score = Math.Round(reasons.Sum(static r => r.Weight), 2),
            Explanation = explain ? ExplanationWriter.Write(lead.Story).Concat(chain.Others.SelectMany(part => ExplanationWriter.Write(part, chain))).ToArray() : [],
            AppId = path.AppId,
            AppName = KnownApplications.NameOf(path.AppId),
            ClientAppId = path.ClientAppId,
            ClientAppName = KnownApplications.NameOf(path.ClientAppId),
            ClientFamily = path.Family,
            Logon = path.Logon,
            Networks = chain.Parts.SelectMany(static part => part.Networks).Distinct().ToArray(),
            SessionIds = Traced(chain, static (facts, trace) => trace.Sessions.Select(facts.SessionText)).Order(StringComparer.Ordinal).ToArray(),
            Activities = chain.Parts.OrderBy(static part => part.First).ThenBy(static part => part.Group).Select(static part => part.Group).Distinct().ToArray(),
            AccessCount = Sum(chain, ActivityGroup.Access, static part => part.Records),
            ItemCount = Sum(chain, ActivityGroup.Access, static part => part.Items),
            SyncedFolderCount = Sum(chain, ActivityGroup.Access, static part => part.Folders),
            MovedItemCount = Sum(chain, ActivityGroup.Move, static part => part.Items),
            DeletedItemCount = Sum(chain, ActivityGroup.Delete, static part => part.Items),
            DeletedSentItemCount = Sum(chain, ActivityGroup.Delete, static part => part.SentItems),
            PurgedItemCount = Sum(chain, ActivityGroup.Delete, static part => part.PurgedItems),
            SearchCount = Sum(chain, ActivityGroup.Search, static part => part.Items),
            SentMessageCount = Sum(chain, ActivityGroup.Send, static part => part.Records),
            RecipientCount = Sum(chain, ActivityGroup.Send, static part => part.Items),
        };
    }

    private static long Sum(StoryChain chain, ActivityGroup group, Func<StoryPart, long> count) => chain.Parts.Where(part => part.Group == group).Sum(count);

    private static IEnumerable<string> Traced(StoryChain chain, Func<MailAccessFacts, AccessTrace, IEnumerable<string>> what) =>
        chain.Parts.SelectMany(part => part.Accesses.SelectMany(access => what(part.Facts, AccessTrace.Of(part.Facts, access)))).Distinct();

    private static NamedText Title(StoryPart part, string others)
    {
        string[] mailboxes = part.Mailboxes.ToArray();
        int networks = part.Networks.Count();
        int strange = part.StrangeNetworks.Count();
        string who = mailboxes.Length == 1 ? mailboxes[0] : ReasonWriter.Count(mailboxes.Length, "mailbox");
        string from = ReasonWriter.Count(networks, "network")
            + (strange == 0 ? string.Empty : strange == networks ? (strange == 1 ? ", new here" : ", all new here") : $", {strange} of them new here");
        int days = part.Story.Days.Select(static d => d.Day).Distinct().Count();
        return PathNames.Text(part.Path).Within(
            string.Empty, $" {ActivityWords.Deed(part, who)} in {ChainWriter.Span(part)} from {from}" + (days > 1 ? $", on {days} days" : string.Empty) + others);
    }
}
