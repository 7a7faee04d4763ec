using System;
using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// What the directory's sign-in log has of the tokens that the audit log shows. Like the real one it explains much and not all: most web sessions and phones are found, the
/// platform's own services never, what Teams and add-ons read with tokens exchanged for others is found by session at best, and a forged token by nothing at all.
/// </summary>
internal sealed class SignInBook(ScenarioTenant tenant)
{
    private const int Day = 86_400;
    private readonly HashSet<Guid> _tokens = [];
    private readonly HashSet<(Mailbox Mailbox, byte[] Client, int Day)> _legacy = [];
    private readonly Dictionary<byte[], (double ByToken, double BySession)> _rates = [];
    private readonly List<DirectorySignIn> _entries = [];

    /// <summary>Notes the sign-in behind a record, once per token.</summary>
    public void Note(in ScenarioEvent entry)
    {
        AccessSession session = entry.Session;
        if (entry.Kind is RecordKind.SignIn or RecordKind.SignInFailed)
        {
            Guid id = RecordComposer.RecordId(entry);
            _ = _tokens.Add(id);
            _entries.Add(new DirectorySignIn(entry.Time, id, DirectorySignInKind.Interactive, session.Actor ?? entry.Mailbox, session, session.Address, entry.Kind == RecordKind.SignInFailed));
            return;
        }

        if (entry.Kind is not (RecordKind.Bind or RecordKind.Sync or RecordKind.Send) || session.Origin != TokenOrigin.Issued || session.SystemUser is not null)
        {
            return;
        }

        if (session.Client == ClientCatalogue.ActiveSync || session.Client == ClientCatalogue.Imap || session.Client == ClientCatalogue.Pop)
        {
            Legacy(entry);
        }
        else if (session.TokenId != default && _tokens.Add(session.TokenId))
        {
            Token(entry);
        }
    }

    /// <summary>Takes what was noted of the time before a second, in order of time.</summary>
    public List<DirectorySignIn> Take(int before)
    {
        List<DirectorySignIn> taken = _entries.FindAll(entry => entry.Time < before);
        _ = _entries.RemoveAll(entry => entry.Time < before);
        taken.Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Id.CompareTo(b.Id));
        return taken;
    }

    private void Token(in ScenarioEvent entry)
    {
        AccessSession session = entry.Session;
        ClientProfile client = session.Client;
        if (client.SignInApp is null && !client.IsApplication)
        {
            return;
        }

        ScenarioRandom random = ScenarioRandom.For(tenant.Seed ^ (ulong)session.TokenId.GetHashCode(), 700);
        (double byToken, double bySession) = RatesOf(client);
        double draw = random.Unit();
        if (draw >= byToken + bySession)
        {
            return;
        }

        // The token says it was issued five minutes before its sign-in.
        int time = session.TokenIssued + 300;
        NetAddress address = session.ChurningProvider is null ? session.Address : session.ChurningProvider.RandomV4(random);
        _entries.Add(new DirectorySignIn(
            time,
            draw < byToken ? session.TokenId : random.Guid(),
            client.IsApplication ? DirectorySignInKind.ServicePrincipal : DirectorySignInKind.NonInteractive,
            session.Actor ?? entry.Mailbox,
            session,
            address,
            Failed: false));
    }

    /// <summary>Older protocols sign in with every connection; the export has them once a day and client, and their records carry no token.</summary>
    private void Legacy(in ScenarioEvent entry)
    {
        int day = RecordComposer.FloorDay(entry.Time);
        if (!_legacy.Add((entry.Mailbox, entry.Session.Client.ClientInfo[0], day)))
        {
            return;
        }

        ScenarioRandom random = ScenarioRandom.For(tenant.Seed ^ entry.Entropy, 702);
        _entries.Add(new DirectorySignIn(entry.Time - random.Range(1, 20), random.Guid(), DirectorySignInKind.NonInteractive, entry.Mailbox, entry.Session, entry.Session.Address, Failed: false));
    }

    /// <summary>How often a client's tokens are found by their id, and how often only by session, user and place; a habit of tenant and client.</summary>
    private (double ByToken, double BySession) RatesOf(ClientProfile client)
    {
        byte[] key = client.ClientAppId ?? client.AppId ?? client.ClientInfo[0];
        if (!_rates.TryGetValue(key, out (double ByToken, double BySession) rates))
        {
            ulong hash = ByteHash(key);
            ScenarioRandom random = ScenarioRandom.For(tenant.Seed ^ hash, 701);
            rates = client switch
            {
                _ when client == ClientCatalogue.Teams => (0, random.Between(0.5, 0.9)),
                _ when client == ClientCatalogue.Outlook => (0, random.Between(0.7, 0.97)),
                _ when client.IsApplication => (random.Chance(0.85) ? random.Between(0.9, 1) : 0, 0),
                _ when client.SignInApp == "graph" => random.Chance(0.3) ? (0, 0) : (random.Between(0.2, 0.9), 0.05),
                _ when client == ClientCatalogue.WebMail => (random.Between(0.9, 0.99), 0.01),
                _ => (random.Between(0.8, 0.98), 0.02),
            };
            _rates.Add(key, rates);
        }

        return rates;
    }

    private static ulong ByteHash(byte[] text)
    {
        ulong hash = 14695981039346656037;
        foreach (byte part in text)
        {
            hash = (hash ^ part) * 1099511628211;
        }

        return hash;
    }
}
