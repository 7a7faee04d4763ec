using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>Approvals as bytes.</summary>
internal static class ApprovalCodec
{
    public static MailAccessApproval Transfer(BaselineStream s, MailAccessApproval? approval)
    {
        string id = approval?.Id ?? string.Empty;
        string tenant = approval?.TenantId ?? string.Empty;
        string finding = approval?.FindingId ?? string.Empty;
        string reason = approval?.Reason ?? string.Empty;
        bool wildcard = approval?.Wildcard ?? false;
        s.Text(ref id);
        s.Text(ref tenant);
        s.Text(ref finding);
        s.Text(ref reason);
        s.Flag(ref wildcard);
        return new MailAccessApproval
        {
            Id = id,
            TenantId = tenant,
            FindingId = finding.Length == 0 ? null : finding,
            Reason = reason,
            Wildcard = wildcard,
            AppIds = Texts(s, approval?.AppIds),
            ClientAppIds = Texts(s, approval?.ClientAppIds),
            ClientFamilies = Texts(s, approval?.ClientFamilies),
            Mailboxes = Texts(s, approval?.Mailboxes),
            Networks = Texts(s, approval?.Networks),
            UserIds = Texts(s, approval?.UserIds),
            ApprovedAt = Time(s, approval?.ApprovedAt ?? default),
            Until = Time(s, approval?.Until ?? default),
            WithdrawnAt = MaybeTime(s, approval?.WithdrawnAt),
        };
    }

    private static string[] Texts(BaselineStream s, IReadOnlyList<string>? texts)
    {
        string[] all = s.Rows(texts?.ToArray() ?? []);
        for (int i = 0; i < all.Length; i++)
        {
            all[i] ??= string.Empty;
            s.Text(ref all[i]);
        }

        return all;
    }

    private static DateTimeOffset Time(BaselineStream s, DateTimeOffset time)
    {
        long ticks = time.UtcTicks;
        s.Long(ref ticks);
        s.Require(ReportedStory.IsTime(ticks));
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static DateTimeOffset? MaybeTime(BaselineStream s, DateTimeOffset? time)
    {
        bool there = time.HasValue;
        s.Flag(ref there);
        return there ? Time(s, time ?? default) : null;
    }
}
