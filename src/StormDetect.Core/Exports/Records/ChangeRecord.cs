using System;
using System.Collections.Generic;
using System.Text;

namespace StormDetect.Core.Exports;

/// <summary>
/// A record that changed something (a rule, a permission, a setting), decoded. Such records are rare beside mail access, so they may cost objects; but it is
/// made for the call only: a collector keeps what it needs of it, in bounds.
/// </summary>
internal sealed class ChangeRecord
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.OrdinalIgnoreCase);

    private ChangeRecord()
    {
    }

    /// <summary>The operation without trailing blanks and period, with every kind of dash as <c>-</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The record's id as the log spells it.</summary>
    public required string Id { get; init; }

    /// <summary>The id as a GUID, or a hash that is as good as one.</summary>
    public required Guid Key { get; init; }

    /// <summary>OrganizationId in lower case; empty where the log does not say.</summary>
    public required string TenantId { get; init; }

    public required int? RecordType { get; init; }

    public required int? UserType { get; init; }

    public required string UserId { get; init; }

    public required string ObjectId { get; init; }

    /// <summary>The address without port and brackets; empty where there is none.</summary>
    public required string Address { get; init; }

    public required Network Network { get; init; }

    /// <summary>In lower case; empty where the record has none.</summary>
    public required string AppId { get; init; }

    /// <summary>In lower case; empty where the record has none.</summary>
    public required string ClientAppId { get; init; }

    public required string SessionId { get; init; }

    public required string TokenId { get; init; }

    public required string ClientInfo { get; init; }

    public required LogonKind Logon { get; init; }

    /// <summary>MailboxGuid in lower case; empty where the record has none.</summary>
    public required string MailboxGuid { get; init; }

    /// <summary>MailboxOwnerUPN in lower case; empty where the record has none.</summary>
    public required string MailboxOwner { get; init; }

    public required NamedValues Parameters { get; init; }

    public required NamedValues ModifiedProperties { get; init; }

    public required NamedValues OperationProperties { get; init; }

    public required NamedValues ExtendedProperties { get; init; }

    /// <summary>Item.ParentFolder: Id, Path, Name, MemberUpn, MemberSid, MemberRights.</summary>
    public required NamedValues ParentFolder { get; init; }

    /// <summary>Whether the outcome says that it failed. What does not say so counts as done.</summary>
    public bool Failed => ResultStatus is { } status
        && (status.Equals("False", StringComparison.OrdinalIgnoreCase) || status.StartsWith("Fail", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether Microsoft's own service did it: provisioning fires thousands of changes as SYSTEM. Only the name that no account of a tenant can have counts, together with the user
    /// type where the record has one: an administrator called "system" is an administrator.
    /// </summary>
    public bool IsService => UserType is null or 3 or 4
        && (UserId.StartsWith("NT AUTHORITY\\", StringComparison.OrdinalIgnoreCase)
            || UserId.StartsWith("NT SERVICE\\", StringComparison.OrdinalIgnoreCase)
            || UserId.StartsWith("SpoolsProvisioning", StringComparison.OrdinalIgnoreCase));

    public string? ResultStatus => this["ResultStatus"];

    /// <summary>A member or column of the record (ExternalAccess, OrganizationName, Actor ...); nested JSON as text; null where it is missing. In any case of letters.</summary>
    public string? this[string member] => _texts.GetValueOrDefault(member);

    /// <summary>Decodes a record.</summary>
    public static ChangeRecord Read(RecordView view)
    {
        ContextFields context = ContextFields.Read(view);
        string sessionId = context.SessionId.Text();
        string tokenId = context.TokenId.Text();
        string clientAppId = context.ClientAppId.Text().Trim().ToLowerInvariant();
        string address = view.Address.Text();
        ChangeRecord record = new()
        {
            Operation = Normalised(view.OperationName),
            Time = new DateTimeOffset(view.Ticks, TimeSpan.Zero),
            Id = view.Id.Text(),
            Key = view.RecordKey,
            TenantId = view.Get(AuditField.OrganizationId).Text().Trim().ToLowerInvariant(),
            RecordType = RecordTypes.RecordType(view.RecordType),
            UserType = RecordTypes.UserType(view.Get(AuditField.UserType)),
            UserId = view.UserId.Text().Trim(),
            ObjectId = view.ObjectId.Text(),
            Address = RecordAddress.Bare(address) ?? string.Empty,
            Network = RecordAddress.NetworkOf(address),
            AppId = ContextFields.Real(view.Get(AuditField.AppId)).Text().Trim().ToLowerInvariant(),
            ClientAppId = clientAppId,
            SessionId = sessionId,
            TokenId = tokenId,
            ClientInfo = view.ClientInfo.Text(),
            Logon = RecordTypes.Logon(view.Get(AuditField.LogonType)),
            MailboxGuid = ContextFields.Real(view.Get(AuditField.MailboxGuid)).Text().Trim().ToLowerInvariant(),
            MailboxOwner = view.Get(AuditField.MailboxOwnerUPN).Text().Trim().ToLowerInvariant(),
            Parameters = NamedValues.Read(view.Open(AuditField.Parameters)),
            ModifiedProperties = NamedValues.Read(view.Open(AuditField.ModifiedProperties)),
            OperationProperties = NamedValues.Read(view.Open(AuditField.OperationProperties)),
            ExtendedProperties = NamedValues.Read(view.Open(AuditField.ExtendedProperties)),
            ParentFolder = Folder(view.Open(AuditField.Item)),
        };
        record.ReadCells(view.OuterCells);
        record.ReadMembers(view.OuterObject);
        record.ReadMembers(view.Inner);
        return record;
    }

    private static string Normalised(string operation)
    {
        string name = operation.Trim();
        foreach (char dash in "‐‑‒–—−")
        {
            name = name.Replace(dash, '-');
        }

        return name;
    }

    private static NamedValues Folder(RawValue item)
    {
        if (item.Kind == RawKind.Object)
        {
            JsonMembers members = new(item);
            while (members.Next())
            {
                if (members.Is("ParentFolder"u8))
                {
                    return NamedValues.Read(members.Value);
                }
            }
        }

        return NamedValues.Empty;
    }

    private void ReadMembers(JsonLayer? layer)
    {
        if (layer is null || layer.Root.Kind != RawKind.Object)
        {
            return;
        }

        JsonMembers members = new(layer.Root);
        while (members.Next())
        {
            Add(members.Name, members.Value);
        }
    }

    // The columns of a form that takes records apart. One that holds the whole record says nothing that its members do not.
    private void ReadCells(CsvFields? cells)
    {
        for (int i = 0; i < (cells?.Count ?? 0); i++)
        {
            RawValue value = cells!.ValueAt(i);
            if (!value.IsMissing && cells.FieldAt(i) is not (AuditField.AuditData or AuditField.RawEventData or AuditField.Raw))
            {
                Add(cells.NameAt(i), value);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> name, RawValue value)
    {
        string text = Encoding.UTF8.GetString(name);
        text = text.StartsWith(AuditFieldMap.ElasticPrefix, StringComparison.OrdinalIgnoreCase) ? text[AuditFieldMap.ElasticPrefix.Length..] : text;
        _texts[text] = NamedValues.Text(value);
    }
}
