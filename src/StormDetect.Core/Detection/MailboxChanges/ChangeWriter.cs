using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>Turns a story into a finding.</summary>
internal static class ChangeWriter
{
    private const int MaxRecordIds = 1000;
    private const int MaxShown = 5;

    public static MailboxChangeFinding Write(ChangeStory story, DirectoryNames names, HuntContext context)
    {
        MailboxChange first = story.First;
        MailboxChange heaviest = story.Changes.OrderByDescending(static c => Weight(c)).First();
        MailboxChange[] all = [.. story.Changes.Concat(story.Endings).OrderBy(static c => c.Time).ThenBy(static c => c.Key)];
        MailboxChangeKind kind = heaviest.Kind;
        string[] destinations = [.. story.Changes.SelectMany(static c => c.Destinations).Select(static d => d.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] apps = Apps(story);
        string target = Target(story, names, destinations);
        string[] mailboxes = Mailboxes(story);
        string title = ChangeTitle.Of(story, heaviest, target, mailboxes);
        return new MailboxChangeFinding
        {
            Id = FindingId.Create(MailboxChangeCatalogue.IdPrefix, first.Anchor.Length > 0 ? first.Anchor : MailboxChangeCatalogue.StoryKey(first, string.Empty), first.Key.ToString("D")),
            DetectionId = MailboxChangeCatalogue.DetectionId(kind),
            ChangeKind = kind,
            Severity = story.Severity,
            Title = title,
            TitleText = apps is [string app] && target == app && title.IndexOf(app, StringComparison.Ordinal) is >= 0 and int at ? new NamedText(title[..at], app, title[(at + app.Length)..]) : null,
            TenantId = story.TenantId,
            Mailboxes = mailboxes,
            UserIds = story.Actors,
            FirstSeen = first.IsStanding && first.Time > Now(context, first.Time) ? Now(context, first.Time) : first.Time,
            LastSeen = first.IsStanding ? Now(context, first.Time) : all[^1].Time,
            Reasons = [.. story.Signals.Select(static s => new FindingReason(s.Code, s.Text, null, null, s.Weight))],
            Score = story.Signals.Sum(static s => s.Weight),
            RecordIds = [.. all.Select(static c => c.RecordId).Where(static id => id.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxRecordIds)],
            RecordCount = all.Where(static c => !c.IsStanding).Select(static c => c.Key).Distinct().LongCount(),
            Techniques = [.. story.Changes.Select(static c => c.Kind).Distinct().Order().SelectMany(MailboxChangeCatalogue.Techniques).Distinct()],
            NextSteps = ChangeResponse.NextSteps(story, heaviest, mailboxes, apps),
            Networks = [.. story.Changes.Select(static c => c.Network).Where(static n => !n.IsNone).Distinct().Order().Select(static n => n.ToString())],
            SessionIds = [.. story.Changes.Select(static c => c.SessionId).Where(static s => s.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Actor = story.First.Actor,
            Target = target,
            Destinations = destinations,
            Operations = [.. all.Select(static c => c.Operation).Where(static o => o.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
            OldValue = Values(story.Changes.Select(static c => c.OldValue)),
            NewValue = Values(story.Changes.Select(static c => c.NewValue)),
            IsReverted = story.IsReverted,
            RevertedAt = story.IsReverted ? story.Endings[^1].Time : null,
            AppIds = apps,
        };
    }

    public static double Weight(MailboxChange change) => change.Signals.Sum(static s => s.Weight) + (change.Alone?.Weight ?? 0);

    private static string[] Apps(ChangeStory story) =>
        [.. story.Changes.Where(static c => c.IsOfApplication && !c.IsOfPrincipal).Select(static c => c.Subject).Concat(story.Changes.Where(static c => c.Kind == MailboxChangeKind.ApplicationAccess).Select(static c => c.Target.ToLowerInvariant()))
            .Where(static id => Guid.TryParse(id, out _)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Consent of a user opens that user's mailbox.</summary>
    private static string[] Mailboxes(ChangeStory story) =>
        [.. story.Mailboxes.Concat(story.Changes.Where(static c => c.Kind == MailboxChangeKind.Consent && c.NewValue.StartsWith("Principal", StringComparison.Ordinal) && c.Actor.Contains('@', StringComparison.Ordinal))
            .Select(static c => c.Actor.ToLowerInvariant())).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Target(ChangeStory story, DirectoryNames names, string[] destinations)
    {
        MailboxChange first = story.First;
        if (first.IsOfApplication)
        {
            string name = first.IsStanding && first.Target != first.Subject ? first.Target : names.ApplicationName(story.TenantId, first.Subject);
            string app = name.Length > 0 ? name : KnownApplications.NameOf(first.Subject) is { Length: > 0 } known ? known : first.Subject;
            return first.Kind == MailboxChangeKind.Owner && first.Target.Length > 0 ? $"{first.Target} ({app})" : app;
        }

        string[] targets = [.. story.Changes.Select(static c => c.Target).Where(static t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        return targets.Length > 0 ? Shown(targets) : destinations.Length > 0 ? Shown(destinations) : first.IsOfMailbox ? string.Empty : first.Subject;
    }

    /// <summary>What stands has no time but now; a window that ended before must not hide it.</summary>
    private static DateTimeOffset Now(HuntContext context, DateTimeOffset since)
    {
        MailAccessHuntOptions access = context.Options.Access;
        DateTimeOffset now = context.Now > since ? context.Now : since;
        now = access.End is { } end && now >= end ? end.AddTicks(-1) : now;
        return access.Start is { } start && now < start ? start : now;
    }

    private static string Shown(string[] texts) => string.Join(", ", texts.Take(MaxShown)) + (texts.Length > MaxShown ? " ..." : string.Empty);

    private static string Values(IEnumerable<string> values) => Shown([.. values.Where(static v => v.Length > 0).Distinct(StringComparer.Ordinal)]);
}
