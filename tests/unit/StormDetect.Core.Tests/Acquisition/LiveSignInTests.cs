using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Acquisition;

public sealed class LiveSignInTests
{
    private static readonly DateTimeOffset s_start = new(OrphanTenant.Start, TimeSpan.Zero);
    private static readonly DateTime s_attack = OrphanTenant.Start.AddDays(11).AddHours(3);

    [Fact]
    public void A_tenant_asked_live_and_its_exports_give_the_same_findings()
    {
        OrphanTenant offline = Attacked();
        MailHuntResult expected = offline.Hunt(form: "graph page");
        OrphanTenant live = Attacked();
        TenantStub stub = Stub(live, static _ => true);
        MailHuntResult result = Hunt(live, stub);
        Finding finding = Assert.Single(result.Findings);
        Finding same = Assert.Single(expected.Findings);
        Assert.Equal((same.Id, same.Title, same.ReasonsText, same.Severity), (finding.Id, finding.Title, finding.ReasonsText, finding.Severity));
        Assert.Equal(expected.VerdictText, result.VerdictText);
        Assert.Equal(expected.SignInReport!.Kept, result.SignInReport!.Kept);
        Assert.InRange(stub.Asked.From, s_start.AddDays(-7), s_start.AddDays(-6));
        Assert.True(stub.Asked.To > s_start.AddDays(13).AddHours(14));
    }

    [Fact]
    public void Days_that_could_not_be_read_makes_no_orphans_and_is_blind()
    {
        DateTimeOffset day = s_start.AddDays(5);

        // Not all of them, so that no hour is silent, and for longer than any token lives.
        bool IsLost(SignInSample sample) => sample.Time >= day.UtcDateTime && sample.Time < day.UtcDateTime.AddDays(3) && sample.Time.Minute < 8;
        OrphanTenant quiet = OrphanTenant.Ordinary();
        MailHuntResult silence = Hunt(quiet, Stub(quiet, sample => !IsLost(sample)));
        OrphanTenant told = OrphanTenant.Ordinary();
        TenantStub stub = Stub(told, sample => !IsLost(sample));
        foreach (SignInLogKind log in (SignInLogKind[])[SignInLogKind.Interactive, SignInLogKind.NonInteractive])
        {
            stub.SignIns.Add(new SignInPage { Log = log, From = day, To = day.AddDays(3), Missing = "the service was down" });
        }

        MailHuntResult result = Hunt(told, stub);
        Assert.NotEmpty(silence.Findings);
        Assert.Empty(result.Findings);
        Assert.Contains(result.Coverage.BlindIntervals, interval => interval.Cause == BlindCause.SignInsMissing && interval.From == day && interval.Text.Contains("the service was down", StringComparison.Ordinal));
        Assert.Contains(result.Notes, static note => note.Contains("2026-09-06 00:00 to 2026-09-09 00:00 UTC are missing: the service was down.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_leaves_what_the_audit_log_says_and_a_note()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        tenant.IntoAuditLog(static sample => sample.Interactive);
        TenantStub stub = new();
        foreach (SignInLogKind log in Enum.GetValues<SignInLogKind>())
        {
            stub.SignIns.Add(new SignInPage { Log = log, From = s_start.AddDays(-7), To = s_start.AddDays(20), Missing = "AuditLog.Read.All is missing." });
        }

        MailHuntResult result = Hunt(tenant, stub);
        Assert.DoesNotContain(result.Findings, static finding => finding.Severity >= Severity.Medium);
        Assert.Single(result.Notes, static note => note.Contains("AuditLog.Read.All is missing.", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Coverage.BlindIntervals, static interval => interval.Text.Contains("asked for and not received", StringComparison.Ordinal));
    }

    [Fact]
    public void Guests_belong_to_the_tenant_that_was_asked()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        TenantStub stub = new();
        stub.SignIns.Add(new SignInPage
        {
            Log = SignInLogKind.Interactive, From = s_start, To = s_start.AddDays(14),
            Page = new TenantPage("live", Encoding.UTF8.GetBytes(SignInSample.Write("graph page", tenant.SignIns).Replace(SignInSample.Tenant, "99999999-9999-4999-8999-999999999999", StringComparison.Ordinal))),
        });
        Assert.Empty(Hunt(tenant, stub).Findings);
    }

    private static OrphanTenant Attacked()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        for (int person = 0; person < 4; person++)
        {
            Guid session = tenant.NewId();
            tenant.Read(s_attack.AddMinutes(person), OrphanTenant.User(person), "203.0.113.9", tenant.NewId(), session);
            tenant.Read(s_attack.AddMinutes(person + 20), OrphanTenant.User(person), "203.0.113.9", tenant.NewId(), session);
        }

        return tenant;
    }

    private static TenantStub Stub(OrphanTenant tenant, Func<SignInSample, bool> which)
    {
        TenantStub stub = new();
        foreach (SignInSample[] chunk in tenant.SignIns.Where(which).Chunk(100))
        {
            stub.SignIns.Add(new SignInPage { Log = SignInLogKind.Interactive, From = s_start, To = s_start.AddDays(14), Page = new TenantPage("live", Encoding.UTF8.GetBytes(SignInSample.Write("graph page", chunk))) });
        }

        return stub;
    }

    private static MailHuntResult Hunt(OrphanTenant tenant, TenantStub stub)
    {
        tenant.SignIns.Clear();
        return tenant.Hunt(live: stub, options: new MailHuntOptions { Hunts = ["OrphanedAccess"], Access = new MailAccessHuntOptions { MinimumSeverity = Severity.Informational } });
    }
}
