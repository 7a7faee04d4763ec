using System;

namespace StormDetect.Core.Scenarios;

/// <summary>The fields that all mailbox records (RecordType 2, 3, 50) share.</summary>
internal static class MailboxFields
{
    /// <summary>Application and client, in the order of real records.</summary>
    public static void WriteClient(RecordComposer composer, in ScenarioEvent entry, ReadOnlySpan<byte> clientAppId, in NetAddress address)
    {
        JsonLine line = composer.Line;
        AccessSession session = entry.Session;
        ClientProfile client = session.Client;
        if (client.AppId is not null)
        {
            composer.Field(",\"AppId\":\""u8, client.AppId);
        }

        if (session.Context == ContextForm.Full)
        {
            line.Text(",\"AuthType\":\"Bearer\""u8);
        }

        if (!clientAppId.IsEmpty)
        {
            composer.Field(",\"ClientAppId\":\""u8, clientAppId);
        }

        line.Text(",\"ClientIPAddress\":\""u8);
        line.Address(address);
        composer.Field("\",\"ClientInfoString\":\""u8, client.ClientInfo[session.ClientInfo % client.ClientInfo.Length]);
        if (client.ProcessName is not null)
        {
            composer.Field(",\"ClientProcessName\":\""u8, client.ProcessName);
            line.Text(",\"ClientRequestId\":\"{"u8);
            line.Guid(ScenarioIds.Derived(entry.Entropy, 2));
            composer.Field("}\",\"ClientVersion\":\""u8, client.Versions![session.ClientInfo % client.Versions.Length]);
        }

        if (session.Context == ContextForm.Full && session.DeviceId != default)
        {
            line.Text(",\"DeviceId\":\""u8);
            line.Guid(session.DeviceId);
            line.Byte((byte)'"');
        }
    }

    /// <summary>Whose mailbox, on whose authority.</summary>
    public static void WriteMailbox(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        AccessSession session = entry.Session;
        Mailbox user = session.Actor ?? entry.Mailbox;
        MailboxText owner = entry.Mailbox.Text;
        line.Text(",\"ExternalAccess\":false,\"InternalLogonType\":"u8);
        line.Number(session.LogonType == 1 ? 1 : 0);
        line.Text(",\"LogonType\":"u8);
        line.Number(session.LogonType);
        composer.Field(",\"LogonUserSid\":\""u8, session.SystemUser ?? user.Text.Sid);
        composer.Field(",\"MailboxGuid\":\""u8, owner.Guid);
        if (session.LogonType == 2)
        {
            line.Text(",\"MailboxOwnerMasterAccountSid\":\"S-1-5-10\""u8);
        }

        composer.Field(",\"MailboxOwnerSid\":\""u8, owner.Sid);
        composer.Field(",\"MailboxOwnerUPN\":\""u8, RecordComposer.OwnerName(entry.Mailbox, entry.Time));
    }

    /// <summary>Organisation, server, session and token owner.</summary>
    public static void WriteOrganisation(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        AccessSession session = entry.Session;
        composer.Field(",\"OrganizationName\":\""u8, composer.Tenant.Name);
        composer.Server(entry, lineBreak: true);
        if (session.Client.HasSession && session.SessionId != default)
        {
            line.Text(",\"SessionId\":\""u8);
            line.Guid(session.SessionId);
            line.Byte((byte)'"');
        }

        if (session.Context == ContextForm.Full)
        {
            composer.Field(",\"TokenObjectId\":\""u8, (session.Actor ?? entry.Mailbox).Text.ObjectId);
            composer.Field(",\"TokenTenantId\":\""u8, composer.Tenant.IdText);
            composer.Field(",\"TokenType\":\""u8, session.Client.IsApplication ? "V1App"u8 : "V1AppActAs"u8);
        }
    }
}
