using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>A story in one line.</summary>
internal static class ChangeTitle
{
    public static string Of(ChangeStory story, MailboxChange change, string target, IReadOnlyList<string> mailboxes)
    {
        string actor = story.Actors.Count switch
        {
            0 => "Somebody the log does not name",
            1 => story.Actors[0],
            _ => ReasonWriter.Count(story.Actors.Count, "account"),
        };
        string of = mailboxes.Count switch
        {
            0 => "the organisation",
            1 => mailboxes[0],
            _ => ReasonWriter.Count(mailboxes.Count, "mailbox"),
        };
        return What(story, change, actor, target, of) + End(story);
    }

    private static string What(ChangeStory story, MailboxChange change, string actor, string target, string of) => change.Kind switch
    {
        MailboxChangeKind.Forwarding => $"{actor} forwards the mail of {of} to {target}",
        _ when MailboxChangeCatalogue.IsMailboxRight(change.Kind) => $"{actor} gave {(target.Equals(actor, StringComparison.OrdinalIgnoreCase) ? "itself" : target)} {Rights(story)} on {of}",
        MailboxChangeKind.TransportRule => change.Destinations.Count > 0 ? $"{actor} set mail flow rule '{change.Subject}': mail {change.Routing!.Verb} to {target}"
            : change.Direction == ChangeDirection.Restores ? $"{actor} removed or switched off mail flow rule '{change.Subject}'"
            : $"{actor} set mail flow rule '{change.Subject}': {change.NewValue}",
        MailboxChangeKind.Journaling => change.Destinations.Count > 0 ? $"{actor} sends journal copies of mail to {target}"
            : change.Direction == ChangeDirection.Weakens ? $"{actor} switched on journal rule '{change.Subject}'" : $"{actor} removed or switched off journal rule '{change.Subject}'",
        MailboxChangeKind.Connector => $"{actor} set connector '{change.Subject}': {change.NewValue}",
        MailboxChangeKind.RemoteDomain => $"{actor} allowed automatic forwarding for remote domain '{change.Subject}'",
        MailboxChangeKind.OutboundPolicy => $"{actor} allowed automatic forwarding in outbound spam policy '{change.Subject}'",
        MailboxChangeKind.ApplicationAccess => change.State switch
        {
            "AccessPolicy" => $"{actor} removed an application access policy ({target})",
            "ServicePrincipal" => $"{actor} made application {target} known to Exchange",
            _ => $"{actor} gave {target} the role {change.NewValue}",
        },
        MailboxChangeKind.Consent => $"{actor} gave application {target} permissions for mail ({change.NewValue})",
        MailboxChangeKind.StandingConsent => $"Application {target}{(target.Equals(change.Subject, StringComparison.OrdinalIgnoreCase) ? string.Empty : $" ({change.Subject})")} may read mail ({change.NewValue}); no consent in this log says since when",
        MailboxChangeKind.Credential when change.State == EntraApplicationReader.Trust => $"{actor} let application {target} trust the tokens of {change.NewValue}",
        MailboxChangeKind.Credential => $"{actor} gave application {target} a secret or certificate",
        MailboxChangeKind.Owner => $"{actor} gave an application an owner: {target}",
        MailboxChangeKind.Application => $"{actor} registered an application called '{target}'",
        MailboxChangeKind.AdminRole when change.State == ExchangeRoleReader.NewGroup => $"{actor} made role group {target} with {string.Join(", ", story.Changes.Select(static c => c.Subject).Distinct())}",
        MailboxChangeKind.AdminRole => $"{actor} gave {target} the role {string.Join(", ", story.Changes.Select(static c => c.Subject).Distinct())}",
        MailboxChangeKind.PartnerAccess => $"{actor} gave {target} administration of the tenant ({change.NewValue})",
        MailboxChangeKind.EwsAccess => $"{actor} opened Exchange Web Services of {of} ({change.NewValue})",
        MailboxChangeKind.Protocol => $"{actor} switched on a protocol for {of} ({change.NewValue})",
        _ => $"{actor} weakened auditing of {of} ({change.NewValue})",
    };

    private static string Rights(ChangeStory story) =>
        string.Join(", ", story.Changes.Select(static c => c.Kind == MailboxChangeKind.FolderPermission ? "rights on folders" : c.NewValue).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string End(ChangeStory story)
    {
        if (!story.IsReverted)
        {
            return string.Empty;
        }

        TimeSpan stood = story.Endings[^1].Time - story.First.Time;
        return stood.TotalMinutes < 120 ? $", taken back after {ReasonWriter.Count(Math.Max(1, Math.Ceiling(stood.TotalMinutes)), "minute")}"
            : stood.TotalHours < 48 ? $", taken back after {ReasonWriter.Count(Math.Ceiling(stood.TotalHours), "hour")}"
            : $", taken back after {ReasonWriter.Count(Math.Ceiling(stood.TotalDays), "day")}";
    }
}
