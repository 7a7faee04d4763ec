using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.Reading;

public sealed class PageReaderTests
{
    private const string Next = "https://graph.microsoft.com/v1.0/things?$skiptoken=";

    [Fact]
    public async Task Follows_links_to_the_end_with_the_headers_and_permissions_of_the_first_request()
    {
        ScriptedTransport transport = new ScriptedTransport().On("v1.0/things", Page(1, "b")).On("skiptoken=b", Page(2, "c")).On("skiptoken=c", Page(3));
        TenantRequest request = PageReader.Get("v1.0/things?$top=1", "Thing.Read") with { Headers = new Dictionary<string, string> { ["ConsistencyLevel"] = "eventual" } };
        List<TenantPage> pages = await Read(transport, request);
        Assert.Equal(["{\"n\":1}", "{\"n\":2}", "{\"n\":3}"], pages.Select(static page => JsonText.Items(JsonText.Parse(page)).Single().GetRawText()));
        Assert.Equal(["v1.0/things?$top=1", Next + "b", Next + "c"], transport.Addresses);
        Assert.All(transport.Requests, static asked => Assert.Equal(("eventual", "Thing.Read"), (asked.Headers["ConsistencyLevel"], asked.Permissions)));
    }

    [Fact]
    public async Task A_service_that_gives_the_same_link_again_is_not_read_for_ever()
    {
        ScriptedTransport transport = new ScriptedTransport().On("v1.0/things", Page(1, "b")).On("skiptoken=b", Page(2, "b"));
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => Read(transport, PageReader.Get("v1.0/things", "")));
        Assert.Equal(TenantRequestProblem.Unreadable, failure.Problem);
        Assert.Equal(2, transport.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>proxy</html>")]
    [InlineData("3")]
    [InlineData("{\"value\":[{\"n\":1}")]
    [InlineData("{\"value\":[{\"n\":1}]} {\"value\":[]}")]
    public async Task What_is_no_whole_page_is_an_error_and_never_a_short_list(string body)
    {
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => Read(new ScriptedTransport().On("things", body), PageReader.Get("v1.0/things", "")));
        Assert.Equal(TenantRequestProblem.Unreadable, failure.Problem);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{\"href\":\"x\"}")]
    [InlineData("\"https://graph.microsoft.com/v1.0/things?$skiptoken=\"")]
    [InlineData("\"https://graph.microsoft.com/v1.0/things?%24skipToken=&$top=5\"")]
    public async Task A_link_that_does_not_say_which_page_is_next_is_not_the_end(string link)
    {
        ScriptedTransport transport = new ScriptedTransport().On("things", $"{{\"value\":[{{\"n\":1}}],\"@odata.nextLink\":{link}}}");
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => Read(transport, PageReader.Get("v1.0/things", "")));
        Assert.Equal(TenantRequestProblem.Unreadable, failure.Problem);
        Assert.Single(transport.Requests);
    }

    [Fact]
    public async Task No_link_and_none_at_all_are_the_end() =>
        Assert.Single(await Read(new ScriptedTransport().On("things", "{\"value\":[],\"@odata.nextLink\":null}"), PageReader.Get("v1.0/things", "")));

    [Fact]
    public async Task An_answer_that_is_one_object_is_its_only_page()
    {
        List<TenantPage> pages = await Read(new ScriptedTransport().On("policy", "{\"id\":\"p\",\"@odata.nextLink\":\"https://graph.microsoft.com/x\"}"), PageReader.Get("v1.0/policy", ""));
        Assert.Equal("{\"id\":\"p\",\"@odata.nextLink\":\"https://graph.microsoft.com/x\"}", Encoding.UTF8.GetString(Assert.Single(pages).Json.Span));
    }

    [Fact]
    public async Task Five_requests_in_ten_seconds_and_no_more()
    {
        PassingTime time = new(ReaderSetup.Now);
        RequestPace pace = new(time, 5, TimeSpan.FromSeconds(10));
        List<double> sent = [];
        for (int i = 0; i < 12; i++)
        {
            await pace.WaitAsync(TestContext.Current.CancellationToken);
            sent.Add((time.GetUtcNow() - ReaderSetup.Now).TotalSeconds);
        }

        Assert.Equal([0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 20, 20], sent);
    }

    private static Task<List<TenantPage>> Read(ScriptedTransport transport, TenantRequest request) =>
        ReaderSetup.AllAsync(new PageReader(transport, null).ReadAsync(request, "things", null, TestContext.Current.CancellationToken));

    private static string Page(int number, string? next = null) => $"{{\"value\":[{{\"n\":{number}}}]{(next is null ? "" : $",\"@odata.nextLink\":\"{Next}{next}\"")}}}";
}
