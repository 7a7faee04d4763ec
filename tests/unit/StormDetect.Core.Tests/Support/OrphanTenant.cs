using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using StormDetect.Core.SignIns;
using StormDetect.Core.Tests.Exports;

namespace StormDetect.Core.Tests.Support;

/// <summary>A small tenant whose people read mail on the web, each read with a token whose sign-in is known; tests change what they need.</summary>
internal sealed class OrphanTenant
{
    public const string WebMail = "9199bf20-a13f-4107-85dc-02114787ef48";
    public const string Exchange = "00000002-0000-0ff1-ce00-000000000000";
    private int _number;

    public static DateTime Start { get; } = new(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc);

    public List<JsonObject> Records { get; } = [];

    public List<SignInSample> SignIns { get; } = [];

    /// <summary>People who read twice a day for some days from networks of their own.</summary>
    public static OrphanTenant Ordinary(int people = 12, int days = 14)
    {
        OrphanTenant tenant = new();
        for (int day = 0; day < days; day++)
        {
            for (int person = 0; person < people; person++)
            {
                for (int hour = 8; hour < 17; hour += 6)
                {
                    DateTime time = Start.AddDays(day).AddHours(hour).AddMinutes(person);
                    Guid token = tenant.NewId();
                    Guid session = new(person + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, (byte)day);
                    tenant.SignIn(time, User(person), Home(person), token, session, interactive: hour == 8);
                    tenant.Read(time.AddMinutes(20), User(person), Home(person), token, session);
                }
            }
        }

        return tenant;
    }

    public static string User(int person) => $"user{person}@contoso.example";

    public static string Home(int person) => $"198.51.{person}.20";

    public Guid NewId() => new(++_number, 0x1234, 0x4321, 1, 2, 3, 4, 5, 6, 7, 8);

    public void SignIn(DateTime time, string user, string address, Guid token, Guid session, bool interactive = false) =>
        SignIns.Add(new SignInSample(time, token, user, WebMail, address, session, interactive));

    public string Read(DateTime time, string user, string address, Guid token, Guid session, DateTime? issued = null, string client = "Client=OWA;Mozilla/5.0;", string appId = Exchange)
    {
        string id = NewId().ToString("D");
        JsonObject context = new();
        if (token != Guid.Empty)
        {
            context["UniqueTokenId"] = TokenId.Encode(token);
            context["IssuedAtTime"] = (issued ?? time.AddMinutes(-25)).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        }

        if (session != Guid.Empty)
        {
            context["AADSessionId"] = session.ToString("D");
        }

        Records.Add(new JsonObject
        {
            ["Id"] = id, ["CreationTime"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), ["Operation"] = "MailItemsAccessed", ["RecordType"] = 50,
            ["OrganizationId"] = SignInSample.Tenant, ["UserType"] = 0, ["UserId"] = user, ["MailboxOwnerUPN"] = user, ["MailboxGuid"] = new Guid(user.Sum(static c => c), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).ToString("D"),
            ["LogonType"] = 0, ["AppId"] = appId, ["ClientAppId"] = appId == Exchange ? WebMail : appId, ["ClientInfoString"] = client, ["ClientIPAddress"] = address, ["AppAccessContext"] = context, ["OperationCount"] = 3,
            ["OperationProperties"] = new JsonArray(new JsonObject { ["Name"] = "MailAccessType", ["Value"] = "Bind" }),
        });
        return id;
    }

    /// <summary>Adds UserLoggedIn records for sign-ins and takes them from those given beside the log.</summary>
    public void IntoAuditLog(Func<SignInSample, bool> which)
    {
        foreach (SignInSample sample in SignIns.Where(which).ToArray())
        {
            SignIns.Remove(sample);
            Records.Add(new JsonObject
            {
                ["Id"] = sample.Id.ToString("D"), ["CreationTime"] = sample.Time.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture), ["Operation"] = "UserLoggedIn", ["RecordType"] = 15,
                ["OrganizationId"] = SignInSample.Tenant, ["UserId"] = sample.User, ["ActorIpAddress"] = sample.Address, ["ApplicationId"] = sample.App,
                ["DeviceProperties"] = new JsonArray(new JsonObject { ["Name"] = "OS", ["Value"] = "x" }, new JsonObject { ["Name"] = "SessionId", ["Value"] = sample.Session.ToString("D") }),
            });
        }
    }

    /// <summary>Hunts in the records, in the order given.</summary>
    public MailHuntResult Hunt(Func<IEnumerable<JsonObject>, IEnumerable<JsonObject>>? order = null, int files = 1, string form = "graph lines", MailHuntOptions? options = null, ITenantReader? live = null, LiveSources? sources = null)
    {
        using TempFolder folder = new();
        JsonObject[] records = [.. (order ?? (static all => all))(Records)];
        string[] paths = [.. records.Chunk((records.Length + files - 1) / files).Select((chunk, i) => folder.Write($"audit{i}.jsonl", string.Join('\n', chunk.Select(static r => r.ToJsonString())) + "\n"))];
        options ??= new MailHuntOptions { Hunts = ["OrphanedAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } };
        MailHunt hunt = new(SignIns.Count == 0 ? options : options with { SignInPaths = [folder.Write("signins.txt", SignInSample.Write(form, SignIns))] });
        if (live is not null)
        {
            hunt.ReadLive(live, sources ?? new LiveSources { SignIns = true }, new DateTimeOffset(Start, TimeSpan.Zero).AddDays(15));
        }

        hunt.AddFiles(paths, Xunit.TestContext.Current.CancellationToken);
        return hunt.Complete(Xunit.TestContext.Current.CancellationToken);
    }
}
