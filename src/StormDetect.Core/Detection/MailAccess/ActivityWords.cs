using System.Collections.Generic;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What a group of activities is called in titles and reasons.</summary>
/// <param name="Name">The second half of the detection's id.</param>
/// <param name="Does">What a path does to mailboxes: "reads mail of".</param>
/// <param name="NoOther">That it does so to no other: "and of no other".</param>
/// <param name="Unit">What amounts are counted in.</param>
/// <param name="Done">The past of it, as the first word of a sentence.</param>
/// <param name="ByOthers">What others do who act on mailboxes that are not theirs.</param>
/// <param name="Noun">One such act, before the mailbox it concerns.</param>
/// <param name="Technique">The ATT&amp;CK technique it is.</param>
internal sealed record ActivityWords(
    string Name, string Does, string NoOther, string Unit, string Done, string ByOthers, string Noun, string Technique)
{
    private static readonly Dictionary<ActivityGroup, ActivityWords> s_words = new()
    {
        [ActivityGroup.Access] = new("Anomaly", "reads mail of", "and of no other", "items (a synchronised folder counts as 5)", "Read", "opened", "access to", "T1114.002"),
        [ActivityGroup.Move] = new("Move", "moves mail of", "and of no other", "moved items", "Moved", "moved about", "move in", "T1564"),
        [ActivityGroup.Delete] = new("Deletion", "deletes mail of", "and of no other", "deleted items", "Deleted", "cleaned out", "deletion in", "T1070.008"),
        [ActivityGroup.Search] = new("Search", "searches", "and no other", "searches", "Searched", "searched", "search of", "T1114.002"),
        [ActivityGroup.Send] = new("Send", "sends mail as", "and as no other", "recipients", "Sent", "sent from", "message of", "T1534"),
    };

    public static ActivityWords Of(ActivityGroup group) => s_words[group];

    /// <summary>What was done, with its amount: "deleted 212 items of a@b (12 of them of Sent Items)".</summary>
    /// <param name="part">The story.</param>
    /// <param name="whose">Whose mailboxes; empty where that was said before.</param>
    public static string Deed(StoryPart part, string whose)
    {
        string of = whose.Length == 0 ? string.Empty : " of " + whose;
        string direct = whose.Length == 0 ? string.Empty : " " + whose;
        switch (part.Group)
        {
            case ActivityGroup.Move:
                return $"moved {ReasonWriter.Count(part.Items, "item")}{of}";
            case ActivityGroup.Delete:
                return $"deleted {ReasonWriter.Count(part.Items, "item")}{of}{Traces(part)}";
            case ActivityGroup.Search:
                return $"searched{direct} {(part.Items == 1 ? "once" : ReasonWriter.Number(part.Items) + " times")}";
            case ActivityGroup.Send:
                return $"sent {ReasonWriter.Count(part.Records, "message")}{(whose.Length == 0 ? string.Empty : " as " + whose)} to {ReasonWriter.Count(part.Items, "recipient")}";
            default:
                string items = ReasonWriter.Count(part.Items, "item");
                string folders = ReasonWriter.Count(part.Folders, "folder");
                return $"read {(part.Folders > 0 && part.Items > 0 ? $"{items} and {folders}" : part.Folders > 0 ? folders : items)}{of}";
        }
    }

    private static string Traces(StoryPart part)
    {
        List<string> traces = [];
        if (part.SentItems > 0)
        {
            traces.Add($"{ReasonWriter.Number(part.SentItems)} of Sent Items");
        }

        if (part.PurgedItems > 0)
        {
            traces.Add($"{ReasonWriter.Number(part.PurgedItems)} of Recoverable Items");
        }

        return traces.Count == 0 ? string.Empty : $" ({string.Join(", ", traces)})";
    }
}
