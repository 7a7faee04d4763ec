using System;
using System.Collections.Frozen;
using System.Collections.Generic;

namespace StormDetect.Core.Detection.InboxRules;

/// <summary>
/// The settings of an inbox rule by what they are. Source of the names: New-InboxRule and Get-InboxRule (Exchange PowerShell); all other sources are translated into them.
/// </summary>
internal static class RuleParts
{
    public const string ForwardTo = "ForwardTo";
    public const string ForwardAsAttachmentTo = "ForwardAsAttachmentTo";
    public const string RedirectTo = "RedirectTo";
    public const string SendTextMessageNotificationTo = "SendTextMessageNotificationTo";
    public const string DeleteMessage = "DeleteMessage";
    public const string SoftDeleteMessage = "SoftDeleteMessage";
    public const string PermanentDelete = "PermanentDelete";
    public const string MoveToFolder = "MoveToFolder";
    public const string CopyToFolder = "CopyToFolder";
    public const string MarkAsRead = "MarkAsRead";
    public const string StopProcessingRules = "StopProcessingRules";
    public const string Defer = "DeferAction";
    public const string From = "From";
    public const string FromAddressContainsWords = "FromAddressContainsWords";
    public const string SubjectContainsWords = "SubjectContainsWords";
    public const string BodyContainsWords = "BodyContainsWords";
    public const string SubjectOrBodyContainsWords = "SubjectOrBodyContainsWords";
    public const string HeaderContainsWords = "HeaderContainsWords";
    public const string WithinSizeRangeMinimum = "WithinSizeRangeMinimum";

    /// <summary>The restriction of a rule that Outlook made, where it says more than could be translated.</summary>
    public const string Restriction = "Restriction";

    /// <summary>Actions that say what becomes of a message.</summary>
    public static IReadOnlyList<string> Actions { get; } =
    [
        ForwardTo, ForwardAsAttachmentTo, RedirectTo, SendTextMessageNotificationTo, DeleteMessage, SoftDeleteMessage, PermanentDelete, MoveToFolder, CopyToFolder, MarkAsRead,
        StopProcessingRules, Defer, "ApplyCategory", "ApplySystemCategory", "DeleteSystemCategory", "MarkImportance", "PinMessage", "Reply",
    ];

    /// <summary>Conditions that hold words of the message's text or sender.</summary>
    public static IReadOnlyList<string> TextConditions { get; } = [SubjectContainsWords, BodyContainsWords, SubjectOrBodyContainsWords, HeaderContainsWords];

    /// <summary>Conditions that hold senders.</summary>
    public static IReadOnlyList<string> SenderConditions { get; } = [From, FromAddressContainsWords];

    /// <summary>Conditions that nearly every message to the owner meets.</summary>
    public static IReadOnlyList<string> BroadConditions { get; } = ["MyNameInToBox", "MyNameInToOrCcBox", "SentOnlyToMe", "MyNameInCcBox"];

    /// <summary>Every other condition there is; each of them narrows what the rule picks.</summary>
    public static IReadOnlyList<string> OtherConditions { get; } =
    [
        "SentTo", "RecipientAddressContainsWords", "FlaggedForAction", "FromSubscription", "HasAttachment", "HasClassification", "MessageTypeMatches", "MyNameNotInToBox",
        "ReceivedAfterDate", "ReceivedBeforeDate", "WithImportance", "WithSensitivity", "WithinSizeRangeMaximum", WithinSizeRangeMinimum, Restriction,
    ];

    private static readonly FrozenSet<string> s_conditions =
        new[] { TextConditions, SenderConditions, BroadConditions, OtherConditions }.SelectAll().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_actions = Actions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsCondition(string name) => s_conditions.Contains(name);

    public static bool IsException(string name) => name.StartsWith("ExceptIf", StringComparison.OrdinalIgnoreCase);

    public static bool IsAction(string name) => s_actions.Contains(name);

    private static IEnumerable<string> SelectAll(this IReadOnlyList<string>[] lists)
    {
        foreach (IReadOnlyList<string> list in lists)
        {
            foreach (string name in list)
            {
                yield return name;
            }
        }
    }
}
