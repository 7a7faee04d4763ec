using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>Searching, filing, cleaning up and sending to many, as people, retention and the newsletter tool do it.</summary>
internal sealed class MailActivitySource : BackgroundSource
{
    private static readonly string[] s_queries =
    [
        "meeting notes", "from:anna", "travel expenses", "contract 2025", "hasattachment:yes subject:offer", "invoice 20514", "flight booking", "parking", "password reset", "printer", "org chart",
        "Urlaub", "Rechnung", "r\u00e9union", "VPN", "payroll calendar", "wifi password", "budget", "canteen", "Q3 forecast", "team event", "subject:\"weekly report\"", "IBAN",
    ];

    private readonly ApplicationAccount? _newsletter;

    public MailActivitySource(ScenarioTenant tenant, BackgroundStaff staff, EventSink sink)
        : base(tenant, staff, sink, 616)
    {
        if (staff.Marketing is not null)
        {
            ScenarioRandom random = ScenarioRandom.For(tenant.Seed, 601);
            _newsletter = new ApplicationAccount
            {
                Name = "newsletter tool",
                Client = ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: true),
                Mailboxes = [staff.Marketing],
                Rate = random.Between(0.08, 0.3),
                MeanItems = 1,
                Addresses = ApplicationBuilder.HostedAddresses(tenant, random, 2),
                WindowStart = random.Range(6, 14) * 3600,
            };
        }
    }

    public override void Play(int day, DaySessions sessions)
    {
        ScenarioRandom random = RandomOf(day);
        double activity = Tenant.Options.Activity;
        foreach (Mailbox mailbox in Some(sessions, 0.25 * activity, random))
        {
            Search(mailbox, sessions, random);
        }

        foreach (Mailbox mailbox in Some(sessions, 0.4 * activity, random))
        {
            File(mailbox, sessions, random);
        }

        foreach (Mailbox mailbox in Some(sessions, 0.0012 * Staff.Rate, random))
        {
            CleanUp(mailbox, sessions, random);
        }

        foreach (Mailbox mailbox in Some(sessions, 0.002 * Staff.Rate, random))
        {
            WriteToMany(mailbox, sessions, random);
        }

        Retain(day, random);
        Newsletter(day, random);
    }

    private void Search(Mailbox mailbox, DaySessions sessions, ScenarioRandom random)
    {
        if (sessions.Of(mailbox, random, ClientCatalogue.WebMail) is not (int time, AccessSession session))
        {
            return;
        }

        int queries = 1 + random.Geometric(0.5, 8);
        for (int i = 0; i < queries; i++)
        {
            Add("search", new ScenarioEvent { Time = time, Entropy = random.Next(), Session = session, Mailbox = mailbox, Kind = RecordKind.Search, Subject = random.Pick(s_queries) });
            time += random.Range(10, 240);
        }
    }

    private void File(Mailbox mailbox, DaySessions sessions, ScenarioRandom random)
    {
        if (sessions.Of(mailbox, random) is not (int time, AccessSession session))
        {
            return;
        }

        int moves = 1 + random.Geometric(0.5, 6);
        for (int i = 0; i < moves; i++)
        {
            Items("filing", session, mailbox, RecordKind.Move, time, FolderNames.Inbox, (short)(FolderNames.Standard + random.Below(10)), 1 + random.Geometric(0.6, 20), random);
            time += random.Range(4, 200);
        }
    }

    /// <summary>Somebody empties a folder, or files a year of mail, within half an hour.</summary>
    private void CleanUp(Mailbox mailbox, DaySessions sessions, ScenarioRandom random)
    {
        if (sessions.Of(mailbox, random) is not (int time, AccessSession session))
        {
            return;
        }

        RecordKind kind = random.Pick([RecordKind.MoveToDeletedItems, RecordKind.SoftDelete, RecordKind.HardDelete, RecordKind.Move]);
        int folder = random.Pick([FolderNames.Inbox, FolderNames.DeletedItems, FolderNames.DeletedItems, FolderNames.JunkEmail, FolderNames.SentItems, FolderNames.Standard]);
        int batches = random.Range(5, 60);
        for (int i = 0; i < batches; i++)
        {
            Items("clean-up", session, mailbox, kind, time, folder, (short)FolderNames.Archive, random.Range(5, 25), random);
            time += random.Range(1, 40);
        }
    }

    private void WriteToMany(Mailbox mailbox, DaySessions sessions, ScenarioRandom random)
    {
        if (sessions.Of(mailbox, random) is not (int time, AccessSession session))
        {
            return;
        }

        int count = random.Range(30, 400);
        List<string> recipients = [.. Enumerable.Range(0, count).Select(_ => Tenant.Mailboxes[random.Below(Tenant.Mailboxes.Count)].ToString()).Distinct()];
        Add("mail-to-many", new ScenarioEvent
        {
            Time = time,
            Entropy = random.Next(),
            Session = session,
            Mailbox = mailbox,
            Kind = RecordKind.Send,
            Folder = FolderNames.SentItems,
            Message = new SentMessage(random.Pick(["Town hall on Thursday", "Sommerfest", "New canteen menu", "Office closed on Monday"]), recipients),
        });
    }

    /// <summary>Retention takes what is older than its time, at night, in the platform's own name.</summary>
    private void Retain(int day, ScenarioRandom random)
    {
        int mailboxes = random.Poisson(Tenant.Mailboxes.Count * 0.04 * Tenant.Options.Activity);
        AccessSession session = new()
        {
            Client = ClientCatalogue.Retention,
            Address = Tenant.Internet.Service.RandomServiceV6(random),
            SystemUser = System.Text.Encoding.ASCII.GetBytes("S-1-5-18"),
            LogonType = 1,
            Context = ContextForm.Absent,
        };
        for (int i = 0; i < mailboxes; i++)
        {
            Mailbox mailbox = Tenant.Mailboxes[random.Below(Tenant.Mailboxes.Count)];
            int time = (day * Day) + random.Below(5 * 3600);
            int batches = random.Range(1, 8);
            for (int batch = 0; batch < batches; batch++)
            {
                Items("retention", session, mailbox, RecordKind.HardDelete, time, random.Chance(0.7) ? FolderNames.Deletions : FolderNames.Purges, 0, random.Range(3, 40), random);
                time += random.Range(1, 30);
            }
        }
    }

    private void Newsletter(int day, ScenarioRandom random)
    {
        if (_newsletter is null || !random.Chance(_newsletter.Rate))
        {
            return;
        }

        Mailbox sender = _newsletter.Mailboxes[0];
        AccessSession session = new()
        {
            Client = _newsletter.Client,
            Address = random.Pick(_newsletter.Addresses),
            TokenId = random.Guid(),
            TokenIssued = (day * Day) + _newsletter.WindowStart - 400,
            Context = Tenant.ContextOf(Tenant.Mailboxes[0], _newsletter.Client),
        };
        int time = (day * Day) + _newsletter.WindowStart + random.Below(3_600);
        int messages = (int)(random.Range(60, 600) * System.Math.Clamp(Tenant.Options.Activity, 0.1, 1));
        string subject = "News of the month " + random.Range(1, 60);
        for (int i = 0; i < messages; i++)
        {
            Add("newsletter", new ScenarioEvent
            {
                Time = time + (i * 2 / 3),
                Entropy = random.Next(),
                Session = session,
                Mailbox = sender,
                Kind = RecordKind.Send,
                Folder = FolderNames.SentItems,
                Message = new SentMessage(subject, ["reader" + random.Below(90_000) + "@" + Staff.PartnerDomain]),
            });
        }
    }

    private void Items(string kind, AccessSession session, Mailbox mailbox, RecordKind what, int time, int folder, short target, int items, ScenarioRandom random) => Add(kind, new ScenarioEvent
    {
        Time = time,
        Entropy = random.Next(),
        Session = session,
        Mailbox = mailbox,
        Kind = what,
        Folder = (short)folder,
        Target = target,
        Items = (short)items,
        Depth = random.Geometric(0.01, 3_000),
    });
}
