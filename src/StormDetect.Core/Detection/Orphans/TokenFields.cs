using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>What a record says of the token behind it: the ids that its sign-in shares, and when it was issued. Placeholders are missing.</summary>
internal readonly struct TokenFields
{
    public RawValue ClientAppId { get; private init; }

    /// <summary>AADSessionId, the token's sid, else SessionId.</summary>
    public RawValue Session { get; private init; }

    /// <summary>UniqueTokenId, the token's uti.</summary>
    public RawValue Token { get; private init; }

    /// <summary>IssuedAtTime, the token's iat, which lies about five minutes before the sign-in.</summary>
    public RawValue Issued { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TokenFields Read(RecordView view)
    {
        RawValue client = ContextFields.IsReal(view.Bytes(AuditField.ClientAppId)) ? view.Get(AuditField.ClientAppId) : default;
        RawValue session = default;
        RawValue token = default;
        RawValue issued = default;
        RawValue context = view.Open(AuditField.AppAccessContext);
        if (context.Kind == RawKind.Object)
        {
            JsonMembers members = new(context);
            while (members.Next())
            {
                if (client.IsMissing && members.Is("ClientAppId"u8))
                {
                    client = ContextFields.Real(members.Value);
                }
                else if (members.Is("AADSessionId"u8))
                {
                    session = ContextFields.Real(members.Value);
                }
                else if (members.Is("UniqueTokenId"u8))
                {
                    token = ContextFields.Real(members.Value);
                }
                else if (members.Is("IssuedAtTime"u8))
                {
                    issued = members.Value;
                }
            }
        }

        session = session.IsMissing ? ContextFields.Real(view.Get(AuditField.ContextSessionId)) : session;
        token = token.IsMissing ? ContextFields.Real(view.Get(AuditField.ContextTokenId)) : token;
        return new TokenFields
        {
            ClientAppId = client.IsMissing ? ContextFields.Real(view.Get(AuditField.ContextClientAppId)) : client,
            Session = session.IsMissing ? ContextFields.Real(view.Get(AuditField.SessionId)) : session,
            Token = token.IsMissing ? ContextFields.Real(view.Get(AuditField.UniqueTokenId)) : token,
            Issued = issued.IsMissing ? view.Get(AuditField.ContextIssuedAt) : issued,
        };
    }
}
