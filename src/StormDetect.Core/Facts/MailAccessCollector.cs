using System;
using System.Runtime.CompilerServices;
using StormDetect.Core.Baselines;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>
/// Counts mail access, and of every other record only that it was there: how busy the tenant and its mailboxes were is what coverage is judged by.
/// Every repeated string is decoded once; the rest of a record costs no object.
/// </summary>
internal sealed class MailAccessCollector : IAuditCollector
{
    private readonly ByteTable<int> _tenants = new();
    private readonly ByteTable<int> _networks = new();
    private readonly ByteTable<int> _users = new();
    private readonly ByteTable<(MailActivity? Type, bool? Throttled)> _properties = new();
    // What whole sets of fields came to, and the parts a new set is made of.
    private readonly AccessKeyCache _keys = new();
    private readonly AccessKeyCache _mailboxes = new();
    private readonly AccessKeyCache _paths = new();

    // Kept, because a delegate made anew for every record would be the only thing a record allocates.
    private readonly Func<string, int> _addTenant;
    private readonly Func<string, int> _addUser;
    private readonly Func<string, int> _addNetwork;
    private readonly bool _activityOnly;

    /// <param name="activityOnly">Only how busy tenants and mailboxes were is counted: coverage for hunts that do not judge mail access.</param>
    public MailAccessCollector(bool activityOnly = false)
        : this(new MailAccessFactsBuilder(), activityOnly)
    {
    }

    private MailAccessCollector(MailAccessFactsBuilder builder, bool activityOnly)
    {
        _activityOnly = activityOnly;
        Builder = builder;
        _addTenant = Builder.Tenant;
        _addUser = Builder.User;
        _addNetwork = text => Builder.Network(RecordAddress.NetworkOf(text));
    }

    public MailAccessFactsBuilder Builder { get; }

    public bool Wants(string operation) => true;

    /// <summary>Tells records that a baseline has learned; null without one.</summary>
    public RecordLog? Log { get; set; }

    public IAuditCollector Fork() => new MailAccessCollector(Builder.Fork(), _activityOnly) { Log = Log?.Fork() };

    public void Merge(IAuditCollector other)
    {
        MailAccessCollector from = (MailAccessCollector)other;
        Builder.Merge(from.Builder);
        if (from.Log is not null)
        {
            Log?.Merge(from.Log);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(RecordView record)
    {
        bool mailAccess = record.OperationName.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<byte> organization = record.Bytes(AuditField.OrganizationId);
        int tenant = Tenant(record, organization);
        Builder.AddTenantRecord(tenant, record.Time, mailAccess);
        ReadOnlySpan<byte> guid = record.Bytes(AuditField.MailboxGuid);
        guid = ContextFields.IsReal(guid) ? guid : default;
        ReadOnlySpan<byte> owner = record.Bytes(AuditField.MailboxOwnerUPN);
        if (!mailAccess || _activityOnly)
        {
            if (!guid.IsEmpty || !owner.IsEmpty)
            {
                Builder.AddOtherActivity(Mailbox(record, tenant, organization, guid, record.Get(AuditField.MailboxOwnerUPN)), record.Time);
            }

            return;
        }

        if (Log is not null && Log.IsKnown(Builder, tenant, record.Time, record.RecordKey))
        {
            return;
        }

        MailAccessFields access = MailAccessFields.Read(record, _properties);
        MailActivity activity = access.AccessType ?? MailActivity.Bind;

        // AppAccessContext last: its values are taken before another nested value is opened.
        ContextFields context = ContextFields.Read(record);
        ref AccessKeyCache.Entry key = ref Key(record, tenant, organization, guid, owner, context.ClientAppId);
        ref MailAccessObservation observation = ref Builder.Next();
        observation.Mailbox = key.Mailbox;
        observation.Path = key.Path;
        observation.Network = NetworkOf(record);
        observation.User = key.User;
        observation.Session = Session(context.SessionId);
        observation.Activity = activity;
        observation.Time = record.Time;
        observation.Items = Math.Max(access.Items, activity == MailActivity.Bind ? 1 : 0);
        observation.Throttled = access.IsThrottled == true;
        observation.SyncedFolder = activity == MailActivity.Sync ? access.Folder : 0;
        observation.FolderSketch = access.FolderSketch;
        observation.TokenSketch = context.TokenId.IsEmpty ? 0 : 1UL << (int)(ByteHash.OfText(context.TokenId) >> 58);
        observation.RecordId = record.RecordKey;
        if (!record.HasGuid)
        {
            Builder.NameRecord(record.RecordKey, record.Id.Text());
        }
    }

    /// <summary>Takes a record that was made an object before.</summary>
    public void Collect(AuditRecord record)
    {
        int time = FactTime.FromTicks(record.CreationTime.UtcTicks);
        bool mailAccess = record.Operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase);
        int tenant = Builder.Tenant(record.OrganizationId ?? string.Empty);
        Builder.AddTenantRecord(tenant, time, mailAccess);
        Guid? guid = Guid.TryParse(record.MailboxGuid, out Guid parsed) && parsed != Guid.Empty ? parsed : null;
        if (guid is null && string.IsNullOrEmpty(record.Mailbox) && !mailAccess)
        {
            return;
        }

        int mailbox = Builder.Mailbox(tenant, guid, record.Mailbox ?? (guid is null ? record.UserId : null) ?? string.Empty);
        if (!mailAccess || _activityOnly)
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
            id = NamedIds.KeyOf(ByteHash.Of(System.Text.Encoding.UTF8.GetBytes(record.Id)), (ulong)record.SourceOffset);
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
            Session = string.IsNullOrEmpty(record.SessionId) ? Guid.Empty : Builder.Session(record.SessionId),
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ref AccessKeyCache.Entry Key(
        RecordView record, int tenant, ReadOnlySpan<byte> organization, ReadOnlySpan<byte> guid, ReadOnlySpan<byte> owner, RawValue clientAppId)
    {
        ReadOnlySpan<byte> appId = record.Bytes(AuditField.AppId);
        ReadOnlySpan<byte> info = record.Bytes(AuditField.ClientInfoString);
        ReadOnlySpan<byte> user = record.Bytes(AuditField.UserId);
        _keys.Begin(record.Form);
        _keys.Add(organization);
        _keys.Add(guid);
        _keys.Add(owner);
        _keys.Add(appId);
        _keys.Add(clientAppId.Bytes);
        _keys.Add(info.IsEmpty ? record.ClientInfo.Bytes : info);
        _keys.Add(record.Bytes(AuditField.LogonType));
        _keys.Add(user.IsEmpty ? record.UserId.Bytes : user);
        ref AccessKeyCache.Entry key = ref _keys.Find(out bool isKnown);
        if (!isKnown)
        {
            RawValue userId = record.UserId;
            key.Mailbox = Mailbox(record, tenant, organization, guid, guid.IsEmpty && owner.IsEmpty ? userId : record.Get(AuditField.MailboxOwnerUPN));
            key.Path = Path(record, clientAppId);
            key.User = userId.IsEmpty ? -1 : Index(_users, userId, _addUser);
        }

        return ref key;
    }

    private int Tenant(RecordView record, ReadOnlySpan<byte> organization)
    {
        if (organization.IsEmpty)
        {
            return Builder.Tenant(string.Empty);
        }

        int index = _tenants.Find(organization);
        return index >= 0 ? _tenants[index] : Index(_tenants, record.Get(AuditField.OrganizationId), _addTenant);
    }

    private int Mailbox(RecordView record, int tenant, ReadOnlySpan<byte> organization, ReadOnlySpan<byte> guid, RawValue address)
    {
        _mailboxes.Begin(record.Form);
        _mailboxes.Add(organization);
        _mailboxes.Add(guid);
        _mailboxes.Add(address.Bytes);
        ref AccessKeyCache.Entry known = ref _mailboxes.Find(out bool isKnown);
        if (!isKnown)
        {
            Guid? id = !guid.IsEmpty && Guid.TryParse(record.Get(AuditField.MailboxGuid).Text(), out Guid parsed) && parsed != Guid.Empty ? parsed : null;
            known.Mailbox = Builder.Mailbox(tenant, id, address.Text().Trim());
        }

        return known.Mailbox;
    }

    private int Path(RecordView record, RawValue clientAppId)
    {
        RawValue appId = ContextFields.Real(record.Get(AuditField.AppId));
        RawValue info = record.ClientInfo;
        RawValue logon = record.Get(AuditField.LogonType);
        _paths.Begin(record.Form);
        _paths.Add(appId.Bytes);
        _paths.Add(clientAppId.Bytes);
        _paths.Add(info.Bytes);
        _paths.Add(logon.Bytes);
        ref AccessKeyCache.Entry known = ref _paths.Find(out bool isKnown);
        if (!isKnown)
        {
            ClientInfo client = info.IsEmpty ? new ClientInfo(ClientFamily.Unknown, string.Empty) : ClientInfo.Parse(info.Text());
            known.Path = Builder.Path(new AccessPath(
                appId.Text().Trim().ToLowerInvariant(),
                clientAppId.IsEmpty ? client.AppId : clientAppId.Text().Trim().ToLowerInvariant(),
                client.Family,
                RecordTypes.Logon(logon)));
        }

        return known.Path;
    }

    private int NetworkOf(RecordView record)
    {
        ReadOnlySpan<byte> text = record.Bytes(AuditField.ClientIPAddress);
        if (RecordAddress.TryParseIPv4(text, out uint address))
        {
            return Builder.Network(Network.FromIPv4(address));
        }

        RawValue value = record.Address;
        return value.IsEmpty ? Builder.Network(Network.None) : Index(_networks, value, _addNetwork);
    }

    // Sessions are too many, and each too short-lived, for a table of their texts: nearly all are GUIDs, and those are read directly.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Guid Session(RawValue session) =>
        session.IsEmpty ? Guid.Empty
        : GuidText.TryParse(session.Bytes, out Guid id) ? id
        : Builder.Session(session.Text());

    private static int Index(ByteTable<int> table, RawValue value, Func<string, int> add)
    {
        int index = table.Find(value.Bytes);
        return table[index >= 0 ? index : table.Add(value.Bytes, add(value.Text().Trim()))];
    }
}
