using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// Weighs a rule by its effect. What it does with mail counts first (mail leaves, mail is hidden); which mail it picks, how it is named, who made it and how long it lived only add to that. A rule
/// that files mail into a folder of the owner's own has no effect that counts, whoever made it.
/// </summary>
internal sealed class RuleJudge(RuleVocabulary vocabulary, DestinationJudge destinations, RuleSurroundings surroundings)
{
    /// <summary>Judges every version of a rule; the worst one counts.</summary>
    /// <returns>Null where nothing says what the rule does, or nothing speaks against it.</returns>
    public JudgedRule? Judge(RuleHistory history)
    {
        JudgedRule? worst = null;
        foreach (RuleVersion version in history.Versions)
        {
            JudgedRule judged = Judge(history, version);
            worst = worst is null || judged.Score >= worst.Score ? judged : worst;
        }

        return worst is { Reasons.Count: > 0 } ? worst : null;
    }

    private JudgedRule Judge(RuleHistory history, RuleVersion version)
    {
        string[] own = [.. OwnNames(history).Select(TenantDomains.DomainOf).Where(static domain => domain.Length > 0).Distinct(StringComparer.Ordinal)];
        RuleEffect effect = RuleEffect.Of(version.Settings, vocabulary, text => destinations.Judge(history.TenantId, text, own));
        RuleSelection selection = RuleSelection.Of(version.Settings, vocabulary);
        List<FindingReason> reasons = [];
        AddSending(effect, reasons);
        double hiding = AddHiding(effect, selection, version.Name, reasons);
        bool counts = effect.Leaks || hiding > 0;
        if (counts)
        {
            AddSelection(effect, selection, hiding, reasons);
        }

        AddName(history, version, counts, reasons);
        if (counts)
        {
            surroundings.Add(history, version, reasons);
            AddLife(history, reasons);
        }

        return new JudgedRule
        {
            History = history,
            Version = version,
            Effect = effect,
            Selection = selection,
            Reasons = [.. reasons.OrderByDescending(static reason => reason.Weight).ThenBy(static reason => reason.Code, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<string> OwnNames(RuleHistory history) =>
        history.Folds.SelectMany(static fold => fold.First.MailboxNames).Concat(history.Snapshot?.MailboxNames ?? []).Append(history.Mailbox);

    private static void AddSending(RuleEffect effect, List<FindingReason> reasons)
    {
        MailDestination[] external = [.. effect.External];
        MailDestination[] undecided = [.. effect.Destinations.Where(static destination => destination.Kind == MailDestinationKind.Undecided)];
        if (external.Length > 0)
        {
            reasons.Add(Reason(RuleReasonCodes.SendsOutside, $"It sends mail out of the organisation, to {List(external)}.", 4, external.Length));
            if (external.FirstOrDefault(static destination => destination.Resembles.Length > 0) is { } alike)
            {
                reasons.Add(Reason(RuleReasonCodes.SendsToLookAlike, $"{alike.Address} is at a domain that looks like {alike.Resembles}.", 2.5));
            }

            if (external.FirstOrDefault(static destination => destination.IsWebmail) is { } webmail)
            {
                reasons.Add(Reason(RuleReasonCodes.SendsToWebmail, $"{webmail.Address} is a mailbox that anybody can get.", 1));
            }
        }
        else if (undecided.Length > 0)
        {
            reasons.Add(Reason(RuleReasonCodes.SendsUndecided, $"It sends mail to {List(undecided)}; no domain of the organisation is known, so that may be outside.", 2.5, undecided.Length));
        }

        if (effect.Phones.Count > 0)
        {
            reasons.Add(Reason(RuleReasonCodes.SendsToPhone, $"It sends text messages about mail to {effect.Phones[0]}.", 2.5, effect.Phones.Count));
        }

        if (effect.Leaks && (effect.Deletes || effect.Purges))
        {
            reasons.Add(Reason(RuleReasonCodes.KeepsNoCopy, "What it sends away it deletes, so that the owner never sees it.", 1));
        }
    }

    /// <summary>Weighs what is hidden.</summary>
    /// <returns>What the strongest part of it weighs; 0 where nothing is hidden.</returns>
    private static double AddHiding(RuleEffect effect, RuleSelection selection, string? name, List<FindingReason> reasons)
    {
        int before = reasons.Count;
        bool isEverything = selection.Kind == RuleSelectionKind.All;
        if (effect.Purges)
        {
            reasons.Add(Reason(RuleReasonCodes.Purges, "It deletes mail past Deleted Items.", 2.5));
        }
        else if (effect.Deletes || effect.Folder == RuleWordCategory.Deleted)
        {
            reasons.Add(Reason(RuleReasonCodes.Deletes, "It deletes mail.", 1.5));
        }

        if (effect.Folder == RuleWordCategory.Folder)
        {
            reasons.Add(Reason(RuleReasonCodes.MovesToRareFolder, $"It moves mail to '{effect.MoveToFolder}', where hardly anybody looks.", 3));
        }
        else if (effect.IsOddFolder)
        {
            reasons.Add(Reason(RuleReasonCodes.MovesToOddFolder, $"It moves mail to a folder named '{effect.MoveToFolder}'.", 2));
        }
        else if (effect.Folder is RuleWordCategory.Junk or RuleWordCategory.Archive)
        {
            reasons.Add(Reason(RuleReasonCodes.MovesAside, $"It moves mail to '{effect.MoveToFolder}'.", effect.Folder == RuleWordCategory.Junk ? 1 : 0.5));
        }
        else if (effect.MoveToFolder.Length > 0 && effect.Folder is null && isEverything && !effect.Deletes)
        {
            reasons.Add(Reason(RuleReasonCodes.MovesEverything, $"It moves all mail out of the inbox, to '{effect.MoveToFolder}'.", 2));
        }
        else if (effect.IsFolderId && RuleNameJudge.Judge(name) is { Code: RuleReasonCodes.NamePunctuation or RuleReasonCodes.NameInvisible })
        {
            // A folder of the owner's own may be behind the id, but nobody files mail with a rule that is not to be seen.
            reasons.Add(Reason(RuleReasonCodes.MovesToUnknownFolder, "It moves mail to a folder of which the log knows only the id.", 0.5));
        }

        double hiding = reasons.Skip(before).Select(static reason => reason.Weight).DefaultIfEmpty().Max();
        if (effect.MarksAsRead && (hiding > 0 || effect.Leaks))
        {
            bool unread = effect.Folder is RuleWordCategory.Folder or RuleWordCategory.Junk || effect.IsOddFolder;
            reasons.Add(Reason(RuleReasonCodes.MarksAsRead, "It marks mail as read, so that nothing shows as new.", unread ? 1 : 0.5));
        }

        if (effect.StopsProcessing && (hiding >= 1.5 || effect.Leaks))
        {
            reasons.Add(Reason(RuleReasonCodes.StopsProcessing, "It keeps later rules from seeing the mail.", 0.5));
        }

        return hiding;
    }

    private static void AddSelection(RuleEffect effect, RuleSelection selection, double hiding, List<FindingReason> reasons)
    {
        // Mail handed to a colleague is not hidden from the organisation.
        bool handedOver = !effect.Leaks && effect.Destinations.Any(static destination => destination.Kind is MailDestinationKind.Internal or MailDestinationKind.Unnamed);
        bool isGone = hiding >= 1.5 && !handedOver && reasons.All(static reason => reason.Code != RuleReasonCodes.MovesEverything);
        if (selection.Kind == RuleSelectionKind.All && reasons.All(static reason => reason.Code != RuleReasonCodes.MovesEverything))
        {
            reasons.Add(Reason(RuleReasonCodes.PicksAll, "It picks all mail, or as good as all.", isGone ? 3 : hiding > 0 && !handedOver ? 2 : 1.5));
        }
        else if (selection.Kind == RuleSelectionKind.ToOwner)
        {
            reasons.Add(Reason(RuleReasonCodes.PicksOwners, "It picks all mail addressed to the owner.", isGone ? 2.5 : 1));
        }

        AddWords(selection, RuleWordCategory.Compromise, RuleReasonCodes.PicksCompromise, "about a compromise", 3, reasons);
        AddWords(selection, RuleWordCategory.Security, RuleReasonCodes.PicksSecurity, "about security", 2, reasons);
        AddWords(selection, RuleWordCategory.Finance, RuleReasonCodes.PicksFinance, "about money", 2, reasons);
        if (selection.OneSender.Length > 0)
        {
            reasons.Add(Reason(RuleReasonCodes.PicksOneSender, $"It picks mail of one correspondent, {selection.OneSender}.", 0.5));
        }
    }

    private static void AddWords(RuleSelection selection, RuleWordCategory category, string code, string about, double weight, List<FindingReason> reasons)
    {
        if (selection.Words.TryGetValue(category, out (string Word, bool InText) found))
        {
            // A second subject adds little; a word in a sender's address is less than one in the text: newsletters of a bank are from the bank.
            bool isFirst = reasons.All(static reason => reason.Code is not (RuleReasonCodes.PicksCompromise or RuleReasonCodes.PicksSecurity or RuleReasonCodes.PicksFinance));
            reasons.Add(Reason(code, $"It picks mail {about} ('{found.Word}'{(found.InText ? string.Empty : " in the sender's address")}).", !isFirst ? 0.5 : found.InText ? weight : 1));
        }
    }

    private static void AddName(RuleHistory history, RuleVersion version, bool counts, List<FindingReason> reasons)
    {
        bool fromSnapshot = version.Fold is null;
        if (RuleNameJudge.Judge(version.Name) is { } odd && (counts || odd.Code is not RuleReasonCodes.NameLookAlike))
        {
            reasons.Add(Reason(odd.Code, odd.Text, counts ? odd.Weight : odd.Weight / 2));
        }

        if (fromSnapshot && counts && history.Snapshot is { IsHidden: true })
        {
            reasons.Add(Reason(RuleReasonCodes.HiddenRule, "Mail programs do not show it: it is a hidden rule.", 2.5));
        }
    }

    private static void AddLife(RuleHistory history, List<FindingReason> reasons)
    {
        if (history.State == InboxRuleState.Removed && history.ShortLife is { } life)
        {
            string text = life.TotalMinutes < 90 ? ReasonWriter.Count(Math.Round(life.TotalMinutes), "minute") : ReasonWriter.Count(Math.Round(life.TotalHours), "hour");
            reasons.Add(new FindingReason(RuleReasonCodes.ShortLife, $"It was removed {text} after it was made.", life.TotalHours, null, 2));
        }

        if (history.IsAttempt)
        {
            reasons.Add(Reason(RuleReasonCodes.Attempt, "Exchange refused the change: it is an attempt.", -2));
        }
        else if (!history.WasOn)
        {
            reasons.Add(Reason(RuleReasonCodes.NeverOn, "It was never switched on.", -1.5));
        }
    }

    private static string List(MailDestination[] destinations)
    {
        string shown = string.Join(", ", destinations.Take(3).Select(static destination => destination.Address));
        return destinations.Length <= 3 ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {destinations.Length - 3} more");
    }

    private static FindingReason Reason(string code, string text, double weight, double? observed = null) => new(code, text, observed, null, weight);
}
