using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Techniques and next steps, true to the case.</summary>
internal static class Response
{
    /// <summary>The step that asks whether a sign-in explains the reads.</summary>
    public const string CompareSignIns =
        "Compare with the sign-ins of these accounts (interactive and not). Mail access that no sign-in explains points to a forged token: close the protocol for the mailboxes and escalate to Microsoft support, because no revocation stops it.";

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

    public static IReadOnlyList<NextStep> NextSteps(AccessPath path, IReadOnlyList<string> mailboxes, IReadOnlyList<string> users, string records)
    {
        List<NextStep> steps = [];
        string caller = Caller(path);
        IReadOnlyList<string> accounts = users.Count > 0 ? users : mailboxes;
        if (path.Logon is LogonKind.Delegate or LogonKind.Admin)
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "If the mailbox owner does not know of it, remove the right and contain the account that used it." + StepCommands.Rest(mailboxes.Count, "mailbox"),
                accounts.Count == 1
                    ? StepCommands.Each(mailboxes, mailbox => $"Remove-MailboxPermission -Identity {mailbox} -User {PowerShellText.Quote(accounts[0])} -AccessRights FullAccess")
                    : $"foreach ($mailbox in {StepCommands.List(mailboxes)}) {{ {StepCommands.List(accounts)} | ForEach-Object {{ Remove-MailboxPermission -Identity $mailbox -User $_ -AccessRights FullAccess }} }}"));
        }

        if (caller.Length > 0 && KnownApplications.NameOf(caller).Length == 0)
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "Block the application in the tenant; revoking users' sessions does not take away what was granted to it.",
                $"{StepCommands.Query("Get-MgServicePrincipal", "appId", [caller])} | ForEach-Object {{ Update-MgServicePrincipal -ServicePrincipalId $_.Id -AccountEnabled:$false }}"));
        }

        steps.Add(StepCommands.Revoke(accounts, "Revoke the sessions of the accounts and reset their credentials: that ends a stolen token, not a forged one."));
        steps.Add(new NextStep(
            NextStepKind.Evict,
            CompareSignIns,
            ProtocolOff(path, mailboxes)));
        steps.Add(StepCommands.Hold(mailboxes));
        steps.Add(new NextStep(NextStepKind.Preserve, "Export the records of these accounts now: audit retention keeps running.", records));
        steps.Add(new NextStep(
            NextStepKind.Notify,
            $"Tell the owners of {ReasonWriter.Count(mailboxes.Count, "mailbox")}, the security lead and whoever decides on reporting duties; use a channel outside of the mail concerned.", null));
        return steps;
    }

    /// <summary>Closes the protocol that was used, where one command does.</summary>
    public static string? ProtocolOff(AccessPath path, IReadOnlyList<string> mailboxes) => Switch(path) is { } off ? StepCommands.Each(mailboxes, mailbox => $"Set-CASMailbox -Identity {mailbox} {off}") : null;

    private static string? Switch(AccessPath path) => path.Family switch
    {
        ClientFamily.Owa or ClientFamily.OutlookService => "-OWAEnabled $false -OWAforDevicesEnabled $false",
        ClientFamily.WebServices => "-EwsEnabled $false",
        ClientFamily.MsExchangeRpc => "-MAPIEnabled $false",
        ClientFamily.ActiveSync => "-ActiveSyncEnabled $false",
        ClientFamily.Imap4 => "-ImapEnabled $false",
        ClientFamily.Pop3 => "-PopEnabled $false",
        _ => null,
    };

    private static string Caller(AccessPath path) => path.ClientAppId.Length > 0 ? path.ClientAppId : path.AppId;
}
