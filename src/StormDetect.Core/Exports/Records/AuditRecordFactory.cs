using System;
using System.Text;
using StormDetect.Core.Archives;

namespace StormDetect.Core.Exports;

/// <summary>Makes the object a person gets from a record in place.</summary>
internal static class AuditRecordFactory
{
    public static AuditRecord Create(RecordView view, bool includeAuditData)
    {
        string info = view.ClientInfo.Text();
        ClientInfo client = ClientInfo.Parse(info);
        MailAccessDetails access = MailAccessDetails.Read(view);
        string operation = view.OperationName;

        // RecordType 2 means Sync for mail access only, and other operations have properties of their own.
        bool isAccess = operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase);
        return new AuditRecord
        {
            Id = view.Id.Text(),
            CreationTime = new DateTimeOffset(view.Ticks, TimeSpan.Zero),
            Operation = operation,
            RecordType = RecordTypes.RecordType(view.RecordType),
            OrganizationId = Text(view.Get(AuditField.OrganizationId)),
            UserType = RecordTypes.UserType(view.Get(AuditField.UserType)),
            UserId = Text(view.UserId),
            UserKey = Text(view.Get(AuditField.UserKey)),
            Workload = Text(view.Workload),
            ResultStatus = Text(view.Get(AuditField.ResultStatus)),
            ObjectId = Text(view.ObjectId),
            ClientIP = RecordAddress.Bare(Text(view.Address)),
            Mailbox = Text(view.Get(AuditField.MailboxOwnerUPN)),
            MailboxGuid = Text(ContextFields.Real(view.Get(AuditField.MailboxGuid))),
            AppId = Text(ContextFields.Real(view.Get(AuditField.AppId))),
            ClientAppId = access.ClientAppId.Length > 0 ? access.ClientAppId : client.AppId.Length > 0 ? client.AppId : null,
            ClientInfoString = info.Length > 0 ? info : null,
            ClientFamily = client.Family,
            Logon = RecordTypes.Logon(view.Get(AuditField.LogonType)),
            SessionId = access.SessionId.Length > 0 ? access.SessionId : null,
            UniqueTokenId = access.TokenId.Length > 0 ? access.TokenId : null,
            MailAccessType = isAccess && access.AccessType is MailActivity type ? type.ToString() : null,
            IsThrottled = isAccess ? access.IsThrottled : null,
            ItemCount = access.ItemCount,
            Folders = access.Folders,
            FolderKeys = access.FolderKeys,
            InternetMessageIds = access.InternetMessageIds,
            Form = view.Form,
            SourceFile = view.Source,
            SourceOffset = view.Offset,
            AuditData = includeAuditData || !isAccess ? Raw(view) : null,
        };
    }

    private static string? Text(RawValue value)
    {
        string? text = value.TextOrNull();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string? Raw(RecordView view)
    {
        // Some forms take a record apart: then the row is what there is of it.
        bool isWhole = view.Inner is not null && (view.Inner.Has(AuditField.Operation) || (view.OuterObject is null && view.OuterCells is null));
        if (!isWhole && view.OuterCells is not null)
        {
            return Encoding.UTF8.GetString(new ArchiveLine().Of(view));
        }

        JsonLayer layer = isWhole ? view.Inner! : view.OuterObject!;
        ReadOnlySpan<byte> text = layer.Data.AsSpan(layer.Start, layer.End - layer.Start);
        if (layer.QuoteWidth == 1)
        {
            return Encoding.UTF8.GetString(text);
        }

        byte[] single = [];
        int length = CsvText.Unescape(text, ref single);
        return Encoding.UTF8.GetString(single, 0, length);
    }
}
