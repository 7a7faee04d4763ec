namespace StormDetect.Core.Exports;

/// <summary>
/// The members of audit records and of the wrappers around them that hunts may ask for. Several names of one thing in different forms are fields of
/// their own here; <see cref="RecordView"/> knows which stands for which.
/// </summary>
internal enum AuditField : byte
{
    None,

    // The record itself (Management Activity API schema).
    Id,
    CreationTime,
    RecordType,
    Operation,
    OrganizationId,
    UserType,
    UserKey,
    Workload,
    ResultStatus,
    ObjectId,
    UserId,
    ClientIP,
    ClientIPAddress,
    ActorIpAddress,
    ActorIP,
    AppAccessContext,
    AppId,
    ClientAppId,
    ApplicationId,
    ClientInfoString,
    ActorInfoString,
    UserAgent,
    LogonType,
    MailboxGuid,
    MailboxOwnerUPN,
    SessionId,
    OperationProperties,
    OperationCount,
    Folders,
    Folder,
    Item,
    AffectedItems,
    RecipientCount,
    RecipientList,
    Parameters,
    ModifiedProperties,
    ExtendedProperties,
    DeviceProperties,
    TokenType,

    // Flattened nested names (Elastic, Splunk).
    ContextSessionId,
    ContextClientAppId,
    ContextTokenId,
    ContextIssuedAt,
    MailAccessType,
    IsThrottled,
    FolderPath,

    // Outer names of the same things.
    Identity,
    RecordId,
    CreationDate,
    UserIds,
    Operations,
    CreatedDateTime,
    AuditLogRecordType,
    UserPrincipalName,
    Service,
    TimeGenerated,
    StartTime,
    Timestamp,
    ActionType,
    IPAddress,
    SourceIp,
    OfficeWorkload,
    OfficeObjectId,
    SourceRecordId,
    OfficeId,
    UniqueTokenId,

    // Wrappers.
    AuditData,
    RawEventData,
    Properties,
    Raw,
    Result,
    Source,
    O365,
    Audit,
    Office365,
    Data,
    AdditionalProperties,

    // Containers of records.
    Value,
    Records,
    Results,
    Hits,

    // Marks of forms that have nothing else of their own.
    AccountObjectId,
    ResultIndex,
    Time,

    Count,
}
