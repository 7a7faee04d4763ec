using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

public sealed class SignInPagesTests
{
    private const string Empty = """{"value":[]}""";

    [Fact]
    public async Task Every_log_is_asked_by_its_event_type_in_stretches_that_grow_where_days_are_small()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", Empty);
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-5), ReaderSetup.Now);
        Assert.Equal(["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"], transport.Addresses.Select(static a => a.Split("t eq '")[1].Split('\'')[0]).Distinct());
        Assert.Equal(
            [
                "beta/auditLogs/signIns?$filter=createdDateTime ge 2026-09-15T12:00:00Z and createdDateTime le 2026-09-16T11:59:59.9999999Z and signInEventTypes/any(t: t eq 'interactiveUser')&$top=1000",
                "beta/auditLogs/signIns?$filter=createdDateTime ge 2026-09-16T12:00:00Z and createdDateTime le 2026-09-18T11:59:59.9999999Z and signInEventTypes/any(t: t eq 'interactiveUser')&$top=1000",
                "beta/auditLogs/signIns?$filter=createdDateTime ge 2026-09-18T12:00:00Z and createdDateTime le 2026-09-20T11:59:59.9999999Z and signInEventTypes/any(t: t eq 'interactiveUser')&$top=1000",
            ],
            transport.Addresses.Take(3));
        Assert.All(pages, static page => Assert.NotNull(page.Page));
        Assert.All(transport.Requests, static request => Assert.Equal("AuditLog.Read.All", request.Permissions));
    }

    [Fact]
    public async Task Days_of_many_pages_stay_days()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", static request => request.Address.Contains("skip", StringComparison.Ordinal)
            ? Empty : $$"""{"value":[],"@odata.nextLink":"https://graph.microsoft.com/beta/auditLogs/signIns?skip={{Guid.NewGuid()}}"}""");
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-3), ReaderSetup.Now);
        Assert.Equal(4 * 3 * 2, pages.Count);
        Assert.All(pages, static page => Assert.Equal(TimeSpan.FromDays(1), page.To - page.From));
    }

    [Fact]
    public async Task What_Entra_does_not_keep_is_missing_and_not_asked_for()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", Empty);
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-40), ReaderSetup.Now.AddDays(1));
        Assert.All(pages.Where(static page => page.Page is null), static page => Assert.Equal((ReaderSetup.Now.AddDays(-40), ReaderSetup.Now.AddDays(-30)), (page.From, page.To)));
        Assert.Equal(4, pages.Count(static page => page.Missing.Contains("30 days", StringComparison.Ordinal)));
        Assert.Contains("ge 2026-08-21T12:00:00Z", transport.Addresses[0], StringComparison.Ordinal);
        Assert.DoesNotContain(transport.Addresses, static address => address.Contains("lt 2026-09-21", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_window_that_is_older_than_anything_kept_asks_nothing()
    {
        ScriptedTransport transport = new();
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-90), ReaderSetup.Now.AddDays(-60));
        Assert.Empty(transport.Requests);
        Assert.All(pages, static page => Assert.Equal((ReaderSetup.Now.AddDays(-90), ReaderSetup.Now.AddDays(-60)), (page.From, page.To)));
    }

    [Fact]
    public async Task One_day_that_fails_is_missing_and_the_others_are_read()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", Empty).On("ge 2026-09-17T12:00:00Z", ScriptedTransport.Failure(TenantRequestProblem.ServiceUnavailable));
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-4), ReaderSetup.Now);
        SignInPage missing = Assert.Single(pages, static page => page.Log == SignInLogKind.Interactive && page.Page is null);
        Assert.Equal((ReaderSetup.Now.AddDays(-3), ReaderSetup.Now.AddDays(-1)), (missing.From, missing.To));
        Assert.Equal(2, pages.Count(static page => page.Log == SignInLogKind.Interactive && page.Page is not null));
    }

    [Fact]
    public async Task A_page_whose_link_has_no_token_is_a_gap_of_its_days_and_the_others_are_read()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", Empty)
            .On("ge 2026-09-17T12:00:00Z", """{"value":[],"@odata.nextLink":"https://graph.microsoft.com/beta/auditLogs/signIns?$top=1000&$skiptoken="}""");
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-4), ReaderSetup.Now);
        (DateTimeOffset, bool)[] interactive = [.. pages.Where(static page => page.Log == SignInLogKind.Interactive).Select(static page => (page.From, page.Page is null))];
        Assert.Equal([(ReaderSetup.Now.AddDays(-4), false), (ReaderSetup.Now.AddDays(-3), false), (ReaderSetup.Now.AddDays(-3), true), (ReaderSetup.Now.AddDays(-1), false)], interactive);
        Assert.All(pages.Where(static page => page.Page is null), static page => Assert.Contains("more pages", page.Missing, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_told_once_for_each_log()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", ScriptedTransport.Failure(TenantRequestProblem.PermissionMissing, "Authorization_RequestDenied", "AuditLog.Read.All is missing."));
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-20), ReaderSetup.Now);
        Assert.Equal(4, pages.Count);
        Assert.Equal(4, transport.Requests.Count);
        Assert.All(pages, static page => Assert.Equal((ReaderSetup.Now.AddDays(-20), ReaderSetup.Now, "AuditLog.Read.All is missing."), (page.From, page.To, page.Missing)));
    }

    [Fact]
    public async Task A_tenant_without_the_licence_is_said_to_be_one()
    {
        ScriptedTransport transport = new ScriptedTransport().On("signIns", ScriptedTransport.Failure(TenantRequestProblem.NotAvailable, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"));
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-2), ReaderSetup.Now);
        Assert.Equal(4, transport.Requests.Count);
        Assert.All(pages, static page => Assert.Contains("P1 or P2 licence", page.Missing, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_there_is_no_beta_the_first_version_gives_what_people_did_and_the_rest_is_missing()
    {
        ScriptedTransport transport = new ScriptedTransport().On("v1.0/auditLogs/signIns", Empty).On("beta/", ScriptedTransport.Failure(TenantRequestProblem.NotFound));
        List<SignInPage> pages = await Read(transport, ReaderSetup.Now.AddDays(-2), ReaderSetup.Now);
        Assert.Equal(2, pages.Count(static page => page is { Log: SignInLogKind.Interactive, Page: not null }));
        Assert.Equal([SignInLogKind.NonInteractive, SignInLogKind.ServicePrincipal, SignInLogKind.ManagedIdentity], pages.Where(static page => page.Page is null).Select(static page => page.Log));
        Assert.Contains("v1.0/auditLogs/signIns?$filter=createdDateTime ge 2026-09-18T12:00:00Z and createdDateTime le 2026-09-19T11:59:59.9999999Z&$top=1000", transport.Addresses);
    }

    private static Task<List<SignInPage>> Read(ScriptedTransport transport, DateTimeOffset from, DateTimeOffset to) =>
        ReaderSetup.AllAsync(ReaderSetup.Open(transport).ReadSignInsAsync(from, to, TestContext.Current.CancellationToken));
}
