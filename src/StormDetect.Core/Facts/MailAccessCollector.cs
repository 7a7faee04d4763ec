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
    private readonly ByteTable<(MailActivity? Type, bool? Throttled)> _properties = new();
    private readonly RecordIndexer _indexes;
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
        _indexes = new RecordIndexer(builder);
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
        int tenant = _indexes.Tenant(record, organization);
        Builder.AddTenantRecord(tenant, record.Time, mailAccess);
        ReadOnlySpan<byte> guid = record.Bytes(AuditField.MailboxGuid);
        guid = ContextFields.IsReal(guid) ? guid : default;
        ReadOnlySpan<byte> owner = record.Bytes(AuditField.MailboxOwnerUPN);
        if (!mailAccess || _activityOnly)
        {
            if (!guid.IsEmpty || !owner.IsEmpty)
            {
                Builder.AddOtherActivity(_indexes.Mailbox(record, tenant, organization, guid, record.Get(AuditField.MailboxOwnerUPN)), record.Time);
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
        ref AccessKey key = ref _indexes.Key(record, tenant, organization, guid, owner, context.ClientAppId);
        ref MailAccessObservation observation = ref Builder.Next();
        observation.Mailbox = key.Mailbox;
        observation.Path = key.Path;
        observation.Network = _indexes.NetworkOf(record);
        observation.User = key.User;
        observation.Program = key.Program;
        observation.Session = _indexes.Session(context.SessionId);
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
        if (!mailAccess && string.IsNullOrEmpty(record.Mailbox) && !(Guid.TryParse(record.MailboxGuid, out Guid guid) && guid != Guid.Empty))
        {
            return;
        }

        int mailbox = ObjectKeys.Mailbox(Builder, tenant, record);
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
        (Guid id, bool isNamed) = ObjectKeys.Record(record);
        if (isNamed)
        {
            Builder.NameRecord(id, record.Id);
        }

        if (Log is not null && Log.IsKnown(Builder, tenant, time, id))
        {
            return;
        }

        Builder.Add(new MailAccessObservation
        {
            Mailbox = mailbox,
            Path = ObjectKeys.Path(Builder, record),
            Network = Builder.Network(RecordAddress.NetworkOf(record.ClientIP)),
            User = string.IsNullOrEmpty(record.UserId) ? -1 : Builder.User(record.UserId),
            Program = ObjectKeys.Program(Builder, record),
            Session = string.IsNullOrEmpty(record.SessionId) ? Guid.Empty : Builder.Session(record.SessionId),
            Activity = activity,
            Time = time,
            Items = Math.Max(record.ItemCount ?? 0, activity == MailActivity.Bind ? 1 : 0),
            Throttled = record.IsThrottled == true,
            SyncedFolder = activity == MailActivity.Sync ? folder : 0,
            FolderSketch = sketch,
            TokenSketch = ObjectKeys.Token(record),
            RecordId = id,
        });
    }
}
