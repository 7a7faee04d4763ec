using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace StormDetect.Core.Scenarios;

/// <summary>Plays a day of the whole tenant.</summary>
internal sealed class DayPlanner(ScenarioTenant tenant, EventSink sink)
{
    private const int Day = 86_400;
    private readonly PersonDay _person = new(tenant, sink);
    private readonly List<(ApplicationAccount Application, ulong Key)> _applications =
        [.. tenant.Applications.Select(application => (application, Key(application)))];

    private readonly TenantBackground? _background = tenant.Options.Background ? new TenantBackground(tenant, sink) : null;

    /// <summary>Plays a UTC day. People live by their own clocks, which may be half a day ahead or behind.</summary>
    public void Play(int day, CancellationToken cancellationToken)
    {
        foreach (Mailbox mailbox in tenant.Mailboxes)
        {
            if (mailbox.Person is null)
            {
                continue;
            }

            if ((mailbox.Index & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (day == 0)
            {
                _person.Play(mailbox, -1);
                _person.Play(mailbox, 0);
            }

            _person.Play(mailbox, day + 1);
        }

        foreach ((ApplicationAccount application, ulong key) in _applications)
        {
            PlayApplication(application, key, day);
        }

        foreach (ReadStorm storm in tenant.Storms)
        {
            if (storm.Start / Day == day)
            {
                PlayStorm(storm);
            }
        }

        foreach (AdminVisit visit in tenant.AdminVisits)
        {
            if (visit.Start / Day == day)
            {
                PlayAdminVisit(visit, day);
            }
        }

        PlayBackground(day);
        _background?.Play(day);
    }

    private void PlayApplication(ApplicationAccount application, ulong key, int day)
    {
        if (day >= application.ToDay)
        {
            return;
        }

        int weekday = (int)tenant.Text.Start.AddDays(day).DayOfWeek;
        double factor = tenant.Options.Activity * (application.FollowsWork ? (weekday is 0 or 6 ? 0.4 : 1.2) : 1);
        ScenarioRandom random = ScenarioRandom.For(tenant.Seed ^ key, 200, (ulong)day);
        factor *= random.Between(0.8, 1.25);
        NetAddress[] addresses = day >= application.MovedFrom ? application.MovedAddresses : application.Addresses;
        Guid token = random.Guid();
        int start = (day * Day) + application.WindowStart;
        for (int i = 0; i < application.Mailboxes.Length; i++)
        {
            Mailbox mailbox = application.Mailboxes[i];
            if (!mailbox.ActiveOn(day) || (application.FromDays is not null && day < application.FromDays[i]))
            {
                continue;
            }

            if (application.FromDays is not null && day == application.FromDays[i])
            {
                Consent(application, mailbox, isFirst: i == 0, start, random);
            }

            int records = random.Poisson(application.Rate * factor);
            if (records == 0)
            {
                continue;
            }

            bool churning = addresses.Length == 0;
            AccessSession session = new()
            {
                Client = application.Client,
                Address = churning ? default : random.Pick(addresses),
                ChurningProvider = churning ? application.ChurningProvider : null,
                TokenId = token,
                TokenIssued = Math.Max(start - 600, 0) - random.Range(0, 1800),
                Context = tenant.ContextOf(tenant.Mailboxes[0], application.Client),
            };
            for (int j = 0; j < records; j++)
            {
                ScenarioEvent entry = new()
                {
                    Time = start + random.Below(application.WindowLength),
                    Entropy = random.Next(),
                    Session = session,
                    Mailbox = mailbox,
                    Kind = RecordKind.Bind,
                    Folder = (short)(random.Chance(0.8) ? FolderNames.Inbox : random.Below(mailbox.Folders)),
                    Items = (short)(1 + random.Geometric(1.0 / application.MeanItems, 11)),
                    Depth = random.Geometric(0.2, 300),
                };
                sink.Add(entry);
            }
        }
    }

    /// <summary>The owner of a personal application consents to it; of a roll-out, one person for all.</summary>
    private void Consent(ApplicationAccount application, Mailbox mailbox, bool isFirst, int start, ScenarioRandom random)
    {
        if (mailbox.Person is null || !(application.BeginsAs == "personal-application" || (application.BeginsAs == "roll-out" && isFirst)))
        {
            return;
        }

        int time = start + random.Below(6 * 3600);
        AccessSession owner = new()
        {
            Client = application.Client,
            Address = mailbox.Person.HomeV4,
            TokenId = random.Guid(),
            TokenIssued = time - 310,
        };
        sink.Add(new ScenarioEvent { Time = time - 10, Entropy = random.Next(), Session = owner, Mailbox = mailbox, Kind = RecordKind.SignIn, Id = owner.TokenId });
        ScenarioEvent consent = new() { Time = time, Entropy = random.Next(), Session = owner, Mailbox = mailbox, Kind = RecordKind.Consent, Subject = "Mail Companion" };
        sink.Add(consent);
        tenant.Background?.TryAdd(RecordComposer.RecordId(consent), "consent-mail, " + application.BeginsAs);
    }

    private void PlayStorm(ReadStorm storm)
    {
        ScenarioRandom random = ScenarioRandom.For(tenant.Seed ^ storm.Mailbox.Key, 300);
        ClientUse use = storm.Client;
        AccessSession session = new()
        {
            Client = use.Client,
            Address = use.IsPhone ? storm.Mailbox.Person!.PhoneProvider.RandomV4(random) : storm.Mailbox.Person!.HomeV4,
            ClientInfo = use.ClientInfo,
            SessionId = use.Client.SignInApp is null ? default : use.SessionId,
            TokenId = random.Guid(),
            TokenIssued = storm.Start - 900,
            DeviceId = use.DeviceId,
            Context = tenant.ContextOf(storm.Mailbox, use.Client),
        };
        for (int i = 0; i < storm.Records; i++)
        {
            ScenarioEvent entry = new()
            {
                Time = storm.Start + (int)((long)storm.Length * i / storm.Records),
                Entropy = random.Next(),
                Session = session,
                Mailbox = storm.Mailbox,
                Kind = RecordKind.Bind,
                Folder = (short)random.Below(storm.Mailbox.Folders),
                Items = (short)(1 + random.Geometric(0.4, 11)),
                Depth = i,
                Throttled = i >= 1_000,
            };
            sink.Add(entry);
        }
    }

    private void PlayAdminVisit(AdminVisit visit, int day)
    {
        ScenarioRandom random = ScenarioRandom.For(tenant.Seed ^ visit.Mailbox.Key, 350, (ulong)visit.Start);
        AccessSession session = new()
        {
            Client = ClientCatalogue.WebMail,
            Actor = visit.Administrator,
            LogonType = 1,
            Address = visit.Administrator.Person!.Office.Exit(random, day),
            ClientInfo = random.Below(UserAgents.Count),
            SessionId = random.Guid(),
            TokenId = random.Guid(),
            TokenIssued = visit.Start - random.Range(310, 9_000),
            Context = tenant.ContextOf(visit.Administrator, ClientCatalogue.WebMail),
        };
        for (int i = 0; i < visit.Records; i++)
        {
            ScenarioEvent entry = new()
            {
                Time = visit.Start + random.Below(3600),
                Entropy = random.Next(),
                Session = session,
                Mailbox = visit.Mailbox,
                Kind = RecordKind.Bind,
                Folder = (short)random.Below(visit.Mailbox.Folders),
                Items = (short)(1 + random.Geometric(0.4, 11)),
                Depth = random.Below(900),
            };
            sink.Add(entry);
        }
    }

    /// <summary>The service's own cmdlets, and guesses at passwords from rented servers.</summary>
    private void PlayBackground(int day)
    {
        ScenarioRandom random = ScenarioRandom.For(tenant.Seed, 400, (ulong)day);
        AccessSession service = new() { Client = ClientCatalogue.Administration, Context = ContextForm.Empty };
        int cmdlets = 1 + random.Poisson(tenant.Mailboxes.Count * 0.06);
        for (int i = 0; i < cmdlets; i++)
        {
            Add(service, tenant.Mailboxes[random.Below(tenant.Mailboxes.Count)], i == 0 ? RecordKind.SystemAuditConfig : RecordKind.SystemSetMailbox, (day * Day) + random.Below(Day), random);
        }

        int guesses = random.Chance(0.3) ? random.Poisson(tenant.Mailboxes.Count * 0.05) : 0;
        NetAddress[] from = ApplicationBuilder.HostedAddresses(tenant, random, 3);
        for (int i = 0; i < guesses; i++)
        {
            AccessSession guess = new() { Client = ClientCatalogue.Portal, Address = random.Pick(from), ClientInfo = random.Below(UserAgents.Count) };
            Add(guess, tenant.Mailboxes[random.Below(tenant.Mailboxes.Count)], RecordKind.SignInFailed, (day * Day) + random.Below(Day), random);
        }

        foreach (Mailbox person in tenant.People)
        {
            foreach (Delegation delegation in person.Person!.Delegations)
            {
                if (delegation.FromDay == day)
                {
                    Grant(delegation, person, day, random);
                }
            }
        }
    }

    private void Grant(Delegation delegation, Mailbox trustee, int day, ScenarioRandom random)
    {
        Mailbox administrator = random.Pick(tenant.People.ToArray());
        AccessSession session = new()
        {
            Client = ClientCatalogue.Administration,
            Actor = administrator,
            Address = administrator.Person!.Office.Exit(random, day),
            SessionId = random.Guid(),
            Context = ContextForm.Empty,
        };
        ScenarioEvent entry = new()
        {
            Time = (day * Day) + random.Range(0, 7 * 3600),
            Entropy = random.Next(),
            Session = session,
            Mailbox = delegation.Mailbox,
            Kind = RecordKind.AddMailboxPermission,
            Subject = trustee.ToString(),
        };
        tenant.Background?.TryAdd(RecordComposer.RecordId(entry), "delegation");
        sink.Add(entry);
    }

    private void Add(AccessSession session, Mailbox mailbox, RecordKind kind, int time, ScenarioRandom random)
    {
        ScenarioEvent entry = new() { Time = time, Entropy = random.Next(), Session = session, Mailbox = mailbox, Kind = kind };
        sink.Add(entry);
    }

    private static ulong Key(ApplicationAccount application)
    {
        ulong key = 14695981039346656037;
        foreach (byte part in application.Client.ClientAppId ?? application.Client.AppId ?? [])
        {
            key = (key ^ part) * 1099511628211;
        }

        foreach (byte part in application.Client.AppId ?? [])
        {
            key = (key ^ part) * 1099511628211;
        }

        return key;
    }
}
