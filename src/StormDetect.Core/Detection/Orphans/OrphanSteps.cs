using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>What to do about mail access without a sign-in: first make sure that the sign-ins are complete, because revoking sessions does not stop a forged token.</summary>
internal static class OrphanSteps
{
    public static IReadOnlyList<NextStep> Of(string detection, AccessPath path, IReadOnlyList<string> mailboxes, IReadOnlyList<string> users)
    {
        string user = PowerShellText.Quote(users.Count > 0 ? users[0] : mailboxes[0]);
        string mailbox = PowerShellText.Quote(mailboxes[0]);
        List<NextStep> steps = [];
        if (detection == OrphanedAccessHunt.Orphaned)
        {
            steps.Add(new NextStep(
                NextStepKind.Preserve,
                "Export the sign-ins of these accounts now, interactive, non-interactive and of service principals, and compare again: Entra keeps them 30 days at most.",
                $"Get-MgBetaAuditLogSignIn -All -Filter \"userPrincipalName eq {user} and signInEventTypes/any(t: t eq 'nonInteractiveUser')\""));
            steps.Add(new NextStep(
                NextStepKind.Evict,
                "If complete sign-ins still explain nothing, treat the tokens as forged: no revocation stops them. Close the protocol for the mailboxes and escalate to Microsoft support with the record ids.",
                ProtocolOff(path, mailbox)));
        }
        else
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "Revoke the account's sessions and reset its credentials: that ends a token that was copied, not one that was forged.",
                $"Revoke-MgUserSignInSession -UserId {user}"));
        }

        steps.Add(new NextStep(
            NextStepKind.Preserve, "Put the mailboxes on hold before anything is deleted.",
            string.Join("; ", mailboxes.Take(10).Select(static m => $"Set-Mailbox -Identity {PowerShellText.Quote(m)} -LitigationHoldEnabled $true"))));
        steps.Add(new NextStep(
            NextStepKind.Notify,
            $"Tell the owners of {ReasonWriter.Count(mailboxes.Count, "mailbox")} and the security lead what was read, by a channel outside of the mail concerned.", null));
        return steps;
    }

    private static string? ProtocolOff(AccessPath path, string mailbox) => path.Family switch
    {
        ClientFamily.Owa or ClientFamily.OutlookService => $"Set-CASMailbox -Identity {mailbox} -OWAEnabled $false -OWAforDevicesEnabled $false",
        ClientFamily.WebServices => $"Set-CASMailbox -Identity {mailbox} -EwsEnabled $false",
        ClientFamily.MsExchangeRpc => $"Set-CASMailbox -Identity {mailbox} -MAPIEnabled $false",
        _ => null,
    };
}
