using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;
using static StormDetect.Core.Tests.Detection.IndicatorHunting;

namespace StormDetect.Core.Tests.Detection;

public sealed class ThreatIndicatorHuntTests
{
    private const string App = "aaaaaaaa-0000-4000-8000-00000000000b";

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("192.0.2.1:443")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("[::ffff:192.0.2.1]:443")]
    public void An_address_counts_in_every_notation(string address)
    {
        IndicatorMatch match = Assert.Single(Hunt([Record(1, address: address), Record(2, address: "192.0.2.2")], Csv("ip,192.0.2.1,,,panel,Report A")));
        Assert.Equal(Severity.High, match.Severity);
        Assert.Equal("Indicator.Address", match.DetectionId);
        Assert.Equal("Report A", match.Source);
        Assert.Equal([Mailbox], match.Mailboxes);
        Assert.Equal(["00000000-0000-4000-8000-000000000001"], match.RecordIds);
        Assert.Contains("panel", match.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_name_accounts_that_can_be_searched_for_and_revoked()
    {
        IndicatorMatch person = Assert.Single(Hunt([Record(1, address: "192.0.2.1")], Csv("ip,192.0.2.1,,,,A")));
        Assert.Contains(person.NextSteps, static step => step.Command?.StartsWith("Search-M365AuditLog -Start 2026-08-25 -End 2026-09-02 -UserId 'kim@contoso.example'", StringComparison.Ordinal) == true);
        Assert.Contains(person.NextSteps, static step => step.Command == "Revoke-MgUserSignInSession -UserId 'kim@contoso.example'");
        IndicatorMatch service = Assert.Single(Hunt([Record(1, address: "192.0.2.1", operation: "FileAccessed", user: "ServicePrincipal_7c1e")], Csv("ip,192.0.2.1,,,,A")));
        Assert.DoesNotContain(service.NextSteps, static step => step.Command?.Contains("ServicePrincipal_7c1e", StringComparison.OrdinalIgnoreCase) == true);
    }

    [Fact]
    public void An_ipv6_network_counts()
    {
        IndicatorMatch match = Assert.Single(Hunt([Record(1, address: "2001:db8:5::17"), Record(2, address: "2001:db9::17")], Csv("ip,2001:db8::/32,,,,A")));
        Assert.Equal(1, match.RecordCount);
        Assert.Equal(Severity.Medium, match.Severity);
    }

    [Fact]
    public void Several_addresses_of_one_report_against_one_mailbox_are_one_story_and_reach_raises_it()
    {
        string[] rows = [.. Enumerable.Range(1, 9).Select(static i => $"ip,192.0.2.{i},,,,Report A")];
        IndicatorMatch one = Assert.Single(Hunt(Enumerable.Range(1, 9).Select(static i => Record(i, address: $"192.0.2.{i}")), Csv(rows)));
        Assert.Equal(9, one.Indicators.Count);
        Assert.Equal(Severity.High, one.Severity);
        IndicatorMatch many = Assert.Single(Hunt(Enumerable.Range(1, 9).Select(static i => Record(i, address: "192.0.2.1", user: $"u{i}@contoso.example")), Csv(rows)));
        Assert.Equal(9, many.Mailboxes.Count);
        Assert.Equal(Severity.Critical, many.Severity);
        Assert.Contains(many.Reasons, static r => r.Code == "ManyConcerned");
        Assert.Equal(many.Score, many.Reasons.Sum(static r => r.Weight));
    }

    [Fact]
    public void What_shares_neither_indicator_nor_actor_and_what_comes_from_two_sources_is_told_apart()
    {
        IReadOnlyList<IndicatorMatch> matches = Hunt(
            [Record(1, address: "192.0.2.1", user: "a@contoso.example"), Record(2, address: "192.0.2.2", user: "b@contoso.example"), Record(3, address: "192.0.2.3", user: "b@contoso.example")],
            Csv("ip,192.0.2.1,,,,A", "ip,192.0.2.2,,,,A", "ip,192.0.2.3,,,,B"));
        Assert.Equal(["A", "A", "B"], matches.Select(static m => m.Source).Order());
        Assert.Equal(3, matches.Select(static m => m.Id).Distinct().Count());
    }

    [Fact]
    public void The_story_is_the_same_whatever_order_the_records_come_in_and_keeps_its_id_when_it_grows()
    {
        string[] records = [.. Enumerable.Range(1, 30).Select(static i => Record(i, time: $"2026-09-01T10:00:{i:D2}", address: $"192.0.2.{i % 3}", user: $"u{i % 5}@contoso.example"))];
        IReadOnlyList<ThreatIndicator> indicators = Csv("ip,192.0.2.0/24,,,,A");
        IndicatorMatch forward = Assert.Single(Hunt(records, indicators));
        IndicatorMatch back = Assert.Single(Hunt(records.Reverse(), indicators));
        Assert.Equal(forward.Id, back.Id);
        Assert.Equal(forward.RecordIds, back.RecordIds);
        Assert.Equal(forward.ReasonsText, back.ReasonsText);
        Assert.Equal(forward.Id, Assert.Single(Hunt(records[..5], indicators)).Id);
    }

    [Theory]
    [InlineData("2026-01-31T23:59:59", true)]
    [InlineData("2026-02-01T00:00:00", false)]
    [InlineData("2025-12-31T23:59:59", false)]
    [InlineData("2026-01-01T00:00:00", true)]
    public void Outside_its_validity_a_match_is_informational_and_says_so(string time, bool holds)
    {
        IndicatorMatch match = Assert.Single(Hunt([Record(1, time: time, address: "192.0.2.1")], Csv("ip,192.0.2.1,2026-01-01,2026-01-31,,A")));
        Assert.Equal(holds, match.IsInValidity);
        Assert.Equal(holds ? Severity.High : Severity.Informational, match.Severity);
        Assert.Equal(!holds, match.Reasons.Any(static r => r.Code == "OutsideValidity" && r.Text.Contains("2026-01-01", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_built_in_set_finds_the_campaign_and_leaves_later_tenants_of_its_servers_alone()
    {
        IndicatorMatch then = Assert.Single(Hunt([Record(1, time: "2023-06-01T03:00:00", address: "195.26.87.219")], builtIn: true));
        Assert.Equal(Severity.High, then.Severity);
        Assert.Contains("Storm-0558", then.Title, StringComparison.Ordinal);
        IndicatorMatch now = Assert.Single(Hunt([Record(1, address: "195.26.87.219")], builtIn: true));
        Assert.Equal(Severity.Informational, now.Severity);
        Assert.Empty(Hunt([Record(1, time: "2023-06-01T03:00:00", address: "195.26.87.218")], builtIn: true));
    }

    [Fact]
    public void The_services_own_user_agent_counts_only_with_another_fact()
    {
        const string Service = "Client=REST;Client=RESTSystem;;";
        Assert.Empty(Hunt(Enumerable.Range(1, 50).Select(static i => Record(i, time: "2023-06-01T03:00:00", client: Service)), builtIn: true));
        IndicatorMatch both = Assert.Single(Hunt(
            Enumerable.Range(1, 50).Select(static i => Record(i, time: "2023-06-01T03:00:00", client: Service, address: i == 7 ? "195.26.87.219" : "198.51.100.9", user: $"u{i}@contoso.example")), builtIn: true));
        Assert.Equal(1, both.RecordCount);
        Assert.Equal([IndicatorType.Address, IndicatorType.UserAgent], both.IndicatorTypes);
        Assert.Equal(Severity.High, both.Severity);
    }

    [Theory]
    [InlineData("python-requests/2.31", "Client=WebServices;python-requests/2.31;", Severity.Medium)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) Chrome/92.0 Safari/537", "Client=OWA;Mozilla/5.0 (Windows NT 10.0) Chrome/92.0 Safari/537", Severity.Low)]
    [InlineData("requests-%", "Client=WebServices;python-requests/2.31;", null)]
    [InlineData("python-%", "Client=WebServices;python-requests/2.31;", Severity.Medium)]
    [InlineData("%requests%", "Client=WebServices;python-requests/2.31;", Severity.Medium)]
    public void A_user_agent_counts_by_how_telling_it_is(string agent, string client, Severity? severity)
    {
        IReadOnlyList<IndicatorMatch> matches = Hunt([Record(1, client: client)], Csv($"user-agent,\"{agent}\",,,,A"));
        Assert.Equal(severity, matches.SingleOrDefault()?.Severity);
    }

    [Theory]
    [InlineData($",\"AppId\":\"{App}\"", true)]
    [InlineData($",\"ClientAppId\":\"AAAAAAAA-0000-4000-8000-00000000000B\"", true)]
    [InlineData($",\"AppAccessContext\":{{\"ClientAppId\":\"{App}\"}}", true)]
    [InlineData(",\"AppId\":\"00000003-0000-0000-c000-000000000000\"", false)]
    public void An_application_counts_wherever_the_record_names_it(string more, bool found) =>
        Assert.Equal(found ? [Severity.High] : [], Hunt([Record(1, more: more)], Csv($"app-id,{App},,,,A")).Select(static m => m.Severity));

    [Fact]
    public void An_application_counts_inside_the_clients_description_and_in_consent()
    {
        IReadOnlyList<ThreatIndicator> indicators = Csv($"app-id,{App},,,,A");
        Assert.Single(Hunt([Record(1, client: $"Client=WebServices;X[AppId={App}];")], indicators));
        IndicatorMatch consent = Assert.Single(Hunt(
            [Record(1, "Consent to application.", more: $",\"ModifiedProperties\":[{{\"Name\":\"TargetId.ServicePrincipalNames\",\"NewValue\":\"{App};https://x\",\"OldValue\":\"\"}}]")], indicators));
        Assert.Equal(Severity.High, consent.Severity);
        Assert.Contains("ModifiedProperties TargetId.ServicePrincipalNames", consent.ReasonsText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-InboxRule", ",\"Parameters\":[{\"Name\":\"Name\",\"Value\":\".\"},{\"Name\":\"ForwardTo\",\"Value\":\"x@mail.evil.example\"}]", Severity.High, "Parameters ForwardTo")]
    [InlineData("Set-Mailbox", ",\"Parameters\":\"[{\\\"Name\\\":\\\"ForwardingSmtpAddress\\\",\\\"Value\\\":\\\"smtp:x@evil.example\\\"}]\"", Severity.High, "Parameters")]
    [InlineData("Set federation settings on domain.", ",\"ObjectId\":\"evil.example\"", Severity.High, "ObjectId")]
    [InlineData("Send", ",\"RecipientList\":[\"x@evil.example\"]", Severity.Medium, "RecipientList")]
    [InlineData("SoftDelete", ",\"AffectedItems\":[{\"InternetMessageId\":\"<1@evil.example>\"}]", Severity.Low, "AffectedItems")]
    [InlineData("Send", ",\"RecipientList\":[\"x@notevil.example\",\"evil.example@contoso.example\"]", null, "")]
    public void A_domain_counts_by_where_it_stands(string operation, string more, Severity? severity, string place)
    {
        IndicatorMatch? match = Hunt([Record(1, operation, more: more)], Csv("domain,evil.example,,,,A")).SingleOrDefault();
        Assert.Equal(severity, match?.Severity);
        Assert.Contains(place, match?.ReasonsText ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_and_an_address_of_an_actor_count_in_mail_access_too()
    {
        Assert.Equal("Indicator.Domain", Assert.Single(Hunt([Record(1, user: "guest@sub.evil.example")], Csv("domain,evil.example,,,,A"))).DetectionId);
        Assert.Equal("Indicator.EmailAddress", Assert.Single(Hunt([Record(1, user: "Guest@Evil.Example")], Csv("email,guest@evil.example,,,,A"))).DetectionId);
        Assert.Empty(Hunt([Record(1, user: "other@evil.example")], Csv("email,guest@evil.example,,,,A")));
    }

    [Fact]
    public void An_address_is_found_behind_an_escape() =>
        Assert.Single(Hunt([Record(1, "New-InboxRule", more: ",\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"\\u003cx@evil.example\\u003e\"}]")], Csv("email,x@evil.example,,,,A")));

    [Fact]
    public void The_tenants_own_domain_as_an_indicator_is_said_not_believed()
    {
        IndicatorMatch match = Assert.Single(Hunt([Record(1)], Csv("domain,contoso.example,,,,A")));
        Assert.Equal(Severity.Informational, match.Severity);
        Assert.Contains(match.Reasons, static r => r.Code == "OwnDomain");
    }

    [Fact]
    public void A_thumbprint_counts_in_records_of_credentials() =>
        Assert.Equal("Indicator.Thumbprint", Assert.Single(Hunt(
            [Record(1, "Add service principal credentials.", more: ",\"ModifiedProperties\":[{\"Name\":\"KeyDescription\",\"NewValue\":\"[KeyIdentifier=x,Thumbprint=D4B4CCCDA9228624656BFF33D8110955779632AA]\"}]")],
            Csv("thumbprint,d4b4cccda9228624656bff33d8110955779632aa,,,,A"))).DetectionId);

    [Fact]
    public void Failed_sign_ins_are_noise_until_one_succeeds()
    {
        IReadOnlyList<ThreatIndicator> indicators = Csv("ip,192.0.2.1,,,,A");
        string[] failed = [.. Enumerable.Range(1, 20).Select(static i => Record(i, "UserLoginFailed", address: "192.0.2.1", user: $"u{i}@contoso.example"))];
        IndicatorMatch noise = Assert.Single(Hunt(failed, indicators));
        Assert.True(noise.Severity <= Severity.Medium);
        Assert.Equal(Severity.Low, Assert.Single(Hunt(failed[..1], indicators)).Severity);
        Assert.True(Assert.Single(Hunt([.. failed, Record(99, "UserLoggedIn", address: "192.0.2.1")], indicators)).Severity >= Severity.High);
    }

    [Fact]
    public void A_sign_ins_browser_is_found_in_its_properties() =>
        Assert.Single(Hunt(
            [Record(1, "UserLoggedIn", client: "", more: ",\"ExtendedProperties\":[{\"Name\":\"UserAgent\",\"Value\":\"axios/1.7.2\"},{\"Name\":\"RequestType\",\"Value\":\"Login:login\"}]")], Csv("user-agent,axios/1.7.2,,,,A")));

    [Fact]
    public void Comparisons_joined_by_and_must_hold_in_one_record()
    {
        IReadOnlyList<ThreatIndicator> both = Stix($"[ipv4-addr:value = '192.0.2.1' AND (x-app:app_id = '{App}' OR email-addr:value NOT IN ('kim@contoso.example', 'lee@contoso.example'))]").Indicators;
        Assert.Empty(Hunt([Record(1, address: "192.0.2.1"), Record(2, more: $",\"AppId\":\"{App}\"")], both));
        Assert.Single(Hunt([Record(1, address: "192.0.2.1", more: $",\"AppId\":\"{App}\"")], both));
        Assert.Single(Hunt([Record(1, address: "192.0.2.1", user: "max@contoso.example")], both));
    }

    [Fact]
    public void Token_requests_are_an_inventory_until_something_else_points_to_them()
    {
        string Token(int number, string user, string address) =>
            Record(number, "Whatever", time: "2023-06-01T03:00:00", user: user, address: address, client: "", more: ",\"RecordType\":275,\"UniqueTokenIdentifier\":\"x\",\"ResourceURL\":\"https://outlook.example\"");
        IndicatorMatch inventory = Assert.Single(Hunt([Token(1, "a@contoso.example", "198.51.100.1"), Token(2, "b@contoso.example", "198.51.100.2")], builtIn: true));
        Assert.Equal("Indicator.TokenRequest", inventory.DetectionId);
        Assert.Equal(Severity.Informational, inventory.Severity);
        Assert.Equal(2, inventory.UserIds.Count);
        IReadOnlyList<IndicatorMatch> tied = Hunt([Token(1, "a@contoso.example", "195.26.87.219"), Token(2, "b@contoso.example", "198.51.100.2")], builtIn: true);
        IndicatorMatch story = tied.Single(static m => m.Severity >= Severity.High);
        Assert.Equal(["a@contoso.example"], story.UserIds);
        Assert.Contains(IndicatorType.TokenRequest, story.IndicatorTypes);
    }

    [Fact]
    public void Low_confidence_lowers_and_hostile_texts_stay_texts()
    {
        IndicatorMatch match = Assert.Single(Hunt([Record(1, address: "192.0.2.1")], Stix("[ipv4-addr:value = '192.0.2.1']", ",\"confidence\":10,\"name\":\"\\u001b[2Jx\"").Indicators));
        Assert.Equal(Severity.Medium, match.Severity);
        Assert.DoesNotContain('\u001b', match.Title + match.ReasonsText + match.NextStepsText);
    }

    [Fact]
    public void Records_read_as_objects_match_like_those_read_from_files()
    {
        IReadOnlyList<ThreatIndicator> indicators = Csv("ip,192.0.2.1,,,,A", $"app-id,{App},,,,A", "email,kim@contoso.example,,,,B");
        string[] records = [Record(1, address: "192.0.2.1"), Record(2, more: $",\"AppId\":\"{App}\"")];
        AuditLogReader reader = new(new AuditReadOptions());
        MailHunt hunt = new(new MailHuntOptions { Hunts = ["ThreatIndicator"], Indicators = indicators, BuiltInIndicators = false });
        foreach (AuditRecord record in records.SelectMany(record => reader.ReadText(record, "x")))
        {
            hunt.Add(record);
        }

        Assert.Equal(Hunt(records, indicators).Select(static m => (m.Id, m.Severity, m.RecordCount)), hunt.Complete(CancellationToken.None).Findings.Cast<IndicatorMatch>().Select(static m => (m.Id, m.Severity, m.RecordCount)));
    }
}
