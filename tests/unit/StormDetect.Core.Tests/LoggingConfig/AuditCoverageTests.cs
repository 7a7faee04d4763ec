using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.LoggingConfig;

public sealed class AuditCoverageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_standard = ["efb87545-963c-4e0d-99df-69c6916d9eb0=success"];

    [Fact]
    public void A_good_tenant_shows_reads_of_yesterday()
    {
        AuditCoverage row = Read(GoodTenant.Snapshot(), GoodTenant.Kim, AuditActorKind.Owner, s_now.AddDays(-1));

        Assert.Equal((CoverageAnswer.Yes, 1095), (row.Answer, row.KeptDays));
        Assert.Equal(s_now.AddDays(1094), row.ExistsUntil);
    }

    [Theory]
    [InlineData(-100, CoverageAnswer.Yes, null)]
    [InlineData(-179, CoverageAnswer.Yes, null)]
    [InlineData(-181, CoverageAnswer.No, BlindCause.OutOfRetention)]
    [InlineData(-900, CoverageAnswer.No, BlindCause.NotLicensed)]
    public void Date_retention_and_licence_decide(int days, CoverageAnswer answer, BlindCause? cause)
    {
        ConfigSnapshot standard = GoodTenant.With(ConfigPart.UserLicences, "Plans", s_standard);
        AuditCoverage row = Read(standard, GoodTenant.Kim, AuditActorKind.Owner, s_now.AddDays(days));

        Assert.Equal((answer, cause), (row.Answer, row.Cause));
    }

    [Fact]
    public void The_actors_licence_decides_how_long_not_the_mailboxs()
    {
        ConfigSnapshot snapshot = GoodTenant.With(ConfigPart.RetentionPolicies);
        DateTimeOffset at = s_now.AddDays(-200);

        Assert.Equal(CoverageAnswer.Yes, Read(snapshot, GoodTenant.Kim, AuditActorKind.Owner, at).Answer);
        AuditCoverage byDelegate = Read(snapshot, "info@contoso.example", AuditActorKind.Delegate, at);
        Assert.Equal(CoverageAnswer.Unknown, byDelegate.Answer);
        Assert.Equal(CoverageAnswer.No, Read(snapshot, GoodTenant.Kim, AuditActorKind.Application, at).Answer);
    }

    [Fact]
    public void A_set_that_lacks_the_action_is_told_for_the_actor_it_is_about()
    {
        ConfigSnapshot snapshot = GoodTenant.With(ConfigPart.Mailboxes, "AuditDelegate", new[] { "SendAs", "SendOnBehalf" });

        Assert.Equal(CoverageAnswer.Yes, Read(snapshot, GoodTenant.Kim, AuditActorKind.Owner, s_now).Answer);
        AuditCoverage row = Read(snapshot, GoodTenant.Kim, AuditActorKind.Delegate, s_now);
        Assert.Equal((CoverageAnswer.No, BlindCause.AuditOff), (row.Answer, row.Cause));
        Assert.Equal("AuditDelegate lacks MailItemsAccessed.", row.Why);
        BlindInterval interval = Assert.Single(Intervals(snapshot), static i => i.Subject == GoodTenant.Kim);
        Assert.Equal((BlindScope.Mailbox, BlindCause.AuditOff, Certainty.Likely), (interval.Scope, interval.Cause, interval.Certainty));
        Assert.Contains("reads by delegate", interval.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_name_a_mailbox_as_logs_do()
    {
        Dictionary<string, object?> kim = GoodTenant.Mailbox("kim@contoso.example", "UserMailbox");
        kim["UserPrincipalName"] = "KimL@contoso.example";
        kim["AuditOwner"] = Array.Empty<string>();
        BlindInterval interval = Assert.Single(Intervals(GoodTenant.With(ConfigPart.Mailboxes, kim)), static i => i.Scope == BlindScope.Mailbox);
        Assert.Equal("kiml@contoso.example", interval.Subject);
    }

    [Fact]
    public void An_exempt_account_is_a_row_and_an_interval_of_its_own()
    {
        ConfigSnapshot snapshot = GoodTenant.With(ConfigPart.AuditBypass, new() { ["Name"] = "svc-backup", ["AuditBypassEnabled"] = true }, new() { ["Name"] = "Kim", ["AuditBypassEnabled"] = false });
        AuditCoverage row = Rows(snapshot, s_now).Single(static row => row.Actor == "svc-backup" && row.Event == AuditEventKind.MailItemsAccessed);

        Assert.Equal((CoverageAnswer.No, BlindCause.ActorBypassed, "*"), (row.Answer, row.Cause, row.Mailbox));
        BlindInterval interval = Assert.Single(Intervals(snapshot), static i => i.Scope == BlindScope.Actor);
        Assert.Equal(("svc-backup", BlindCause.ActorBypassed, GoodTenant.Id), (interval.Subject, interval.Cause, interval.TenantId));
    }

    [Fact]
    public void A_log_that_is_off_is_one_interval_of_the_tenant()
    {
        BlindInterval interval = Assert.Single(Intervals(GoodTenant.With(ConfigPart.Organization, "AuditDisabled", true)));
        Assert.Equal((BlindScope.Tenant, BlindCause.AuditOff, Certainty.Likely), (interval.Scope, interval.Cause, interval.Certainty));
        Assert.Equal((s_now.AddDays(-30), s_now), (interval.From, interval.To));
    }

    [Fact]
    public void What_was_not_read_is_possible_and_said_once()
    {
        IReadOnlyList<BlindInterval> intervals = Intervals(GoodTenant.Without(ConfigPart.AuditLogConfig));
        BlindInterval whole = Assert.Single(intervals, static i => i.Scope == BlindScope.Tenant);
        Assert.Equal(Certainty.Possible, whole.Certainty);
        Assert.DoesNotContain(intervals, static i => i.Certainty >= Certainty.Likely && i.Subject == GoodTenant.Kim);
    }

    [Fact]
    public void Retention_reaches_as_far_as_it_reaches()
    {
        ConfigSnapshot snapshot = GoodTenant.With(ConfigPart.RetentionPolicies, GoodTenant.Policy("Short", 1, "ThreeMonths"));
        BlindInterval lost = Assert.Single(AuditCoverageMatrix.ToBlindIntervals(Rows(snapshot, s_now), s_now.AddDays(-120), s_now), static i => i.Cause == BlindCause.OutOfRetention);

        Assert.Equal((BlindScope.Tenant, Certainty.Possible), (lost.Scope, lost.Certainty));
        Assert.Equal((s_now.AddDays(-120), s_now.AddDays(-90)), (lost.From, lost.To));
        Assert.DoesNotContain(Intervals(snapshot), static i => i.Cause == BlindCause.OutOfRetention);
    }

    [Fact]
    public void Group_mailboxes_never_show_reads_and_throttled_hours_neither()
    {
        Assert.Equal(CoverageAnswer.No, Read(GoodTenant.Snapshot(), "all@contoso.example", AuditActorKind.Owner, s_now).Answer);
        BlindInterval throttled = new(GoodTenant.Id, BlindScope.Mailbox, GoodTenant.Kim, s_now.AddHours(-2), s_now.AddHours(22), BlindCause.Throttled, Certainty.Certain, "throttled");
        AuditCoverageOptions options = new() { Now = s_now, BlindIntervals = [throttled], Mailboxes = ["KIM@*"] };
        IEnumerable<AuditCoverage> rows = AuditCoverageMatrix.Rows(GoodTenant.Snapshot(), options).Where(static row => row.ActorKind == AuditActorKind.Owner);

        Assert.Equal([AuditEventKind.MailItemsAccessed], rows.Where(static row => row.Cause == BlindCause.Throttled).Select(static row => row.Event));
        Assert.All(rows, static row => Assert.Equal(GoodTenant.Kim, row.Mailbox));
    }

    [Fact]
    public void A_summary_counts_every_mailbox_once()
    {
        IReadOnlyList<AuditCoverageSummary> summaries = AuditCoverageMatrix.Summarise(Rows(GoodTenant.Snapshot(), s_now));
        AuditCoverageSummary owner = summaries.Single(static s => s is { Event: AuditEventKind.MailItemsAccessed, ActorKind: AuditActorKind.Owner });

        Assert.Equal((5, owner.Count), (owner.Count, owner.Yes + owner.No + owner.Unknown));
        Assert.Equal(1, owner.No);
        Assert.Equal(20, summaries.Count);
    }

    [Fact]
    public void What_expires_next_is_told_in_time()
    {
        ExpiringLog signIns = AuditCoverageMatrix.Expiring(GoodTenant.Snapshot(), s_now).Single(static log => log.Log == "Entra sign-ins");

        Assert.Equal(new DateTimeOffset(2026, 10, 23, 0, 0, 0, TimeSpan.Zero), signIns.Day);
        Assert.Equal(TimeSpan.FromHours(6), signIns.TimeLeft);
        Assert.StartsWith("Entra sign-ins of 2026-10-23 are lost in 6 hours", signIns.Text, StringComparison.Ordinal);
        Assert.Contains("createdDateTime ge 2026-10-23T18:00:00Z and createdDateTime le 2026-10-24T00:00:00Z", signIns.Command, StringComparison.Ordinal);

        // Kinds cannot be combined in one filter everywhere.
        Assert.DoesNotContain(" or ", signIns.Command, StringComparison.Ordinal);
        Assert.All(new[] { "interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity" }, kind => Assert.Contains($"'{kind}'", signIns.Command, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConfigPart.AuditLogConfig)]
    [InlineData(ConfigPart.Organization)]
    [InlineData(ConfigPart.UserLicences)]
    [InlineData(ConfigPart.RetentionPolicies)]
    public void Nothing_unread_gives_a_yes(ConfigPart part)
    {
        ConfigSnapshot standard = GoodTenant.Without(part);
        Assert.NotEqual(CoverageAnswer.Yes, Read(standard, GoodTenant.Kim, AuditActorKind.Owner, s_now.AddDays(-1)).Answer);
    }

    private static IReadOnlyList<BlindInterval> Intervals(ConfigSnapshot snapshot) => AuditCoverageMatrix.ToBlindIntervals(Rows(snapshot, s_now), s_now.AddDays(-30), s_now);

    private static List<AuditCoverage> Rows(ConfigSnapshot snapshot, DateTimeOffset at) => AuditCoverageMatrix.Rows(snapshot, new AuditCoverageOptions { Now = s_now, At = at }).ToList();

    private static AuditCoverage Read(ConfigSnapshot snapshot, string mailbox, AuditActorKind actor, DateTimeOffset at) =>
        Rows(snapshot, at).Single(row => row.Mailbox == mailbox && row.ActorKind == actor && row.Event == AuditEventKind.MailItemsAccessed);
}
