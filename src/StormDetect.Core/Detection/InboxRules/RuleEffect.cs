using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>What a rule does to the mail it picks.</summary>
internal sealed class RuleEffect
{
    /// <summary>Ids of folders are base64 of 46 bytes and more; names of one word so long do not exist.</summary>
    private const int ShortestId = 40;

    public required IReadOnlyList<MailDestination> ForwardTo { get; init; }

    public required IReadOnlyList<MailDestination> RedirectTo { get; init; }

    /// <summary>Telephones that are told of mail.</summary>
    public required IReadOnlyList<string> Phones { get; init; }

    /// <summary>To Deleted Items.</summary>
    public required bool Deletes { get; init; }

    /// <summary>Past Deleted Items.</summary>
    public required bool Purges { get; init; }

    /// <summary>The folder mail is moved to, as the rule names it; empty for none.</summary>
    public required string MoveToFolder { get; init; }

    /// <summary>What that folder is; null for one of the owner's own making, or one known only by its id.</summary>
    public required RuleWordCategory? Folder { get; init; }

    /// <summary>Whether the folder's name has no letter or digit.</summary>
    public required bool IsOddFolder { get; init; }

    /// <summary>Whether the folder is known only by its id, as UpdateInboxRules gives it: what it is nobody can say.</summary>
    public required bool IsFolderId { get; init; }

    public required bool MarksAsRead { get; init; }

    public required bool StopsProcessing { get; init; }

    /// <summary>All destinations.</summary>
    public IEnumerable<MailDestination> Destinations => ForwardTo.Concat(RedirectTo);

    public IEnumerable<MailDestination> External => Destinations.Where(static destination => destination.Kind == MailDestinationKind.External);

    /// <summary>Whether mail ends where its owner does not see it.</summary>
    public bool Hides => Deletes || Purges || Folder is not null || IsOddFolder;

    /// <summary>Whether mail leaves, or may leave, the organisation.</summary>
    public bool Leaks => Phones.Count > 0 || Destinations.Any(static destination => destination.Kind is MailDestinationKind.External or MailDestinationKind.Undecided);

    public static RuleEffect Of(RuleSettings settings, RuleVocabulary vocabulary, Func<string, MailDestination> judge)
    {
        string folder = settings[RuleParts.MoveToFolder].Count > 0 ? settings[RuleParts.MoveToFolder][0] : string.Empty;
        string leaf = Leaf(folder);
        return new RuleEffect
        {
            ForwardTo = [.. settings[RuleParts.ForwardTo].Concat(settings[RuleParts.ForwardAsAttachmentTo]).Select(judge)],
            RedirectTo = [.. settings[RuleParts.RedirectTo].Select(judge)],
            Phones = settings[RuleParts.SendTextMessageNotificationTo],
            Deletes = settings.IsTrue(RuleParts.DeleteMessage),
            Purges = settings.IsTrue(RuleParts.SoftDeleteMessage) || settings.IsTrue(RuleParts.PermanentDelete),
            MoveToFolder = folder,
            Folder = leaf.Length == 0 ? null : vocabulary.FolderOf(leaf),
            IsOddFolder = folder.Length > 0 && !leaf.Any(char.IsLetterOrDigit),
            IsFolderId = folder.Length >= ShortestId && folder.All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '-' or '_'),
            MarksAsRead = settings.IsTrue(RuleParts.MarkAsRead),
            StopsProcessing = settings.IsTrue(RuleParts.StopProcessingRules),
        };
    }

    /// <summary>The folder's own name: behind the mailbox (<c>alias:\RSS Feeds</c>) and its parents.</summary>
    private static string Leaf(string folder)
    {
        string text = folder.Trim();
        int colon = text.IndexOf(":\\", StringComparison.Ordinal);
        text = colon >= 0 ? text[(colon + 2)..] : text;
        string trimmed = text.TrimEnd('\\', '/');
        int at = trimmed.LastIndexOfAny(['\\', '/']);
        return trimmed[(at + 1)..].Trim();
    }
}
