using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

public sealed class RulePagesTests
{
    private const string Id = "cccccccc-0000-4000-8000-000000000003";
    private const string Rules = """{"value":[{"id":"r1","displayName":".","isEnabled":true,"actions":{"moveToFolder":"AAA=","copyToFolder":"BBB=","markAsRead":true}}]}""";

    [Fact]
    public async Task Folders_get_their_names_the_well_known_ones_in_english_and_rules_their_mailbox()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messageRules", Rules)
            .On("mailFolders/AAA=", """{"displayName":"Gelöschte Elemente","wellKnownName":"deleteditems"}""").On("mailFolders/BBB=", """{"displayName":"RSS-Feeds","wellKnownName":null}""");
        MailboxRules result = Assert.Single(await Read(transport, "kim@contoso.example"));
        JsonElement rule = JsonText.Items(JsonText.Parse(Assert.Single(result.Pages))).Single();
        Assert.Equal(("Deleted Items", "RSS-Feeds", "kim@contoso.example", "."), (Action(rule, "moveToFolder"), Action(rule, "copyToFolder"), JsonText.Of(rule, "userPrincipalName"), JsonText.Of(rule, "displayName")));
        Assert.True(rule.GetProperty("actions").GetProperty("markAsRead").GetBoolean());
        Assert.Equal((string.Empty, null), (result.FoldersMissing, result.Failure));
        Assert.Equal("v1.0/users/kim@contoso.example/mailFolders/inbox/messageRules", transport.Addresses[0]);
        Assert.Equal(["MailboxSettings.Read", "Mail.ReadBasic or Mail.ReadBasic.All", "Mail.ReadBasic or Mail.ReadBasic.All"], transport.Requests.Select(static request => request.Permissions));
    }

    [Theory]
    [InlineData(true, "kim@contoso.example")]
    [InlineData(false, Id)]
    public async Task Rules_of_an_object_id_are_those_of_the_name_the_log_has_where_that_may_be_asked(bool mayAsk, string expected)
    {
        ScriptedTransport transport = new ScriptedTransport().On("mailFolders/", """{"displayName":"RSS-Feeds"}""").On("messageRules", Rules);
        transport = mayAsk ? transport.On("$select=userPrincipalName", """{"userPrincipalName":"kim@contoso.example"}""") : transport.On("$select=userPrincipalName", ScriptedTransport.Failure(TenantRequestProblem.PermissionMissing));
        MailboxRules result = Assert.Single(await Read(transport, Id));
        Assert.Equal((Id, null), (result.Mailbox, result.Failure));
        Assert.Equal(expected, JsonText.Of(JsonText.Items(JsonText.Parse(Assert.Single(result.Pages))).Single(), "userPrincipalName"));
        Assert.Contains($"v1.0/users/{Id}?$select=userPrincipalName", transport.Addresses);
    }

    [Fact]
    public async Task A_mailbox_that_fails_is_named_and_the_others_are_read()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messageRules", """{"value":[]}""")
            .On("users/b@", ScriptedTransport.Failure(TenantRequestProblem.ServiceUnavailable)).On("users/c@", ScriptedTransport.Failure(TenantRequestProblem.NotFound, "MailboxNotEnabledForRESTAPI"));
        MailboxRules[] results = [.. (await Read(transport, "a@x.test", "b@x.test", "c@x.test", "d@x.test")).OrderBy(static result => result.Mailbox, StringComparer.Ordinal)];
        Assert.Equal([false, true, true, false], results.Select(static result => result.Failure is not null));
        Assert.Equal([false, false, true, false], results.Select(static result => result.HasNoMailbox));
    }

    [Fact]
    public async Task Without_the_permission_for_folders_rules_still_come_and_nobody_is_asked_twice()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messageRules", Rules).On("?$select=displayName", ScriptedTransport.Failure(TenantRequestProblem.PermissionMissing));
        List<MailboxRules> results = await Read(transport, "a@x.test");
        Assert.Contains("Mail.ReadBasic", results[0].FoldersMissing, StringComparison.Ordinal);
        Assert.Equal("AAA=", Action(JsonText.Items(JsonText.Parse(results[0].Pages[0])).Single(), "moveToFolder"));
        Assert.Equal(2, transport.Requests.Count);
    }

    [Fact]
    public async Task Where_the_service_does_not_know_wellKnownName_the_display_name_does()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messageRules", Rules).On("v1.0/users/a@x.test/mailFolders/", """{"displayName":"Archiv"}""").On("messageRules", Rules)
            .On("beta/", ScriptedTransport.Failure(TenantRequestProblem.Refused, "BadRequest"));
        List<MailboxRules> results = await Read(transport, "a@x.test");
        Assert.Equal("Archiv", Action(JsonText.Items(JsonText.Parse(results[0].Pages[0])).Single(), "copyToFolder"));
        Assert.Equal(1, transport.Addresses.Count(static address => address.StartsWith("beta/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_mailbox_is_asked_two_things_at_once_and_eight_are_asked_at_most()
    {
        ConcurrentDictionary<string, int> inFlight = new();
        int all = 0;
        int most = 0;
        int mostOfOne = 0;
        ScriptedTransport transport = new ScriptedTransport().On("users/", request =>
        {
            string mailbox = request.Address.Split('/')[2];
            mostOfOne = Math.Max(mostOfOne, inFlight.AddOrUpdate(mailbox, 1, static (_, n) => n + 1));
            most = Math.Max(most, Interlocked.Increment(ref all));
            Thread.Sleep(2);
            _ = Interlocked.Decrement(ref all);
            _ = inFlight.AddOrUpdate(mailbox, 0, static (_, n) => n - 1);
            return request.Address.Contains("messageRules", StringComparison.Ordinal) ? Rules : """{"displayName":"X"}""";
        });
        List<MailboxRules> results = await Read(transport, [.. Enumerable.Range(0, 40).Select(static n => $"u{n}@x.test")]);
        Assert.Equal(40, results.Select(static result => result.Mailbox).Distinct().Count());
        Assert.Equal(1, mostOfOne);
        Assert.InRange(most, 2, 8);
    }

    [Fact]
    public async Task Whoever_stops_in_the_middle_stops_the_work()
    {
        ScriptedTransport transport = new ScriptedTransport().On("messageRules", """{"value":[]}""");
        await foreach (MailboxRules _ in ReaderSetup.Open(transport).ReadInboxRulesAsync(ReaderSetup.EachAsync([.. Enumerable.Range(0, 5000).Select(static n => $"u{n}@x.test")]), TestContext.Current.CancellationToken))
        {
            break;
        }

        int asked = transport.Requests.Count;
        Assert.InRange(asked, 1, 200);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(asked, transport.Requests.Count);
    }

    [Fact]
    public async Task Every_account_with_an_address_may_have_a_mailbox()
    {
        ScriptedTransport transport = new ScriptedTransport()
            .On("v1.0/users?", """{"value":[{"userPrincipalName":"a@x.test"},{"mail":"odd"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=2"}""").On("skiptoken=2", """{"value":[{"userPrincipalName":"b@x.test"}]}""");
        Assert.Equal(["a@x.test", "b@x.test"], await ReaderSetup.AllAsync(ReaderSetup.Open(transport).ReadMailboxesAsync(TestContext.Current.CancellationToken)));
        Assert.Contains("$filter=mail ne null&$count=true", transport.Addresses[0], StringComparison.Ordinal);
        Assert.All(transport.Requests, static request => Assert.Equal("eventual", request.Headers["ConsistencyLevel"]));
    }

    private static string Action(JsonElement rule, string name) => JsonText.Of(rule.GetProperty("actions"), name);

    private static Task<List<MailboxRules>> Read(ScriptedTransport transport, params string[] mailboxes) =>
        ReaderSetup.AllAsync(ReaderSetup.Open(transport).ReadInboxRulesAsync(ReaderSetup.EachAsync(mailboxes), TestContext.Current.CancellationToken));
}
