using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Puts the other parts of a story into words: what else the same actor did.</summary>
internal static class ChainWriter
{
    public static IEnumerable<FindingReason> Reasons(StoryChain chain)
    {
        foreach (StoryPart part in chain.Others)
        {
            double lent = chain.Lender == part ? chain.Lent : 0;
            DayStory top = part.Story.Top;
            Evidence? amount = top.Evidence.Where(static e => e.Kind == EvidenceKind.Volume).Cast<Evidence?>().FirstOrDefault();
            string usual = amount?.Expected is { } expected ? $"; {ReasonWriter.Number(expected)} {ActivityWords.Of(part.Group).Unit} a day are usual" : string.Empty;
            string itself = part.Story.Severity >= Severity.Medium ? " This alone would be reported." : string.Empty;
            string text = $"{When(chain.Lead, part)} {Link(chain.Lead, part)} {ActivityWords.Deed(part, Whose(chain.Lead, part))} in {Span(part)}{usual}.{itself}";
            yield return new FindingReason(ReasonCodes.AlsoPrefix + part.Group, text, part.Items, amount?.Expected, lent);
        }
    }

    /// <summary>For the title: "; then deleted 212 items".</summary>
    public static string Title(StoryChain chain) => string.Concat(chain.Others.Select(part =>
        $"; {(part.First >= chain.Lead.First ? "then" : "before that,")} {ActivityWords.Deed(part, Whose(chain.Lead, part))}"));

    public static string Span(StoryPart part)
    {
        double minutes = (part.Last - part.First) / 60.0;
        return minutes < 120 ? ReasonWriter.Count(Math.Max(1, Math.Ceiling(minutes)), "minute")
            : minutes < 2880 ? ReasonWriter.Count(Math.Ceiling(minutes / 60), "hour")
            : ReasonWriter.Count(Math.Ceiling(minutes / 1440), "day");
    }

    private static string Whose(StoryPart lead, StoryPart part)
    {
        string[] mailboxes = part.Mailboxes.Order(StringComparer.Ordinal).ToArray();
        return mailboxes.SequenceEqual(lead.Mailboxes.Order(StringComparer.Ordinal)) ? string.Empty
            : mailboxes.Length == 1 ? mailboxes[0] : ReasonWriter.Count(mailboxes.Length, "mailbox");
    }

    private static string When(StoryPart lead, StoryPart part)
    {
        double hours = Math.Abs(part.First - (double)lead.First) / 3600;
        string far = hours < 1 ? "Within the hour" : hours < 48 ? $"Within {ReasonWriter.Count(Math.Ceiling(hours), "hour")}" : $"Within {ReasonWriter.Count(Math.Ceiling(hours / 24), "day")}";
        return far + (part.First >= lead.First ? " after" : " before") + " it began,";
    }

    private static string Link(StoryPart lead, StoryPart part)
    {
        HashSet<string> sessions = Sessions(lead).ToHashSet(StringComparer.Ordinal);
        return Sessions(part).Any(sessions.Contains) ? "the same session" : lead.Networks.Intersect(part.Networks).Any() ? "somebody in the same network" : "the same actor";
    }

    private static IEnumerable<string> Sessions(StoryPart part) =>
        part.Accesses.SelectMany(a => AccessTrace.Of(part.Facts, a).Sessions).Select(part.Facts.SessionText);
}
