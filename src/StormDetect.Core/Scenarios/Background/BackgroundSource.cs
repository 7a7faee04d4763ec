using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>One kind of ordinary doings. Its random numbers are its own: with or without it, everything else is the same bytes.</summary>
internal abstract class BackgroundSource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink, ulong purpose)
{
    protected const int Day = 86_400;

    protected ScenarioTenant Tenant { get; } = tenant;

    protected BackgroundStaff Staff { get; } = staff;

    /// <summary>Plays a day, after the people's mail of that day was played.</summary>
    public abstract void Play(int day, DaySessions sessions);

    protected ScenarioRandom RandomOf(int day) => ScenarioRandom.For(Tenant.Seed, purpose, (ulong)day);

    /// <summary>People by chance, as many as a share of those at work says.</summary>
    protected static IEnumerable<Mailbox> Some(DaySessions sessions, double share, ScenarioRandom random)
    {
        int count = sessions.People.Count == 0 ? 0 : random.Poisson(sessions.People.Count * share);
        for (int i = 0; i < count; i++)
        {
            yield return sessions.People[random.Below(sessions.People.Count)];
        }
    }

    /// <summary>An administrator at work: in the session of the day, or from the office where the day had none.</summary>
    protected static (int Time, AccessSession Session) AtWork(Mailbox[] who, int day, DaySessions sessions, ScenarioRandom random)
    {
        Mailbox actor = random.Pick(who);
        (int Time, AccessSession Session)? own = sessions.Of(actor, random, ClientCatalogue.WebMail);
        int time = own?.Time ?? ((day * Day) + actor.Person!.WorkStart - actor.Person.ZoneOffset + random.Range(600, 6 * 3600));
        AccessSession? session = own?.Session;
        return (time, new AccessSession
        {
            Client = ClientCatalogue.WebMail,
            Actor = actor,
            Address = session?.Address ?? actor.Person!.Office.Exit(random, day),
            ClientInfo = session?.ClientInfo ?? 0,
            SessionId = session?.SessionId ?? random.Guid(),
            TokenId = session?.TokenId ?? random.Guid(),
            TokenIssued = session?.TokenIssued ?? time - 900,
            Context = session?.Context ?? ContextForm.Empty,
        });
    }

    /// <summary>Adds a record; what it is, is told where somebody asks what a finding mistook.</summary>
    protected void Add(string kind, in ScenarioEvent entry)
    {
        if (sink.Add(entry))
        {
            Tenant.Background?.TryAdd(RecordComposer.RecordId(entry), kind);
        }
    }

    protected void Add(string kind, AccessSession session, Mailbox mailbox, int time, RecordDetails details, ScenarioRandom random) => Add(kind, new ScenarioEvent
    {
        Time = time,
        Entropy = random.Next(),
        Session = session,
        Mailbox = mailbox,
        Kind = RecordKind.Detailed,
        Details = details,
    });

    /// <summary>The object's name as cmdlet records have it.</summary>
    protected string DistinguishedName(Mailbox mailbox) =>
        "EURP190A005.PROD.OUTLOOK.EXAMPLE/Microsoft Exchange Hosted Organizations/" + System.Text.Encoding.ASCII.GetString(Tenant.Text.Name) + "/" + mailbox.ObjectId.ToString("D");
}
