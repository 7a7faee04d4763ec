using System;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Exports;

/// <summary>
/// Application, session and token of a record, wherever its form keeps them: at the top, in AppAccessContext (also as text), or flattened. Absent and
/// placeholder values (empty, all zeros, all A) are missing: they say "unknown", never "forged".
/// </summary>
internal readonly struct ContextFields
{
    /// <summary>ClientAppId, not yet looked for in the client's description.</summary>
    public RawValue ClientAppId { get; private init; }

    /// <summary>SessionId, else AADSessionId.</summary>
    public RawValue SessionId { get; private init; }

    /// <summary>UniqueTokenId.</summary>
    public RawValue TokenId { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ContextFields Read(RecordView view)
    {
        RawValue client = IsReal(view.Bytes(AuditField.ClientAppId)) ? view.Get(AuditField.ClientAppId) : default;
        RawValue session = IsReal(view.Bytes(AuditField.SessionId)) ? view.Get(AuditField.SessionId) : default;
        RawValue token = default;
        RawValue context = view.Open(AuditField.AppAccessContext);
        if (context.Kind == RawKind.Object)
        {
            JsonMembers members = new(context);
            while (members.Next())
            {
                if (client.IsMissing && members.Is("ClientAppId"u8))
                {
                    client = Real(members.Value);
                }
                else if (session.IsMissing && members.Is("AADSessionId"u8))
                {
                    session = Real(members.Value);
                }
                else if (members.Is("UniqueTokenId"u8))
                {
                    token = Real(members.Value);
                }
            }
        }

        return new ContextFields
        {
            ClientAppId = client.IsMissing ? Real(view.Get(AuditField.ContextClientAppId)) : client,
            SessionId = session.IsMissing ? Real(view.Get(AuditField.ContextSessionId)) : session,
            TokenId = token.IsMissing ? Real(Either(view.Get(AuditField.ContextTokenId), view.Get(AuditField.UniqueTokenId))) : token,
        };
    }

    /// <summary>The value, or missing where it is a placeholder.</summary>
    public static RawValue Real(RawValue value) => IsReal(value.Bytes) ? value : default;

    /// <summary>Whether a text is more than a placeholder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsReal(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        return text[0] switch
        {
            (byte)'0' or (byte)'-' => text.IndexOfAnyExcept((byte)'0', (byte)'-') >= 0,
            (byte)'A' or (byte)'=' => text.IndexOfAnyExcept((byte)'A', (byte)'=') >= 0,
            _ => true,
        };
    }

    private static RawValue Either(RawValue first, RawValue second) => first.IsEmpty ? second : first;
}
