using System;

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
            AppIds = s.Texts(approval?.AppIds ?? []),
            ClientAppIds = s.Texts(approval?.ClientAppIds ?? []),
            ClientFamilies = s.Texts(approval?.ClientFamilies ?? []),
            Mailboxes = s.Texts(approval?.Mailboxes ?? []),
            Networks = s.Texts(approval?.Networks ?? []),
            UserIds = s.Texts(approval?.UserIds ?? []),
            Activities = approval?.Activities ?? [ActivityGroup.Access], // kept elsewhere: see ActivityCodec
            ApprovedAt = s.Time(approval?.ApprovedAt ?? default),
            Until = s.Time(approval?.Until ?? default),
            WithdrawnAt = MaybeTime(s, approval?.WithdrawnAt),
        };
    }

    private static DateTimeOffset? MaybeTime(BaselineStream s, DateTimeOffset? time)
    {
        bool there = time.HasValue;
        s.Flag(ref there);
        return there ? s.Time(time ?? default) : null;
    }
}
