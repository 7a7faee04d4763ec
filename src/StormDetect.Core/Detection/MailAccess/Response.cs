using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Techniques and next steps, true to the case.</summary>
internal static class Response
{
    public static IReadOnlyList<string> Techniques(Story story, AccessPath path)
    {
        List<string> techniques = ["T1114.002"];
        if (path.ClientAppId.Length > 0 || path.Family is ClientFamily.Rest)
        {
            techniques.Add("T1550.001");
            if (KnownApplications.NameOf(Caller(path)).Length == 0)
            {
                techniques.Add("T1528");
            }
        }

        if (story.Top.Evidence.Any(static e => e.Code == ReasonCodes.SessionOnTwoNetworks) && !techniques.Contains("T1550.001"))
        {
            techniques.Add("T1550.001");
        }

        if (path.Logon is LogonKind.Delegate or LogonKind.Admin)
        {
            techniques.Add("T1098.002");
        }

        return techniques;
    }

    public static IReadOnlyList<NextStep> NextSteps(AccessPath path, IReadOnlyList<string> mailboxes, IReadOnlyList<string> users)
    {
        List<NextStep> steps = [];
        string caller = Caller(path);
        string user = PowerShellText.Quote(users.Count > 0 ? users[0] : mailboxes[0]);
        string mailbox = PowerShellText.Quote(mailboxes[0]);
        if (path.Logon is LogonKind.Delegate or LogonKind.Admin)
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "If the mailbox owner does not know of it, remove the right and contain the account that used it.",
                $"Remove-MailboxPermission -Identity {mailbox} -User {user} -AccessRights FullAccess"));
        }

        if (caller.Length > 0 && KnownApplications.NameOf(caller).Length == 0)
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "Block the application in the tenant; revoking users' sessions does not take away what was granted to it.",
                $"Get-MgServicePrincipal -Filter \"appId eq {PowerShellText.Quote(caller)}\" | ForEach-Object {{ Update-MgServicePrincipal -ServicePrincipalId $_.Id -AccountEnabled:$false }}"));
        }

        steps.Add(new NextStep(
            NextStepKind.Evict, "Revoke the account's sessions and reset its credentials: that ends a stolen token, not a forged one.",
            $"Revoke-MgUserSignInSession -UserId {user}"));
        steps.Add(new NextStep(
            NextStepKind.Evict,
            "Compare with the sign-ins of these accounts (interactive and not). Mail access that no sign-in explains points to a forged token: close the protocol for the mailbox and escalate to Microsoft support, because no revocation stops it.",
            ProtocolOff(path, mailbox)));
        steps.Add(new NextStep(
            NextStepKind.Preserve, "Put the mailboxes on hold before anything is deleted.",
            string.Join("; ", mailboxes.Take(10).Select(static m => $"Set-Mailbox -Identity {PowerShellText.Quote(m)} -LitigationHoldEnabled $true"))));
        steps.Add(new NextStep(
            NextStepKind.Preserve, "Export the records of these mailboxes now: audit retention keeps running.", null));
        steps.Add(new NextStep(
            NextStepKind.Notify,
            $"Tell the owners of {ReasonWriter.Count(mailboxes.Count, "mailbox")}, the security lead and whoever decides on reporting duties; use a channel outside of the mail concerned.", null));
        return steps;
    }

    private static string? ProtocolOff(AccessPath path, string mailbox) => path.Family switch
    {
        ClientFamily.Owa or ClientFamily.OutlookService => $"Set-CASMailbox -Identity {mailbox} -OWAEnabled $false -OWAforDevicesEnabled $false",
        ClientFamily.WebServices => $"Set-CASMailbox -Identity {mailbox} -EwsEnabled $false",
        ClientFamily.MsExchangeRpc => $"Set-CASMailbox -Identity {mailbox} -MAPIEnabled $false",
        ClientFamily.ActiveSync => $"Set-CASMailbox -Identity {mailbox} -ActiveSyncEnabled $false",
        ClientFamily.Imap4 => $"Set-CASMailbox -Identity {mailbox} -ImapEnabled $false",
        ClientFamily.Pop3 => $"Set-CASMailbox -Identity {mailbox} -PopEnabled $false",
        _ => null,
    };

    private static string Caller(AccessPath path) => path.ClientAppId.Length > 0 ? path.ClientAppId : path.AppId;
}
