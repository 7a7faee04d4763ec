using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StormDetect.Core.Detection.MailAccess;
using StormDetect.Core.Tests.Detection;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Coverage;

public class CoverageTests
{
    private const string Busy = "busy@contoso.example";
    private const string Office = "198.51.100.10";

    [Fact]
    public void A_full_log_is_fully_judged()
    {
        MailAccessHuntResult result = MailAccessDetectorTests.Plain().Hunt();

        Assert.Equal(Verdict.NoEvidence, result.Verdict);
        Assert.Equal("60 of 60 mailboxes fully judged", result.Coverage.Sentence);
        Assert.Contains(result.Coverage.Sentence, result.VerdictText, StringComparison.Ordinal);
        Assert.Equal(28 * 60, result.Coverage.ActiveMailboxDays);
        Assert.Equal(0, result.Coverage.BlindMailboxDays);
        Assert.Equal(
            [(BlindCause.WarmUpNotJudged, Certainty.Possible), (BlindCause.LogNotYetComplete, Certainty.Possible)],
            result.Coverage.BlindIntervals.Select(static interval => (interval.Cause, interval.Certainty)));
    }

    [Fact]
    public void A_log_that_is_all_warm_up_is_no_clean_bill()
    {
        FactsTenant tenant = new OrdinaryTenant(60, 5, 3).Log;

        MailAccessHuntResult result = tenant.Hunt();

        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Contains("clean days", result.VerdictText, StringComparison.Ordinal);
        BlindInterval warmUp = Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.WarmUpNotJudged);
        Assert.Equal((FactsTenant.At(0, 0), FactsTenant.At(5, 0)), (warmUp.From, warmUp.To));
        Assert.Equal(0, result.Coverage.BlindMailboxDays);
    }

    [Fact]
    public void A_configuration_under_which_reads_leave_no_record_forbids_a_clean_verdict()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        AuditCoverage[] rows = Enumerable.Range(0, 10).Select(i => new AuditCoverage
        {
            TenantId = tenant.Tenant,
            Mailbox = FactsTenant.Name(i),
            UserPrincipalName = FactsTenant.Name(i),
            MailboxKind = "UserMailbox",
            Event = AuditEventKind.MailItemsAccessed,
            ActorKind = AuditActorKind.Owner,
            Actor = string.Empty,
            At = FactsTenant.At(20, 0),
            Answer = CoverageAnswer.No,
            Cause = BlindCause.AuditOff,
            Why = "AuditOwner lacks MailItemsAccessed.",
            KeptDays = 180,
            ExistsFrom = null,
            ExistsUntil = null,
            IsTenantWide = false,
            TakenAt = FactsTenant.At(27, 0),
        }).ToArray();

        MailAccessHuntResult result = tenant.Hunt(new MailAccessHuntOptions { Coverage = rows });

        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Equal((60, 50), (result.Coverage.ActiveMailboxes, result.Coverage.FullyJudgedMailboxes));
        Assert.Equal(10, result.Coverage.BlindIntervals.Count(static i => i.Cause == BlindCause.AuditOff));
        Assert.Equal(Verdict.NoEvidence, tenant.Hunt(new MailAccessHuntOptions { Coverage = [.. rows.Select(static row => row with { TenantId = "11111111-2222-3333-4444-555555555555" })] }).Verdict);
    }

    [Fact]
    public void A_record_that_says_it_is_throttled_blinds_its_mailbox_for_a_day_from_then()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        tenant.Read(FactsTenant.Name(3), FactsTenant.Outlook, Office, FactsTenant.At(12, 9.5), 1, throttled: true);

        MailAccessHuntResult result = tenant.Hunt();

        BlindInterval blind = Assert.Single(result.Coverage.BlindIntervals, i => i.Cause == BlindCause.Throttled);
        Assert.Equal((FactsTenant.Name(3), Certainty.Certain), (blind.Subject, blind.Certainty));
        Assert.Equal((FactsTenant.At(12, 9), FactsTenant.At(13, 9)), (blind.From, blind.To));
        Assert.Contains("user0003@contoso.example, 2026-03-14 09:00 to 2026-03-15 09:00 UTC", blind.Text, StringComparison.Ordinal);
        Assert.Equal(2, result.Coverage.BlindMailboxDays);
        Assert.Equal("59 of 60 mailboxes fully judged, 1 in part", result.Coverage.Sentence);
        Assert.Equal(Verdict.NoEvidence, result.Verdict);
    }

    [Theory]
    [InlineData(1000, true, 26, true)]
    [InlineData(1000, false, 26, false)]
    [InlineData(800, true, 26, false)]
    [InlineData(1000, true, 10, false)]
    public void A_thousand_reads_and_then_none_while_the_mailbox_goes_on_look_throttled(int binds, bool goesOn, int silence, bool expected)
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        for (int i = 0; i < binds; i++)
        {
            tenant.Read(Busy, FactsTenant.Outlook, Office, FactsTenant.At(12, 6 + (i * 0.006)));
        }

        if (goesOn)
        {
            tenant.Other(Busy, FactsTenant.At(12, 20));
        }

        tenant.Read(Busy, FactsTenant.Outlook, Office, FactsTenant.At(12, 12 + silence));

        BlindInterval[] blind = tenant.Hunt().Coverage.BlindIntervals.Where(i => i.Cause == BlindCause.Throttled).ToArray();

        Assert.Equal(expected, blind.Length == 1);
        Assert.All(blind, b => Assert.Equal((Busy, Certainty.Likely, TimeSpan.FromHours(24)), (b.Subject, b.Certainty, b.To - b.From)));
    }

    [Theory]
    [InlineData(24 * 12, 24 * 13, true)]
    [InlineData((24 * 12) + 9, (24 * 12) + 12, false)]
    public void A_tenant_that_is_never_silent_so_long_fell_silent(int from, int to, bool expected)
    {
        FactsTenant tenant = new();
        for (int hour = 0; hour < 28 * 24; hour++)
        {
            if (hour < from || hour >= to)
            {
                tenant.Read(FactsTenant.Name(hour % 40), FactsTenant.Outlook, Office, FactsTenant.At(0, hour + 0.5), 2);
            }
        }

        MailAccessHuntResult result = tenant.Hunt();

        Assert.Equal(expected, result.Coverage.BlindIntervals.Any(i => i.Cause == BlindCause.WindowMissing && i.Certainty == Certainty.Likely));
        Assert.Equal(expected ? Verdict.CannotConclude : Verdict.NoEvidence, result.Verdict);
    }

    [Fact]
    public void Quiet_nights_and_weekends_are_not_silence()
    {
        FactsTenant tenant = new();
        for (int day = 0; day < 28; day++)
        {
            for (int hour = 8; hour < 18 && day % 7 < 5; hour++)
            {
                tenant.Read(FactsTenant.Name(hour), FactsTenant.Outlook, Office, FactsTenant.At(day, hour), 2);
            }
        }

        Assert.DoesNotContain(tenant.Hunt().Coverage.BlindIntervals, i => i.Cause == BlindCause.WindowMissing);
    }

    [Fact]
    public void A_window_wider_than_the_log_is_missing_that_part()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();

        MailAccessHuntResult wide = tenant.Hunt(new MailAccessHuntOptions { Start = FactsTenant.At(-10, 0), End = FactsTenant.At(35, 0) });
        MailAccessHuntResult fitting = tenant.Hunt(new MailAccessHuntOptions { Start = FactsTenant.At(0, 0), End = FactsTenant.At(28, 0) });

        Assert.Equal(2, wide.Coverage.BlindIntervals.Count(i => i.Cause == BlindCause.WindowMissing));
        Assert.Equal(Verdict.CannotConclude, wide.Verdict);
        Assert.DoesNotContain(fitting.Coverage.BlindIntervals, i => i.Cause == BlindCause.WindowMissing);
        Assert.Equal(Verdict.NoEvidence, fitting.Verdict);
    }

    [Theory]
    [InlineData(0, 0, null, Verdict.NoEvidence)]
    [InlineData(3, 0, Certainty.Possible, Verdict.NoEvidence)]
    [InlineData(400, 0, Certainty.Likely, Verdict.CannotConclude)]
    [InlineData(0, 1, Certainty.Likely, Verdict.CannotConclude)]
    public void Lost_rows_are_possible_while_few_and_blind_when_many(long dropped, int unread, Certainty? expected, Verdict verdict)
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        InputProblem[] problems = Enumerable.Repeat(new InputProblem(InputProblemKind.CorruptArchive, "x.zip", "cut"), unread).ToArray();

        MailAccessHuntResult result = MailAccessDetector.Detect(
            tenant.Build(), tenant.Report(dropped, problems: problems), new MailAccessHuntOptions(), CancellationToken.None);

        Assert.Equal(expected, result.Coverage.BlindIntervals.Where(i => i.Cause == BlindCause.LostRows).Select(i => (Certainty?)i.Certainty).SingleOrDefault());
        Assert.Equal(verdict, result.Verdict);
    }

    [Fact]
    public void One_mailbox_alone_cannot_be_judged_without_history()
    {
        FactsTenant tenant = new();
        for (int day = 0; day < 5; day++)
        {
            tenant.Read(Busy, FactsTenant.Outlook, Office, FactsTenant.At(day, 9));
        }

        MailAccessHuntResult result = tenant.Hunt();

        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Contains(result.Coverage.BlindIntervals, i => i.Cause == BlindCause.WarmUpNotJudged);
        Assert.Equal("0 of 1 mailbox fully judged, 1 not at all", result.Coverage.Sentence);
    }

    [Fact]
    public void A_log_that_was_cut_is_judged_in_part_as_far_as_it_came()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        ReadReport report = tenant.Report(0, problems: [new InputProblem(InputProblemKind.CorruptArchive, "log.gz", "cut")]);
        StormDetect.Core.Coverage.CoverageLedger ledger = StormDetect.Core.Coverage.CoverageLedger.Build(tenant.Build(), report, new MailAccessHuntOptions(), [], []);
        Assert.Equal((60, 0, 60, 100.0), (ledger.Report.ActiveMailboxes, ledger.Report.FullyJudgedMailboxes, ledger.Report.PartlyJudgedMailboxes, ledger.Report.BlindPercent));
        Assert.Equal("0 of 60 mailboxes fully judged, 60 in part", ledger.Report.Sentence);
    }

    [Fact]
    public void A_window_beside_the_log_is_no_clean_bill()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();

        MailAccessHuntResult later = tenant.Hunt(new MailAccessHuntOptions { Start = FactsTenant.At(400, 0) });
        MailAccessHuntResult earlier = tenant.Hunt(new MailAccessHuntOptions { End = FactsTenant.At(0, 0) });

        Assert.Equal((Verdict.CannotConclude, Verdict.CannotConclude), (later.Verdict, earlier.Verdict));
        Assert.Contains("the log has no record in the window", later.VerdictText, StringComparison.Ordinal);
        Assert.Contains(" to ", later.VerdictText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "0 of 1 row could not be read, 0 damaged, 1 input not read to the end")]
    [InlineData(1, 0, "1 of 2 rows could not be read, 0 damaged, 0 inputs not read to the end")]
    public void What_was_lost_is_counted_in_words_that_fit(int dropped, int unread, string text)
    {
        FactsTenant tenant = new();
        tenant.Read(Busy, FactsTenant.Outlook, Office, FactsTenant.At(0, 9));
        ReadReport report = tenant.Report(dropped, problems: [.. Enumerable.Range(0, unread).Select(static i => new InputProblem(InputProblemKind.PathNotFound, $"f{i}", "gone"))]);

        BlindInterval lost = Assert.Single(StormDetect.Core.Coverage.LostRows.Find([tenant.Tenant], report, FactsTenant.At(0, 0), FactsTenant.At(1, 0), 5));

        Assert.Contains(text, lost.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_log_is_no_clean_bill()
    {
        MailAccessHuntResult result = new FactsTenant().Hunt();

        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Equal(0, result.Coverage.ActiveMailboxes);
    }

    [Fact]
    public void A_log_without_mail_access_judges_no_mailbox_and_says_so()
    {
        FactsTenant tenant = new();
        for (int day = 0; day < 20; day++)
        {
            for (int i = 0; i < 39; i++)
            {
                tenant.Other(FactsTenant.Name(i), FactsTenant.At(day, 9));
            }
        }

        MailAccessHuntResult result = tenant.Hunt();

        Assert.Equal(
            "Cannot conclude: the log has no mail access (not exported, not audited, or nobody read mail). No mail access in the log, nothing judged of who read mail (39 mailboxes active otherwise).",
            result.VerdictText);
        Assert.Equal((39, 0, 0), (result.Coverage.ActiveMailboxes, result.Coverage.FullyJudgedMailboxes, result.Coverage.PartlyJudgedMailboxes));
        Assert.Equal(100, result.Coverage.BlindPercent);
        BlindInterval blind = Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.MailAccessMissing);
        Assert.Equal((FactsTenant.At(0, 9), FactsTenant.At(19, 10), Certainty.Certain), (blind.From, blind.To, blind.Certainty));
    }

    [Fact]
    public void Of_two_tenants_the_one_without_mail_access_is_not_judged()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        tenant.Tenant = "22222222-3333-4444-5555-666666666666";
        for (int i = 0; i < 20; i++)
        {
            tenant.Other(FactsTenant.Name(i), FactsTenant.At(i, 9));
        }

        MailAccessHuntResult result = tenant.Hunt();

        Assert.Equal("60 of 80 mailboxes fully judged, 20 not at all", result.Coverage.Sentence);
        Assert.Equal(tenant.Tenant, Assert.Single(result.Coverage.BlindIntervals, static interval => interval.Cause == BlindCause.MailAccessMissing).TenantId);
    }

    [Fact]
    public void A_blind_priority_mailbox_forbids_a_clean_verdict_and_any_other_does_not()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        tenant.Read(FactsTenant.Name(3), FactsTenant.Outlook, Office, FactsTenant.At(12, 9.5), 1, throttled: true);

        Assert.Equal(Verdict.CannotConclude, tenant.Hunt(new MailAccessHuntOptions { PriorityMailboxes = [FactsTenant.Name(3)] }).Verdict);
        Assert.Equal(Verdict.NoEvidence, tenant.Hunt(new MailAccessHuntOptions { PriorityMailboxes = [FactsTenant.Name(4)] }).Verdict);
    }

    [Theory]
    [InlineData(5, Verdict.CannotConclude)]
    [InlineData(20, Verdict.NoEvidence)]
    public void Too_many_blind_mailbox_days_forbid_a_clean_verdict(double allowed, Verdict expected)
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        for (int i = 0; i < 60; i++)
        {
            tenant.Read(FactsTenant.Name(i), FactsTenant.Outlook, Office, FactsTenant.At(12, 9.5), 1, throttled: true);
        }

        MailAccessHuntResult result = tenant.Hunt(new MailAccessHuntOptions { MaximumBlindPercent = allowed });

        Assert.InRange(result.Coverage.BlindPercent, 7, 8);
        Assert.Equal(expected, result.Verdict);
    }

    [Fact]
    public void A_finding_is_suspicious_whatever_was_blind()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        for (int i = 0; i < 7; i++)
        {
            tenant.Read(FactsTenant.Name(i), FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666"), "45.12.13.14", FactsTenant.At(20, 3), 170, throttled: true);
        }

        MailAccessHuntResult result = tenant.Hunt(new MailAccessHuntOptions { MaximumBlindPercent = 0 });

        Assert.Equal(Verdict.Suspicious, result.Verdict);
        Assert.StartsWith("Suspicious: Client app bad0bad0", result.VerdictText, StringComparison.Ordinal);
    }
}
