using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>
/// One audit record, whatever form it was exported in. Fields keep the log's own names; what the record does not carry is null.
/// Source of the field names: Office 365 Management Activity API schema.
/// </summary>
public sealed record AuditRecord
{
    internal const string MailItemsAccessed = "MailItemsAccessed";

    /// <summary>The record's id. Empty where the export has none.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened (UTC; audit times carry no zone and are UTC).</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>The operation, such as <c>MailItemsAccessed</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>RecordType as the number of the schema, or null where only an unknown name was given.</summary>
    public int? RecordType { get; init; }

    /// <summary>OrganizationId: the tenant.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>UserType as the number of the schema (0 Regular, 2 Admin, 4 System, 5 Application ...).</summary>
    public int? UserType { get; init; }

    /// <summary>Who did it, as the log spells it.</summary>
    public string? UserId { get; init; }

    /// <summary>The actor's key: a PUID, SID or application id.</summary>
    public string? UserKey { get; init; }

    /// <summary>The workload, such as <c>Exchange</c>.</summary>
    public string? Workload { get; init; }

    /// <summary>The outcome, in the workload's own words.</summary>
    public string? ResultStatus { get; init; }

    /// <summary>What it was done to.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The client's address without port and brackets.</summary>
    public string? ClientIP { get; init; }

    /// <summary>Address of the mailbox (MailboxOwnerUPN).</summary>
    public string? Mailbox { get; init; }

    /// <summary>MailboxGuid.</summary>
    public string? MailboxGuid { get; init; }

    /// <summary>AppId of the token that reached Exchange.</summary>
    public string? AppId { get; init; }

    /// <summary>ClientAppId: the application behind the call, also from AppAccessContext or the client's description.</summary>
    public string? ClientAppId { get; init; }

    /// <summary>ClientInfoString.</summary>
    public string? ClientInfoString { get; init; }

    /// <summary>The protocol family of the client.</summary>
    public ClientFamily ClientFamily { get; init; }

    /// <summary>On whose authority the mailbox was opened.</summary>
    public LogonKind Logon { get; init; }

    /// <summary>The session: SessionId, else AppAccessContext.AADSessionId.</summary>
    public string? SessionId { get; init; }

    /// <summary>AppAccessContext.UniqueTokenId.</summary>
    public string? UniqueTokenId { get; init; }

    /// <summary><c>Bind</c> or <c>Sync</c> for mail access.</summary>
    public string? MailAccessType { get; init; }

    /// <summary>Whether Exchange said it throttles this mailbox's records; null where the record does not say.</summary>
    public bool? IsThrottled { get; init; }

    /// <summary>How many items the record stands for: OperationCount, else the number of folder items.</summary>
    public int? ItemCount { get; init; }

    /// <summary>Paths of the folders concerned, as the log spells them (localised).</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>InternetMessageIds of the items named.</summary>
    public IReadOnlyList<string> InternetMessageIds { get; init; } = [];

    /// <summary>The form it was exported in.</summary>
    public ExportForm Form { get; init; }

    /// <summary>The file it was read from, with the entry name behind a <c>|</c> for archives.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Where it begins in that file, in bytes of the uncompressed text.</summary>
    public long SourceOffset { get; init; }

    /// <summary>
    /// The record's own JSON. Mail access, of which there is most, carries it only when asked for; of all others it is what hunts for changes judge by.
    /// </summary>
    public string? AuditData { get; init; }

    /// <summary>Folders as facts count them, by id, which has no place of its own among the fields; null for a record that was not read by us.</summary>
    internal (uint First, ulong Sketch)? FolderKeys { get; init; }

    /// <summary><see cref="Folders"/> as one line, for <c>Export-Csv</c>.</summary>
    public string FoldersText => PlainText.Line(Folders);

    /// <summary><see cref="InternetMessageIds"/> as one line, for <c>Export-Csv</c>.</summary>
    public string InternetMessageIdsText => PlainText.Line(InternetMessageIds);

    /// <summary><see cref="CreationTime"/> in ISO 8601, for <c>Export-Csv</c>, which writes times as the machine's culture does.</summary>
    public string CreationTimeText => UtcTimeText.Of(CreationTime);

    /// <summary>The record in one line.</summary>
    /// <returns>Time, operation, user and id.</returns>
    public override string ToString() => PlainText.Safe(FormattableString.Invariant($"{CreationTime:yyyy-MM-ddTHH:mm:ssZ} {Operation} {UserId} ({Id})"));
}
