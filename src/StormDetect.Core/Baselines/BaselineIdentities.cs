using System;
using System.Linq;
using StormDetect.Core.Facts;

namespace StormDetect.Core.Baselines;

/// <summary>The tables that everything else kept of a tenant points into.</summary>
internal sealed class BaselineIdentities
{
    private MailboxRow[] _mailboxes = [];
    private PathRow[] _paths = [];
    private long[] _networks = [];
    private string[] _users = [];
    private string[] _programs = [];
    private string[] _sessions = [];

    public int Mailboxes => _mailboxes.Length;

    /// <summary>The entries of a run that the map numbers.</summary>
    public static BaselineIdentities Of(MailAccessFacts facts, IndexMap map) => new()
    {
        _mailboxes = IndexMap.Pick(facts.Mailboxes, map.Mailboxes)
            .Select(static m => new MailboxRow { HasId = m.Guid.HasValue, Id = m.Guid ?? Guid.Empty, Address = m.Address }).ToArray(),
        _paths = IndexMap.Pick(facts.Paths, map.Paths).Select(static path => new PathRow { Path = path }).ToArray(),
        _networks = IndexMap.Pick(facts.Networks, map.Networks).Select(static network => network.Code).ToArray(),
        _users = IndexMap.Pick(facts.Users, map.Users),
        _programs = IndexMap.Pick(facts.Programs, map.Programs),
        _sessions = Enumerable.Range(0, map.Sessions.Length).Where(session => map.Sessions[session] >= 0).OrderBy(session => map.Sessions[session]).Select(facts.SessionText).ToArray(),
    };

    public static BaselineIdentities Read(byte[] bytes, int layout)
    {
        BaselineIdentities identities = new();
        if (bytes.Length > 0)
        {
            BaselineReader reader = new(bytes) { Version = layout };
            identities.Transfer(reader);
            reader.Require(reader.IsAtEnd);
        }

        return identities;
    }

    public byte[] Write()
    {
        BaselineWriter writer = new();
        Transfer(writer);
        return writer.ToArray();
    }

    /// <summary>Makes the entries known to a builder and says where they are.</summary>
    public IndexMap Register(MailAccessFactsBuilder builder, int tenant) => new()
    {
        Mailboxes = Array.ConvertAll(_mailboxes, m => builder.Mailbox(tenant, m.HasId ? m.Id : null, m.Address)),
        Paths = Array.ConvertAll(_paths, p => builder.Path(p.Path)),
        Networks = Array.ConvertAll(_networks, code => builder.Network(Network.TryFromCode(code, out Network network) ? network : Network.None)),
        Users = Array.ConvertAll(_users, builder.User),
        Programs = Array.ConvertAll(_programs, builder.Program),
        Sessions = Enumerable.Range(0, _sessions.Length).ToArray(),
        SessionKeys = Array.ConvertAll(_sessions, builder.Session),
    };

    private void Transfer(BaselineStream s)
    {
        _mailboxes = s.Rows(_mailboxes, 2);
        s.Flags(_mailboxes, static (ref MailboxRow row) => ref row.HasId);
        for (int i = 0; i < _mailboxes.Length; i++)
        {
            _mailboxes[i].Address ??= string.Empty;
            s.Text(ref _mailboxes[i].Address);
        }

        for (int i = 0; i < _mailboxes.Length; i++)
        {
            if (_mailboxes[i].HasId)
            {
                s.Id(ref _mailboxes[i].Id);
            }
        }

        _paths = s.Rows(_paths, 4);
        for (int i = 0; i < _paths.Length; i++)
        {
            (string app, string client, ClientFamily family, LogonKind logon) = _paths[i].Path;
            app ??= string.Empty;
            client ??= string.Empty;
            s.Text(ref app);
            s.Text(ref client);
            s.Enum(ref family);
            s.Enum(ref logon);
            _paths[i].Path = new AccessPath(app, client, family, logon);
        }

        _networks = s.Rows(_networks);
        long last = 0;
        for (int i = 0; i < _networks.Length; i++)
        {
            long step = _networks[i] - last;
            s.Long(ref step);
            last += step;
            _networks[i] = last;
            s.Require(Network.TryFromCode(last, out _));
        }

        _users = s.Texts(_users);
        if (s.Version >= 4)
        {
            _programs = s.Texts(_programs);
            s.Require(!_programs.Contains(string.Empty));
        }

        Sessions(s);
    }

    /// <summary>Nearly all are GUIDs, and those take 16 bytes in place of 36.</summary>
    private void Sessions(BaselineStream s)
    {
        _sessions = s.Rows(_sessions, 2);
        for (int i = 0; i < _sessions.Length; i++)
        {
            bool isId = Guid.TryParseExact(_sessions[i], "D", out Guid id) && id.ToString("D") == _sessions[i];
            s.Flag(ref isId);
            if (isId)
            {
                s.Id(ref id);
                _sessions[i] = id.ToString("D");
            }
            else
            {
                _sessions[i] ??= string.Empty;
                s.Text(ref _sessions[i]);
            }
        }
    }

    private struct MailboxRow
    {
        public bool HasId;
        public Guid Id;
        public string Address;
    }

    private struct PathRow
    {
        public AccessPath Path;
    }
}
