using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Exchange cmdlets (RecordType 1): the service's own noise, and what people do now and then. ClientIP has a port here.</summary>
internal static class AdminShape
{
    private static ReadOnlySpan<byte> ServiceAccount => "NT SERVICE\\\\MSExchangeServiceHostNetCore (Microsoft.Exchange.ServiceHost)"u8;

    public static void Write(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        bool service = entry.Kind is RecordKind.SystemSetMailbox or RecordKind.SystemAuditConfig;
        Mailbox user = entry.Session.Actor ?? entry.Mailbox;
        composer.Context(entry, default);
        composer.Head(
            entry,
            entry.Kind switch
            {
                RecordKind.NewInboxRule => "New-InboxRule"u8,
                RecordKind.SystemSetMailbox => "Set-Mailbox"u8,
                RecordKind.SystemAuditConfig => "Set-AdminAuditLogConfig"u8,
                _ => "Add-MailboxPermission"u8,
            },
            1,
            "True"u8,
            service ? ServiceAccount : user.Text.Puid,
            service ? 3 : 2,
            "Exchange"u8);
        if (!service)
        {
            NetAddress address = entry.Session.Address;
            line.Text(address.IsV6 ? ",\"ClientIP\":\"["u8 : ",\"ClientIP\":\""u8);
            line.Address(address);
            line.Text(address.IsV6 ? "]:"u8 : ":"u8);
            line.Number(composer.Random.Range(1_025, 65_000));
            line.Byte((byte)'"');
        }

        line.Text(",\"ObjectId\":\""u8);
        Object(composer, entry);
        composer.Field("\",\"UserId\":\""u8, service ? ServiceAccount : composer.UserName(user, entry.Time));
        line.Text(service
            ? ",\"AppId\":\"\",\"AppPoolName\":\"MSExchangeServiceHostNetCore\",\"ClientAppId\":\"\",\"CorrelationID\":\"\",\"ExternalAccess\":true"u8
            : entry.Kind == RecordKind.NewInboxRule
                ? ",\"AppId\":\"00000002-0000-0ff1-ce00-000000000000\",\"ClientAppId\":\"\",\"ExternalAccess\":false"u8
                : ",\"AppId\":\"fb78d390-0c51-40cd-8e17-fdbfab77341b\",\"ClientAppId\":\"\",\"ExternalAccess\":false"u8);
        composer.Field(",\"OrganizationName\":\""u8, composer.Tenant.Name);
        composer.Server(entry, lineBreak: false);
        line.Text(",\"Parameters\":["u8);
        Parameters(composer, entry);
        line.Byte((byte)']');
        if (!service && entry.Session.SessionId != default)
        {
            line.Text(",\"SessionId\":\""u8);
            line.Guid(entry.Session.SessionId);
            line.Byte((byte)'"');
        }

        line.Byte((byte)'}');
    }

    private static void Object(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        if (entry.Kind == RecordKind.SystemAuditConfig)
        {
            line.Text(composer.Tenant.Name);
            line.Text("\\\\Admin Audit Log Settings"u8);
            return;
        }

        line.Text("EURP190A005.PROD.OUTLOOK.EXAMPLE/Microsoft Exchange Hosted Organizations/"u8);
        line.Text(composer.Tenant.Name);
        line.Byte((byte)'/');
        line.Text(entry.Mailbox.Text.ObjectId);
        if (entry.Kind == RecordKind.NewInboxRule)
        {
            line.Text("\\\\"u8);
            line.Text(RuleName(entry.Entropy));
        }
    }

    private static void Parameters(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        switch (entry.Kind)
        {
            case RecordKind.NewInboxRule:
                line.Text("{\"Name\":\"AlwaysDeleteOutlookRulesBlob\",\"Value\":\"False\"},{\"Name\":\"Force\",\"Value\":\"False\"}"u8);
                composer.Field(",{\"Name\":\"Name\",\"Value\":\""u8, RuleName(entry.Entropy));
                line.Text("},{\"Name\":\"FromAddressContainsWords\",\"Value\":\"news@partner.example\"}"u8);
                composer.Field(",{\"Name\":\"MoveToFolder\",\"Value\":\""u8, RuleName(entry.Entropy));
                line.Text("},{\"Name\":\"StopProcessingRules\",\"Value\":\"True\"}"u8);
                break;
            case RecordKind.SystemSetMailbox:
                line.Text("{\"Name\":\"DomainController\",\"Value\":\"\"},{\"Name\":\"Force\",\"Value\":\"True\"}"u8);
                composer.Field(",{\"Name\":\"Identity\",\"Value\":\""u8, entry.Mailbox.Text.ObjectId);
                line.Text("},{\"Name\":\"MailRouting\",\"Value\":\"True\"},{\"Name\":\"MaxSendSize\",\"Value\":\"150 MB (157,286,400 bytes)\"},{\"Name\":\"OABGen\",\"Value\":\"True\"}"u8);
                break;
            case RecordKind.SystemAuditConfig:
                line.Text("{\"Name\":\"DomainController\",\"Value\":\"\"},{\"Name\":\"IgnoreDehydratedFlag\",\"Value\":\"True\"}"u8);
                composer.Field(",{\"Name\":\"Identity\",\"Value\":\""u8, composer.Tenant.Name);
                line.Text("},{\"Name\":\"AdminAuditLogEnabled\",\"Value\":\"True\"}"u8);
                break;
            default:
                composer.Field("{\"Name\":\"Identity\",\"Value\":\""u8, entry.Mailbox.Text.Alias);
                line.Text("},{\"Name\":\"User\",\"Value\":\""u8);
                line.Escaped(entry.Subject ?? string.Empty);
                line.Text("\"},{\"Name\":\"AccessRights\",\"Value\":\"FullAccess\"},{\"Name\":\"AutoMapping\",\"Value\":\"True\"}"u8);
                break;
        }
    }

    private static ReadOnlySpan<byte> RuleName(ulong entropy) => (entropy % 4) switch
    {
        0 => "Newsletter"u8,
        1 => "Team"u8,
        2 => "Reports"u8,
        _ => "Customers"u8,
    };
}
