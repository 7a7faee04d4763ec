using System;
using System.Globalization;
using StormDetect.Core.Detection.Indicators;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Timelines;

/// <summary>Makes the line of a record.</summary>
internal static class TimelineEntries
{
    public static ActivityTimelineEntry Of(RecordView view, string relation)
    {
        ChangeRecord record = ChangeRecord.Read(view);
        MailAccessDetails details = MailAccessDetails.Read(view);
        string client = record.ClientInfo.Length > 0 ? record.ClientInfo : record.ExtendedProperties["UserAgent"] ?? view.Get(AuditField.UserAgent).Text();
        string appId = record.AppId.Length > 0 ? record.AppId : ContextFields.Real(view.Get(AuditField.ApplicationId)).Text().Trim().ToLowerInvariant();
        string clientAppId = record.ClientAppId.Length > 0 ? record.ClientAppId : ClientInfo.Parse(record.ClientInfo).AppId;
        TimelineEntryKind kind = KindOf(record.Operation);
        ActivityTimelineEntry entry = new()
        {
            Time = record.Time,
            Kind = kind,
            Text = string.Empty,
            UserId = record.UserId,
            Mailbox = record.MailboxOwner.Length > 0 ? record.MailboxOwner : record.MailboxGuid,
            MailboxGuid = record.MailboxGuid,
            Operation = view.OperationName,
            Succeeded = !record.Failed && !record.Operation.Equals("UserLoginFailed", StringComparison.OrdinalIgnoreCase),
            Address = record.Address,
            Network = record.Network.IsNone ? string.Empty : record.Network.ToString(),
            AppId = appId,
            AppName = KnownApplications.NameOf(appId),
            ClientAppId = clientAppId,
            ClientAppName = KnownApplications.NameOf(clientAppId),
            Client = client,
            SessionId = SessionOf(view),
            UniqueTokenId = record.TokenId.Length > 0 ? record.TokenId : record["UniqueTokenIdentifier"] ?? string.Empty,
            ItemCount = kind == TimelineEntryKind.Access ? details.ItemCount : null,
            Folders = details.Folders,
            InternetMessageIds = details.InternetMessageIds,
            Relation = relation,
            RecordId = record.Id,
            TenantId = record.TenantId,
            SourceFile = view.Source,
            Key = record.Key,
        };
        return entry with { Text = TimelineWords.Of(entry, record, details) };
    }

    public static ActivityTimelineEntry Of(AuditRecord record, Guid key, string relation)
    {
        string appId = record.AppId?.ToLowerInvariant() ?? string.Empty;
        string clientAppId = record.ClientAppId?.ToLowerInvariant() ?? string.Empty;
        Network network = RecordAddress.NetworkOf(record.ClientIP);
        ActivityTimelineEntry entry = new()
        {
            Time = record.CreationTime,
            Kind = KindOf(record.Operation),
            Text = string.Empty,
            UserId = record.UserId ?? string.Empty,
            Mailbox = record.Mailbox ?? record.MailboxGuid ?? string.Empty,
            MailboxGuid = record.MailboxGuid?.ToLowerInvariant() ?? string.Empty,
            Operation = record.Operation,
            Succeeded = record.ResultStatus is not { } status || !status.StartsWith("Fail", StringComparison.OrdinalIgnoreCase),
            Address = record.ClientIP ?? string.Empty,
            Network = network.IsNone ? string.Empty : network.ToString(),
            AppId = appId,
            AppName = KnownApplications.NameOf(appId),
            ClientAppId = clientAppId,
            ClientAppName = KnownApplications.NameOf(clientAppId),
            Client = record.ClientInfoString ?? string.Empty,
            SessionId = record.SessionId ?? string.Empty,
            UniqueTokenId = record.UniqueTokenId ?? string.Empty,
            ItemCount = record.ItemCount,
            Folders = record.Folders,
            InternetMessageIds = record.InternetMessageIds,
            Relation = relation,
            RecordId = record.Id,
            TenantId = record.OrganizationId?.ToLowerInvariant() ?? string.Empty,
            SourceFile = record.SourceFile ?? string.Empty,
            Key = key,
        };
        return entry with { Text = TimelineWords.OfAccess(entry, record.MailAccessType == "Sync") };
    }

    /// <summary>The session, also where a sign-in keeps it.</summary>
    public static string SessionOf(RecordView record)
    {
        string session = ContextFields.Read(record).SessionId.Text();
        return session.Length > 0 ? session : NamedValues.Read(record.Open(AuditField.DeviceProperties))["SessionId"] ?? string.Empty;
    }

    private static TimelineEntryKind KindOf(string operation)
    {
        if (operation.Contains("Delete", StringComparison.OrdinalIgnoreCase) && !operation.Contains(' ', StringComparison.Ordinal) && !operation.Contains('-', StringComparison.Ordinal))
        {
            return operation.StartsWith("MoveTo", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("Soft", StringComparison.OrdinalIgnoreCase) || operation.StartsWith("Hard", StringComparison.OrdinalIgnoreCase)
                ? TimelineEntryKind.Delete : TimelineEntryKind.Other;
        }

        return operation.ToLower(CultureInfo.InvariantCulture) switch
        {
            "mailitemsaccessed" => TimelineEntryKind.Access,
            "userloggedin" or "userloginfailed" or "mailboxlogin" => TimelineEntryKind.SignIn,
            "send" or "sendas" or "sendonbehalf" => TimelineEntryKind.Send,
            "move" or "copy" => TimelineEntryKind.Move,
            "searchqueryinitiatedexchange" or "searchqueryinitiatedsharepoint" or "searchqueryinitiated" or "searchcreated" or "searchstarted" or "searchexported" => TimelineEntryKind.Search,
            _ => new RecordClasses().Of(operation) == RecordClass.Change ? TimelineEntryKind.Change : TimelineEntryKind.Other,
        };
    }
}
