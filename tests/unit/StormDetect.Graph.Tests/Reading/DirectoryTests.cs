using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

public sealed class DirectoryTests
{
    [Fact]
    public async Task Accepted_domains_are_verified_and_take_mail()
    {
        ScriptedTransport transport = new ScriptedTransport().On("v1.0/domains", """
            {"value":[{"id":"Contoso.example","isVerified":true,"supportedServices":["Email","OfficeCommunicationsOnline"]},{"id":"web.contoso.example","isVerified":true,"supportedServices":["Intune"]},
            {"id":"planned.example","isVerified":false,"supportedServices":["Email"]},{"id":"odd.example"}]}
            """);
        Assert.Equal(["contoso.example"], await ReaderSetup.Open(transport).ReadAcceptedDomainsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Applications_are_asked_for_fifteen_at_a_time_and_only_ids_go_into_the_filter()
    {
        string[] ids = [.. Enumerable.Range(1, 20).Select(static n => new Guid(n, 0, 0, new byte[8]).ToString("D")), "' or 1 eq 1 or appId eq '", "none", string.Empty];
        ScriptedTransport transport = new ScriptedTransport().On("servicePrincipals", """{"value":[]}""").On(ids[2], $$$"""
            {"value":[{"appId":"{{{ids[2].ToUpperInvariant()}}}","displayName":"Microsoft Outlook","appOwnerOrganizationId":"99999999-0000-0000-0000-000000000001","verifiedPublisher":{"displayName":null}},
            {"appId":"{{{ids[3]}}}","displayName":"Graph","appOwnerOrganizationId":"f8cdef31-a31e-4b4a-93e4-5f571e91255a"},
            {"appId":"{{{ids[4]}}}","displayName":"Own","appOwnerOrganizationId":"{{{ReaderSetup.Tenant}}}"},
            {"appId":"{{{ids[5]}}}","displayName":"CRM","appOwnerOrganizationId":"99999999-0000-0000-0000-000000000002","verifiedPublisher":{"displayName":"Fabrikam"}}]}
            """);
        IReadOnlyDictionary<string, TenantApplication> found = await ReaderSetup.Open(transport).ReadApplicationsAsync(ids, TestContext.Current.CancellationToken);
        Assert.Equal(2, transport.Requests.Count);
        Assert.DoesNotContain(transport.Addresses, static address => address.Contains("1 eq 1", StringComparison.Ordinal));
        Assert.Equal(15, transport.Addresses[0].Split(", ").Length);
        Assert.Equal("another tenant (99999999-0000-0000-0000-000000000001), no verified publisher", found[ids[2]].OwnerFor(ReaderSetup.Tenant));
        Assert.Equal("Microsoft", found[ids[3]].OwnerFor(ReaderSetup.Tenant));
        Assert.Equal("this tenant", found[ids[4]].OwnerFor(ReaderSetup.Tenant));
        Assert.StartsWith("Fabrikam (verified publisher", found[ids[5]].OwnerFor(ReaderSetup.Tenant), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_principals_are_described_also_where_the_directory_does_not_know_when_they_came()
    {
        const string Principal = "bbbbbbbb-0000-4000-8000-000000000002";
        const string Answer = $$"""{"value":[{"id":"{{Principal}}","appId":"AAAAAAAA-0000-4000-8000-000000000001","displayName":"CRM","accountEnabled":false,"createdDateTime":"2026-09-19T08:00:00Z","verifiedPublisher":null}]}""";
        ScriptedTransport transport = new ScriptedTransport().On("servicePrincipals", Answer);
        TenantApplication found = (await ReaderSetup.Open(transport).ReadPrincipalsAsync([Principal.ToUpperInvariant(), "' or 1 eq 1"], TestContext.Current.CancellationToken))[Principal];
        Assert.Equal(("aaaaaaaa-0000-4000-8000-000000000001", false, new DateTimeOffset(2026, 9, 19, 8, 0, 0, TimeSpan.Zero)), (found.AppId, found.IsEnabled, found.CreatedAt));
        Assert.Contains($"id in ('{Principal}')", Assert.Single(transport.Addresses), StringComparison.Ordinal);

        transport = new ScriptedTransport().On("servicePrincipals", Answer.Replace("\"createdDateTime\":\"2026-09-19T08:00:00Z\",", string.Empty, StringComparison.Ordinal)).On("createdDateTime", ScriptedTransport.Failure(TenantRequestProblem.Refused));
        found = Assert.Single(await ReaderSetup.Open(transport).ReadPrincipalsAsync([Principal], TestContext.Current.CancellationToken)).Value;
        Assert.Null(found.CreatedAt);
        Assert.Equal(2, transport.Requests.Count);
    }

    [Fact]
    public async Task Directory_audits_are_read_in_stretches_as_far_as_they_are_kept()
    {
        ScriptedTransport transport = new ScriptedTransport().On("directoryAudits", """{"value":[]}""");
        List<TenantPage> pages = await ReaderSetup.AllAsync(ReaderSetup.Open(transport).ReadDirectoryAuditsAsync(ReaderSetup.Now.AddDays(-60), ReaderSetup.Now.AddDays(60), TestContext.Current.CancellationToken));
        Assert.Equal(4, pages.Count);
        Assert.Equal("v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge 2026-08-21T12:00:00Z and activityDateTime le 2026-08-29T11:59:59.9999999Z&$top=999", transport.Addresses[0]);
        Assert.Contains("le 2026-09-20T11:59:59.9999999Z", transport.Addresses[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_message_is_asked_for_with_an_id_of_its_own()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messages", """{"value":[]}""").On("<a'b@x.test>".Replace("'", "''", StringComparison.Ordinal), """{"value":[{"internetMessageId":"<a'b@x.test>","subject":"Wire\u001b[2J"}]}""");
        List<MessageLookup> found = await ReaderSetup.AllAsync(ReaderSetup.Open(transport).LookUpMessagesAsync("kim@x.test", ["a'b@x.test", "<gone@x.test>"], TestContext.Current.CancellationToken));
        Assert.Equal([true, false], found.Select(static message => message.Found));
        Assert.DoesNotContain('\u001b', found[0].Subject);
        Assert.Equal(found.Select(static message => message.ClientRequestId), transport.Requests.Select(static request => request.Headers["client-request-id"]));
        Assert.Equal(2, found.Select(static message => message.ClientRequestId).Distinct().Count());
        Assert.Equal("v1.0/users/kim@x.test/messages?$filter=internetMessageId eq '<a''b@x.test>'&$select=internetMessageId,subject&$top=1", transport.Addresses[0]);
        Assert.All(transport.Requests, static request => Assert.DoesNotContain("Mail.Read ", request.Permissions + " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mailbox_that_refuses_is_not_asked_again()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messages", ScriptedTransport.Failure(TenantRequestProblem.PermissionMissing));
        MessageLookup only = Assert.Single(await ReaderSetup.AllAsync(ReaderSetup.Open(transport).LookUpMessagesAsync("kim@x.test", ["<1>", "<2>"], TestContext.Current.CancellationToken)));
        Assert.Equal(TenantRequestProblem.PermissionMissing, only.Failure!.Problem);
    }
}
