namespace StormDetect.Core.SignIns;

/// <summary>What is read of a sign-in, whatever its log calls it.</summary>
internal enum SignInField : byte
{
    None,
    Id,
    OriginalId,
    Token,
    ActivityToken,
    Session,
    UserName,
    UserId,
    ServicePrincipal,
    App,
    Address,
    Time,
    Generated,
    ErrorCode,
    Status,
    Category,
    EventTypes,
    IsInteractive,
    IncomingToken,
    LogTenant,
    StreamTenant,
    HomeTenant,
    ResourceTenant,
    RequestUri,
    Operation,
    Properties,
    ManagedIdentity,
    Count,
}
