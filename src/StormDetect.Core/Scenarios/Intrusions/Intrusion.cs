using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// One intruder at work. Every number is drawn per seed, from modest to bold. Its records are made by the same code as everybody's, and nothing in
/// them tells that they were planted.
/// </summary>
internal abstract class Intrusion(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
{
    protected const int Day = 86_400;

    /// <summary>Its name in <see cref="AuditScenario.AttackNames"/>.</summary>
    public string Attack { get; } = attack;

    /// <summary>What this one did, in words.</summary>
    public string Description { get; protected set; } = string.Empty;

    /// <summary>The client its mail access shows.</summary>
    public abstract ClientProfile Client { get; }

    public List<PlantedRecord> Records { get; } = [];

    /// <summary>What it keeps out of the log; known from the start.</summary>
    public List<LogSilence> Silences { get; } = [];

    /// <summary>Records of its own that the log lacks, for that or because another intruder saw to it.</summary>
    public List<PlantedRecord> Unseen { get; } = [];

    /// <summary>How many of its reads the log lacks.</summary>
    public int UnseenReads => Unseen.Count(static record => record.IsMailAccess);

    protected ScenarioTenant Tenant { get; } = tenant;

    protected ScenarioRandom Random { get; } = random;

    /// <summary>First day it may begin: with three weeks or more of log, after 60 % of them, so that there is history.</summary>
    protected int EarliestDay => Tenant.Options.AttacksFrom ?? (Tenant.Options.Days >= 21 ? ((Tenant.Options.Days * 3) + 4) / 5 : 0);

    /// <summary>Plants the records of a day.</summary>
    public abstract void Play(int day, EventSink sink);

    /// <summary>Draws the days it works on: a start, then the length asked for with the share of days it is active.</summary>
    protected int[] DrawDays(int length, double share, Func<int, bool>? allowed = null)
    {
        int end = Tenant.Options.Days;
        int[] possible = [.. Enumerable.Range(EarliestDay, end - EarliestDay).Where(day => allowed is null || allowed(day))];
        if (possible.Length == 0)
        {
            // A window without a single such day, as a lone weekend for somebody who works on weekdays.
            return [EarliestDay + Random.Below(end - EarliestDay)];
        }

        int first = Random.Below(Math.Max(1, possible.Length - length + 1));
        int[] span = possible[first..Math.Min(possible.Length, first + length)];
        int[] chosen = [.. span.Where((_, index) => index == 0 || Random.Chance(share))];
        return chosen;
    }

    protected bool IsWeekday(int day) => Tenant.Text.Start.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Chooses mailboxes that exist throughout, are not throttled and not somebody else's victims, as far as there are any.</summary>
    protected Mailbox[] ChooseVictims(int count, Func<Mailbox, bool>? preferred = null)
    {
        Mailbox[] people = [.. Tenant.People];
        Random.Shuffle(people);
        Mailbox[] ordered =
        [
            .. people.OrderBy(mailbox =>
                (mailbox.ThrottledTo != int.MinValue ? 8 : 0)
                + (mailbox.FirstDay > 0 || mailbox.EndDay < Tenant.Options.Days ? 4 : 0)
                + (taken.Contains(mailbox) ? 2 : 0)
                + (preferred is null || preferred(mailbox) ? 0 : 1)),
        ];
        Mailbox[] chosen = [.. ordered.Take(Math.Max(1, Math.Min(count, people.Length / 3)))];
        foreach (Mailbox mailbox in chosen)
        {
            taken.Add(mailbox);
        }

        return chosen;
    }

    /// <summary>Rented servers, each in a network of its own.</summary>
    protected NetAddress[] RentServers(int count)
    {
        NetAddress[] servers = new NetAddress[count];
        for (int i = 0; i < count; i++)
        {
            Provider provider = Tenant.Internet.Pick(ProviderKind.Hosting, Random);
            servers[i] = Random.Chance(0.1) ? provider.RandomV6(Random) : provider.RandomV4(Random);
        }

        return servers;
    }

    /// <summary>A burst of reads: records seconds to minutes apart.</summary>
    protected void Burst(EventSink sink, AccessSession session, Mailbox mailbox, int start, int records, int meanItems, int secondsApart)
    {
        int time = start;
        int depth = 0;
        for (int i = 0; i < records; i++)
        {
            int items = 1 + Random.Geometric(1.0 / Math.Max(1, meanItems), 11);
            Emit(sink, new ScenarioEvent
            {
                Time = time,
                Entropy = Random.Next(),
                Session = session,
                Mailbox = mailbox,
                Kind = RecordKind.Bind,
                Folder = (short)(Random.Chance(0.7) ? FolderNames.Inbox : Random.Chance(0.5) ? FolderNames.SentItems : Random.Below(mailbox.Folders)),
                Items = (short)items,
                Depth = depth,
            });
            depth += items;
            time += Random.Range(1, Math.Max(1, 2 * secondsApart));
        }
    }

    protected void Emit(EventSink sink, in ScenarioEvent entry) => Emit(sink, entry, entry.Kind switch
    {
        RecordKind.Bind or RecordKind.Sync => PlantedPart.MailAccess,
        RecordKind.AddMailboxPermission or RecordKind.Consent => PlantedPart.MailboxChange,
        _ => PlantedPart.Context,
    });

    protected void Emit(EventSink sink, in ScenarioEvent entry, PlantedPart part)
    {
        bool hidden = sink.IsSilent(entry);
        if (sink.Add(entry) || hidden)
        {
            (hidden ? Unseen : Records).Add(new PlantedRecord(
                RecordComposer.RecordId(entry),
                entry.Time,
                entry.Mailbox,
                entry.Session.Address,
                entry.Kind is RecordKind.Bind or RecordKind.Sync,
                !MailAccessShape.ClientAppId(Tenant.Text, entry).IsEmpty,
                entry.Session.SessionId) { Part = part, HasNoSignIn = entry.Session.Origin != TokenOrigin.Issued });
        }
    }

    /// <summary>Plants a record with details of its own.</summary>
    protected void Change(EventSink sink, AccessSession session, Mailbox mailbox, int time, RecordDetails details, PlantedPart part) => Emit(
        sink,
        new ScenarioEvent { Time = time, Entropy = Random.Next(), Session = session, Mailbox = mailbox, Kind = RecordKind.Detailed, Details = details },
        part);

    /// <summary>The sign-in behind a session, 300 seconds after its token says it was issued.</summary>
    protected void SignIn(EventSink sink, AccessSession session, Mailbox mailbox) => Emit(sink, new ScenarioEvent
    {
        Time = session.TokenIssued + 300,
        Entropy = Random.Next(),
        Session = session,
        Mailbox = mailbox,
        Kind = RecordKind.SignIn,
        Id = session.TokenId,
    });
}
