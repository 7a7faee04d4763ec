using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core;

/// <summary>An inbox rule that sends mail away or hides it, judged by what it does; the same rule in several mailboxes by one actor is one finding.</summary>
public sealed class InboxRuleFinding : Finding
{
    private readonly string _ruleName = string.Empty;
    private readonly string _conditions = string.Empty;
    private readonly string _moveToFolder = string.Empty;
    private readonly string _client = string.Empty;

    /// <summary>The rule's name; empty where it has none or the log does not say.</summary>
    public required string RuleName
    {
        get => _ruleName;
        init => _ruleName = PlainText.Cell(value);
    }

    /// <summary>What has become of it, as far as the log and the rules at hand show. Of several mailboxes the one where it is still in force most.</summary>
    public required InboxRuleState RuleState { get; init; }

    /// <summary>Where it is known from.</summary>
    public required InboxRuleSource Source { get; init; }

    /// <summary>Which mail it picks: its conditions and exceptions, or "all mail".</summary>
    public required string Conditions
    {
        get => _conditions;
        init => _conditions = PlainText.Cell(value);
    }

    /// <summary>Where it forwards mail to, also as an attachment, as the rule names the recipients.</summary>
    public required IReadOnlyList<string> ForwardTo { get; init; }

    /// <summary>Where it redirects mail to, as the rule names the recipients.</summary>
    public required IReadOnlyList<string> RedirectTo { get; init; }

    /// <summary>The recipients among them that are outside of the organisation, by address.</summary>
    public required IReadOnlyList<string> ExternalRecipients { get; init; }

    /// <summary>The folder it moves mail to; empty for none. Outlook's records and Graph give an id in place of a name.</summary>
    public required string MoveToFolder
    {
        get => _moveToFolder;
        init => _moveToFolder = PlainText.Cell(value);
    }

    /// <summary>Whether it deletes mail.</summary>
    public required bool Deletes { get; init; }

    /// <summary>Whether it marks mail as read.</summary>
    public required bool MarksAsRead { get; init; }

    /// <summary>Whether it keeps later rules from seeing the mail.</summary>
    public required bool StopsProcessing { get; init; }

    /// <summary>When it was made (UTC); null where that is not in the log.</summary>
    public required DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was removed (UTC); null where it was not, or that is not in the log.</summary>
    public required DateTimeOffset? RemovedAt { get; init; }

    /// <summary>What whoever made it is to the mailbox.</summary>
    public required RuleActorRole ActorRole { get; init; }

    /// <summary>AppId of the record that made it; empty where it carries none.</summary>
    public required string AppId { get; init; }

    /// <summary>ClientAppId of the record that made it: the application behind the call; empty where it carries none.</summary>
    public required string ClientAppId { get; init; }

    /// <summary>The program it was made with, as far as the record says.</summary>
    public required string Client
    {
        get => _client;
        init => _client = PlainText.Cell(value);
    }

    /// <summary><see cref="CreatedAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string CreatedAtText => UtcTimeText.Of(CreatedAt);

    /// <summary><see cref="RemovedAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string RemovedAtText => UtcTimeText.Of(RemovedAt);

    /// <summary><see cref="ForwardTo"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ForwardToText => PlainText.Line(ForwardTo);

    /// <summary><see cref="RedirectTo"/> as one line, for <c>Export-Csv</c>.</summary>
    public string RedirectToText => PlainText.Line(RedirectTo);

    /// <summary><see cref="ExternalRecipients"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ExternalRecipientsText => PlainText.Line(ExternalRecipients);

    // Outlook's own applications make everybody's rules; only another one links a rule to what else it did.
    internal override IEnumerable<string> Applications => new[] { ClientAppId }.Where(static id => id.Length > 0 && KnownApplications.NameOf(id).Length == 0);
}
