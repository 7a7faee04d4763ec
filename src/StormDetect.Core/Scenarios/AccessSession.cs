using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Who reaches mail with what, from where, with which token: what a run of records has in common.</summary>
internal sealed class AccessSession
{
    public required ClientProfile Client { get; init; }

    /// <summary>Who acts; null when the mailbox' owner or an application does.</summary>
    public Mailbox? Actor { get; init; }

    public NetAddress Address { get; init; }

    /// <summary>Where every record comes from another address: the provider to draw from.</summary>
    public Provider? ChurningProvider { get; init; }

    /// <summary>Which of the client's ClientInfo texts this is.</summary>
    public int ClientInfo { get; init; }

    public Guid SessionId { get; init; }

    /// <summary>The token; its base64url form is UniqueTokenId and, where a sign-in was logged, it is that record's id.</summary>
    public Guid TokenId { get; init; }

    /// <summary>When the token says it was issued, in scenario seconds.</summary>
    public int TokenIssued { get; init; }

    public Guid DeviceId { get; init; }

    /// <summary>LogonType: 0 owner, 1 admin, 2 delegate.</summary>
    public byte LogonType { get; init; }

    /// <summary>The platform's own account that acts, such as S-1-5-18 for retention; null when a person or an application does.</summary>
    public byte[]? SystemUser { get; init; }

    /// <summary>Whether a sign-in stands behind the token.</summary>
    public TokenOrigin Origin { get; init; }

    /// <summary>How the token's context is written.</summary>
    public ContextForm Context { get; init; }
}
