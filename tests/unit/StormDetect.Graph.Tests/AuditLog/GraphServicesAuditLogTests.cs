using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

public sealed class GraphServicesAuditLogTests
{
    [Theory]
    [InlineData(CloudEnvironment.GccHigh, AuditLogRouteKind.GraphQuery, "-Source ManagementActivity")]
    [InlineData(CloudEnvironment.DoD, AuditLogRouteKind.GraphQuery, "-Source ExchangeSession")]
    [InlineData(CloudEnvironment.China, AuditLogRouteKind.GraphQuery, "-Source ExchangeSession")]
    [InlineData(CloudEnvironment.China, AuditLogRouteKind.ManagementActivity, "-Source ExchangeSession")]
    public void A_cloud_without_the_service_says_what_to_use(CloudEnvironment cloud, AuditLogRouteKind kind, string instead)
    {
        using GraphConnection connection = Connection(cloud, static _ => throw new InvalidOperationException());
        TenantRequestException failure = Assert.Throws<TenantRequestException>(() => GraphServices.OpenAuditLogRoute(connection, kind));
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);
        Assert.Contains(instead, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_routes_say_what_they_can()
    {
        using GraphConnection connection = Connection(CloudEnvironment.Global, static _ => throw new InvalidOperationException());
        IAuditLogRoute queries = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.GraphQuery);
        IAuditLogRoute feed = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.ManagementActivity);
        Assert.Equal((1_000_000L, 200, false), (queries.Limits.MostRecords, queries.Limits.SubmissionsPerDay!.Value, queries.Limits.SlicesByArrival));
        Assert.True(feed.Limits.SlicesByArrival);
        Assert.InRange(feed.Limits.Reach!.Value, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        Assert.Equal(TimeSpan.FromHours(23), feed.Limits.LongestSlice);
    }

    [Fact]
    public async Task Only_subscriptions_that_do_not_run_are_started()
    {
        List<TenantRequest> posts = [];
        ScriptedTransport transport = null!;
        transport = new ScriptedTransport(asked =>
        {
            if (asked.StartsWith("GET", StringComparison.Ordinal))
            {
                return ScriptedTransport.Json("""[{"contentType":"Audit.Exchange","status":"enabled"},{"contentType":"Audit.General","status":"disabled"}]""");
            }

            posts.Add(transport.Requests[^1]);

            // Somebody else started it in the meantime.
            return asked.Contains("AzureActiveDirectory", StringComparison.Ordinal) ? throw ScriptedTransport.Refusal(TenantRequestProblem.Refused, "AF20024") : ScriptedTransport.Json("{}");
        });
        using GraphConnection connection = Connection(CloudEnvironment.Global, transport);

        IReadOnlyList<AuditSubscription> all = await GraphServices.StartSubscriptionsAsync(connection, null, CancellationToken.None);

        Assert.Equal(["Audit.Exchange", "Audit.AzureActiveDirectory", "Audit.General"], all.Select(static subscription => subscription.ContentType));
        Assert.Equal([false, true, true], all.Select(static subscription => subscription.IsNew));
        Assert.Equal(2, posts.Count);
        Assert.All(posts, static post => Assert.Equal((TenantAudience.ManagementActivity, HttpMethod.Post), (post.Audience, post.Method)));
        Assert.All(posts, static post => Assert.StartsWith("api/v1.0/t1/activity/feed/subscriptions/start?contentType=Audit.", post.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_budget_follows_the_pages_of_the_list()
    {
        string now = DateTimeOffset.UtcNow.AddMinutes(-5).ToString("O");
        using GraphConnection connection = Connection(CloudEnvironment.Global, asked => asked.EndsWith("queries", StringComparison.Ordinal)
            ? ScriptedTransport.Json($$"""{"value":[{"id":"1","createdDateTime":"{{now}}"}],"@odata.nextLink":"https://graph.microsoft.com/next"}""")
            : ScriptedTransport.Json($$"""{"value":[{"id":"2","createdDateTime":"{{now}}"}]}"""));
        Assert.Equal(new SubmissionBudget(200, 2), await new AuditQueryClient(connection.Transport, new RoutePacing()).BudgetAsync(DateTimeOffset.UtcNow, CancellationToken.None));
    }

    private static GraphConnection Connection(CloudEnvironment cloud, Func<string, TenantResponse> answer) => Connection(cloud, new ScriptedTransport(answer));

    private static GraphConnection Connection(CloudEnvironment cloud, ScriptedTransport transport) => new()
    {
        Name = "test",
        TenantId = "t1",
        Account = "a",
        ClientId = "c",
        AuthenticationMethod = "Certificate",
        IsApplication = true,
        Endpoints = CloudEndpoints.Of(cloud),
        Permissions = [],
        Transport = transport,
    };
}
