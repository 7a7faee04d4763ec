using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Detection;
using StormDetect.Core.Detection.MailboxChanges;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

/// <summary>What other hunts found weighs on changes of the same session, network, account and application.</summary>
public sealed class EarlierFindingTests
{
    private const string Tenant = "11111111-2222-4333-8444-555555555555";

    [Fact]
    public void A_change_in_a_session_or_from_a_network_of_another_finding_weighs_more()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Add-MailboxPermission", Admin, ("Identity", Kim), ("User", "lee@contoso.example"), ("AccessRights", "FullAccess"));
        Assert.DoesNotContain("ActorSuspicious", Codes(tenant));
        Assert.Contains("ActorSuspicious", Codes(tenant, Anomaly(users: [Admin], networks: ["198.51.100.0/24"])));
        Assert.DoesNotContain("ActorSuspicious", Codes(tenant, Anomaly(users: [Admin], networks: ["203.0.113.0/24"])));
        ChangedTenant session = new ChangedTenant().Add(1, "Add-MailboxPermission", Admin, 1, static record =>
        {
            record["SessionId"] = "session-1";
            record["Parameters"] = "[{\"Name\":\"Identity\",\"Value\":\"kim\"},{\"Name\":\"User\",\"Value\":\"lee@contoso.example\"},{\"Name\":\"AccessRights\",\"Value\":\"FullAccess\"}]";
        });
        Assert.Contains("ActorSuspicious", Codes(session, Anomaly(sessions: ["session-1"])));
    }

    [Fact]
    public void A_right_that_was_used_out_of_the_ordinary_weighs_more_and_only_if_used_afterwards()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Add-MailboxPermission", Admin, ("Identity", Kim), ("User", "lee@contoso.example"), ("AccessRights", "FullAccess"));
        Assert.Contains("UsedAfterwards", Codes(tenant, Anomaly(users: ["lee@contoso.example"], mailboxes: [Kim], hours: 3)));
        Assert.DoesNotContain("UsedAfterwards", Codes(tenant, Anomaly(users: ["lee@contoso.example"], mailboxes: [Kim], hours: -30)));
        Assert.DoesNotContain("UsedAfterwards", Codes(tenant, Anomaly(users: ["lee@contoso.example"], mailboxes: ["boss@contoso.example"], hours: 3)));
    }

    [Fact]
    public void A_job_that_reads_everybody_as_the_owner_uses_nobodys_new_right()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Add-MailboxPermission", Admin, ("Identity", Kim), ("User", "lee@contoso.example"), ("AccessRights", "FullAccess"));
        Assert.DoesNotContain("UsedAfterwards", Codes(tenant, Anomaly(users: ["lee@contoso.example", Kim], mailboxes: ["lee@contoso.example", Kim], hours: 3, logon: LogonKind.Owner)));
        Assert.Contains("UsedAfterwards", Codes(tenant, Anomaly(users: ["lee@contoso.example", Kim], mailboxes: ["lee@contoso.example", Kim], hours: 3, logon: LogonKind.Delegate)));
    }

    [Fact]
    public void What_had_begun_before_was_not_done_with_what_was_given_later()
    {
        ChangedTenant tenant = new ChangedTenant().Cmdlet(1, "Add-MailboxPermission", Admin, ("Identity", Kim), ("User", "lee@contoso.example"), ("AccessRights", "FullAccess"));
        Assert.DoesNotContain("UsedAfterwards", Codes(tenant, Anomaly(users: ["lee@contoso.example"], mailboxes: [Kim], hours: 0.5)));
    }

    private static string[] Codes(ChangedTenant tenant, params Finding[] earlier)
    {
        MailboxChangeHunt hunt = new();
        AuditScan scan = new([hunt.Collector]);
        foreach (string line in tenant.Lines)
        {
            scan.Text(line, "test");
        }

        ReadReport report = scan.Complete();
        MailAccessFacts facts = new MailAccessCollector().Builder.Build();
        HuntOutcome outcome = hunt.Judge(
            new HuntContext
            {
                Options = new MailHuntOptions(),
                Facts = facts,
                HasAccessFacts = true,
                Report = report,
                Domains = new TenantDomains(facts, ["contoso.example"]),
                Now = At(100),
                Earlier = earlier,
            },
            TestContext.Current.CancellationToken);
        return [.. outcome.Findings.SelectMany(static f => f.Reasons).Select(static r => r.Code)];
    }

    private static MailAccessAnomaly Anomaly(IReadOnlyList<string>? users = null, IReadOnlyList<string>? mailboxes = null, IReadOnlyList<string>? networks = null, IReadOnlyList<string>? sessions = null, double hours = 2, LogonKind logon = LogonKind.Delegate) => new()
    {
        Logon = logon,
        Id = "MAA-000000000000",
        DetectionId = "MailAccess.Anomaly",
        Severity = Severity.Medium,
        Title = "Mail was read",
        TenantId = Tenant,
        Mailboxes = mailboxes ?? [],
        UserIds = users ?? [],
        FirstSeen = At(hours),
        LastSeen = At(hours + 1),
        Reasons = [],
        RecordIds = [],
        RecordCount = 1,
        Techniques = [],
        NextSteps = [],
        Score = 1,
        AppId = string.Empty,
        AppName = string.Empty,
        ClientAppId = string.Empty,
        ClientAppName = string.Empty,
        ClientFamily = ClientFamily.Owa,
        AccessCount = 1,
        ItemCount = 1,
        SyncedFolderCount = 0,
        Networks = networks ?? [],
        SessionIds = sessions ?? [],
    };
}
