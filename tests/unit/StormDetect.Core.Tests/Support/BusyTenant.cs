using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StormDetect.Core.Tests.Support;

/// <summary>
/// What an ordinary tenant does to its mailboxes beside reading: people delete, send and search, empty their Deleted Items, tidy up and travel; an assistant enforces retention; a marketing
/// application sends newsletters; an archiver moves mail at night. Records have their JSON, as those of a log have.
/// </summary>
internal sealed class BusyTenant
{
    public const string Newsletter = "beef0000-2222-4333-8444-555566667777";

    private readonly List<AuditRecord> _acts = [];
    private readonly Random _random;
    private readonly OrdinaryTenant _tenant;
    private int _next;

    public BusyTenant(int mailboxes, int days, int seed)
    {
        _tenant = new OrdinaryTenant(mailboxes, days, seed);
        _random = new Random(seed * 7919);
        for (int day = 0; day < days; day++)
        {
            for (int mailbox = 0; mailbox < mailboxes; mailbox++)
            {
                Day(mailbox, day);
            }

            Machines(mailboxes, day);
        }
    }

    public OrdinaryTenant Ordinary => _tenant;

    /// <summary>All records, mail access among them, in order of time.</summary>
    public IReadOnlyList<AuditRecord> Records() => _tenant.Log.Records().Concat(_acts).OrderBy(static r => r.CreationTime).ThenBy(static r => r.Id, StringComparer.Ordinal).ToArray();

    /// <summary>One record of an act.</summary>
    public string Act(
        string operation, string mailbox, AccessPath path, string ip, DateTimeOffset time, int extent = 1, string folder = @"\Inbox", string? session = null, string? user = null)
    {
        string id = new Guid((int)((++_next + 500_000) * 2654435761L), 7, 7, 3, 4, 5, 6, 7, 8, 9, 10).ToString("D");
        _acts.Add(new AuditRecord
        {
            Id = id,
            CreationTime = time,
            Operation = operation,
            OrganizationId = _tenant.Log.Tenant,
            UserId = user ?? mailbox,
            Mailbox = mailbox,
            ClientIP = ip,
            AppId = path.AppId,
            ClientAppId = path.ClientAppId,
            ClientFamily = path.Family,
            Logon = path.Logon,
            SessionId = session,
            AuditData = Json(id, operation, mailbox, path, ip, time, extent, folder, session, user ?? mailbox),
        });
        return id;
    }

    /// <summary>A record as the log spells it.</summary>
    public static string Json(string id, string operation, string mailbox, AccessPath path, string ip, DateTimeOffset time, int extent, string folder, string? session, string user)
    {
        StringBuilder json = new();
        string client = path.Family switch
        {
            ClientFamily.Owa => "Client=OWA;Action=ViaProxy",
            ClientFamily.MsExchangeRpc => "Client=MSExchangeRPC",
            ClientFamily.RestSystem => "Client=REST;Client=RESTSystem;;",
            ClientFamily.WebServices => "Client=WebServices;x",
            ClientFamily.OutlookService => "Client=OutlookService;x",
            _ => "Client=REST;;",
        };
        int logon = path.Logon switch { LogonKind.Admin => 1, LogonKind.Delegate => 2, LogonKind.Service => 4, _ => 0 };
        json.Append(CultureInfo.InvariantCulture, $$"""{"Id":"{{id}}","CreationTime":"{{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss}}","Operation":"{{operation}}","OrganizationId":"0873ee4d-d342-44f2-8961-74c442a2fad2","RecordType":{{(operation.StartsWith("Send", StringComparison.Ordinal) ? 2 : 3)}},"ResultStatus":"Succeeded","UserType":0,"UserKey":"100320001A2B3C4D","Workload":"Exchange","UserId":"{{user}}","MailboxOwnerUPN":"{{mailbox}}","ClientIPAddress":"{{ip}}","ClientInfoString":"{{client}}","LogonType":{{logon}}""");
        if (path.AppId.Length > 0)
        {
            json.Append(CultureInfo.InvariantCulture, $""","AppId":"{path.AppId}" """);
        }

        if (path.ClientAppId.Length > 0)
        {
            json.Append(CultureInfo.InvariantCulture, $""","ClientAppId":"{path.ClientAppId}" """);
        }

        if (session is not null)
        {
            json.Append(CultureInfo.InvariantCulture, $""","SessionId":"{session}" """);
        }

        if (operation.StartsWith("Send", StringComparison.Ordinal))
        {
            json.Append(CultureInfo.InvariantCulture, $$""","recipientCount":{{extent}},"Item":{"Subject":"x","InternetMessageId":"<{{id}}@contoso.example>"}""");
        }
        else if (!operation.StartsWith("Search", StringComparison.Ordinal))
        {
            string path5c = folder.Replace(@"\", @"\\", StringComparison.Ordinal);
            json.Append(CultureInfo.InvariantCulture, $$""","Folder":{"Id":"LgAAAA","Path":"{{path5c}}"},"AffectedItems":[""");
            for (int i = 0; i < extent; i++)
            {
                json.Append(CultureInfo.InvariantCulture, $$"""{{(i > 0 ? "," : "")}}{"Id":"i{{i}}","Subject":"s","ParentFolder":{"Path":"{{path5c}}"} }""");
            }

            json.Append(']');
        }

        return json.Append('}').ToString();
    }

    private bool Chance(double p) => _random.NextDouble() < p;

    private int Amount(double median) => (int)Math.Clamp(median * Math.Exp(1.1 * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble())), 1, 400);

    private void Day(int mailbox, int day)
    {
        if (day % 7 >= 5 && !Chance(0.1))
        {
            return;
        }

        string name = FactsTenant.Name(mailbox);
        string place = Chance(0.01) ? _tenant.NewNetwork() : Chance(0.4) ? _tenant.Homes[mailbox] : OrdinaryTenant.Office(mailbox);
        AccessPath client = mailbox % 4 == 0 ? FactsTenant.OwaWithoutIds : FactsTenant.Outlook;
        double hour = 8 + (_random.NextDouble() * 8);
        string session = string.Create(CultureInfo.InvariantCulture, $"a{mailbox}-{day / 5}");
        if (Chance(0.8))
        {
            Act("MoveToDeletedItems", name, client, place, FactsTenant.At(day, hour), Amount(4), session: session);
        }

        if (Chance(0.25))
        {
            Act("SoftDelete", name, client, place, FactsTenant.At(day, hour + 0.2), Amount(8), @"\Deleted Items", session);
        }

        if (Chance(0.03))
        {
            // Tidying up: much at once, by the owner.
            Act("HardDelete", name, client, place, FactsTenant.At(day, hour + 0.3), 150 + _random.Next(250), session: session);
        }

        if (Chance(0.04))
        {
            Act("MoveToDeletedItems", name, client, place, FactsTenant.At(day, hour + 0.4), Amount(2), @"\Sent Items", session);
        }

        for (int i = _random.Next(5); i > 0; i--)
        {
            Act("Send", name, client, place, FactsTenant.At(day, hour + (i * 0.3)), Amount(2), session: session);
        }

        if (Chance(0.3))
        {
            Act("Move", name, client, place, FactsTenant.At(day, hour + 0.5), Amount(5), session: session);
        }

        for (int i = Chance(0.4) ? _random.Next(1, 5) : 0; i > 0; i--)
        {
            Act("SearchQueryInitiatedExchange", name, client, place, FactsTenant.At(day, hour + (i * 0.1)), session: session);
        }
    }

    private void Machines(int mailboxes, int day)
    {
        AccessPath assistant = new(string.Empty, string.Empty, ClientFamily.RestSystem, LogonKind.Service);
        for (int mailbox = day % 7; mailbox < mailboxes; mailbox += 7)
        {
            Act("HardDelete", FactsTenant.Name(mailbox), assistant, $"2603:10a6:{_random.Next(1, 4000):x}::1", FactsTenant.At(day, _random.NextDouble() * 24), Amount(60), @"\Recoverable Items\Deletions");
        }

        if (day % 7 is 1 or 3)
        {
            for (int i = 0; i < 40; i++)
            {
                Act("Send", FactsTenant.Name(1), FactsTenant.Graph(Newsletter), "192.0.2.90", FactsTenant.At(day, 6 + (i * 0.01)), 30 + _random.Next(40));
            }
        }

        for (int mailbox = 0; mailbox < mailboxes; mailbox += 3)
        {
            Act("Move", FactsTenant.Name(mailbox), OrdinaryTenant.BackupEws, "192.0.2.10", FactsTenant.At(day, 2 + _random.NextDouble()), Amount(20));
        }
    }
}
