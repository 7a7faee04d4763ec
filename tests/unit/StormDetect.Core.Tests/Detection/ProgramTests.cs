using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>A thief brings the token, seldom the browser.</summary>
public class ProgramTests
{
    private const string Vps = "45.12.13.14";
    private const string Edge = "Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0;";
    private const string NewerEdge = "Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36 Edg/151.0.0.0;";
    private const string Mac = "Client=OWA;Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15;";
    private const string Firefox = "Client=OWA;Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0;";
    private const int LastDay = 20;
    private static readonly MailAccessHuntOptions s_all = new() { MinimumSeverity = Severity.Informational };
    private static readonly AccessPath s_delegate = FactsTenant.Owa with { Logon = LogonKind.Delegate };

    [Fact]
    public void One_nobody_has_from_a_strange_network_is_evidence_and_is_named()
    {
        FindingReason reason = Assert.Single(Visit(Log(), Firefox).Reasons, static reason => reason.Code == "ProgramNew");

        Assert.StartsWith("Firefox on Linux: new to this mailbox; 0 of 40 mailboxes ", reason.Text, System.StringComparison.Ordinal);
        Assert.True(reason.Weight >= 3, reason.ToString());
    }

    [Fact]
    public void That_of_the_mailbox_is_none_whatever_its_version()
    {
        Assert.DoesNotContain(Visit(Log(), Edge).Reasons, static reason => reason.Code == "ProgramNew");
        Assert.DoesNotContain(Visit(Log(), NewerEdge).Reasons, static reason => reason.Code == "ProgramNew");
        Assert.DoesNotContain(Visit(Log(), "Client=OWA;Action=ViaProxy").Reasons, static reason => reason.Code == "ProgramNew");
    }

    [Fact]
    public void One_that_many_others_have_says_less()
    {
        double rare = Visit(Log(), Firefox).Reasons.Single(static reason => reason.Code == "ProgramNew").Weight;
        double common = Visit(Log(), Mac).Reasons.Where(static reason => reason.Code == "ProgramNew").Sum(static reason => reason.Weight);

        Assert.True(common <= rare - 1, $"{common} and {rare}");
    }

    [Fact]
    public void Where_programs_begin_to_be_logged_the_log_has_changed()
    {
        Assert.DoesNotContain(Visit(Log(namedFrom: LastDay - 1), Firefox).Reasons, static reason => reason.Code == "ProgramNew");
        Assert.Contains(Visit(Log(namedFrom: LastDay - 6), Firefox).Reasons, static reason => reason.Code == "ProgramNew");
    }

    [Theory]
    [InlineData(Edge, false)]
    [InlineData(Firefox, true)]
    public void Who_opens_a_mailbox_of_others_is_known_by_what_they_read_their_own_with(string client, bool isNew)
    {
        FactsTenant tenant = Log();
        string id = tenant.Read(FactsTenant.Name(3), s_delegate, Vps, FactsTenant.At(LastDay, 4), 30, user: FactsTenant.Name(8), client: client);

        Assert.Equal(isNew, Finding(tenant, id).Reasons.Any(static reason => reason.Code == "ProgramNew"));
    }

    [Fact]
    public void What_others_open_a_mailbox_with_is_not_learned_as_its_own()
    {
        FactsTenant tenant = Log();
        for (int day = 0; day < LastDay; day++)
        {
            tenant.Read(FactsTenant.Name(3), s_delegate, "198.51.100.77", FactsTenant.At(day, 11), 3, user: FactsTenant.Name(8), client: Firefox);
        }

        Assert.Contains(Visit(tenant, Firefox).Reasons, static reason => reason.Code == "ProgramNew");
    }

    [Fact]
    public void An_administrators_machine_is_not_compared()
    {
        FactsTenant tenant = Log();
        string id = tenant.Read(FactsTenant.Name(3), FactsTenant.Owa with { Logon = LogonKind.Admin }, Vps, FactsTenant.At(LastDay, 4), 30, user: FactsTenant.Name(8), client: Firefox);

        Assert.DoesNotContain(Finding(tenant, id).Reasons, static reason => reason.Code == "ProgramNew");
    }

    private static MailAccessAnomaly Visit(FactsTenant tenant, string client) =>
        Finding(tenant, tenant.Read(FactsTenant.Name(3), FactsTenant.Owa, Vps, FactsTenant.At(LastDay, 4), 30, client: client));

    private static MailAccessAnomaly Finding(FactsTenant tenant, string id) => Assert.Single(tenant.Hunt(s_all).Findings, finding => finding.RecordIds.Contains(id));

    /// <summary>Forty mailboxes, each with one browser from home every day; every second uses Edge, the others Safari on a Mac. From a day on the log says so.</summary>
    private static FactsTenant Log(int namedFrom = 0)
    {
        FactsTenant tenant = new();
        for (int day = 0; day < LastDay; day++)
        {
            for (int i = 0; i < 40; i++)
            {
                string browser = i % 2 == 1 || i == 8 ? Edge : Mac;
                tenant.Read(FactsTenant.Name(i), FactsTenant.Owa, $"20.9.{i}.7", FactsTenant.At(day, 8 + (i % 8)), 3 + (i % 5), client: day < namedFrom ? "Client=OWA;Action=ViaProxy" : browser);
            }
        }

        return tenant;
    }
}
