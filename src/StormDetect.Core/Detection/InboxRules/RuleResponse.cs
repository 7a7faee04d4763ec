using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Techniques and next steps for an inbox rule. Preserve first: who removes the rule first has nothing left to show.</summary>
internal static class RuleResponse
{
    public static IReadOnlyList<string> Techniques(JudgedRule rule)
    {
        List<string> techniques = [];
        if (rule.Effect.Leaks)
        {
            techniques.Add("T1114.003");
        }

        if (rule.Effect.Hides || rule.Reasons.Any(static reason => reason.Code is RuleReasonCodes.MovesEverything or RuleReasonCodes.HiddenRule))
        {
            techniques.Add("T1564.008");
        }

        if (rule.Effect.Deletes || rule.Effect.Purges || rule.Reasons.Any(static reason => reason.Code == RuleReasonCodes.ShortLife))
        {
            techniques.Add("T1070.008");
        }

        if (rule.Reasons.Any(static reason => reason.Code == RuleReasonCodes.MadeByDelegate))
        {
            techniques.Add("T1098.002");
        }

        return techniques;
    }

    public static IReadOnlyList<NextStep> NextSteps(RuleStory story, InboxRuleState state, string[] mailboxes, string[] users, DateTimeOffset first)
    {
        JudgedRule lead = story.Lead;
        string[] named = [.. mailboxes.Where(static mailbox => !mailbox.StartsWith('('))];
        string rest = StepCommands.Rest(named.Length, "mailbox");
        string? each = named.Length == 0 ? null : $"{StepCommands.Each(named, static mailbox => $"Get-InboxRule -Mailbox {mailbox} -IncludeHidden")} | Export-Clixml ./inbox-rules.xml";
        List<NextStep> steps = [];
        if (state == InboxRuleState.Removed)
        {
            steps.Add(new NextStep(NextStepKind.Preserve, "The rule is gone; only the audit log still has it. Export its records, and all rules there are now: the same hand may have left another." + rest, each));
        }
        else
        {
            steps.Add(new NextStep(NextStepKind.Preserve, "Export the rules as they are, before anything is changed: a removed rule cannot be looked at any more." + rest, each));
            steps.Add(new NextStep(NextStepKind.Evict, "Remove the rule once it is exported. If it might be the owner's own, switch it off and ask, by another way than mail.", Removal(story)));
        }

        if (lead.Effect.Hides && named.Length > 0)
        {
            steps.Add(StepCommands.Hold(named, "Put the mailbox on hold, so that what was deleted can be recovered, and look through the folder the rule filled for what its owner never saw."));
        }

        steps.Add(new NextStep(
            NextStepKind.Evict, "Look for other ways out of the mailbox: forwarding, delegates, further rules." + rest,
            named.Length == 0 ? null : $"{StepCommands.Each(named, static mailbox => $"Get-Mailbox -Identity {mailbox}")} | Format-List UserPrincipalName, ForwardingAddress, ForwardingSmtpAddress, DeliverToMailboxAndForward, GrantSendOnBehalfTo"));
        string[] people = [.. users.Concat(named).Where(static name => name.Contains('@', StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase)];
        steps.Add(StepCommands.Revoke(people, "Revoke the sessions of the account that made it and of the owner, reset their credentials, and look for what else the session did: a rule is rarely all."));
        string[] outside = [.. story.Rules.SelectMany(static rule => rule.Effect.External).Select(static destination => destination.Address).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (outside.Length > 0)
        {
            string others = outside.Length > 1 ? $" and {outside.Length - 1} more" : string.Empty;
            steps.Add(new NextStep(
                NextStepKind.Notify, $"What went to {outside[0]}{others} left the organisation: find out which messages (a trace goes back 90 days), and tell whoever decides on reporting duties.",
                StepCommands.Trace($"-RecipientAddress {StepCommands.List(outside)}", first)));
        }

        steps.Add(new NextStep(NextStepKind.Notify, "Tell the owner and those who wrote to them, not by mail to this mailbox: the rule may hide the warning.", null));
        return StepCommands.InOrder(steps);
    }

    private static string? Removal(RuleStory story)
    {
        string[] commands = [.. story.Rules.Where(static rule => rule.History.Mailbox.Length > 0 && rule.History.State != InboxRuleState.Removed).Take(StepCommands.MostNames)
            .Select(static rule => (rule.History.Mailbox, Identity: IdentityOf(rule))).Where(static rule => rule.Identity.Length > 0)
            .Select(static rule => $"Remove-InboxRule -Mailbox {PowerShellText.Quote(rule.Mailbox)} -Identity {PowerShellText.Quote(rule.Identity)}")];
        return commands.Length == 0 ? null : string.Join("; ", commands);
    }

    // The number is exact where a name may be anything, or nothing; that of Graph's id is no document's word, and not removed by.
    private static string IdentityOf(JudgedRule rule)
    {
        string id = rule.History.Snapshot is { Source: InboxRuleSource.Graph } ? rule.History.LoggedId : rule.History.RuleId;
        return id.Length > 0 ? id : rule.History.Name ?? string.Empty;
    }
}
