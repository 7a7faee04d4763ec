using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using StormDetect.Core.Detection.Indicators;
using StormDetect.Core.Exports;
using StormDetect.Core.SignIns;

namespace StormDetect.Core.Timelines;

/// <summary>Decides whether a record belongs to a timeline, on its bytes: most records do not. One per thread.</summary>
internal sealed class TimelinePivot
{
    private readonly NameCache _users;
    private readonly NameCache _mailboxes;
    private readonly string[] _aliases;
    private readonly TextNeedles _sessions;
    private readonly TextNeedles _tokens;
    private readonly TextNeedles _apps;
    private readonly TextNeedles _messages;
    private readonly AddressTable _networks;
    private readonly TextNeedles _relatedSessions;
    private readonly AddressTable _relatedAddresses;
    private readonly StoryPivot[] _stories;
    private readonly bool _namesNothing;
    private readonly RecordClasses _classes = new();

    public TimelinePivot(ActivityTimelineOptions options)
    {
        _users = new NameCache(options.UserIds.Select(static u => u.Trim()));
        _mailboxes = new NameCache(options.Mailboxes.Select(static m => m.Trim()));
        _aliases = [.. options.Mailboxes.Select(static m => m.Trim().Split('@')[0] + "\\")];
        _sessions = TextNeedles.AnyCase(options.SessionIds);
        _tokens = TextNeedles.Exact(options.TokenIds.SelectMany(static t => TokenId.Decode(t) is { } id ? TokenId.Forms(id) : [t]));
        _apps = TextNeedles.AnyCase(options.AppIds);
        _messages = TextNeedles.Exact(options.InternetMessageIds.Select(static m => m.Trim().Trim('<', '>')));
        _networks = Table(options.Networks);
        _relatedSessions = TextNeedles.AnyCase(options.RelatedSessionIds);
        _relatedAddresses = Table(options.RelatedAddresses);
        _stories = [.. options.Stories.Select(static s => new StoryPivot(s))];
        _namesNothing = _users.IsEmpty && _mailboxes.IsEmpty && _sessions.IsEmpty && _tokens.IsEmpty && _apps.IsEmpty && _messages.IsEmpty && _networks.IsEmpty;
    }

    /// <summary>Whether the record belongs to the timeline, and why.</summary>
    /// <returns>Empty for what the pivot itself names, else what it has in common with it; null for others.</returns>
    public string? Relation(RecordView record)
    {
        ReadOnlySpan<byte> text = record.Inner is JsonLayer layer ? layer.Data.AsSpan(layer.Start, layer.End - layer.Start) : default;
        if (IsNamed(record, text))
        {
            return string.Empty;
        }

        foreach (StoryPivot story in _stories)
        {
            if (story.Holds(record, text))
            {
                return string.Empty;
            }
        }

        return !_relatedSessions.IsEmpty && _relatedSessions.IsIn(text) ? "a session seen with the pivot"
            : !_relatedAddresses.IsEmpty && HasAddress(record, _relatedAddresses) ? "an address seen with the pivot"
            : null;
    }

    public string? Relation(AuditRecord record)
    {
        if (IsNamed(record) || Array.Exists(_stories, story => story.Holds(record)))
        {
            return string.Empty;
        }

        return _relatedSessions.IsIn(record.SessionId) ? "a session seen with the pivot"
            : HasAddress(record.ClientIP, _relatedAddresses) ? "an address seen with the pivot"
            : null;
    }

    public static bool HasAddress(RecordView record, AddressTable table)
    {
        if (table.IsEmpty)
        {
            return false;
        }

        foreach (AuditField field in (ReadOnlySpan<AuditField>)[AuditField.ClientIPAddress, AuditField.ClientIP, AuditField.ActorIpAddress, AuditField.ActorIP, AuditField.IPAddress, AuditField.SourceIp])
        {
            ReadOnlySpan<byte> text = record.Bytes(field);
            if (RecordAddress.TryParseIPv4(text, out uint four) ? table.Find(four) >= 0 : !text.IsEmpty && HasAddress(record.Get(field).Text(), table))
            {
                return true;
            }
        }

        return false;
    }

    public static bool HasAddress(string? text, AddressTable table) => !table.IsEmpty && RecordAddress.TryParse(text, out IPAddress address) && table.Find(address) >= 0;

    public static AddressTable Table(IEnumerable<string> networks) =>
        new([.. networks.Select(static n => CidrText.TryNormalise(n, out string network) ? network : string.Empty).Where(static n => n.Length > 0)]);

    // Kinds narrow each other; cheap ones first.
    private bool IsNamed(RecordView record, ReadOnlySpan<byte> text) =>
        (!_namesNothing || (_stories.Length == 0 && _relatedSessions.IsEmpty && _relatedAddresses.IsEmpty))
        && (_users.IsEmpty || _users.Has(record.UserId) || (_classes.Of(record.OperationName) == RecordClass.Change && _users.Has(record.ObjectId)))
        && (_networks.IsEmpty || HasAddress(record, _networks))
        && (_mailboxes.IsEmpty || IsMailbox(record))
        && (_sessions.IsEmpty || _sessions.IsIn(text) || (text.IsEmpty && _sessions.IsIn(ContextFields.Read(record).SessionId.Text())))
        && (_tokens.IsEmpty || _tokens.IsIn(text) || (text.IsEmpty && _tokens.IsIn(ContextFields.Read(record).TokenId.Text())))
        && (_apps.IsEmpty || _apps.IsIn(text) || (text.IsEmpty && (_apps.IsIn(record.Get(AuditField.AppId).Text()) || _apps.IsIn(ContextFields.Read(record).ClientAppId.Text()))))
        && (_messages.IsEmpty || _messages.IsIn(text));

    private bool IsNamed(AuditRecord record) =>
        (!_namesNothing || (_stories.Length == 0 && _relatedSessions.IsEmpty && _relatedAddresses.IsEmpty))
        && (_users.IsEmpty || _users.Has(record.UserId))
        && (_networks.IsEmpty || HasAddress(record.ClientIP, _networks))
        && (_mailboxes.IsEmpty || _mailboxes.Has(record.Mailbox) || _mailboxes.Has(record.MailboxGuid))
        && (_sessions.IsEmpty || _sessions.IsIn(record.SessionId))
        && (_tokens.IsEmpty || _tokens.IsIn(record.UniqueTokenId) || _tokens.IsIn(record.Id))
        && (_apps.IsEmpty || _apps.IsIn(record.AppId) || _apps.IsIn(record.ClientAppId) || _apps.IsIn(record.ClientInfoString))
        && (_messages.IsEmpty || record.InternetMessageIds.Any(_messages.IsIn));

    private bool IsMailbox(RecordView record)
    {
        RawValue owner = record.Get(AuditField.MailboxOwnerUPN);
        RawValue guid = record.Get(AuditField.MailboxGuid);
        if (!owner.IsEmpty || !guid.IsEmpty)
        {
            return _mailboxes.Has(owner) || _mailboxes.Has(guid);
        }

        if (_mailboxes.Has(record.ObjectId) || _mailboxes.Has(record.UserId))
        {
            return true;
        }

        // Administrators' cmdlets name the mailbox by parameter, rules by alias\name.
        if (_classes.Of(record.OperationName) != RecordClass.Change)
        {
            return false;
        }

        string target = record.ObjectId.Text();
        NamedValues parameters = NamedValues.Read(record.Open(AuditField.Parameters));
        return Array.Exists(_aliases, alias => target.StartsWith(alias, StringComparison.OrdinalIgnoreCase)) || _mailboxes.Has(parameters["Identity"]) || _mailboxes.Has(parameters["Mailbox"]);
    }
}
