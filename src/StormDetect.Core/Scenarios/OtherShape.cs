using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Consent to an application, files and searches: what surrounds mail in a real log.</summary>
internal static class OtherShape
{
    public static void Write(RecordComposer composer, in ScenarioEvent entry)
    {
        switch (entry.Kind)
        {
            case RecordKind.Consent:
                Consent(composer, entry);
                break;
            case RecordKind.FileAccessed:
                File(composer, entry);
                break;
            case RecordKind.Search:
                Search(composer, entry);
                break;
            default:
                throw new InvalidOperationException($"No shape for {entry.Kind}.");
        }
    }

    private static void Consent(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        Mailbox user = entry.Session.Actor ?? entry.Mailbox;
        byte[] application = entry.Session.Client.ClientAppId!;
        line.Byte((byte)'{');
        composer.Head(entry, "Consent to application."u8, 8, "Success"u8, user.Text.Puid, 0, "AzureActiveDirectory"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(entry.Session.Address);
        composer.Field("\",\"ObjectId\":\""u8, application);
        composer.Field(",\"UserId\":\""u8, RecordComposer.OwnerName(user, entry.Time));
        line.Text(",\"AzureActiveDirectoryEventType\":1,\"ExtendedProperties\":[{\"Name\":\"additionalDetails\",\"Value\":\"{\\\"User-Agent\\\":\\\"EvoSTS\\\"}\"},{\"Name\":\"extendedAuditEventCategory\",\"Value\":\"ServicePrincipal\"}],\"ModifiedProperties\":["u8);
        line.Text("{\"Name\":\"ConsentContext.IsAdminConsent\",\"NewValue\":\"False\",\"OldValue\":\"\"},{\"Name\":\"ConsentContext.IsAppOnly\",\"NewValue\":\"False\",\"OldValue\":\"\"},{\"Name\":\"ConsentContext.OnBehalfOfAll\",\"NewValue\":\"False\",\"OldValue\":\"\"},"u8);
        line.Text("{\"Name\":\"ConsentAction.Permissions\",\"NewValue\":\"[] => [[Id: "u8);
        line.Base64(entry.Entropy, 40);
        line.Text(", ConsentType: Principal, Scope: offline_access User.Read Mail.Read openid profile]]; \",\"OldValue\":\"\"},"u8);
        composer.Field("{\"Name\":\"TargetId.ServicePrincipalNames\",\"NewValue\":\""u8, application);
        line.Text(",\"OldValue\":\"\"}],\"Actor\":[{\"ID\":\""u8);
        line.Text(RecordComposer.OwnerName(user, entry.Time));
        composer.Field("\",\"Type\":5},{\"ID\":\""u8, user.Text.ObjectId);
        composer.Field(",\"Type\":2}],\"ActorContextId\":\""u8, composer.Tenant.IdText);
        line.Text(",\"ActorIpAddress\":\""u8);
        line.Address(entry.Session.Address);
        line.Text("\",\"InterSystemsId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Entropy, 3));
        composer.Field("\",\"SupportTicketId\":\"\",\"Target\":[{\"ID\":\""u8, application);
        line.Text(",\"Type\":2},{\"ID\":\""u8);
        line.Escaped(entry.Subject ?? string.Empty);
        composer.Field("\",\"Type\":1}],\"TargetContextId\":\""u8, composer.Tenant.IdText);
        line.Byte((byte)'}');
    }

    private static void File(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        MailboxText user = entry.Mailbox.Text;
        line.Byte((byte)'{');
        composer.Head(entry, "FileAccessed"u8, 6, default, user.Puid, 0, "OneDrive"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(entry.Session.Address);
        line.Text("\",\"ObjectId\":\"https://"u8);
        line.Text(composer.Tenant.ShortName);
        line.Text("-my.sharepoint.example/personal/"u8);
        line.Text(user.Alias);
        line.Text("/Documents/Document"u8);
        line.Number((long)(entry.Entropy % 900));
        composer.Field(".docx\",\"UserId\":\""u8, user.LowerUpn);
        line.Text(",\"CorrelationId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Entropy, 4));
        line.Text("\",\"EventSource\":\"SharePoint\",\"ItemType\":\"File\",\"ListId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Mailbox.Key, 5));
        line.Text("\",\"ListItemUniqueId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Mailbox.Key, 1_000 + (entry.Entropy % 900)));
        composer.Field("\",\"UserAgent\":\""u8, UserAgents.Of(entry.Session.ClientInfo, outlook: false));
        line.Text(",\"HighPriorityMediaProcessing\":false,\"SourceFileExtension\":\"docx\",\"SourceFileName\":\"Document"u8);
        line.Number((long)(entry.Entropy % 900));
        line.Text(".docx\",\"SourceRelativeUrl\":\"Documents\"}"u8);
    }

    private static void Search(RecordComposer composer, in ScenarioEvent entry)
    {
        JsonLine line = composer.Line;
        MailboxText user = entry.Mailbox.Text;
        line.Byte((byte)'{');
        composer.Head(entry, "SearchQueryInitiatedExchange"u8, 101, "Succeeded"u8, user.Puid, 0, "Exchange"u8);
        line.Text(",\"ClientIP\":\""u8);
        line.Address(entry.Session.Address);
        composer.Field("\",\"UserId\":\""u8, composer.UserName(entry.Mailbox, entry.Time));
        line.Text(",\"CorrelationId\":\""u8);
        line.Guid(ScenarioIds.Derived(entry.Entropy, 4));
        line.Text("\",\"QuerySource\":\"Outlook\",\"QueryText\":\""u8);
        if (entry.Subject is not null)
        {
            line.Escaped(entry.Subject);
        }
        else
        {
            line.Text("(from:partner.example) status "u8);
            line.Number((long)(entry.Entropy % 90));
        }

        line.Text("\",\"ScenarioName\":\"OWA.React\"}"u8);
    }
}
