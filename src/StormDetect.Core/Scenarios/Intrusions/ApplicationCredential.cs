using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// A second secret on an application that may read mail: what the application was allowed stays allowed, to whoever has the secret (the Solorigate and Midnight Blizzard
/// intrusions). Then it reads from elsewhere.
/// </summary>
internal sealed class ApplicationCredential : AccountTakeover
{
    private readonly Mailbox[] _victims;
    private readonly NetAddress[] _servers;
    private readonly string _name;
    private readonly bool _onAccount;
    private readonly bool _grants;

    public ApplicationCredential(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 5, random.Pick(tenant.Staff.Administrators))
    {
        ApplicationAccount[] established = [.. tenant.Applications.Where(static application => application.Client.IsApplication && application.FromDays is null && application.ToDay == int.MaxValue)];
        ApplicationAccount? application = established.Length > 0 ? random.Pick(established) : null;
        Client = application?.Client ?? ClientCatalogue.GraphApplication(random.Guid().ToString("D"), ownName: true);
        _name = application?.Name ?? "reporting";
        _victims = ChooseVictims(random.Range(3, 10), mailbox => mailbox != Account);
        _servers = RentServers(random.Range(1, 2));
        _onAccount = random.Chance(0.5);
        _grants = application is null || random.Chance(0.3);
        Description = $"A new secret on the application '{_name}' reads {_victims.Length} mailboxes from a rented server.";
    }

    public override ClientProfile Client { get; }

    protected override void Act(EventSink sink)
    {
        AccessSession session = SignIn(sink, Start, asItself: false);
        string id = BenignPlanner.Text(Client.ClientAppId);
        int time = Start + Random.Range(120, 1_500);
        Change(sink, session, Account, time, _onAccount ? OnAccount(id) : DirectorySource.Credential(id, _name, "Password", Random.Pick([string.Empty, "test", "backup"]), Random), PlantedPart.MailboxChange);
        if (_grants)
        {
            DirectoryDetails grant = new(
                "Add app role assignment to service principal.", "00000003-0000-0000-c000-000000000000;https://graph.microsoft.com",
                ("AppRole.Id", "810c84a8-4a9e-49e6-bf7d-12d183f40d01", string.Empty), ("AppRole.Value", "Mail.Read", string.Empty), ("AppRole.DisplayName", "Read mail in all mailboxes", string.Empty),
                ("ServicePrincipal.DisplayName", _name, string.Empty), ("ServicePrincipal.AppId", id, string.Empty), ("ServicePrincipal.Name", id, string.Empty),
                ("TargetId.ServicePrincipalNames", "00000003-0000-0000-c000-000000000000;https://graph.microsoft.com", string.Empty)) { TargetId = id, TargetName = "Microsoft Graph" };
            Change(sink, session, Account, time + Random.Range(30, 600), grant, PlantedPart.MailboxChange);
        }

        int days = Random.Range(1, 3);
        for (int day = 0; day < days; day++)
        {
            int at = time + Random.Range(1_800, 6 * 3600) + (day * Day);
            AccessSession reads = new()
            {
                Client = Client,
                Address = Random.Pick(_servers),
                TokenId = Random.Guid(),
                TokenIssued = at - Random.Range(310, 900),
                Context = Tenant.ContextOf(Tenant.Mailboxes[0], Client),
            };
            foreach (Mailbox mailbox in _victims.Where((_, index) => index == 0 || Random.Chance(0.7)))
            {
                Burst(sink, reads, mailbox, at + Random.Below(3_600), 3 + Random.Poisson(20), Random.Range(2, 5), Random.Range(2, 20));
            }
        }
    }

    private DirectoryDetails OnAccount(string id) => new(
        "Add service principal credentials.", id,
        ("KeyDescription", $"[\r\n  \"[KeyIdentifier={Random.Guid():D},KeyType=Password,KeyUsage=Verify,DisplayName=]\"\r\n]", $"[\r\n  \"[KeyIdentifier={Random.Guid():D},KeyType=Password,KeyUsage=Verify,DisplayName={_name}]\"\r\n]"),
        ("Included Updated Properties", "KeyDescription", string.Empty)) { TargetId = id, TargetName = _name };
}
