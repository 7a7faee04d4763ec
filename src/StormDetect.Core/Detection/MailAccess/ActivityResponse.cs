using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Facts;

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
        DateTimeOffset first = FactTime.ToTime(chain.Parts.Min(static part => part.First));
        DateTimeOffset last = FactTime.ToTime(chain.Parts.Max(static part => part.Last));
        List<NextStep> steps = [.. Response.NextSteps(chain.Lead.Path, mailboxes, users, StepCommands.Records(users.Count > 0 ? users : mailboxes, first, last))];
        string[] deleted = Mailboxes(chain, ActivityGroup.Delete);
        if (deleted.Length > 0)
        {
            steps.Add(new NextStep(
                NextStepKind.Preserve,
                "Look for what was deleted before its retention (14 days by default) ends; what was purged from Recoverable Items is only left where the mailbox was on hold." + StepCommands.Rest(deleted.Length, "mailbox"),
                StepCommands.Each(deleted, static mailbox => $"Get-RecoverableItems -Identity {mailbox} -ResultSize Unlimited")));
        }

        string[] senders = Mailboxes(chain, ActivityGroup.Send);
        if (senders.Length > 0)
        {
            steps.Add(new NextStep(
                NextStepKind.Evict, "Find the messages that were sent (a trace goes back 90 days) and take them out of the mailboxes they reached.",
                StepCommands.Trace($"-SenderAddress {StepCommands.List(senders)}", first)));
            steps.Add(new NextStep(NextStepKind.Notify, "Warn the recipients through another channel: they trust the sender.", null));
        }

        return StepCommands.InOrder(steps);
    }

    /// <summary>The mailboxes in which it was done: a story that reads two may send from one.</summary>
    private static string[] Mailboxes(StoryChain chain, ActivityGroup group) =>
        [.. chain.Parts.Where(part => part.Group == group).SelectMany(static part => part.Mailboxes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
