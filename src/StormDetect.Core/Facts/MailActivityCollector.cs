using System;
using StormDetect.Core.Baselines;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>
/// Counts what is done to mailboxes besides reading them, one group of activities at a time, into facts of the same kind as those of mail access. What failed is not counted: it changed nothing.
/// </summary>
internal sealed class MailActivityCollector : IAuditCollector
{
    private readonly RecordIndexer _indexes;
    private readonly ByteTable<FolderRole> _roles = new();
    private readonly ActivityGroup _group;

    public MailActivityCollector(ActivityGroup group)
        : this(group, new MailAccessFactsBuilder())
    {
    }

    private MailActivityCollector(ActivityGroup group, MailAccessFactsBuilder builder)
    {
        _group = group;
        Builder = builder;
        _indexes = new RecordIndexer(builder);
    }

    public MailAccessFactsBuilder Builder { get; }

    /// <summary>Tells records that a baseline has learned; null without one.</summary>
    public RecordLog? Log { get; set; }

    public bool Wants(string operation) => ActivityGroups.ActivityOf(operation) is { } activity && ActivityGroups.GroupOf(activity) == _group;

    public IAuditCollector Fork() => new MailActivityCollector(_group, Builder.Fork()) { Log = Log?.Fork() };

    public void Merge(IAuditCollector other)
    {
        MailActivityCollector from = (MailActivityCollector)other;
        Builder.Merge(from.Builder);
        if (from.Log is not null)
        {
            Log?.Merge(from.Log);
        }
    }

    public void Collect(RecordView record)
    {
        if (record.Get(AuditField.ResultStatus).EqualsAscii("Failed"u8))
        {
            return;
        }

        ReadOnlySpan<byte> organization = record.Bytes(AuditField.OrganizationId);
        int tenant = _indexes.Tenant(record, organization);
        if (Log is not null && Log.IsKnown(Builder, tenant, record.Time, record.RecordKey))
        {
            return;
        }

        ReadOnlySpan<byte> guid = record.Bytes(AuditField.MailboxGuid);
        guid = ContextFields.IsReal(guid) ? guid : default;
        MailActivity activity = ActivityGroups.ActivityOf(record.OperationName)!.Value;
        if (_group == ActivityGroup.Delete)
        {
            activity = Deletion(activity, MailActivityFields.Role(record, _roles));
        }

        int extent = MailActivityFields.Extent(record, activity);

        // AppAccessContext last: its values are taken before another nested value is opened.
        ContextFields context = ContextFields.Read(record);
        ref AccessKey key = ref _indexes.Key(record, tenant, organization, guid, record.Bytes(AuditField.MailboxOwnerUPN), context.ClientAppId);
        Builder.Add(new MailAccessObservation
        {
            Mailbox = key.Mailbox,
            Path = key.Path,
            Network = _indexes.NetworkOf(record),
            User = key.User,
            Program = key.Program,
            Session = _indexes.Session(context.SessionId),
            Activity = activity,
            Time = record.Time,
            Items = extent,
            TokenSketch = context.TokenId.IsEmpty ? 0 : 1UL << (int)(ByteHash.OfText(context.TokenId) >> 58),
            RecordId = record.RecordKey,
        });
        if (!record.HasGuid)
        {
            Builder.NameRecord(record.RecordKey, record.Id.Text());
        }
    }

    /// <summary>Takes a record that was made an object before and has lost its own JSON: of its extent, the items it names are left.</summary>
    public void Collect(AuditRecord record)
    {
        if (string.Equals(record.ResultStatus, "Failed", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        int tenant = Builder.Tenant(record.OrganizationId ?? string.Empty);
        int time = FactTime.FromTicks(record.CreationTime.UtcTicks);
        (Guid id, bool isNamed) = ObjectKeys.Record(record);
        if (Log is not null && Log.IsKnown(Builder, tenant, time, id))
        {
            return;
        }

        if (isNamed)
        {
            Builder.NameRecord(id, record.Id);
        }

        MailActivity activity = ActivityGroups.ActivityOf(record.Operation)!.Value;
        if (_group == ActivityGroup.Delete)
        {
            activity = Deletion(activity, record.Folders.Count > 0 ? FolderRoles.Of(record.Folders[0]) : FolderRole.Other);
        }

        Builder.Add(new MailAccessObservation
        {
            Mailbox = ObjectKeys.Mailbox(Builder, tenant, record),
            Path = ObjectKeys.Path(Builder, record),
            Network = Builder.Network(RecordAddress.NetworkOf(record.ClientIP)),
            User = string.IsNullOrEmpty(record.UserId) ? -1 : Builder.User(record.UserId),
            Program = ObjectKeys.Program(Builder, record),
            Session = string.IsNullOrEmpty(record.SessionId) ? Guid.Empty : Builder.Session(record.SessionId),
            Activity = activity,
            Time = time,
            Items = activity == MailActivity.Search ? 1 : Math.Max(1, record.ItemCount ?? record.InternetMessageIds.Count),
            TokenSketch = ObjectKeys.Token(record),
            RecordId = id,
        });
    }

    private static MailActivity Deletion(MailActivity activity, FolderRole role) => role switch
    {
        FolderRole.SentItems => MailActivity.DeleteSentItems,
        FolderRole.RecoverableItems => MailActivity.PurgeRecoverableItems,
        _ => activity,
    };
}
