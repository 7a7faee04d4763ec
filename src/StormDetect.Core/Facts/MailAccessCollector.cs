using System;
using System.Collections.Generic;
using StormDetect.Core.Baselines;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>
/// Counts mail access, and of every other record only that it was there: how busy the tenant and its mailboxes were is what coverage is judged by.
/// Every repeated string is decoded once; the rest of a record costs no object.
/// </summary>
internal sealed class MailAccessCollector : IAuditCollector
{
    private const string Operation = "MailItemsAccessed";

    private readonly ByteTable<bool> _operations = new();
    private readonly ByteTable<int> _tenants = new();
    private readonly ByteTable<Guid?> _guids = new();
    private readonly ByteTable<string> _addresses = new();
    private readonly ByteTable<string> _applications = new();
    private readonly ByteTable<ClientInfo> _clients = new();
    private readonly ByteTable<int> _networks = new();
    private readonly ByteTable<int> _users = new();
    private readonly Dictionary<(int Tenant, int Guid, int Address), int> _mailboxes = [];
    private readonly Dictionary<(int App, int Client, int Info, LogonKind Logon), int> _paths = [];

    private readonly AccessKeyCache _keys = new();

    // Kept, because a delegate made anew for every record would be the only thing a record allocates.
    private readonly Func<string, int> _addTenant;
    private readonly Func<string, int> _addUser;
    private readonly Func<string, int> _addNetwork;

    public MailAccessCollector()
    {
        _addTenant = Builder.Tenant;
        _addUser = Builder.User;
        _addNetwork = text => Builder.Network(RecordAddress.NetworkOf(text));
    }

    public MailAccessFactsBuilder Builder { get; } = new();

    public bool Wants(string operation) => true;

    /// <summary>Tells records that a baseline has learned; null without one.</summary>
    public RecordLog? Log { get; set; }

    public IAuditCollector Fork() => new MailAccessCollector { Log = Log?.Fork() };

    public void Merge(IAuditCollector other)
    {
        MailAccessCollector from = (MailAccessCollector)other;
        Builder.Merge(from.Builder);
        if (from.Log is not null)
        {
            Log?.Merge(from.Log);
        }
    }

    public void Collect(RecordView record)
    {
        bool mailAccess = IsMailAccess(record.Operation);
        int tenant = Tenant(record.Get(AuditField.OrganizationId));
        Builder.AddTenantRecord(tenant, record.Time, mailAccess);
        RawValue guid = ContextFields.Real(record.Get(AuditField.MailboxGuid));
        RawValue owner = record.Get(AuditField.MailboxOwnerUPN);
        if (!mailAccess)
        {
            if (!guid.IsEmpty || !owner.IsEmpty)
            {
                Builder.AddOtherActivity(Mailbox(tenant, guid, owner), record.Time);
            }

            return;
        }

        if (Log is not null && Log.IsKnown(Builder, tenant, record.Time, record.RecordKey))
        {
            return;
        }

        MailAccessFields access = MailAccessFields.Read(record);
        MailActivity activity = access.AccessType ?? MailActivity.Bind;

        // AppAccessContext last: its values are taken before another nested value is opened.
        ContextFields context = ContextFields.Read(record);
        ref AccessKeyCache.Entry key = ref Key(record, tenant, guid, owner, context.ClientAppId);
        MailAccessObservation observation = new()
        {
            Mailbox = key.Mailbox,
            Path = key.Path,
            Network = NetworkOf(record.Address),
            User = key.User,
            Session = Session(context.SessionId),
            Activity = activity,
            Time = record.Time,
            Items = Math.Max(access.Items, activity == MailActivity.Bind ? 1 : 0),
            Throttled = access.IsThrottled == true,
            SyncedFolder = activity == MailActivity.Sync ? access.Folder : 0,
            FolderSketch = access.FolderSketch,
            TokenSketch = context.TokenId.IsEmpty ? 0 : 1UL << (int)(ByteHash.OfText(context.TokenId) >> 58),
            RecordId = record.RecordKey,
        };
        if (!record.HasGuid)
        {
            Builder.NameRecord(record.RecordKey, record.Id.Text());
        }

        Builder.Add(observation);
    }

    /// <summary>Takes a record that was made an object before.</summary>
    public void Collect(AuditRecord record)
    {
        int time = FactTime.FromTicks(record.CreationTime.UtcTicks);
        bool mailAccess = record.Operation.Equals(Operation, StringComparison.OrdinalIgnoreCase);
        int tenant = Builder.Tenant(record.OrganizationId ?? string.Empty);
        Builder.AddTenantRecord(tenant, time, mailAccess);
        Guid? guid = Guid.TryParse(record.MailboxGuid, out Guid parsed) && parsed != Guid.Empty ? parsed : null;
        if (guid is null && string.IsNullOrEmpty(record.Mailbox) && !mailAccess)
        {
            return;
        }

        int mailbox = Builder.Mailbox(tenant, guid, record.Mailbox ?? (guid is null ? record.UserId : null) ?? string.Empty);
        if (!mailAccess)
        {
            Builder.AddOtherActivity(mailbox, time);
            return;
        }

        MailActivity activity = record.MailAccessType is "Sync" ? MailActivity.Sync : MailActivity.Bind;
        ulong sketch = 0;
        uint folder = 0;
        foreach (string path in record.Folders)
        {
            ulong hash = ByteHash.Of(System.Text.Encoding.UTF8.GetBytes(path));
            sketch |= 1UL << (int)(hash >> 58);
            folder = folder != 0 ? folder : (uint)hash | 1;
        }

        (folder, sketch) = record.FolderKeys ?? (folder, sketch);
        if (!Guid.TryParse(record.Id, out Guid id))
        {
            // Two records under one id that is no GUID are two records: their place tells them apart.
            Span<byte> key = stackalloc byte[16];
            BitConverter.TryWriteBytes(key, ByteHash.Of(System.Text.Encoding.UTF8.GetBytes(record.Id)));
            BitConverter.TryWriteBytes(key[8..], record.SourceOffset);
            id = new Guid(key);
            Builder.NameRecord(id, record.Id);
        }

        if (Log is not null && Log.IsKnown(Builder, tenant, time, id))
        {
            return;
        }

        Builder.Add(new MailAccessObservation
        {
            Mailbox = mailbox,
            Path = Builder.Path(new AccessPath(
                record.AppId?.ToLowerInvariant() ?? string.Empty, record.ClientAppId?.ToLowerInvariant() ?? string.Empty, record.ClientFamily, record.Logon)),
            Network = Builder.Network(RecordAddress.NetworkOf(record.ClientIP)),
            User = string.IsNullOrEmpty(record.UserId) ? -1 : Builder.User(record.UserId),
            Session = string.IsNullOrEmpty(record.SessionId) ? -1 : Builder.Session(record.SessionId),
            Activity = activity,
            Time = time,
            Items = Math.Max(record.ItemCount ?? 0, activity == MailActivity.Bind ? 1 : 0),
            Throttled = record.IsThrottled == true,
            SyncedFolder = activity == MailActivity.Sync ? folder : 0,
            FolderSketch = sketch,
            TokenSketch = string.IsNullOrEmpty(record.UniqueTokenId)
                ? 0
                : 1UL << (int)(ByteHash.Of(System.Text.Encoding.UTF8.GetBytes(record.UniqueTokenId)) >> 58),
            RecordId = id,
        });
    }

    private ref AccessKeyCache.Entry Key(RecordView record, int tenant, RawValue guid, RawValue owner, RawValue clientAppId)
    {
        RawValue user = record.UserId;
        RawValue appId = ContextFields.Real(record.Get(AuditField.AppId));
        RawValue info = record.ClientInfo;
        RawValue logon = record.Get(AuditField.LogonType);
        _keys.Begin(record.Form);
        _keys.Add(record.Get(AuditField.OrganizationId));
        _keys.Add(guid);
        _keys.Add(owner);
        _keys.Add(appId);
        _keys.Add(clientAppId);
        _keys.Add(info);
        _keys.Add(logon);
        _keys.Add(user);
        ref AccessKeyCache.Entry key = ref _keys.Find(out bool isKnown);
        if (!isKnown)
        {
            key.Mailbox = Mailbox(tenant, guid, owner.IsEmpty && guid.IsEmpty ? user : owner);
            key.Path = Path(appId, clientAppId, info, RecordTypes.Logon(logon));
            key.User = user.IsEmpty ? -1 : Index(_users, user, _addUser);
        }

        return ref key;
    }

    private bool IsMailAccess(RawValue operation)
    {
        int index = _operations.Find(operation.Bytes);
        return _operations[index >= 0
            ? index
            : _operations.Add(operation.Bytes, RecordSink.OperationName(operation).Equals(Operation, StringComparison.OrdinalIgnoreCase))];
    }

    private int Tenant(RawValue organization) => organization.IsEmpty ? Builder.Tenant(string.Empty) : Index(_tenants, organization, _addTenant);

    private int Mailbox(int tenant, RawValue guid, RawValue address)
    {
        int guidIndex = -1;
        if (!guid.IsEmpty)
        {
            guidIndex = _guids.Find(guid.Bytes);
            if (guidIndex < 0)
            {
                guidIndex = _guids.Add(guid.Bytes, Guid.TryParse(guid.Text(), out Guid parsed) && parsed != Guid.Empty ? parsed : null);
            }
        }

        int addressIndex = address.IsEmpty ? -1 : TextIndex(_addresses, address);
        if (!_mailboxes.TryGetValue((tenant, guidIndex, addressIndex), out int mailbox))
        {
            mailbox = Builder.Mailbox(
                tenant, guidIndex < 0 ? null : _guids[guidIndex], addressIndex < 0 ? string.Empty : _addresses[addressIndex]);
            _mailboxes.Add((tenant, guidIndex, addressIndex), mailbox);
        }

        return mailbox;
    }

    private int Path(RawValue appId, RawValue clientAppId, RawValue info, LogonKind logon)
    {
        int app = appId.IsEmpty ? -1 : TextIndex(_applications, appId);
        int client = clientAppId.IsEmpty ? -1 : TextIndex(_applications, clientAppId);
        int infoIndex = -1;
        if (!info.IsEmpty)
        {
            infoIndex = _clients.Find(info.Bytes);
            if (infoIndex < 0)
            {
                infoIndex = _clients.Add(info.Bytes, ClientInfo.Parse(info.Text()));
            }
        }

        if (!_paths.TryGetValue((app, client, infoIndex, logon), out int path))
        {
            ClientInfo known = infoIndex < 0 ? new ClientInfo(ClientFamily.Unknown, string.Empty) : _clients[infoIndex];
            path = Builder.Path(new AccessPath(
                app < 0 ? string.Empty : _applications[app], client < 0 ? known.AppId : _applications[client], known.Family, logon));
            _paths.Add((app, client, infoIndex, logon), path);
        }

        return path;
    }

    private int NetworkOf(RawValue address) =>
        address.IsEmpty ? Builder.Network(Network.None) : Index(_networks, address, _addNetwork);

    // Sessions are too many, and each too short-lived, for a table of their texts: nearly all are GUIDs, and those are read directly.
    private int Session(RawValue session)
    {
        if (session.IsEmpty)
        {
            return -1;
        }

        return System.Buffers.Text.Utf8Parser.TryParse(session.Bytes, out Guid id, out int used) && used == session.Length
            ? Builder.Session(id)
            : Builder.Session(session.Text());
    }

    private static int TextIndex(ByteTable<string> table, RawValue value)
    {
        int index = table.Find(value.Bytes);
        return index >= 0 ? index : table.Add(value.Bytes, value.Text().Trim().ToLowerInvariant());
    }

    private static int Index(ByteTable<int> table, RawValue value, Func<string, int> add)
    {
        int index = table.Find(value.Bytes);
        return table[index >= 0 ? index : table.Add(value.Bytes, add(value.Text().Trim()))];
    }
}
