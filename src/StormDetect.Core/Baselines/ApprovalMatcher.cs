using System;
using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;
using System.Net;

namespace StormDetect.Core.Baselines;

/// <summary>Whether an approval covers a finding: all of it, never a part.</summary>
internal static class ApprovalMatcher
{
    public const string None = "none";

    public static MailAccessApproval? Find(IEnumerable<MailAccessApproval> approvals, Finding finding, DateTimeOffset now) =>
        approvals.Where(approval => approval.HoldsAt(now) && Matches(approval, finding)).MaxBy(static approval => approval.Until);

    // What names an application or a client says nothing about findings that have none.
    public static bool Matches(MailAccessApproval approval, Finding candidate) =>
        candidate is MailAccessAnomaly finding
        && approval.TenantId.Equals(finding.TenantId, StringComparison.OrdinalIgnoreCase)
        && !IsEmpty(approval)
        && finding.Activities.All(approval.Activities.Contains)
        && All(approval, approval.AppIds, [finding.AppId])
        && All(approval, approval.ClientAppIds, [finding.ClientAppId])
        && All(approval, approval.ClientFamilies, [finding.ClientFamily.ToString()])
        && All(approval, approval.Mailboxes, finding.Mailboxes)
        && All(approval, approval.UserIds, finding.UserIds)
        && (approval.Networks.Count == 0 || (finding.Networks.Count > 0 && finding.Networks.All(network => approval.Networks.Any(wide => IsInside(network, wide)))));

    /// <summary>Whether a pattern says nothing: then it would match everything, and is refused.</summary>
    public static bool IsEmpty(MailAccessApproval approval) =>
        new[] { approval.AppIds, approval.ClientAppIds, approval.ClientFamilies, approval.Mailboxes, approval.UserIds }
            .All(values => values.Count == 0 || (approval.Wildcard && values.Any(static value => value.Trim('*', '?').Length == 0)))
        && (approval.Networks.Count == 0 || approval.Networks.Any(static network => network.EndsWith("/0", StringComparison.Ordinal)));

    private static bool All(MailAccessApproval approval, IReadOnlyList<string> patterns, IReadOnlyList<string> values) =>
        patterns.Count == 0 || (values.Count > 0 && values.All(value => patterns.Any(pattern => IsMatch(approval, pattern, value.Length == 0 ? None : value))));

    // A backslash would make the character after it stand for itself: names such as NT AUTHORITY\SYSTEM have one.
    private static bool IsMatch(MailAccessApproval approval, string pattern, string value) => approval.Wildcard
        ? FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), value, ignoreCase: true)
        : pattern.Equals(value, StringComparison.OrdinalIgnoreCase);

    private static bool IsInside(string network, string wide)
    {
        if (network.Equals(wide, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return IPNetwork.TryParse(network, out IPNetwork narrow) && IPNetwork.TryParse(wide, out IPNetwork outer)
            && narrow.PrefixLength >= outer.PrefixLength && narrow.BaseAddress.AddressFamily == outer.BaseAddress.AddressFamily && outer.Contains(narrow.BaseAddress);
    }
}
