using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>Makes the finding of a story about an inbox rule.</summary>
internal sealed class RuleFindingWriter(HuntContext context)
{
    private const int MaxRecords = 1000;
    private const int ShownMailboxes = 3;

    public InboxRuleFinding Write(RuleStory story)
    {
        JudgedRule lead = story.Lead;
        RuleHistory[] histories = [.. story.Rules.Select(static rule => rule.History)];
        string[] mailboxes = [.. histories.Select(static history => history.Mailbox.Length > 0 ? history.Mailbox : "(mailbox not named)").Distinct(StringComparer.Ordinal)];
        List<FindingReason> reasons = [.. lead.Reasons];
        if (mailboxes.Length > 1)
        {
            reasons.Add(new FindingReason(
                RuleReasonCodes.ManyMailboxes, string.Create(CultureInfo.InvariantCulture, $"The same rule is in {mailboxes.Length:#,0} mailboxes."), mailboxes.Length, 1, 1.5));
        }

        double score = Math.Round(reasons.Sum(static reason => reason.Weight), 2);
        RuleFold[] folds = [.. histories.SelectMany(static history => history.Folds)];
        RuleActor? actor = lead.Version.Fold?.First.Actor ?? lead.History.Actor;
        (DateTimeOffset first, DateTimeOffset last) = Span(histories);
        InboxRuleState state = histories.Select(static history => history.State).OrderBy(Rank).First();
        string[] users = [.. folds.OrderBy(static fold => fold.First.Time).Select(static fold => fold.First.Actor.UserId).Where(static user => user.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new InboxRuleFinding
        {
            Id = FindingId.Create("IBR", story.Rules[0].History.TenantId, story.Rules[0].History.AnchorMailbox, story.Rules[0].History.Key),
            DetectionId = lead.Effect.Leaks ? "InboxRule.Forwarding" : lead.Reasons.All(static reason => reason.Code.StartsWith("Name", StringComparison.Ordinal)) ? "InboxRule.Name" : "InboxRule.Hiding",
            Severity = RuleSeverity.Of(score),
            Title = Title(lead, mailboxes, users, state),
            TenantId = lead.History.TenantId,
            Mailboxes = mailboxes,
            UserIds = users,
            FirstSeen = first,
            LastSeen = last,
            Reasons = [.. reasons.OrderByDescending(static reason => reason.Weight).ThenBy(static reason => reason.Code, StringComparer.Ordinal)],
            Score = score,
            RecordIds = [.. folds.SelectMany(static fold => fold.Records.All).OrderBy(static moment => moment.Time).ThenBy(static moment => moment.Name, StringComparer.Ordinal)
                .Select(static moment => moment.Name).Distinct(StringComparer.Ordinal).Take(MaxRecords)],
            RecordCount = folds.Sum(static fold => fold.Count),
            Techniques = RuleResponse.Techniques(lead),
            NextSteps = RuleResponse.NextSteps(story, state, mailboxes, users, first),
            Networks = [.. story.Rules.SelectMany(static rule => rule.Networks).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            SessionIds = [.. story.Rules.SelectMany(static rule => rule.Sessions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            RuleName = lead.History.Name ?? lead.Version.Name ?? string.Empty,
            RuleState = state,
            Source = lead.History.Snapshot is not { } snapshot ? InboxRuleSource.AuditLog : lead.History.Folds.Count > 0 ? InboxRuleSource.AuditLogAndMailbox : snapshot.Source,
            Conditions = lead.Selection.Text,
            ForwardTo = [.. lead.Effect.ForwardTo.Select(static destination => destination.Text)],
            RedirectTo = [.. lead.Effect.RedirectTo.Select(static destination => destination.Text)],
            ExternalRecipients = [.. story.Rules.SelectMany(static rule => rule.Effect.External).Select(static destination => destination.Address).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            MoveToFolder = lead.Effect.MoveToFolder,
            Deletes = lead.Effect.Deletes || lead.Effect.Purges,
            MarksAsRead = lead.Effect.MarksAsRead,
            StopsProcessing = lead.Effect.StopsProcessing,
            CreatedAt = histories.Min(static history => history.CreatedAt),
            RemovedAt = state == InboxRuleState.Removed ? histories.Max(static history => history.RemovedAt) : null,
            ActorRole = actor is null ? RuleActorRole.Unknown : RuleSurroundings.RoleOf(lead.History, actor),
            AppId = actor?.AppId ?? string.Empty,
            ClientAppId = actor?.ClientAppId ?? string.Empty,
            Client = PlainText.Safe(actor?.Client ?? string.Empty),
        };
    }

    /// <summary>What the rule does, in words.</summary>
    public static string Deed(RuleEffect effect, RuleSelection selection)
    {
        List<string> deeds = [];
        MailDestination[] outside = [.. effect.Destinations.Where(static destination => destination.Kind is MailDestinationKind.External or MailDestinationKind.Undecided)];
        string mail = selection.Kind switch
        {
            RuleSelectionKind.All => "all mail",
            RuleSelectionKind.ToOwner => "all mail addressed to the owner",
            _ when selection.OneSender.Length > 0 => $"mail of {selection.OneSender}",
            _ when selection.Words.Count > 0 => $"mail with {string.Join(", ", selection.Words.Values.Select(static word => $"'{word.Word}'"))}",
            _ => "mail",
        };
        if (outside.Length > 0)
        {
            deeds.Add($"sends {mail} to {outside[0].Address}{(outside.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {outside.Length - 1} more") : string.Empty)}");
        }

        if (effect.Deletes || effect.Purges)
        {
            deeds.Add(deeds.Count > 0 ? "deletes it" : $"deletes {mail}");
        }

        if (effect.MoveToFolder.Length > 0)
        {
            deeds.Add(deeds.Count > 0 ? $"moves it to '{Short(effect.MoveToFolder)}'" : $"moves {mail} to '{Short(effect.MoveToFolder)}'");
        }

        if (deeds.Count == 0)
        {
            deeds.Add(effect.Phones.Count > 0 ? $"sends text messages about {mail}" : $"acts on {mail}");
        }

        return string.Join(" and ", deeds);
    }

    private static string Title(JudgedRule lead, string[] mailboxes, string[] users, InboxRuleState state)
    {
        string name = lead.History.Name ?? lead.Version.Name ?? string.Empty;
        string shown = string.Join(", ", mailboxes.Take(ShownMailboxes)) + (mailboxes.Length > ShownMailboxes ? string.Create(CultureInfo.InvariantCulture, $" and {mailboxes.Length - ShownMailboxes} more") : string.Empty);
        string maker = users.Length > 0 && !mailboxes.Contains(users[0], StringComparer.OrdinalIgnoreCase) ? $", made by {users[0]}" : string.Empty;
        string fate = state switch
        {
            InboxRuleState.Removed => "; removed since",
            InboxRuleState.Disabled => "; switched off now",
            _ => string.Empty,
        };
        return $"Inbox rule '{Short(name)}' in {shown} {Deed(lead.Effect, lead.Selection)}{maker}{fate}";
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "..." : text;

    private (DateTimeOffset First, DateTimeOffset Last) Span(RuleHistory[] histories)
    {
        DateTimeOffset? first = histories.Min(static history => history.FirstSeen);
        DateTimeOffset? last = histories.Max(static history => history.LastSeen);
        bool isLive = histories.Any(static history => history.Snapshot is not null);

        // A rule as it stands has no time but now; a window that ended before must not hide it.
        DateTimeOffset now = context.Now;
        now = context.Options.Access.End is { } end && now >= end ? end.AddTicks(-1) : now;
        now = context.Options.Access.Start is { } start && now < start ? start : now;
        return (first ?? now, isLive && !(last > now) ? now : last ?? now);
    }

    private static int Rank(InboxRuleState state) => state switch
    {
        InboxRuleState.Present => 0,
        InboxRuleState.Unknown => 1,
        InboxRuleState.Disabled => 2,
        _ => 3,
    };
}
