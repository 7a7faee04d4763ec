using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Tests.Baselines;

/// <summary>Hunts with a baseline, through its bytes each time, as runs of different days would.</summary>
internal static class Learning
{
    public static readonly MailAccessHuntOptions All = new() { MinimumSeverity = Severity.Low, Start = DateTimeOffset.UnixEpoch };

    public static MailAccessHuntResult Hunt(IEnumerable<AuditRecord> records, MailAccessBaseline? baseline, MailAccessHuntOptions? options = null) => Run(records, baseline, options ?? All).Result;

    /// <summary>Learns, and gives the baseline as it comes back from a file.</summary>
    public static MailAccessBaseline Learn(IEnumerable<AuditRecord> records, MailAccessBaseline? baseline, MailAccessHuntOptions? options = null, IEnumerable<string>? reported = null)
    {
        MailAccessHunt hunt = Run(records, baseline ?? new MailAccessBaseline(DateTimeOffset.UnixEpoch), (options ?? All) with { LearnBaseline = true }).Hunt;
        hunt.UpdatedBaseline!.MarkReported((reported ?? []).Select(static id => KeyValuePair.Create(id, (Severity?)null)), DateTimeOffset.UnixEpoch);
        return MailAccessBaseline.Parse(hunt.UpdatedBaseline.ToBytes());
    }

    public static (MailAccessHunt Hunt, MailAccessHuntResult Result) Run(IEnumerable<AuditRecord> records, MailAccessBaseline? baseline, MailAccessHuntOptions options)
    {
        MailAccessHunt hunt = new(options, baseline);
        foreach (AuditRecord record in records)
        {
            hunt.Add(record);
        }

        return (hunt, hunt.Complete(CancellationToken.None));
    }

    /// <summary>What two runs must agree on, line by line.</summary>
    public static string[] Told(MailAccessHuntResult result) => result.Findings
        .Select(static f => FormattableString.Invariant($"{f.Id} {f.Severity} {f.Score} {f.PValue:R} {f.FirstSeen:O} {f.LastSeen:O} {f.AccessCount}/{f.ItemCount}/{f.SyncedFolderCount} {f.ActivitiesText} {f.MovedItemCount}/{f.DeletedItemCount}/{f.DeletedSentItemCount}/{f.PurgedItemCount}/{f.SearchCount}/{f.SentMessageCount}/{f.RecipientCount} {f.Title} | {string.Join(" | ", f.Reasons.Select(static r => r.ToString()))} | {f.MailboxesText} | {f.NetworksText} | {f.UserIdsText} | {f.SessionIdsText} | {f.RecordIdsText}"))
        .Order(StringComparer.Ordinal).ToArray();
}
