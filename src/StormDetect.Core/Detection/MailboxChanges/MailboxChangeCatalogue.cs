using System;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What the hunt knows of each kind of change: its detection, its ATT&amp;CK techniques, and which changes of it are one story.</summary>
internal static class MailboxChangeCatalogue
{
    public const string IdPrefix = "MBC";

    /// <summary>The detection of a kind.</summary>
    public static string DetectionId(MailboxChangeKind kind) => $"MailboxChange.{kind}";

    public static IReadOnlyList<string> Techniques(MailboxChangeKind kind) => kind switch
    {
        MailboxChangeKind.Forwarding or MailboxChangeKind.TransportRule or MailboxChangeKind.RemoteDomain or MailboxChangeKind.OutboundPolicy => ["T1114.003"],
        MailboxChangeKind.Journaling or MailboxChangeKind.Connector => ["T1114.003", "T1020"],
        MailboxChangeKind.Permission or MailboxChangeKind.SendAs or MailboxChangeKind.SendOnBehalf or MailboxChangeKind.FolderPermission => ["T1098.002"],
        MailboxChangeKind.ApplicationAccess => ["T1098.002", "T1098.003"],
        MailboxChangeKind.Consent or MailboxChangeKind.StandingConsent => ["T1528", "T1098.003"],
        MailboxChangeKind.Credential or MailboxChangeKind.Owner => ["T1098.001"],
        MailboxChangeKind.Application => ["T1036.005", "T1528"],
        MailboxChangeKind.AdminRole => ["T1098.003"],
        MailboxChangeKind.PartnerAccess => ["T1199", "T1484.002"],
        MailboxChangeKind.EwsAccess or MailboxChangeKind.Protocol => ["T1114.002"],
        MailboxChangeKind.AuditTampering => ["T1562.008"],
        _ => [],
    };

    /// <summary>Whether it is a right that somebody has, which is taken back from that one only.</summary>
    public static bool IsRight(MailboxChangeKind kind) =>
        kind is MailboxChangeKind.Permission or MailboxChangeKind.SendAs or MailboxChangeKind.SendOnBehalf or MailboxChangeKind.FolderPermission or MailboxChangeKind.AdminRole or MailboxChangeKind.Owner;

    /// <summary>Whether it is a right on a mailbox or folder.</summary>
    public static bool IsMailboxRight(MailboxChangeKind kind) =>
        kind is MailboxChangeKind.Permission or MailboxChangeKind.SendAs or MailboxChangeKind.SendOnBehalf or MailboxChangeKind.FolderPermission;

    /// <summary>What changes of one story have in common.</summary>
    /// <param name="change">A change with its names resolved.</param>
    /// <param name="destinations">Where it sends mail.</param>
    public static string StoryKey(MailboxChange change, string destinations)
    {
        string actor = change.Actor.ToLowerInvariant();
        string subject = change.Subject.ToLowerInvariant();
        (string group, string who) = change.Kind switch
        {
            // Many mailboxes to one place are one theft, whoever set each of them.
            MailboxChangeKind.Forwarding => ("Forwarding", destinations),

            // One actor opening mailboxes for one account, in whatever way.
            _ when IsMailboxRight(change.Kind) => ("Right", $"{actor}\n{(change.IsForAnyone ? "anyone" : change.Target.ToLowerInvariant())}"),
            MailboxChangeKind.AdminRole => ("Role", $"{actor}\n{change.Target.ToLowerInvariant()}"),
            MailboxChangeKind.TransportRule or MailboxChangeKind.Journaling or MailboxChangeKind.Connector or MailboxChangeKind.RemoteDomain or MailboxChangeKind.OutboundPolicy => ($"{change.Kind}", subject),

            // What happens to one application, by whomever: nine users who consent to it are one story.
            MailboxChangeKind.Consent or MailboxChangeKind.StandingConsent or MailboxChangeKind.Credential or MailboxChangeKind.Owner or MailboxChangeKind.Application => ($"{change.Kind}", subject),
            MailboxChangeKind.ApplicationAccess => ("ApplicationAccess", $"{actor}\n{change.Target.ToLowerInvariant()}"),
            MailboxChangeKind.PartnerAccess => ("Partner", subject),
            MailboxChangeKind.AuditTampering when change.State == "License" => ("License", actor),
            _ => ($"{change.Kind}", actor),
        };
        return $"{change.TenantId}\n{group}\n{who}";
    }

    /// <summary>How long a story may pause.</summary>
    public static TimeSpan Gap(MailboxChangeKind kind) => kind switch
    {
        MailboxChangeKind.Forwarding or MailboxChangeKind.TransportRule or MailboxChangeKind.Journaling or MailboxChangeKind.Connector or MailboxChangeKind.RemoteDomain or MailboxChangeKind.OutboundPolicy
            or MailboxChangeKind.Consent or MailboxChangeKind.Credential or MailboxChangeKind.Owner or MailboxChangeKind.Application or MailboxChangeKind.PartnerAccess => TimeSpan.FromDays(7),
        _ => TimeSpan.FromHours(1),
    };
}
