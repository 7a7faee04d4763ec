using System;
using System.Linq;
using Xunit;
using static StormDetect.Core.Tests.Detection.MailboxChanges.ChangedTenant;

namespace StormDetect.Core.Tests.Detection.MailboxChanges;

public sealed class AuditTamperingTests
{
    [Theory]
    [InlineData("Set-AdminAuditLogConfig", "UnifiedAuditLogIngestionEnabled", "False", "True")]
    [InlineData("Set-OrganizationConfig", "AuditDisabled", "True", "False")]
    public void Switching_the_log_off_blinds_the_tenant_until_it_is_on_again(string operation, string parameter, string off, string on)
    {
        ChangedTenant tenant = new ChangedTenant().Quiet(0).Cmdlet(2, operation, Mallory, (parameter, off)).Quiet(9);
        MailHuntResult open = tenant.Hunt();
        MailboxChangeFinding finding = Assert.IsType<MailboxChangeFinding>(Assert.Single(open.Findings));
        Assert.Equal("MailboxChange.AuditTampering", finding.DetectionId);
        Assert.True(finding.Severity >= Severity.High);
        Assert.Contains("T1562.008", finding.Techniques);
        BlindInterval blind = Assert.Single(open.Coverage.BlindIntervals, static i => i.Cause == BlindCause.AuditOff);
        Assert.Equal((BlindScope.Tenant, At(2), Certainty.Certain), (blind.Scope, blind.From, blind.Certainty));
        Assert.True(blind.To > At(9));

        MailHuntResult closed = tenant.Cmdlet(5, operation, Admin, (parameter, on)).Hunt();
        Assert.Equal(At(5), Assert.Single(closed.Coverage.BlindIntervals, static i => i.Cause == BlindCause.AuditOff).To);
        Assert.True(Assert.IsType<MailboxChangeFinding>(Assert.Single(closed.Findings)).IsReverted);
        Assert.Empty(new ChangedTenant().Cmdlet(5, operation, Admin, (parameter, on)).All());
    }

    [Fact]
    public void Time_that_was_not_audited_forbids_a_clean_verdict_even_where_the_finding_is_not_shown()
    {
        MailHuntResult result = new ChangedTenant().Quiet(0).Cmdlet(2, "Set-AdminAuditLogConfig", Mallory, ("UnifiedAuditLogIngestionEnabled", "False")).Cmdlet(200, "Set-AdminAuditLogConfig", Admin, ("UnifiedAuditLogIngestionEnabled", "True")).Quiet(300)
            .Hunt(static o => o with { Access = o.Access with { Start = At(210) } });
        Assert.Empty(result.Findings);
        Assert.Equal(Verdict.NoEvidence, result.Verdict);
        Assert.StartsWith("No evidence of what was hunted for at ", result.VerdictText, StringComparison.Ordinal);
        result = new ChangedTenant().Quiet(0).Cmdlet(2, "Set-AdminAuditLogConfig", Mallory, ("UnifiedAuditLogIngestionEnabled", "False")).Quiet(300)
            .Hunt(static o => o with { Access = o.Access with { Start = At(210) } });
        Assert.Equal(Verdict.CannotConclude, result.Verdict);
        Assert.Contains("unified audit log was switched off", result.VerdictText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bypass_blinds_the_actor_and_no_mailbox()
    {
        ChangedTenant tenant = new ChangedTenant().Quiet(0).Cmdlet(2, "Set-MailboxAuditBypassAssociation", Mallory, ("Identity", "svc@contoso.example"), ("AuditBypassEnabled", "True")).Quiet(9);
        MailHuntResult result = tenant.Hunt();
        BlindInterval blind = Assert.Single(result.Coverage.BlindIntervals, static i => i.Cause == BlindCause.ActorBypassed);
        Assert.Equal((BlindScope.Actor, "svc@contoso.example", At(2)), (blind.Scope, blind.Subject, blind.From));
        Assert.Contains("reads by this user while bypassed cannot be known", blind.Text, StringComparison.Ordinal);
        Assert.Equal(0, result.Coverage.BlindMailboxDays);
        Assert.Contains("what svc@contoso.example read while exempt from auditing cannot be known", result.VerdictText, StringComparison.Ordinal);
        Assert.Equal(Severity.High, Assert.Single(result.Findings).Severity);
        Assert.Equal(At(4), Assert.Single(tenant.Cmdlet(4, "Set-MailboxAuditBypassAssociation", Admin, ("Identity", "svc"), ("AuditBypassEnabled", "False")).Hunt().Coverage.BlindIntervals, static i => i.Cause == BlindCause.ActorBypassed).To);
        Assert.Empty(new ChangedTenant().Cmdlet(4, "Set-MailboxAuditBypassAssociation", Admin, ("Identity", "svc"), ("AuditBypassEnabled", "False")).All());
    }

    [Theory]
    [InlineData("@{Remove=\"MailItemsAccessed\"}")]
    [InlineData("@{Remove='MailItemsAccessed','Send'}")]
    [InlineData("-MailItemsAccessed")]
    [InlineData("Update, MoveToDeletedItems, SoftDelete, HardDelete")]
    [InlineData("Update;HardDelete")]
    [InlineData("None")]
    [InlineData("")]
    public void An_audit_set_that_loses_reads_blinds_its_mailbox(string set)
    {
        MailHuntResult result = new ChangedTenant().Quiet(0).Cmdlet(2, "Set-Mailbox", Mallory, ("Identity", Kim), ("AuditOwner", set)).Quiet(9).Hunt();
        Assert.True(Assert.Single(result.Findings).Severity >= Severity.High);
        BlindInterval blind = Assert.Single(result.Coverage.BlindIntervals, static i => i.Cause == BlindCause.AuditOff);
        Assert.Equal((BlindScope.Mailbox, Kim, At(2)), (blind.Scope, blind.Subject, blind.From));
        Assert.Equal(1, result.Coverage.BlindMailboxDays);
    }

    [Theory]
    [InlineData("AuditOwner", "@{Add=\"MailItemsAccessed\"}")]
    [InlineData("DefaultAuditSet", "Admin, Delegate, Owner")]
    public void Giving_reads_back_ends_it_and_is_good_news(string parameter, string value)
    {
        MailHuntResult result = new ChangedTenant().Quiet(0).Cmdlet(2, "Set-Mailbox", Mallory, ("Identity", Kim), ("AuditOwner", "@{Remove=\"MailItemsAccessed\"}")).Cmdlet(4, "Set-Mailbox", Admin, ("Identity", Kim), (parameter, value)).Quiet(9).Hunt();
        Assert.Equal(At(4), Assert.Single(result.Coverage.BlindIntervals, static i => i.Cause == BlindCause.AuditOff).To);
        Assert.True(Assert.IsType<MailboxChangeFinding>(Assert.Single(result.Findings)).IsReverted);
        Assert.Empty(new ChangedTenant().Cmdlet(4, "Set-Mailbox", Admin, ("Identity", Kim), (parameter, value)).All());
    }

    [Theory]
    [InlineData("AuditEnabled", "False", Severity.Medium)]
    [InlineData("AuditLogAgeLimit", "1.00:00:00", Severity.Medium)]
    [InlineData("AuditLogAgeLimit", "30.00:00:00", Severity.Low)]
    [InlineData("DefaultAuditSet", "Admin", Severity.Low)]
    [InlineData("AuditDelegate", "@{Remove=\"SendAs\"}", Severity.Medium)]
    public void Attempts_are_findings_that_blind_nothing(string parameter, string value, Severity severity)
    {
        MailHuntResult result = new ChangedTenant().Quiet(0).Cmdlet(2, "Set-Mailbox", Mallory, ("Identity", Kim), (parameter, value)).Quiet(9).Hunt();
        Assert.Equal(severity, Assert.Single(result.Findings).Severity);
        Assert.DoesNotContain(result.Coverage.BlindIntervals, static i => i.Cause == BlindCause.AuditOff);
    }

    [Theory]
    [InlineData("AuditEnabled", "True")]
    [InlineData("AuditLogAgeLimit", "180.00:00:00")]
    public void Strengthening_a_mailboxs_auditing_is_no_finding(string parameter, string value) =>
        Assert.Empty(new ChangedTenant().Cmdlet(2, "Set-Mailbox", Admin, ("Identity", Kim), (parameter, value)).All());

    [Fact]
    public void Retention_removed_shortened_or_overruled_is_a_finding_and_lengthened_is_none()
    {
        Assert.Equal(Severity.Medium, new ChangedTenant().Cmdlet(2, "Remove-UnifiedAuditLogRetentionPolicy", Mallory, ("Identity", "Keep")).Single().Severity);
        MailboxChangeFinding overruled = new ChangedTenant().Cmdlet(2, "New-UnifiedAuditLogRetentionPolicy", Mallory, ("Name", "Short"), ("RetentionDuration", "ThreeMonths"), ("Priority", "1"), ("RecordTypes", "ExchangeItemAggregated")).Single();
        Assert.True(overruled.Severity >= Severity.Medium);
        Assert.Contains("overrules every policy with a higher number", overruled.Reasons[0].Text, StringComparison.Ordinal);
        MailboxChangeFinding shortened = new ChangedTenant().Cmdlet(1, "New-UnifiedAuditLogRetentionPolicy", Admin, ("Name", "Keep"), ("RetentionDuration", "TenYears"), ("Priority", "5"))
            .Cmdlet(9, "Set-UnifiedAuditLogRetentionPolicy", Mallory, ("Identity", "Keep"), ("RetentionDuration", "TwelveMonths")).Single();
        Assert.Contains(shortened.Reasons, static reason => reason.Code == "RetentionShortened");
        Assert.Empty(new ChangedTenant().Cmdlet(1, "New-UnifiedAuditLogRetentionPolicy", Admin, ("Name", "Keep"), ("RetentionDuration", "TenYears"), ("Priority", "5")).All());
    }

    [Fact]
    public void Taking_the_audit_plan_out_of_a_licence_is_a_finding_and_putting_it_back_ends_it()
    {
        const string On = "[\"[SkuName=SPE_E5, AccountId=1, SkuId=2, DisabledPlans=[]]\"]";
        const string Off = "[\"[SkuName=SPE_E5, AccountId=1, SkuId=2, DisabledPlans=[MYANALYTICS_P2,M365_ADVANCED_AUDITING]]\"]";
        ChangedTenant tenant = new ChangedTenant().Entra(2, "Change user license.", Mallory, [(Kim, 5)], ("AssignedLicense", Off, On));
        MailHuntResult result = tenant.Quiet(9).Hunt();
        Assert.Equal((Severity.Medium, Kim), (Assert.Single(result.Findings).Severity, Assert.Single(result.Findings[0].Mailboxes)));
        Assert.Equal(Certainty.Possible, Assert.Single(result.Coverage.BlindIntervals, static i => i.Cause == BlindCause.NotLicensed).Certainty);
        Assert.True(tenant.Entra(5, "Change user license.", Admin, [(Kim, 5)], ("AssignedLicense", On, Off)).Single().IsReverted);
        Assert.Empty(new ChangedTenant().Entra(2, "Change user license.", Admin, [(Kim, 5)], ("AssignedLicense", "[\"[SkuName=SPE_E5, DisabledPlans=[YAMMER]]\"]", On)).All());
    }
}
