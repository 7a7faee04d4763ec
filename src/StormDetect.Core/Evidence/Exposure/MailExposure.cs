using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>What could have been read of a mailbox or of one of its folders, with the bound of every figure. Made from the log alone; no mailbox is asked.</summary>
public sealed class MailExposure
{
    private readonly string _mailbox = string.Empty;
    private readonly string _folder = string.Empty;

    /// <summary>OrganizationId of the tenant; empty where the log does not say.</summary>
    public required string TenantId { get; init; }

    /// <summary>The mailbox, by address where known, else by MailboxGuid.</summary>
    public required string Mailbox
    {
        get => _mailbox;
        init => _mailbox = PlainText.Cell(value);
    }

    /// <summary>The folder as the log spells it, in the mailbox's language; empty where the result stands for the whole mailbox or the record names none.</summary>
    public required string Folder
    {
        get => _folder;
        init => _folder = PlainText.Cell(value);
    }

    /// <summary>Distinct messages; null where a whole folder was synchronised and nobody knows how many it held.</summary>
    public required long? MessageCount { get; init; }

    /// <summary>How <see cref="MessageCount"/> is to be read.</summary>
    public required ExposureBound MessageBound { get; init; }

    /// <summary>Distinct messages that the log names as opened: a part of <see cref="MessageCount"/> where a folder was synchronised.</summary>
    public required long NamedMessageCount { get; init; }

    /// <summary>Size of the messages in bytes; null where nothing is known of it.</summary>
    public required long? SizeInBytes { get; init; }

    /// <summary>How <see cref="SizeInBytes"/> is to be read.</summary>
    public required ExposureBound SizeBound { get; init; }

    /// <summary>Folders that were synchronised as a whole.</summary>
    public required int SyncedFolderCount { get; init; }

    /// <summary>Recorded reads: always a lower bound, because Exchange leaves repeats within the hour out.</summary>
    public required long ReadCount { get; init; }

    /// <summary>First access (UTC).</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Last access (UTC).</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Who read (UserId), at most 200.</summary>
    public required IReadOnlyList<string> UserIds { get; init; }

    /// <summary>From which networks, at most 200.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    /// <summary>With which applications, at most 200.</summary>
    public required IReadOnlyList<string> Applications { get; init; }

    /// <summary>In which sessions, at most 200.</summary>
    public required IReadOnlyList<string> SessionIds { get; init; }

    /// <summary>Why the figures are bounds, in sentences; empty where they are exact.</summary>
    public required IReadOnlyList<string> BoundReasons { get; init; }

    /// <summary>The first records, at most 1,000.</summary>
    public required IReadOnlyList<string> RecordIds { get; init; }

    /// <summary>All records.</summary>
    public required long RecordCount { get; init; }

    /// <summary>The messages in words, such as <c>at least 12 messages</c>.</summary>
    public string Messages => ExposureText.Messages(this);

    /// <summary><see cref="FirstSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string FirstSeenText => UtcTimeText.Of(FirstSeen);

    /// <summary><see cref="LastSeen"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string LastSeenText => UtcTimeText.Of(LastSeen);

    /// <summary><see cref="UserIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string UserIdsText => PlainText.Line(UserIds);

    /// <summary><see cref="Networks"/> as one line, for <c>Export-Csv</c>.</summary>
    public string NetworksText => PlainText.Line(Networks);

    /// <summary><see cref="Applications"/> as one line, for <c>Export-Csv</c>.</summary>
    public string ApplicationsText => PlainText.Line(Applications);

    /// <summary><see cref="SessionIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string SessionIdsText => PlainText.Line(SessionIds);

    /// <summary><see cref="BoundReasons"/> as one line, for <c>Export-Csv</c>.</summary>
    public string BoundReasonsText => PlainText.Line(BoundReasons);

    /// <summary><see cref="RecordIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string RecordIdsText => PlainText.Line(RecordIds);

    /// <summary>The exposure in one line.</summary>
    /// <returns>Mailbox, folder and messages.</returns>
    public override string ToString() => PlainText.Safe(Folder.Length == 0 ? $"{Mailbox}: {Messages}" : $"{Mailbox}, {Folder}: {Messages}");
}
