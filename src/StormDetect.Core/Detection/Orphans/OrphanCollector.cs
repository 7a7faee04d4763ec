using System;
using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Counts mail access by what a sign-in could explain it with, and keeps the sign-ins that the audit log itself has (UserLoggedIn).</summary>
internal sealed class OrphanCollector : IAuditCollector
{
    private const string UserLoggedIn = "UserLoggedIn";

    /// <summary>UserType of an application, and of a service principal.</summary>
    private const int Application = 5;

    private const int ServicePrincipal = 6;

    private readonly ByteTable<(MailActivity? Type, bool? Throttled)> _properties = new();
    private readonly ByteTable<int> _networks = new();
    private readonly AccessKeyCache _keys = new();
    private SignInInterner _interner;
    private readonly Func<string, Network> _networkOf = static text => RecordAddress.NetworkOf(text);

    public OrphanCollector()
    {
        _interner = new SignInInterner(SignIns);
    }

    public AccessTable Accesses { get; private set; } = new();

    public SignInTable SignIns { get; private set; } = new();

    public bool Wants(string operation) =>
        operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase) || operation.Equals(UserLoggedIn, StringComparison.OrdinalIgnoreCase);

    public IAuditCollector Fork() => new OrphanCollector();

    public void Merge(IAuditCollector other)
    {
        OrphanCollector from = (OrphanCollector)other;
        if (Accesses.Rows.Count == 0 && SignIns.Rows.Count == 0)
        {
            // Nothing to add to: as it is, not copied.
            Accesses = from.Accesses;
            SignIns = from.SignIns;
            _interner = new SignInInterner(SignIns);
        }
        else
        {
            Accesses.Merge(from.Accesses);
            SignIns.Merge(from.SignIns);
        }

        from.Accesses = new AccessTable();
        from.SignIns = new SignInTable();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(RecordView record)
    {
        if (record.OperationName.Equals(UserLoggedIn, StringComparison.OrdinalIgnoreCase))
        {
            CollectSignIn(record);
            return;
        }

        MailAccessFields access = MailAccessFields.Read(record, _properties);

        // AppAccessContext last: its values are taken before another nested value is opened.
        TokenFields fields = TokenFields.Read(record);
        ref AccessKey key = ref Key(record, fields.ClientAppId);
        AccessRow row = new()
        {
            Mailbox = key.Mailbox,
            Path = key.Path,
            User = key.User,
            Network = NetworkOf(record),
            Session = Session(fields.Session),
            First = record.Time,
            Last = record.Time,
            Records = 1,
            Items = Math.Max(access.Items, access.AccessType == MailActivity.Sync ? 0 : 1),
            Issued = Issued(fields.Issued),
            ActsAs = record.Get(AuditField.TokenType).Bytes.EndsWith("ActAs"u8),
            IsOfApp = RecordTypes.UserType(record.Get(AuditField.UserType)) is Application or ServicePrincipal,
        };
        if (TokenId.TryKey(fields.Token, out Guid token))
        {
            row.Token = token;
        }
        else
        {
            row.Day = FactTime.Day(record.Time);
        }

        Accesses.Note(Accesses.Add(row), record.RecordKey, record.Time);
        if (!record.HasGuid)
        {
            Accesses.Names.Name(record.RecordKey, record.Id.Text());
        }
    }

    /// <summary>Takes a record that was made an object before; when its token was issued is lost.</summary>
    public void Collect(AuditRecord record)
    {
        if (!record.Operation.Equals(AuditRecord.MailItemsAccessed, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        int time = FactTime.FromTicks(record.CreationTime.UtcTicks);
        int tenant = Accesses.Tenants.Add((record.OrganizationId ?? string.Empty).ToLowerInvariant());
        Guid? guid = Guid.TryParse(record.MailboxGuid, out Guid parsed) && parsed != Guid.Empty ? parsed : null;
        string address = record.Mailbox ?? (guid is null ? record.UserId : null) ?? string.Empty;
        AccessRow row = new()
        {
            Mailbox = Accesses.Mailboxes.Add(new MailboxIdentity(tenant, guid, address.ToLowerInvariant())),
            Path = Accesses.Paths.Add(new AccessPath(
                record.AppId?.ToLowerInvariant() ?? string.Empty, record.ClientAppId?.ToLowerInvariant() ?? string.Empty, record.ClientFamily, record.Logon)),
            User = string.IsNullOrEmpty(record.UserId) ? -1 : Accesses.Users.Add(record.UserId.ToLowerInvariant()),
            Network = Accesses.Networks.Add(RecordAddress.NetworkOf(record.ClientIP)),
            Session = string.IsNullOrEmpty(record.SessionId) ? Guid.Empty : Accesses.Names.Key(record.SessionId),
            IsOfApp = record.UserType is Application or ServicePrincipal,
            Token = TokenId.Decode(record.UniqueTokenId) ?? Guid.Empty,
            First = time,
            Last = time,
            Records = 1,
            Items = Math.Max(record.ItemCount ?? 0, record.MailAccessType is "Sync" ? 0 : 1),
        };
        row.Day = row.Token == Guid.Empty ? FactTime.Day(time) : 0;
        Accesses.Note(Accesses.Add(row), Accesses.Names.Key(record.Id), time);
    }

    private void CollectSignIn(RecordView record)
    {
        RawValue session = default;
        RawValue properties = record.Open(AuditField.DeviceProperties);
        if (properties.Kind == RawKind.Array)
        {
            session = Named(properties, "SessionId"u8);
        }

        Guid key = Guid.Empty;
        if (TokenId.TryKey(session, out Guid known))
        {
            key = known;
        }

        RawValue user = record.UserId;
        SignIns.Add(new SignInRow
        {
            Token = record.HasGuid ? record.RecordKey : Guid.Empty,
            Session = key,
            User = user.IsEmpty ? -1 : _interner.User(user),
            App = _interner.App(record.Get(AuditField.ApplicationId)),
            Network = _interner.Network(record.Address),
            Tenant = _interner.Tenant(record.Get(AuditField.OrganizationId)),
            Time = record.Time,
            Kind = SignInKind.AuditLog,
        });
    }

    /// <summary>The value that stands beside a name in a list of names and values.</summary>
    private static RawValue Named(RawValue list, ReadOnlySpan<byte> name)
    {
        JsonMembers entries = new(list);
        while (entries.Next())
        {
            if (entries.Value.Kind != RawKind.Object)
            {
                continue;
            }

            JsonMembers members = new(entries.Value);
            RawValue value = default;
            bool isIt = false;
            while (members.Next())
            {
                isIt |= members.Is("Name"u8) && members.Value.EqualsAscii(name);
                value = members.Is("Value"u8) ? members.Value : value;
            }

            if (isIt)
            {
                return value;
            }
        }

        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ref AccessKey Key(RecordView record, RawValue clientAppId)
    {
        ReadOnlySpan<byte> guid = record.Bytes(AuditField.MailboxGuid);
        ReadOnlySpan<byte> owner = record.Bytes(AuditField.MailboxOwnerUPN);
        RawValue info = record.ClientInfo;
        RawValue user = record.UserId;
        _keys.Begin(record.Form);
        _keys.Add(record.Bytes(AuditField.OrganizationId));
        _keys.Add(guid);
        _keys.Add(owner);
        _keys.Add(record.Bytes(AuditField.AppId));
        _keys.Add(clientAppId.Bytes);
        _keys.Add(info.Bytes);
        _keys.Add(record.Bytes(AuditField.LogonType));
        _keys.Add(user.Bytes);
        ref AccessKey key = ref _keys.Find(out bool isKnown);
        if (!isKnown)
        {
            int tenant = Accesses.Tenants.Add(record.Get(AuditField.OrganizationId).Text().Trim().ToLowerInvariant());
            Guid? id = ContextFields.IsReal(guid) && Guid.TryParse(record.Get(AuditField.MailboxGuid).Text(), out Guid parsed) && parsed != Guid.Empty ? parsed : null;
            RawValue address = owner.IsEmpty && id is null ? user : record.Get(AuditField.MailboxOwnerUPN);
            key.Mailbox = Accesses.Mailboxes.Add(new MailboxIdentity(tenant, id, address.Text().Trim().ToLowerInvariant()));
            ClientInfo client = ClientInfo.Parse(info.Text());
            key.Path = Accesses.Paths.Add(new AccessPath(
                ContextFields.Real(record.Get(AuditField.AppId)).Text().Trim().ToLowerInvariant(),
                clientAppId.IsEmpty ? client.AppId : clientAppId.Text().Trim().ToLowerInvariant(),
                client.Family,
                RecordTypes.Logon(record.Get(AuditField.LogonType))));
            key.User = user.IsEmpty ? -1 : Accesses.Users.Add(user.Text().Trim().ToLowerInvariant());
        }

        return ref key;
    }

    private int NetworkOf(RecordView record)
    {
        if (RecordAddress.TryReadNetwork(record.Bytes(AuditField.ClientIPAddress), out Network network))
        {
            return Accesses.Networks.Add(network);
        }

        RawValue value = record.Address;
        if (RecordAddress.TryReadNetwork(value.Bytes, out network) || value.IsEmpty)
        {
            return Accesses.Networks.Add(network);
        }

        int known = _networks.Find(value.Bytes);
        return _networks[known >= 0 ? known : _networks.Add(value.Bytes, Accesses.Networks.Add(_networkOf(value.Text().Trim())))];
    }

    private Guid Session(RawValue session)
    {
        if (GuidText.TryParse(session.Bytes, out Guid id) || !TokenId.TryKey(session, out id))
        {
            return id;
        }

        Accesses.Names.Name(id, session.Text());
        return id;
    }

    /// <summary>Exchange writes times that nobody set as the year 1 or 1601: no time at all.</summary>
    private static int Issued(RawValue value) =>
        !value.IsEmpty && RecordTime.TryParse(value.Bytes, out long ticks) ? Math.Max(0, FactTime.FromTicks(ticks)) : 0;
}
