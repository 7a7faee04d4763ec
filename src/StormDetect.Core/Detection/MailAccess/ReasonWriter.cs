using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>Puts evidence into sentences with their numbers.</summary>
internal static class ReasonWriter
{
    public static IReadOnlyList<FindingReason> Write(StoryPart part)
    {
        DayStory top = part.Story.Top;
        string path = PathNames.Describe(part.Path);
        return top.Evidence
            .OrderByDescending(static e => e.Bits)
            .Select(e => new FindingReason(e.Code, e.Code == ReasonCodes.ProgramNew ? Program(e, part) : Text(e, top, path, part.Group), e.Observed, e.Expected, e.Bits))
            .ToArray();
    }

    public static string Number(double value) => value.ToString(value < 10 && value != Math.Floor(value) ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun, so that one mailbox is not "1 mailboxes".</summary>
    public static string Count(double count, string noun) => $"{Number(count)} {(count == 1 ? noun : noun.EndsWith('x') || noun.EndsWith('s') ? noun + "es" : noun + "s")}";

    private static string Text(Evidence e, DayStory top, string path, ActivityGroup group)
    {
        ActivityWords words = ActivityWords.Of(group);
        int mailboxes = top.Mailboxes.Count();
        string these = mailboxes == 1 ? "this mailbox" : $"these {mailboxes} mailboxes";
        string by = top.AcrossMailboxes
            ? $"judged across the other {Count(top.MailboxesBefore, "mailbox")}"
            : $"in {Count(top.HistoryDays, "day")} of history";
        double observed = e.Observed ?? 0;
        double expected = e.Expected ?? 0;
        return e.Code switch
        {
            ReasonCodes.PathUnseenInTenant =>
                $"{Capital(path)} {words.Does} {these} {words.NoOther} in this tenant ({by}; {Count(e.Population, "mailbox")} known).",
            ReasonCodes.PathNewForMailboxes when top.AcrossMailboxes =>
                $"{Capital(path)} is rare: {Number(observed)} of {Count(e.Population, "other mailbox")} in this tenant use it.",
            ReasonCodes.PathNewForMailboxes =>
                $"{Capital(path)} was never used by {these} {by}; {Number(observed)} of {Count(e.Population, "mailbox")} in this tenant use it regularly.",
            ReasonCodes.PathKnownNetwork => "It came from a network the mailbox already uses, which speaks for a new client of the owner.",
            ReasonCodes.NetworkNew => top.AcrossMailboxes
                ? $"{Networks(top)} used by no other mailbox; {PercentText.Of(expected)} of the other mailboxes use this kind of path from a network of their own."
                : $"{Networks(top)} new to {these} and home to nobody in the tenant; this path comes from such a network on {PercentText.Of(expected)} of its days.",
            ReasonCodes.NetworkNewForMailbox =>
                $"{Networks(top)} new to {these}, though {Count(observed, "other mailbox")} of the tenant use it.",
            ReasonCodes.NetworkFar =>
                $"No network near it is used by this kind of client here (about {Number(observed)} leading bits agree with the nearest); {PercentText.Of(expected)} of new networks are so far off.",
            ReasonCodes.PathMoved =>
                $"{Number(observed)} of the {Count(expected, "mailbox")} it reads today are its usual ones, read from new networks only: its servers seem to have moved.",
            ReasonCodes.WithOtherClient =>
                $"Another client of the mailbox came from the same network that day, as with {PercentText.Of(expected)} of accesses from a new network here: its owner seems to be there.",
            ReasonCodes.StoryGoesOn => $"The same was seen on {Count(observed, "earlier day")}, each of them too little to report.",
            ReasonCodes.Volume => $"{Number(observed)} {words.Unit}{Span(top)}; {Number(expected)} a day are usual.",
            ReasonCodes.BurstFromNewNetwork =>
                $"A burst from a new network: {Number(observed)} {words.Unit}{Span(top)}; {Number(expected)} a day are usual.",
            ReasonCodes.SessionOnTwoNetworks =>
                $"One session was used on two networks at once; {PercentText.Of(expected)} of accesses from a new network look like that here.",
            ReasonCodes.SessionMoved => $"A session moved between two networks within the hour; {PercentText.Of(expected)} of accesses from a new network look like that here.",
            ReasonCodes.UnusualHours => $"{words.Done} only at hours (UTC) that, together with all quieter ones, see {PercentText.Of(expected)} of such access here.",
            ReasonCodes.NewFolderSync when group == ActivityGroup.Delete =>
                $"{Number(top.Accesses.Sum(static a => a.SentItems + a.PurgedItems))} of them were sent mail or could have been recovered, which nobody deleted here before; {Number(expected)} of {Count(e.Population, "mailbox")} saw such deletions.",
            ReasonCodes.NewFolderSync => $"Folders were synchronised ({Number(observed)}) where no client ever did; {Number(expected)} of {Count(e.Population, "mailbox")} synchronise.",
            ReasonCodes.NewDelegate or ReasonCodes.NewDelegateOnPriority =>
                $"{Capital(words.ByOthers)} by somebody else for the first time; {Number(expected)} of {Count(e.Population, "mailbox")} are {words.ByOthers} by others ({by}).",
            ReasonCodes.NewAdmin => $"{Capital(words.ByOthers)} with administrator rights for the first time; {Number(expected)} of {Count(e.Population, "mailbox")} are {words.ByOthers} by others ({by}).",
            ReasonCodes.NetworkOverMailboxes =>
                $"The same path from the same strange network reached {Count(observed, "mailbox")}; {PercentText.Of(expected)} of new networks reach so many here.",
            ReasonCodes.ActorOverMailboxes =>
                $"The same actor {words.ByOthers} {Count(observed, "mailbox")} of others; {PercentText.Of(expected)} of such actors reach so many here.",
            ReasonCodes.ActorInOneDay =>
                $"The same actor {words.ByOthers} {Count(observed, "mailbox")} of others for the first time on one day; {PercentText.Of(expected)} of such days are like that here.",
            ReasonCodes.OneOfMany => $"Of the {Count(expected, "access")} in it, {Number(observed)} {(observed == 1 ? "is" : "are")} as unusual as this: the oddest of many always looks odd.",
            ReasonCodes.RelatedStory => observed == 0
                ? $"Another unusual {words.Noun} the same mailbox happened at the same time."
                : $"Another unusual {words.Noun} the same mailbox happened within {Number(Math.Ceiling(observed))} h.",
            ReasonCodes.PriorityMailbox => "A priority mailbox is concerned.",
            _ => e.Code,
        };
    }

    /// <summary>Names the programs: the client's own words, made plain.</summary>
    private static string Program(Evidence e, StoryPart part)
    {
        string[] names = part.Story.Top.Accesses.Where(static a => a.NewProgram >= 0).Select(static a => a.NewProgram).Distinct().Select(program => PlainText.Safe(part.Facts.Programs[program])).ToArray();
        string named = names.Length == 0 ? "A program" : string.Join(", ", names.Take(3)) + (names.Length > 3 ? $" and {names.Length - 3} more" : string.Empty);
        string news = part.Path.Logon == LogonKind.Delegate
            ? "not what those who opened the mailbox read their own mail with"
            : "new to " + (part.Story.Top.Mailboxes.Count() == 1 ? "this mailbox" : "these mailboxes");
        return $"{named}: {news}; {Number(e.Observed ?? 0)} of {Count(e.Population, "mailbox")} that use this path use it regularly, and {PercentText.Of(e.Expected ?? 0)} of accesses with something new bring one as rare.";
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Networks(DayStory top)
    {
        int networks = top.Accesses.Where(static a => a.NewNetwork).Select(static a => a.Network).Distinct().Count();
        return networks == 1 ? "The network is" : $"{networks} networks are";
    }

    private static string Span(DayStory top)
    {
        Access access = top.Accesses.MaxBy(static a => a.Amount)!;
        double minutes = (access.Last - access.First) / 60.0;
        return minutes < 1 ? " within a minute" : minutes < 120 ? $" in {Number(Math.Ceiling(minutes))} minutes" : $" in {Number(Math.Ceiling(minutes / 60))} hours";
    }
}
