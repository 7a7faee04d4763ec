using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Detection.MailboxChanges;
using StormDetect.Core.Tests.Support;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>Grants that stand in the tenant, beside what a log tells of consent.</summary>
public sealed class LiveConsentTests
{
    private const string Tenant = "11111111-2222-4333-8444-555555555555";
    private const string Elsewhere = "99999999-9999-4999-8999-999999999999";
    private const string Microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
    private const string App = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string Principal = "bbbbbbbb-0000-4000-8000-000000000002";
    private const string MailRead = "810c84a8-4a9e-49e6-bf7d-12d183f40d01";
    private const string MailSend = "b633e1c5-b582-4048-a93e-9f11b44c7e96";
    private const string Permissions = $"[] => [[Id: x, ClientId: {Principal}, PrincipalId: y, ResourceId: z, ConsentType: AllPrincipals, Scope: Mail.Read offline_access]]; ";

    private static readonly DateTimeOffset s_now = At(72);

    private static ChangedTenant Consented => new ChangedTenant().Quiet(0)
        .Entra(1, "Consent to application.", Kim, [("Some CRM", 1), ($"ServicePrincipal_{Principal}", 2), (Principal, 2), (App, 4)], ("ConsentAction.Permissions", Permissions, string.Empty), ("ConsentContext.OnBehalfOfAll", "True", string.Empty));

    [Fact]
    public void A_grant_alone_is_low_for_every_mailbox_and_informational_for_a_user()
    {
        TenantStub stub = Stub(Application(Tenant), Role(MailRead));
        MailboxChangeFinding finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), stub));
        Assert.Equal(("MailboxChange.StandingConsent", MailboxChangeKind.StandingConsent, Severity.Low, Tenant), (finding.DetectionId, finding.ChangeKind, finding.Severity, finding.TenantId));
        Assert.Equal([App], finding.AppIds);
        Assert.Contains("Some CRM", finding.Title, StringComparison.Ordinal);
        Assert.Contains(App, finding.Title, StringComparison.Ordinal);
        Assert.Equal((0, s_now), (finding.RecordCount, finding.LastSeen));
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 8, 0, 0, TimeSpan.Zero), finding.FirstSeen);
        Assert.Empty(finding.Operations);
        Assert.False(finding.IsReverted);
        Assert.Equal(NextStepKind.Preserve, finding.NextSteps[0].Kind);
        Assert.Contains(finding.NextSteps, static step => step.Command?.Contains("Remove-MgServicePrincipalAppRoleAssignment", StringComparison.Ordinal) == true);

        stub = Stub(Application(Elsewhere, "Maker"), Grant("Mail.Read", "user1"), Grant("Mail.Read", "user2"));
        finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), stub));
        Assert.Equal(Severity.Informational, finding.Severity);
        Assert.Contains("2 users", finding.ReasonsText, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_who_consented_are_named_the_first_ten_of_them()
    {
        string[] users = [.. Enumerable.Range(1, 12).Select(static i => $"user{i:00}")];
        TenantStub stub = Stub(Application(Elsewhere, "Maker"), [.. users.Select(static user => Grant("Mail.Read", user))]);
        stub.UserNames = users.ToDictionary(static user => user, static user => user == "user03" ? "a\u001b[2J\u202eb@contoso.example" : user + "@contoso.example");
        string text = Assert.Single(Hunt(new ChangedTenant().Quiet(0), stub)).Reasons[0].Text;
        Assert.StartsWith("Mail.Read reads the mail of 12 users who consented (a\\u001B[2J\\u202Eb@contoso.example, user01@contoso.example, user02@contoso.example, user04@contoso.example", text, StringComparison.Ordinal);
        Assert.EndsWith("user10@contoso.example and 2 more).", text, StringComparison.Ordinal);

        // Where nobody may be asked, by object id; nothing else is missing then.
        MailboxChangeFinding named = Assert.Single(Hunt(new ChangedTenant().Quiet(0), stub));
        stub.UserNames = null;
        MailHunt hunt = Made(new ChangedTenant().Quiet(0), stub, null);
        MailHuntResult result = hunt.Complete(TestContext.Current.CancellationToken);
        Assert.Contains("(user01, user02,", result.Findings[0].Reasons[0].Text, StringComparison.Ordinal);
        Assert.Equal((named.Id, named.Score, named.Severity), (result.Findings[0].Id, result.Findings[0].Score, result.Findings[0].Severity));
        Assert.Empty(hunt.LiveReport!.Failures);
        Assert.Empty(result.ReadReport.UnreadInputs);
    }

    [Fact]
    public void A_grant_that_names_no_user_is_told_without_names()
    {
        MailboxChangeFinding finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), Stub(Application(Elsewhere, "Maker"), Grant("Mail.Read", string.Empty))));
        Assert.Equal("Mail.Read reads the mail of 1 user who consented.", finding.Reasons[0].Text);
    }

    [Fact]
    public void What_speaks_against_an_application_adds_up()
    {
        TenantApplication fresh = Application(Elsewhere) with { CreatedAt = s_now.AddDays(-3) };
        MailboxChangeFinding finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), Stub(fresh, Role(MailRead), Role(MailSend))));
        Assert.Equal(["AppReadsMail", "PublisherUnverified", "ReadsAndSends", "RecentlyGiven"], finding.Reasons.Select(static reason => reason.Code).Order());
        Assert.Equal(Severity.Medium, finding.Severity);

        finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), Stub(Application(string.Empty), Role(MailRead))));
        Assert.Contains(finding.Reasons, static reason => reason.Code == "OwnerUnknown");
        finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), Stub(Application(Elsewhere) with { Name = "Micros0ft Office" }, Role(MailRead))));
        Assert.True(finding.Severity >= Severity.Medium, finding.ReasonsText);
        finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), Stub(Application(Microsoft), Role(MailRead))));
        Assert.Equal(Severity.Informational, finding.Severity);
    }

    [Fact]
    public void What_the_logs_consents_name_is_not_told_twice_and_what_they_do_not_is()
    {
        MailboxChangeFinding logged = Consented.Single();
        MailboxChangeFinding same = Assert.Single(Hunt(Consented, Stub(Application(Elsewhere), Grant("Mail.Read offline_access"))));
        Assert.Equal((logged.Id, logged.Severity, logged.Title, logged.ReasonsText), (same.Id, same.Severity, same.Title, same.ReasonsText));

        // Not even where the directory does not say which application it is.
        TenantStub nameless = Stub(Application(Elsewhere), Grant("Mail.Read offline_access"));
        nameless.PrincipalsFailure = new TenantRequestException(TenantRequestProblem.PermissionMissing, "Application.Read.All is missing.");
        Assert.Equal(logged.Id, Assert.Single(Hunt(Consented, nameless)).Id);

        MailboxChangeFinding[] both = Hunt(Consented, Stub(Application(Elsewhere), Grant("Mail.Read offline_access"), Role(MailRead)));
        Assert.Equal(["MailboxChange.Consent", "MailboxChange.StandingConsent"], both.Select(static finding => finding.DetectionId).Order());
        Assert.Equal(logged.Id, both.Single(static finding => finding.ChangeKind == MailboxChangeKind.Consent).Id);
    }

    [Fact]
    public void A_secret_for_an_application_that_may_read_mail_weighs_more()
    {
        ChangedTenant log = new ChangedTenant().Quiet(0).Entra(5, "Update application – Certificates and secrets management ", Admin, [("Some CRM", 1), ($"Application_{Principal}", 2)],
            ("KeyDescription", "[\"[KeyIdentifier=1,KeyType=Password,KeyUsage=Verify,DisplayName=x]\"]", "[]"), ("AppId", $"[\"{App}\"]", string.Empty));
        MailboxChangeFinding alone = log.Single();
        MailboxChangeFinding secret = Assert.Single(Hunt(log, Stub(Application(Elsewhere, "Maker"), Role(MailRead))), static finding => finding.ChangeKind == MailboxChangeKind.Credential);
        Assert.Equal((alone.Id, alone.Score + 2), (secret.Id, secret.Score));
        Assert.Contains(secret.Reasons, static reason => reason.Code == "ReadsMail");
    }

    [Fact]
    public void What_reads_no_mail_is_off_or_unknown_to_the_directory_is_no_finding()
    {
        Assert.Empty(Hunt(new ChangedTenant().Quiet(0), Stub(Application(Elsewhere), Role(MailSend), Grant("User.Read Mail.Send"))));
        Assert.Empty(Hunt(new ChangedTenant().Quiet(0), Stub(Application(Elsewhere) with { IsEnabled = false }, Role(MailRead))));
        TenantStub gone = Stub(Application(Elsewhere), Role(MailRead));
        gone.Principals.Clear();
        Assert.Empty(Hunt(new ChangedTenant().Quiet(0), gone));
        Assert.Empty(Hunt(new ChangedTenant().Quiet(0), Stub(Application(Elsewhere), new Dictionary<string, object?> { ["principalId"] = null, ["appRoleId"] = 7 }, new Dictionary<string, object?>())));
    }

    [Fact]
    public void A_part_that_cannot_be_read_is_a_failure_and_the_other_is_judged()
    {
        TenantStub stub = Stub(Application(Elsewhere), Grant("Mail.Read", "user1"));
        stub.Refused[ConfigPart.AppRoleAssignments] = new TenantRequestException(TenantRequestProblem.PermissionMissing, "Application.Read.All is missing.");
        stub.PrincipalsFailure = stub.Refused[ConfigPart.AppRoleAssignments];
        MailHunt hunt = Made(new ChangedTenant().Quiet(0), stub, null);
        MailHuntResult result = hunt.Complete(TestContext.Current.CancellationToken);
        Assert.Equal(2, hunt.LiveReport!.Failures.Count);
        Assert.All(hunt.LiveReport.Failures, static failure => Assert.Equal(TenantRequestProblem.PermissionMissing, failure.Problem));
        MailboxChangeFinding finding = Assert.IsType<MailboxChangeFinding>(Assert.Single(result.Findings));
        Assert.Empty(finding.AppIds);
        Assert.DoesNotContain(finding.Reasons, static reason => reason.Code is "OwnerUnknown" or "PublisherUnverified");
        Assert.Contains("consents", Assert.Single(result.ReadReport.UnreadInputs), StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_does_not_hide_what_stands_and_the_id_does_not_depend_on_the_day()
    {
        TenantStub stub = Stub(Application(Tenant), Role(MailRead));
        MailboxChangeFinding finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0).Quiet(70), stub, options => options with { Access = options.Access with { Start = At(10), End = At(20) } }));
        Assert.Equal(Assert.Single(Hunt(new ChangedTenant().Quiet(0), stub)).Id, finding.Id);
        Assert.InRange(finding.LastSeen, At(10), At(20));
    }

    [Fact]
    public void A_hostile_name_steers_nothing()
    {
        MailboxChangeFinding finding = Assert.Single(Hunt(new ChangedTenant().Quiet(0), Stub(new TenantApplication(App, "=cmd\u001b[2J\u202e", Elsewhere, "p\u0007"), Role(MailRead))));
        Assert.DoesNotContain(finding.Title + finding.ReasonsText + finding.Target + finding.NextStepsText, static c => char.IsControl(c) || c == '\u202e');
    }

    private static TenantApplication Application(string owner, string publisher = "") => new(App, "Some CRM", owner, publisher);

    private static Dictionary<string, object?> Role(string role) => new()
    {
        ["appRoleId"] = role, ["principalId"] = Principal, ["principalType"] = "ServicePrincipal", ["principalDisplayName"] = "Some CRM", ["createdDateTime"] = "2025-03-01T08:00:00Z",
    };

    private static Dictionary<string, object?> Grant(string scope, string? user = null) =>
        new() { ["clientId"] = Principal, ["consentType"] = user is null ? "AllPrincipals" : "Principal", ["principalId"] = user, ["scope"] = scope };

    private static TenantStub Stub(TenantApplication application, params Dictionary<string, object?>[] rows)
    {
        TenantStub stub = new() { TenantId = Tenant };
        stub.Principals[Principal] = application;
        stub.Rows[ConfigPart.AppRoleAssignments] = [.. rows.Where(static row => row.ContainsKey("appRoleId"))];
        stub.Rows[ConfigPart.DelegatedGrants] = [.. rows.Where(static row => !row.ContainsKey("appRoleId"))];
        return stub;
    }

    private static MailboxChangeFinding[] Hunt(ChangedTenant log, TenantStub stub, Func<MailHuntOptions, MailHuntOptions>? options = null) => [.. Made(log, stub, options).Complete(TestContext.Current.CancellationToken).Findings.Cast<MailboxChangeFinding>()];

    private static MailHunt Made(ChangedTenant log, TenantStub stub, Func<MailHuntOptions, MailHuntOptions>? options)
    {
        MailHuntOptions asked = new() { Hunts = ["MailboxChange"], AcceptedDomains = ["contoso.example"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational, Now = s_now } };
        MailHunt hunt = new(options is null ? asked : options(asked));
        hunt.ReadLive(stub, new LiveSources { Consents = true }, s_now);
        hunt.AddText(string.Join('\n', log.Lines), "log");
        return hunt;
    }
}
