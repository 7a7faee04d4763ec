using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>A message that was read or could have been, and by whom.</summary>
public sealed class ExposedMessage
{
    private readonly string _mailbox = string.Empty;
    private readonly string _internetMessageId = string.Empty;
    private string _subject = string.Empty;

    /// <summary>OrganizationId of the tenant; empty where the log does not say.</summary>
    public required string TenantId { get; init; }

    /// <summary>The mailbox, by address where known, else by MailboxGuid.</summary>
    public required string Mailbox
    {
        get => _mailbox;
        init => _mailbox = PlainText.Cell(value);
    }

    /// <summary>InternetMessageId as the log spells it; empty for an item without one, such as a draft.</summary>
    public required string InternetMessageId
    {
        get => _internetMessageId;
        init => _internetMessageId = PlainText.Cell(value);
    }

    /// <summary>The folders it was read in.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Its subject where the log has it, or where it was looked for elsewhere (SubjectFrom); else empty.</summary>
    public required string Subject
    {
        get => _subject;
        init
        {
            _subject = PlainText.Cell(value);
            SubjectSource = _subject.Length > 0 ? SubjectSource.Log : SubjectSource.None;
        }
    }

    /// <summary>Where <see cref="Subject"/> is known from.</summary>
    public SubjectSource SubjectSource { get; private set; }

    /// <summary>When the mailbox was asked for the subject (UTC); null where it was not. The record of our own read has this time, give or take two minutes.</summary>
    public DateTimeOffset? SubjectAskedAt { get; private set; }

    /// <summary>The client-request-id the mailbox was asked with, to tell the record of our own read from the intruder's; empty where it was not asked.</summary>
    public string SubjectRequestId { get; private set; } = string.Empty;

    /// <summary>Its size in bytes; null where the log does not say.</summary>
    public required long? SizeInBytes { get; init; }

    /// <summary>Whether the log names it as read; false where only the folder it lay in was synchronised.</summary>
    public required bool IsNamed { get; init; }

    /// <summary>Recorded reads: a lower bound, because Exchange leaves repeats within the hour out.</summary>
    public required long ReadCount { get; init; }

    /// <summary>First access (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Last access (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Who read it (UserId), at most 200.</summary>
    public required IReadOnlyList<string> UserIds { get; init; }

    /// <summary>From which networks, at most 200.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>With which applications, at most 200.</summary>
    public required IReadOnlyList<string> Applications { get; init; }

    /// <summary>In which sessions, at most 200.</summary>
    public required IReadOnlyList<string> SessionIds { get; init; }

    /// <summary><see cref="Folders"/> as one line, for <c>Export-Csv</c>.</summary>
    public string FoldersText => PlainText.Line(Folders);

    /// <summary><see cref="UserIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string UserIdsText => PlainText.Line(UserIds);

    /// <summary><see cref="Networks"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NetworksText => PlainText.Line(Networks);

    /// <summary><see cref="Applications"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ApplicationsText => PlainText.Line(Applications);

    /// <summary><see cref="SessionIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string SessionIdsText => PlainText.Line(SessionIds);

    /// <summary>Takes a subject that was found elsewhere, or that it was looked for.</summary>
    internal void Found(string subject, SubjectSource source, MessageLookup? lookup)
    {
        (_subject, SubjectSource) = source == SubjectSource.None ? (_subject, SubjectSource) : (PlainText.Cell(subject), source);
        SubjectAskedAt = lookup?.AskedAt;
        SubjectRequestId = lookup?.ClientRequestId ?? string.Empty;
    }

    /// <summary><see cref="SubjectAskedAt"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string SubjectAskedAtText => UtcTimeText.Of(SubjectAskedAt);

    /// <summary><see cref="FirstSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstSeenText => UtcTimeText.Of(FirstSeen);

    /// <summary><see cref="LastSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastSeenText => UtcTimeText.Of(LastSeen);

    /// <summary>The message in one line.</summary>
    /// <returns>Mailbox, message and reads.</returns>
    public override string ToString() => PlainText.Safe(FormattableString.Invariant($"{Mailbox}: {(InternetMessageId.Length == 0 ? "(an item without a message id)" : InternetMessageId)}, {(IsNamed ? $"read {ReadCount:#,0} times or more" : "in a synchronised folder")}"));
}
