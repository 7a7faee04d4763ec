using System;
using System.Runtime.CompilerServices;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Facts;

/// <summary>
/// Finds the indexes that a record's tenant, mailbox, path, network and user have in a builder. Every repeated string is decoded once; the rest of a record costs no object.
/// </summary>
internal sealed class RecordIndexer
{
    private readonly ByteTable<int> _tenants = new();
    private readonly ByteTable<int> _networks = new();
    private readonly ByteTable<int> _users = new();

    // What whole sets of fields came to, and the parts a new set is made of.
    private readonly AccessKeyCache _keys = new();
    private readonly AccessKeyCache _mailboxes = new();
    private readonly AccessKeyCache _paths = new();

    // Kept, because a delegate made anew for every record would be the only thing a record allocates.
    private readonly Func<string, int> _addTenant;
    private readonly Func<string, int> _addUser;
    private readonly Func<string, int> _addNetwork;
    private readonly MailAccessFactsBuilder _builder;

    public RecordIndexer(MailAccessFactsBuilder builder)
    {
        _builder = builder;
        _addTenant = builder.Tenant;
        _addUser = builder.User;
        _addNetwork = text => builder.Network(RecordAddress.NetworkOf(text));
    }

    /// <summary>Mailbox, path, user and program of a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref AccessKey Key(
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
        ref AccessKey key = ref _keys.Find(out bool isKnown);
        if (!isKnown)
        {
            RawValue userId = record.UserId;
            key.Mailbox = Mailbox(record, tenant, organization, guid, guid.IsEmpty && owner.IsEmpty ? userId : record.Get(AuditField.MailboxOwnerUPN));
            (key.Path, key.Program) = PathAndProgram(record, clientAppId);
            key.User = userId.IsEmpty ? -1 : Index(_users, userId, _addUser);
        }

        return ref key;
    }

    /// <summary>The tenant of a record.</summary>
    public int Tenant(RecordView record, ReadOnlySpan<byte> organization)
    {
        if (organization.IsEmpty)
        {
            return _builder.Tenant(string.Empty);
        }

        int index = _tenants.Find(organization);
        return index >= 0 ? _tenants[index] : Index(_tenants, record.Get(AuditField.OrganizationId), _addTenant);
    }

    /// <summary>The mailbox of a record by its MailboxGuid, or an address where there is none.</summary>
    public int Mailbox(RecordView record, int tenant, ReadOnlySpan<byte> organization, ReadOnlySpan<byte> guid, RawValue address)
    {
        _mailboxes.Begin(record.Form);
        _mailboxes.Add(organization);
        _mailboxes.Add(guid);
        _mailboxes.Add(address.Bytes);
        ref AccessKey known = ref _mailboxes.Find(out bool isKnown);
        if (!isKnown)
        {
            Guid? id = !guid.IsEmpty && Guid.TryParse(record.Get(AuditField.MailboxGuid).Text(), out Guid parsed) && parsed != Guid.Empty ? parsed : null;
            known.Mailbox = _builder.Mailbox(tenant, id, address.Text().Trim());
        }

        return known.Mailbox;
    }

    private (int Path, int Program) PathAndProgram(RecordView record, RawValue clientAppId)
    {
        RawValue appId = ContextFields.Real(record.Get(AuditField.AppId));
        RawValue info = record.ClientInfo;
        RawValue logon = record.Get(AuditField.LogonType);
        _paths.Begin(record.Form);
        _paths.Add(appId.Bytes);
        _paths.Add(clientAppId.Bytes);
        _paths.Add(info.Bytes);
        _paths.Add(logon.Bytes);
        ref AccessKey known = ref _paths.Find(out bool isKnown);
        if (!isKnown)
        {
            string text = info.Text();
            ClientInfo client = ClientInfo.Parse(text);
            known.Path = _builder.Path(new AccessPath(
                appId.Text().Trim().ToLowerInvariant(),
                clientAppId.IsEmpty ? client.AppId : clientAppId.Text().Trim().ToLowerInvariant(),
                client.Family,
                RecordTypes.Logon(logon)));
            known.Program = _builder.Program(ClientProgram.Of(text));
        }

        return (known.Path, known.Program);
    }

    /// <summary>The network of a record's address.</summary>
    public int NetworkOf(RecordView record)
    {
        if (RecordAddress.TryReadNetwork(record.Bytes(AuditField.ClientIPAddress), out Network network))
        {
            return _builder.Network(network);
        }

        RawValue value = record.Address;
        return RecordAddress.TryReadNetwork(value.Bytes, out network) ? _builder.Network(network)
            : value.IsEmpty ? _builder.Network(Network.None) : Index(_networks, value, _addNetwork);
    }

    // Sessions are too many, and each too short-lived, for a table of their texts: nearly all are GUIDs, and those are read directly.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Guid Session(RawValue session) =>
        session.IsEmpty ? Guid.Empty
        : GuidText.TryParse(session.Bytes, out Guid id) ? id
        : _builder.Session(session.Text());

    private static int Index(ByteTable<int> table, RawValue value, Func<string, int> add)
    {
        int index = table.Find(value.Bytes);
        return table[index >= 0 ? index : table.Add(value.Bytes, add(value.Text().Trim()))];
    }
}
