using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// A phished click gives an application the right to read mail; everything the directory logs of a consent is there, and the application reads through
/// Graph from then on (Microsoft, "Detect and remediate illicit consent grants").
/// </summary>
internal sealed class IllicitConsent : Intrusion
{
    private readonly Mailbox _victim;
    private readonly NetAddress[] _servers;
    private readonly int[] _days;
    private readonly string _appId;
    private readonly string _name;
    private readonly bool _admin;
    private readonly string _scopes;

    public IllicitConsent(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken)
    {
        _admin = random.Chance(0.25);
        _victim = _admin ? random.Pick(tenant.Staff.Administrators) : ChooseVictims(1, static mailbox => mailbox.Person!.Clients.Exists(static use => use.Client == ClientCatalogue.WebMail))[0];
        taken.Add(_victim);
        _appId = random.Guid().ToString("D");
        Client = ClientCatalogue.GraphApplication(_appId, ownName: false);
        _servers = RentServers(random.Range(1, 2));
        if (random.Chance(0.6))
        {
            // As the log shows Graph's callers: from the platform's own front ends.
            _servers = [tenant.Internet.Service.RandomV4(random), tenant.Internet.Service.RandomV4(random)];
        }

        _days = DrawDays(random.Range(2, 8), random.Between(0.5, 1));
        _name = random.Pick(["Office 365 Updater", "Micros0ft Outlook", "eM Client", "PERFECTDATA SOFTWARE", "Document Viewer", "Secure Mail Sync"]);
        _scopes = random.Pick(["Mail.Read User.Read", "Mail.ReadWrite Mail.Send User.Read", "Mail.Read Mail.Read.Shared Contacts.Read", "EWS.AccessAsUser.All"]);
        Description = $"The application '{_name}' with {_scopes.Split(' ')[0]} reads the mailbox of {_victim}, after {(_admin ? "an administrator's" : "the owner's")} consent.";
    }

    public override ClientProfile Client { get; }

    public override void Play(int day, EventSink sink)
    {
        if (System.Array.IndexOf(_days, day) < 0)
        {
            return;
        }

        int start = (day * Day) + Random.Range(7 * 3600, 16 * 3600);
        if (day == _days[0])
        {
            AccessSession owner = new()
            {
                Client = Client,
                Address = _victim.Person!.HomeV4,
                ClientInfo = Random.Below(UserAgents.Count),
                SessionId = Random.Guid(),
                TokenId = Random.Guid(),
                TokenIssued = start - 900,
            };
            SignIn(sink, owner, _victim);
            int time = start - 590;
            foreach (DirectoryDetails details in DirectorySource.Consent(_appId, _name, _scopes, _admin, _victim, Random))
            {
                Change(sink, owner, _victim, time++, details, PlantedPart.MailboxChange);
            }
        }

        AccessSession session = new()
        {
            Client = Client,
            Address = Random.Pick(_servers),
            TokenId = Random.Guid(),
            TokenIssued = start - Random.Range(310, 500),
            Context = Tenant.ContextOf(_victim, Client),
        };
        Burst(sink, session, _victim, start, 3 + Random.Poisson(25), Random.Range(1, 4), Random.Range(2, 30));
    }
}
