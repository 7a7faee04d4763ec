using System;
using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// Somebody has an account's password or session and works in web mail from a rented server: what most intrusions into mailboxes begin with. It is played
/// in one go from its first hour on; what comes days later is planted then too.
/// </summary>
internal abstract class AccountTakeover : Intrusion
{
    private readonly NetAddress _server;
    private readonly int _browser;

    /// <param name="attack">Its name.</param>
    /// <param name="tenant">Where.</param>
    /// <param name="random">Its random numbers.</param>
    /// <param name="taken">Mailboxes that others have.</param>
    /// <param name="length">How many days it lasts, where there are so many.</param>
    /// <param name="account">Whose account is taken; null for anybody who uses web mail.</param>
    protected AccountTakeover(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken, int length, Mailbox? account = null)
        : base(attack, tenant, random, taken)
    {
        Account = account ?? ChooseVictims(1, static mailbox => mailbox.Person!.Clients.Exists(static use => use.Client == ClientCatalogue.WebMail))[0];
        taken.Add(Account);
        _server = RentServers(1)[0];
        _browser = random.Below(UserAgents.Count);
        int last = Math.Max(EarliestDay, tenant.Options.Days - length);
        int day = random.Range(EarliestDay, last);

        // At working hours of somewhere: the intruder wants to be one of many, or works where it is day.
        Start = (day * Day) + random.Range(1, 14) * 3600 + random.Below(3600);
    }

    public override ClientProfile Client => ClientCatalogue.WebMail;

    /// <summary>The account that was taken.</summary>
    protected Mailbox Account { get; }

    /// <summary>When the intruder signs in, in scenario seconds.</summary>
    protected int Start { get; }

    public sealed override void Play(int day, EventSink sink)
    {
        if (day == Start / Day)
        {
            Act(sink);
        }
    }

    /// <summary>Plants all of it.</summary>
    protected abstract void Act(EventSink sink);

    /// <summary>One of the tenant's administrators or of its helpdesk.</summary>
    protected static Mailbox Administrator(ScenarioTenant tenant, ScenarioRandom random) => random.Pick(random.Chance(0.5) ? tenant.Staff.Administrators : tenant.Staff.Helpdesk);

    /// <summary>Signs in as the account.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="time">When.</param>
    /// <param name="asItself">Whether records are the account's own; with an actor they may concern others.</param>
    protected AccessSession SignIn(EventSink sink, int time, bool asItself = true)
    {
        AccessSession session = Session(time, asItself ? null : Account, 0);
        SignIn(sink, session, Account);
        return session;
    }

    /// <summary>The same session with another's mailbox open.</summary>
    protected AccessSession AsDelegate(AccessSession session) => new()
    {
        Client = session.Client,
        Actor = Account,
        LogonType = 2,
        Address = session.Address,
        ClientInfo = session.ClientInfo,
        SessionId = session.SessionId,
        TokenId = session.TokenId,
        TokenIssued = session.TokenIssued,
        Context = session.Context,
    };

    /// <summary>An address outside: a free mail service, or a domain that looks like the tenant's.</summary>
    protected string Outside()
    {
        string name = Account.Alias.ToLowerInvariant();
        string company = System.Text.Encoding.ASCII.GetString(Tenant.Text.ShortName);
        (string Letter, string Alike) swap = Array.Find([("l", "1"), ("m", "rn"), ("o", "0")], pair => company.Contains(pair.Item1, StringComparison.Ordinal));
        string alike = swap.Letter is null ? company.Replace("w", "vv", StringComparison.Ordinal) : company.Replace(swap.Letter, swap.Alike, StringComparison.Ordinal);
        return Random.Below(4) switch
        {
            0 => name + "@" + alike + ".example",
            1 => name + "@" + company + "-mail.example",
            2 => name.Replace(".", string.Empty, StringComparison.Ordinal) + Random.Range(10, 99) + "@freemail.example",
            _ => "office.archive" + Random.Range(10, 999) + "@webmail.example",
        };
    }

    /// <summary>The object's name as cmdlet records have it.</summary>
    protected string DistinguishedName(Mailbox mailbox) =>
        "EURP190A005.PROD.OUTLOOK.EXAMPLE/Microsoft Exchange Hosted Organizations/" + System.Text.Encoding.ASCII.GetString(Tenant.Text.Name) + "/" + mailbox.ObjectId.ToString("D");

    protected void Send(EventSink sink, AccessSession session, int time, string subject, IReadOnlyList<string> recipients, PlantedPart part) => Emit(
        sink,
        new ScenarioEvent
        {
            Time = time,
            Entropy = Random.Next(),
            Session = session,
            Mailbox = Account,
            Kind = RecordKind.Send,
            Folder = FolderNames.SentItems,
            Message = new SentMessage(subject, recipients),
        },
        part);

    protected void Remove(EventSink sink, AccessSession session, RecordKind kind, int time, int folder, int items, PlantedPart part) => Emit(
        sink,
        new ScenarioEvent
        {
            Time = time,
            Entropy = Random.Next(),
            Session = session,
            Mailbox = Account,
            Kind = kind,
            Folder = (short)folder,
            Target = FolderNames.DeletedItems,
            Items = (short)items,
            Depth = Random.Below(200),
        },
        part);

    protected void Search(EventSink sink, AccessSession session, int time, string query, PlantedPart part) => Emit(
        sink,
        new ScenarioEvent { Time = time, Entropy = Random.Next(), Session = session, Mailbox = Account, Kind = RecordKind.Search, Subject = query },
        part);

    private AccessSession Session(int time, Mailbox? actor, byte logonType) => new()
    {
        Client = ClientCatalogue.WebMail,
        Actor = actor,
        LogonType = logonType,
        Address = _server,
        ClientInfo = _browser,
        SessionId = Random.Guid(),
        TokenId = Random.Guid(),
        TokenIssued = time - 300,
        Context = Tenant.ContextOf(Account, ClientCatalogue.WebMail),
    };
}
