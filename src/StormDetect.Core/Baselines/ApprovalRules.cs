using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Baselines;

/// <summary>What an approval must be to be taken.</summary>
internal static class ApprovalRules
{
    private const int MostValues = 1000;

    public static MailAccessApproval Check(MailAccessApproval approval, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(approval.Reason))
        {
            throw Refuse("An approval needs a reason: whoever sees it in a year has to understand it.");
        }

        if (approval.Until <= now)
        {
            throw Refuse(string.Create(CultureInfo.InvariantCulture, $"The approval would end at {approval.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC, which is over."));
        }

        if (approval.Until - now > MailAccessApproval.Longest)
        {
            throw Refuse(string.Create(
                CultureInfo.InvariantCulture,
                $"An approval holds for a year at most, so that somebody looks again before what is in order today is long forgotten. The latest end is {(now + MailAccessApproval.Longest).UtcDateTime:yyyy-MM-dd}."));
        }

        approval = approval with
        {
            Reason = approval.Reason.Trim(),
            Until = approval.Until.ToUniversalTime(),
            AppIds = Clean(approval.AppIds),
            ClientAppIds = Clean(approval.ClientAppIds),
            ClientFamilies = Clean(approval.ClientFamilies),
            Mailboxes = Clean(approval.Mailboxes),
            UserIds = Clean(approval.UserIds),
            Networks = Clean(approval.Networks).Select(Network).ToArray(),
        };
        if (ApprovalMatcher.IsEmpty(approval))
        {
            throw Refuse("The pattern matches everything. Name an application, a mailbox, a network or a user.");
        }

        return approval;
    }

    private static string[] Clean(IReadOnlyList<string> values)
    {
        string[] clean = values.Select(static value => value.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return clean.Contains(string.Empty) ? throw Refuse("A pattern has an empty value. For access without an id write none.")
            : clean.Length > MostValues ? throw Refuse("A pattern has more than 1,000 values. Approve by application or network instead.")
            : Array.Exists(clean, static value => value.Length > BaselineReader.LongestText) ? throw Refuse("A pattern has a value of more than 4,096 characters.")
            : clean;
    }

    private static string Network(string text)
    {
        if (text.Equals(ApprovalMatcher.None, StringComparison.OrdinalIgnoreCase))
        {
            return ApprovalMatcher.None;
        }

        if (!CidrText.TryNormalise(text, out string network))
        {
            throw Refuse($"'{PlainText.Safe(text)}' is no network in CIDR notation.");
        }

        int length = int.Parse(network.AsSpan(network.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        bool isIPv6 = network.Contains(':', StringComparison.Ordinal);
        return length <= (isIPv6 ? 48 : 24) ? network : throw Refuse(
            $"'{PlainText.Safe(text)}' is narrower than what findings tell apart (IPv4 /24, IPv6 /48), so the approval would match more than it says. Name the /{(isIPv6 ? 48 : 24)}.");
    }

    private static BaselineException Refuse(string why) => new(BaselineProblem.InvalidApproval, why);
}
