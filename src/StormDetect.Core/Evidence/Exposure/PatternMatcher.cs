using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using StormDetect.Core.Exports;

namespace StormDetect.Core;

/// <summary>A pattern made ready to be asked about every record.</summary>
internal sealed class PatternMatcher
{
    public const string None = "none";

    private readonly HashSet<string> _mailboxes;
    private readonly HashSet<string> _users;
    private readonly HashSet<string> _sessions;
    private readonly HashSet<string> _apps;
    private readonly HashSet<string> _clients;
    private readonly HashSet<string> _either;
    private readonly HashSet<ClientFamily> _families;
    private readonly IPNetwork[] _networks;
    private readonly bool _anyNetwork;
    private readonly bool _withoutNetwork;
    private readonly long _start;
    private readonly long _end;

    public PatternMatcher(MailAccessPattern pattern)
    {
        _mailboxes = Set(pattern.Mailboxes.Select(static name => Guid.TryParse(name, out Guid guid) ? guid.ToString("D") : name));
        _users = Set(pattern.UserIds);
        _sessions = Set(pattern.SessionIds);
        _apps = Set(pattern.AppIds);
        _clients = Set(pattern.ClientAppIds);
        _either = Set(pattern.Applications);
        _families = [.. pattern.ClientFamilies];
        _anyNetwork = pattern.Networks.Count == 0;
        _withoutNetwork = pattern.Networks.Contains(None, StringComparer.OrdinalIgnoreCase);
        _networks = pattern.Networks.Select(static text => CidrText.TryNormalise(text, out string cidr) && IPNetwork.TryParse(cidr, out IPNetwork network) ? network : (IPNetwork?)null)
            .OfType<IPNetwork>().ToArray();
        _start = pattern.Start?.UtcTicks ?? long.MinValue;
        _end = pattern.End?.UtcTicks ?? long.MaxValue;
    }

    /// <summary>Whether a mailbox is among those meant.</summary>
    public bool IsMailbox(string address, string guid) => _mailboxes.Count == 0 || _mailboxes.Contains(address) || _mailboxes.Contains(guid);

    public bool IsMatch(in ReadAccess access) =>
        access.Ticks >= _start && access.Ticks < _end
        && IsMailbox(access.Mailbox, access.MailboxGuid)
        && (_users.Count == 0 || _users.Contains(access.UserId))
        && (_sessions.Count == 0 || _sessions.Contains(access.SessionId))
        && (_apps.Count == 0 || _apps.Contains(access.AppId.Length == 0 ? None : access.AppId))
        && (_clients.Count == 0 || _clients.Contains(access.ClientAppId.Length == 0 ? None : access.ClientAppId))
        && (_either.Count == 0 || _either.Contains(access.ClientAppId) || _either.Contains(access.AppId))
        && (_families.Count == 0 || _families.Contains(access.Family))
        && (_anyNetwork || IsInside(access.Address));

    private bool IsInside(string text)
    {
        if (!RecordAddress.TryParse(text, out IPAddress address))
        {
            return _withoutNetwork;
        }

        foreach (IPNetwork network in _networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> Set(IEnumerable<string> values) => new(values.Select(static value => value.Trim()), StringComparer.OrdinalIgnoreCase);
}
