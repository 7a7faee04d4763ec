using System;
using System.Collections.Generic;
using StormDetect.Core.Detection.MailboxChanges;

namespace StormDetect.Core;

/// <summary>Which mail access is meant: everything that is named must match; an empty list says nothing about its property.</summary>
public sealed record MailAccessPattern
{
    /// <summary>Mailboxes by address or MailboxGuid.</summary>
    public IReadOnlyList<string> Mailboxes { get; init; } = [];

    /// <summary>Acting users (UserId).</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Sessions (SessionId or AADSessionId).</summary>
    public IReadOnlyList<string> SessionIds { get; init; } = [];

    /// <summary>Networks in CIDR notation, or <c>none</c> for records without an address.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>AppIds, or <c>none</c>.</summary>
    public IReadOnlyList<string> AppIds { get; init; } = [];

    /// <summary>ClientAppIds, or <c>none</c>.</summary>
    public IReadOnlyList<string> ClientAppIds { get; init; } = [];

    /// <summary>Applications by either id: that of the application itself, or of the service it came through.</summary>
    public IReadOnlyList<string> Applications { get; init; } = [];

    /// <summary>Protocol families.</summary>
    public IReadOnlyList<ClientFamily> ClientFamilies { get; init; } = [];

    /// <summary>Start (UTC), inclusive; null for the first record.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>End (UTC), exclusive; null for the last record.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>
    /// The mail access that a finding is about: the same path, networks, mailboxes and time; for what opened mail to an application or a person, all they read from then on; for other
    /// findings what the same actor read.
    /// </summary>
    /// <param name="finding">The finding.</param>
    /// <returns>The pattern.</returns>
    public static MailAccessPattern Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding is MailboxChangeFinding change && OfUse(change.DetectionId, change.Mailboxes, change.AppIds, change.Target, change.FirstSeen) is { } use)
        {
            return use;
        }

        MailAccessPattern pattern = new()
        {
            Mailboxes = finding.Mailboxes,
            Networks = finding.Networks,
            Start = finding.FirstSeen,
            End = finding.LastSeen.AddSeconds(1),
        };

        // A rule or a permission was changed at one time; what its actor read lies around it.
        return finding is MailAccessAnomaly anomaly
            ? pattern with { AppIds = [OrNone(anomaly.AppId)], ClientAppIds = [OrNone(anomaly.ClientAppId)], ClientFamilies = [anomaly.ClientFamily] }
            : pattern with { SessionIds = finding.SessionIds, Networks = finding.SessionIds.Count > 0 ? [] : finding.Networks, Start = null, End = null };
    }

    /// <summary>What an application, or a person, read from the time on at which mail was opened to it.</summary>
    /// <param name="detection">The finding's DetectionId.</param>
    /// <param name="mailboxes">Its mailboxes.</param>
    /// <param name="apps">Its applications.</param>
    /// <param name="target">Who got access.</param>
    /// <param name="since">When (UTC).</param>
    /// <returns>The pattern; null where mail was opened to nobody in particular.</returns>
    public static MailAccessPattern? OfUse(string detection, IReadOnlyList<string> mailboxes, IReadOnlyList<string> apps, string target, DateTimeOffset since)
    {
        ArgumentNullException.ThrowIfNull(detection);
        ArgumentNullException.ThrowIfNull(mailboxes);
        ArgumentNullException.ThrowIfNull(apps);
        ArgumentNullException.ThrowIfNull(target);
        bool Is(MailboxChangeKind kind) => detection == MailboxChangeCatalogue.DetectionId(kind);
        return apps.Count > 0 ? new MailAccessPattern { Applications = apps, Start = Is(MailboxChangeKind.StandingConsent) ? null : since }
            : mailboxes.Count > 0 && target.Contains('@', StringComparison.Ordinal) && (Is(MailboxChangeKind.Permission) || Is(MailboxChangeKind.FolderPermission))
                ? new MailAccessPattern { Mailboxes = mailboxes, UserIds = [target], Start = since }
            : null;
    }

    /// <summary>This pattern with another's properties where those are named: what somebody asks for beside a finding narrows it.</summary>
    /// <param name="filter">The other.</param>
    /// <returns>The narrower pattern.</returns>
    public MailAccessPattern NarrowedBy(MailAccessPattern filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return this with
        {
            Mailboxes = filter.Mailboxes.Count > 0 ? filter.Mailboxes : Mailboxes,
            UserIds = filter.UserIds.Count > 0 ? filter.UserIds : UserIds,
            SessionIds = filter.SessionIds.Count > 0 ? filter.SessionIds : SessionIds,
            Networks = filter.Networks.Count > 0 ? filter.Networks : Networks,
            AppIds = filter.AppIds.Count > 0 ? filter.AppIds : AppIds,
            ClientAppIds = filter.ClientAppIds.Count > 0 ? filter.ClientAppIds : ClientAppIds,
            Start = filter.Start > Start || Start is null ? filter.Start ?? Start : Start,
            End = filter.End < End || End is null ? filter.End ?? End : End,
        };
    }

    private static string OrNone(string id) => id.Length == 0 ? PatternMatcher.None : id;
}
