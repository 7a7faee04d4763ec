using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Techniques and next steps for what was done beside reading.</summary>
internal static class ActivityResponse
{
    public static IReadOnlyList<string> Techniques(StoryChain chain)
    {
        IReadOnlyList<string> ways = Response.Techniques(chain.Lead.Story, chain.Lead.Path);

        // The first is what was done, the others how it was got at.
        return chain.Parts.Select(static part => ActivityWords.Of(part.Group).Technique).Concat(ways.Skip(1)).Distinct().ToArray();
    }

    public static IReadOnlyList<NextStep> NextSteps(StoryChain chain, IReadOnlyList<string> mailboxes, IReadOnlyList<string> users)
    {
        List<NextStep> steps = [.. Response.NextSteps(chain.Lead.Path, mailboxes, users)];
        int preserve = steps.FindIndex(static step => step.Kind == NextStepKind.Preserve);
        string mailbox = PowerShellText.Quote(mailboxes[0]);
        if (chain.Parts.Any(static part => part.Group == ActivityGroup.Delete))
        {
            steps.Insert(preserve + 1, new NextStep(
                NextStepKind.Preserve,
                "Look for what was deleted before its retention (14 days by default) ends; what was purged from Recoverable Items is only left where the mailbox was on hold.",
                $"Get-RecoverableItems -Identity {mailbox} -ResultSize Unlimited"));
        }

        if (chain.Parts.Any(static part => part.Group == ActivityGroup.Send))
        {
            steps.Insert(preserve, new NextStep(
                NextStepKind.Evict, "Find the messages that were sent and take them out of the mailboxes they reached.",
                $"Get-MessageTraceV2 -SenderAddress {mailbox}"));
            steps.Add(new NextStep(NextStepKind.Notify, "Warn the recipients through another channel: they trust the sender.", null));
        }

        return steps;
    }
}
