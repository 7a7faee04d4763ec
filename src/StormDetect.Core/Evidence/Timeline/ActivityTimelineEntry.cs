using System;
using System.Collections.Generic;
using System.Globalization;

namespace StormDetect.Core;

/// <summary>One line of a timeline: a record in plain words, or a stretch in which nothing could be seen.</summary>
public sealed record ActivityTimelineEntry
{
    private readonly string _text = string.Empty;
    private readonly string _userId = string.Empty;
    private readonly string _mailbox = string.Empty;
    private readonly string _operation = string.Empty;
    private readonly string _address = string.Empty;
    private readonly string _network = string.Empty;
    private readonly string _appId = string.Empty;
    private readonly string _clientAppId = string.Empty;
    private readonly string _client = string.Empty;
    private readonly string _sessionId = string.Empty;
    private readonly string _uniqueTokenId = string.Empty;
    private readonly string _relation = string.Empty;
    private readonly string _recordId = string.Empty;
    private readonly string _sourceFile = string.Empty;

    /// <summary>When it happened (UTC); of a gap or blind interval, its start.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The end (UTC, exclusive) of a gap or blind interval; null for records.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>What it tells.</summary>
    public required TimelineEntryKind Kind { get; init; }

    /// <summary>What happened, in plain words; texts of the log in it cannot steer a terminal.</summary>
    public required string Text
    {
        get => _text;
        init => _text = PlainText.Cell(value);
    }

    /// <summary>Who did it, as the log spells it; empty where it does not say.</summary>
    public string UserId
    {
        get => _userId;
        init => _userId = PlainText.Cell(value);
    }

    /// <summary>The mailbox it was done to, by address or else MailboxGuid; empty where the record names none.</summary>
    public string Mailbox
    {
        get => _mailbox;
        init => _mailbox = PlainText.Cell(value);
    }

    /// <summary>The operation as the log spells it; the cause for gaps and blind intervals.</summary>
    public string Operation
    {
        get => _operation;
        init => _operation = PlainText.Cell(value);
    }

    /// <summary>Whether it succeeded; what does not say that it failed counts as done.</summary>
    public bool Succeeded { get; init; } = true;

    /// <summary>The client's address without port and brackets; empty where there is none.</summary>
    public string Address
    {
        get => _address;
        init => _address = PlainText.Cell(value);
    }

    /// <summary>Its network (IPv4 /24, IPv6 /48); empty where there is none.</summary>
    public string Network
    {
        get => _network;
        init => _network = PlainText.Cell(value);
    }

    /// <summary>AppId in lower case, or of a sign-in the application signed in to; empty where the record has none.</summary>
    public string AppId
    {
        get => _appId;
        init => _appId = PlainText.Cell(value);
    }

    /// <summary>Public name of <see cref="AppId"/>, for display only; empty where it is not a published one.</summary>
    public string AppName { get; init; } = string.Empty;

    /// <summary>ClientAppId in lower case; empty where the record has none.</summary>
    public string ClientAppId
    {
        get => _clientAppId;
        init => _clientAppId = PlainText.Cell(value);
    }

    /// <summary>Public name of <see cref="ClientAppId"/>, for display only; empty where it is not a published one.</summary>
    public string ClientAppName { get; init; } = string.Empty;

    /// <summary>What the client calls itself: ClientInfoString, or the browser of a sign-in.</summary>
    public string Client
    {
        get => _client;
        init => _client = PlainText.Cell(value);
    }

    /// <summary>The session; empty where the record has none.</summary>
    public string SessionId
    {
        get => _sessionId;
        init => _sessionId = PlainText.Cell(value);
    }

    /// <summary>UniqueTokenId as the log writes it; empty where the record has none.</summary>
    public string UniqueTokenId
    {
        get => _uniqueTokenId;
        init => _uniqueTokenId = PlainText.Cell(value);
    }

    /// <summary>How many items the record stands for; null where it says nothing of items.</summary>
    public int? ItemCount { get; init; }

    /// <summary>The folders concerned, as the log spells them (localised).</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>InternetMessageIds of the items named.</summary>
    public IReadOnlyList<string> InternetMessageIds { get; init; } = [];

    /// <summary>Why it is here: empty for what the pivot itself names, else what it has in common with it.</summary>
    public string Relation
    {
        get => _relation;
        init => _relation = PlainText.Cell(value);
    }

    /// <summary>The record's id; empty for gaps and blind intervals.</summary>
    public string RecordId
    {
        get => _recordId;
        init => _recordId = PlainText.Cell(value);
    }

    /// <summary>OrganizationId of the tenant, in lower case; empty where the log does not say.</summary>
    public string TenantId { get; init; } = string.Empty;

    /// <summary>The file the record was read from.</summary>
    public string SourceFile
    {
        get => _sourceFile;
        init => _sourceFile = PlainText.Cell(value);
    }

    /// <summary><see cref="Time"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string TimeText => UtcTimeText.Of(Time);

    /// <summary><see cref="EndTime"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string EndTimeText => UtcTimeText.Of(EndTime);

    /// <summary><see cref="Folders"/> as one line, for <c>Export-Csv</c>.</summary>
    public string FoldersText => PlainText.Line(Folders);

    /// <summary><see cref="InternetMessageIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string InternetMessageIdsText => PlainText.Line(InternetMessageIds);

    /// <summary>What orders entries of one time; the same in whatever order records were read.</summary>
    internal Guid Key { get; init; }

    /// <summary>MailboxGuid in lower case, for coverage.</summary>
    internal string MailboxGuid { get; init; } = string.Empty;

    /// <summary>The entry in one line.</summary>
    /// <returns>Time, actor and words.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} {(UserId.Length == 0 ? Kind.ToString() : PlainText.Safe(UserId))} {Text}");
}
