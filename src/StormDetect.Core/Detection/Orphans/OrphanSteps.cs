using System.Collections.Generic;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>What to do about mail access without a sign-in: first make sure that the sign-ins are complete, because revoking sessions does not stop a forged token.</summary>
internal static class OrphanSteps
{
    public static IReadOnlyList<NextStep> Of(string detection, AccessPath path, IReadOnlyList<string> mailboxes, IReadOnlyList<string> users)
    {
        IReadOnlyList<string> accounts = users.Count > 0 ? users : mailboxes;
        string app = path.ClientAppId.Length > 0 ? path.ClientAppId : path.AppId;
        List<NextStep> steps = [];
        string saved = $"Save the sign-ins of these accounts now, interactive and non-interactive{(app.Length > 0 ? ", and the application's own" : string.Empty)}";
        string rest = StepCommands.Rest(accounts.Count, "account");
        if (detection == OrphanedAccessHunt.Orphaned)
        {
            string? off = Response.ProtocolOff(path, mailboxes);
            steps.Add(new NextStep(
                NextStepKind.Preserve, $"{saved}, and compare again with the files (Find-OrphanedMailAccess -SignInPath): Entra keeps them 30 days at most.{rest}", StepCommands.SignIns(accounts, app)));
            steps.Add(new NextStep(
                NextStepKind.Evict,
                "If complete sign-ins still explain nothing, treat the tokens as forged: no revocation stops them. "
                    + (off is null ? "No switch of a mailbox closes this path alone: escalate" : "Close the protocol for the mailboxes and escalate") + " to Microsoft support with the record ids.",
                off));
        }
        else
        {
            steps.Add(new NextStep(NextStepKind.Preserve, $"{saved}: they show from where the token was asked for, and Entra keeps them 30 days at most.{rest}", StepCommands.SignIns(accounts, app)));
            steps.Add(StepCommands.Revoke(accounts, "Revoke the sessions of the accounts and reset their credentials: that ends a token that was copied, not one that was forged."));
        }

        steps.Add(StepCommands.Hold(mailboxes));
        steps.Add(new NextStep(
            NextStepKind.Notify,
            $"Tell the owners of {ReasonWriter.Count(mailboxes.Count, "mailbox")} and the security lead what was read, by a channel outside of the mail concerned.", null));
        return StepCommands.InOrder(steps);
    }
}
