using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using StormDetect.Core;
using StormDetect.FakeTenant;
using StormDetect.Soak;
using Xunit;

namespace StormDetect.Graph.Tests.AuditLog;

/// <summary>The routes over the wire, one fault after the other.</summary>
public sealed class FakeTenantRouteTests(LiveFixture live) : IClassFixture<LiveFixture>
{
    private static readonly FaultKind[] s_wire =
    [
        FaultKind.ThrottleSeconds, FaultKind.ThrottleDate, FaultKind.ThrottleBare, FaultKind.ServerError, FaultKind.ResetBody, FaultKind.ResetBefore, FaultKind.TruncatedBody, FaultKind.SlowBody,
        FaultKind.MalformedJson, FaultKind.TokenExpired, FaultKind.EmptyFirst, FaultKind.ForeignNextLink,
    ];

    public static TheoryData<AuditLogRouteKind, FaultKind> Faults
    {
        get
        {
            TheoryData<AuditLogRouteKind, FaultKind> all = [];
            foreach (FaultKind kind in s_wire)
            {
                all.Add(AuditLogRouteKind.GraphQuery, kind);
                all.Add(AuditLogRouteKind.ManagementActivity, kind);
            }

            foreach (FaultKind kind in new[] { FaultKind.QueryFailed, FaultKind.QueryCancelled, FaultKind.QueryStuck, FaultKind.CountsDiffer, FaultKind.DuplicateRows, FaultKind.EmptyPage, FaultKind.ClaimsChallenge })
            {
                all.Add(AuditLogRouteKind.GraphQuery, kind);
            }

            foreach (FaultKind kind in new[] { FaultKind.OutOfOrderBlobs, FaultKind.DuplicateBlobs })
            {
                all.Add(AuditLogRouteKind.ManagementActivity, kind);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_that_can_be_got_over_is(AuditLogRouteKind kind, FaultKind fault)
    {
        live.Server.Faults.Clear();
        live.Server.Faults.RetryAfter = TimeSpan.Zero;
        live.Server.Faults.SlowBody = TimeSpan.FromMilliseconds(50);
        if (fault is FaultKind.OutOfOrderBlobs or FaultKind.DuplicateBlobs or FaultKind.CountsDiffer)
        {
            live.Server.Faults.Set(fault, 1);
        }
        else
        {
            // A second refusal of the token at once would mean that the sign-in has ended.
            live.Server.Faults.Next(fault, fault is FaultKind.ClaimsChallenge or FaultKind.TokenExpired ? 1 : 2);
        }

        // A list is empty at first only the first time it is asked for, and other tests ask for the slice, too, in whatever order they run.
        AuditSlice slice = fault == FaultKind.EmptyFirst && kind == AuditLogRouteKind.ManagementActivity ? Slice(kind) with { From = Slice(kind).From.AddSeconds(-1) } : Slice(kind);
        HashSet<Guid> ids = await CollectAsync(kind, live.Query, slice);

        Assert.Equal(live.Server.Tenant.Announced(live.Query.Start, live.Query.End).Order(), ids.Order());
        Assert.True(fault is FaultKind.OutOfOrderBlobs or FaultKind.DuplicateBlobs or FaultKind.CountsDiffer || live.Server.Faults.Struck.GetValueOrDefault(fault) > 0, "The fault did not strike.");
    }

    [Theory]
    [InlineData(AuditLogRouteKind.GraphQuery)]
    [InlineData(AuditLogRouteKind.ManagementActivity)]
    public async Task Filters_give_the_same_through_both(AuditLogRouteKind kind)
    {
        live.Server.Faults.Clear();
        AuditLogQuery query = live.Query with { Operations = ["MailItemsAccessed", "Send"], RecordTypes = ["ExchangeItemAggregated", "ExchangeItem"] };
        HashSet<Guid> ids = await CollectAsync(kind, query, Slice(kind));
        Assert.NotEmpty(ids);
        Assert.Subset(live.Server.Tenant.Announced(live.Query.Start, live.Query.End, "MailItemsAccessed", "Send").ToHashSet(), ids);
        Assert.Equal(await CollectAsync(kind == AuditLogRouteKind.GraphQuery ? AuditLogRouteKind.ManagementActivity : AuditLogRouteKind.GraphQuery, query, Slice(kind)), ids);
    }

    [Fact]
    public async Task An_expired_blob_is_a_loss_that_is_said()
    {
        live.Server.Faults.Clear();
        live.Server.Faults.Next(FaultKind.ExpiredBlobs, 1);
        SliceBox box = new();
        await using IAuditLogRoute route = Open(AuditLogRouteKind.ManagementActivity);
        SliceAttempt attempt = await route.CollectAsync(live.Query, Slice(AuditLogRouteKind.ManagementActivity), box, TestContext.Current.CancellationToken);
        Assert.Contains("AF20051", attempt.Lost, StringComparison.Ordinal);
        Assert.NotEmpty(box.Records);
    }

    [Fact]
    public async Task A_query_over_the_limit_overflows_and_says_so()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { MostQueryRecords = 100, Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);
        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.GraphQuery, null, Pacing(server));
        SliceAttempt attempt = await route.CollectAsync(live.Query, Slice(AuditLogRouteKind.GraphQuery), new SliceBox(), TestContext.Current.CancellationToken);
        Assert.Equal((SliceOutcome.Overflow, "isRecordCountLimitExceeded"), (attempt.Outcome, attempt.Detail));
    }

    [Fact]
    public async Task A_tenant_with_queries_under_beta_alone_is_asked_there_after_one_try()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { HasAuditQueriesInBetaOnly = true, Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);
        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.GraphQuery, null, Pacing(server));
        SliceBox box = new();
        Assert.Equal(SliceOutcome.Complete, (await route.CollectAsync(live.Query, Slice(route.Kind), box, TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(server.Tenant.Announced(live.Query.Start, live.Query.End).Order(), Ids(box).Order());
        RequestLogEntry missed = Assert.Single(server.Requests, static request => request.Path.Contains("v1.0/security", StringComparison.Ordinal));
        Assert.Equal(("POST", 404), (missed.Method, missed.Status));
    }

    [Theory]
    [InlineData(true, "View-Only Audit Logs")]
    [InlineData(false, "AuditLogsQuery")]
    public async Task A_missing_role_of_Exchange_is_told_apart_from_missing_consent(bool hasConsent, string missing)
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { UserHasAuditRole = false, Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await SignInAsync(server, server.IssueToken(hasConsent ? null : ["User.Read.All"], user: true));
        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.GraphQuery, null, Pacing(server));
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(async () => await route.CollectAsync(live.Query, Slice(route.Kind), new SliceBox(), TestContext.Current.CancellationToken));
        Assert.Equal(TenantRequestProblem.PermissionMissing, failure.Problem);
        Assert.Contains(missing, failure.MissingPermissions, StringComparison.Ordinal);
        Assert.Contains(missing, failure.Message, StringComparison.Ordinal);
        Assert.Equal(hasConsent, failure.Message.Contains("Exchange Online", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tenant_whose_audit_log_is_off_is_told_so()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { IsAuditingOn = false, Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => GraphServices.StartSubscriptionsAsync(connection, ["Audit.Exchange"], TestContext.Current.CancellationToken));
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);
        Assert.Contains("UnifiedAuditLogIngestionEnabled", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AzureManager", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_without_the_permission_of_the_feed_is_told_from_one_that_has_ended()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await SignInAsync(server, server.IssueToken(["AuditLog.Read.All"]));
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(() => GraphServices.StartSubscriptionsAsync(connection, null, TestContext.Current.CancellationToken));
        Assert.Equal((TenantRequestProblem.PermissionMissing, "ActivityFeed.Read"), (failure.Problem, failure.MissingPermissions));
    }

    [Fact]
    public async Task A_whole_day_is_listed_where_windows_of_24_hours_are_refused()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { RefusesWholeDay = true, Faults = new FakeTenantFaults() }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);
        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.ManagementActivity, ["Audit.Exchange"], Pacing(server));
        SliceBox box = new();
        SliceAttempt attempt = await route.CollectAsync(live.Query, new AuditSlice(live.Query.Start.AddDays(2), live.Query.Start.AddDays(3)), box, TestContext.Current.CancellationToken);
        Assert.Equal(SliceOutcome.Complete, attempt.Outcome);
        Assert.NotEmpty(box.Records);
    }

    [Fact]
    public async Task Subscriptions_are_started_and_then_deliver()
    {
        await using FakeTenantServer server = await FakeTenantServer.StartAsync(live.Server.Options with { Subscriptions = [], Faults = new FakeTenantFaults(), FirstContentDelay = TimeSpan.Zero, ContentBackfill = TimeSpan.FromDays(7) }, TestContext.Current.CancellationToken);
        using TenantConnection connection = await LiveFixture.ConnectAsync(server, TestContext.Current.CancellationToken);
        await using IAuditLogRoute route = GraphServices.OpenAuditLogRoute(connection, AuditLogRouteKind.ManagementActivity, ["Audit.Exchange"], Pacing(server));
        TenantRequestException failure = await Assert.ThrowsAsync<TenantRequestException>(async () => await route.CollectAsync(live.Query, Slice(route.Kind), new SliceBox(), TestContext.Current.CancellationToken));
        Assert.Equal(TenantRequestProblem.NotAvailable, failure.Problem);

        Assert.True(Assert.Single(await GraphServices.StartSubscriptionsAsync(connection, ["Audit.Exchange"], TestContext.Current.CancellationToken)).IsNew);
        Assert.False(Assert.Single(await GraphServices.StartSubscriptionsAsync(connection, ["Audit.Exchange"], TestContext.Current.CancellationToken)).IsNew);

        // Where somebody else was quicker the service says AF20024, and that is as good.
        await new ActivityFeedClient(GraphConnection.Of(connection).Transport, connection.TenantId, Pacing(server)).StartAsync("Audit.Exchange", TestContext.Current.CancellationToken);
        Assert.Equal(400, server.Requests.Last(static request => request.Path.Contains("subscriptions/start", StringComparison.Ordinal)).Status);
        SliceBox box = new();
        Assert.Equal(SliceOutcome.Complete, (await route.CollectAsync(live.Query, Slice(route.Kind), box, TestContext.Current.CancellationToken)).Outcome);
        Assert.NotEmpty(box.Records);
    }

    [Fact]
    public async Task Recounting_agrees()
    {
        live.Server.Faults.Clear();
        foreach (AuditLogRouteKind kind in new[] { AuditLogRouteKind.GraphQuery, AuditLogRouteKind.ManagementActivity })
        {
            SliceBox box = new();
            await using IAuditLogRoute route = Open(kind);
            await route.CollectAsync(live.Query, Slice(kind), box, TestContext.Current.CancellationToken);
            Assert.Equal(Ids(box).Count, await route.RecountAsync(live.Query, Slice(kind), box.Ticket, TestContext.Current.CancellationToken));
        }
    }

    private static Task<TenantConnection> SignInAsync(FakeTenantServer server, string token)
    {
        System.Security.SecureString hidden = new();
        foreach (char letter in token)
        {
            hidden.AppendChar(letter);
        }

        return GraphServices.ConnectAsync(
            new ConnectionRequest
            {
                Method = SignInMethod.AccessToken,
                AccessToken = hidden,
                Endpoints = new CloudEndpoints { Environment = CloudEnvironment.Custom, Graph = server.BaseAddress, Login = server.LoginAddress, ManagementActivity = server.BaseAddress, HasAuditQueries = true },
            },
            null,
            TestContext.Current.CancellationToken);
    }

    private static RoutePacing Pacing(FakeTenantServer server) => new()
    {
        Time = server.Clock,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(20),
        QueryPatience = TimeSpan.FromMilliseconds(500),
    };

    private static HashSet<Guid> Ids(SliceBox box) => box.Records.Select(static record => RecordIdentity.Of(Encoding.UTF8.GetBytes(record))).ToHashSet();

    private IAuditLogRoute Open(AuditLogRouteKind kind) => GraphServices.OpenAuditLogRoute(live.Connection, kind, SoakTenant.Content, Pacing(live.Server));

    // Everything that was done in the window has arrived a day and a half after it.
    private AuditSlice Slice(AuditLogRouteKind kind) => new(live.Query.Start, kind == AuditLogRouteKind.GraphQuery ? live.Query.End : live.Server.Clock.GetUtcNow());

    private async Task<HashSet<Guid>> CollectAsync(AuditLogRouteKind kind, AuditLogQuery query, AuditSlice slice)
    {
        await using IAuditLogRoute route = Open(kind);
        SliceBox box = new();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                SliceAttempt answer = await route.CollectAsync(query, slice, box, TestContext.Current.CancellationToken);
                if (answer.Outcome == SliceOutcome.Complete)
                {
                    Assert.Empty(answer.Lost);
                    return Ids(box);
                }

                Assert.Equal(SliceOutcome.Retry, answer.Outcome);
            }
            catch (TenantRequestException e) when (e.IsTransient)
            {
                // Asked for again, as a search would.
            }

            Assert.InRange(attempt, 1, 5);
        }
    }
}
