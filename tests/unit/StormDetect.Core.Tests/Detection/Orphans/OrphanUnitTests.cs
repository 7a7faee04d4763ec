using System;
using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection.Orphans;

/// <summary>What one lost sign-in explains, and what it does not.</summary>
public sealed class OrphanUnitTests
{
    private const string App = "5a2ee4c5-13b8-465b-88d7-75ecf16830ad";
    private const string Other = "6b3ff5d6-24c9-476c-99e8-86fd27941bbe";

    [Fact]
    public void One_token_that_reads_many_mailboxes_is_one_lost_sign_in_and_no_reach()
    {
        // A service reads everybody with one token a day, from its own network; one day's sign-in is not in the log.
        MailHuntResult result = WithService(static day => "203.0.113.7", lost: [9]).Hunt();
        Assert.DoesNotContain(result.Findings, static finding => finding.Severity >= Severity.Low);

        // From elsewhere it is an orphan, though of one sign-in only.
        MailHuntResult elsewhere = WithService(static day => day == 9 ? "192.0.2.7" : "203.0.113.7", lost: [9]).Hunt();
        OrphanedMailAccess finding = Assert.IsType<OrphanedMailAccess>(Assert.Single(elsewhere.Findings));
        Assert.Equal((OrphanGrade.Orphaned, Severity.Low, 12), (finding.Grade, finding.Severity, finding.Mailboxes.Count));
    }

    [Fact]
    public void Three_such_tokens_from_elsewhere_are_reach()
    {
        OrphanTenant tenant = WithService(static day => day is 9 or 10 or 11 ? "192.0.2.7" : "203.0.113.7", lost: [9, 10, 11], days: 40);
        OrphanedMailAccess finding = Assert.IsType<OrphanedMailAccess>(Assert.Single(tenant.Hunt().Findings));
        Assert.Equal((OrphanGrade.Orphaned, Severity.Medium), (finding.Grade, finding.Severity));
    }

    [Fact]
    public void What_most_of_a_path_has_had_for_most_of_its_time_is_its_way()
    {
        // A service whose networks are always new, and of whose sign-ins every fourth is missing.
        MailHuntResult result = WithService(static day => $"192.0.{day}.7", lost: [1, 5, 9, 12]).Hunt();
        Assert.DoesNotContain(result.Findings, static finding => finding.Severity >= Severity.Low);
    }

    [Fact]
    public void Owners_read_by_an_application_without_a_past_from_where_nobody_signs_in_are_orphans_even_without_identifiers()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        Strange(tenant, Guid.Empty);
        OrphanedMailAccess finding = Assert.IsType<OrphanedMailAccess>(Assert.Single(tenant.Hunt().Findings));
        Assert.Equal((OrphanGrade.Orphaned, Severity.Low), (finding.Grade, finding.Severity));
        Assert.Equal(5, finding.Mailboxes.Count);

        // One of them signs in to something there, which says nothing of the others.
        tenant.SignIn(OrphanTenant.Start.AddDays(10), OrphanTenant.User(1), "192.0.2.7", tenant.NewId(), Guid.Empty);
        Assert.Contains(tenant.Hunt().Findings, static found => found is OrphanedMailAccess { Grade: OrphanGrade.Orphaned });

        // They all do: a client whose sign-in has another name.
        for (int person = 0; person < 5; person++)
        {
            tenant.SignIn(OrphanTenant.Start.AddDays(10), OrphanTenant.User(person), "192.0.2.7", tenant.NewId(), Guid.Empty);
        }

        Assert.DoesNotContain(tenant.Hunt().Findings, static found => found is OrphanedMailAccess { Grade: OrphanGrade.Orphaned });
    }

    [Fact]
    public void A_few_who_sign_in_or_are_explained_there_excuse_no_more_readers_than_they_are()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        for (int person = 0; person < 4; person++)
        {
            tenant.Read(OrphanTenant.Start.AddDays(11).AddHours(3).AddMinutes(person), OrphanTenant.User(person), "192.0.2.7", tenant.NewId(), tenant.NewId());
        }

        Assert.Equal(4, Orphan(tenant).Mailboxes.Count);
        Assert.Contains(Orphan(tenant).Reasons, static reason => reason.Code == "NetworkWithoutSignIn");

        // The account that was taken signs in from one of the servers, and reads its own mailbox from there.
        Guid token = tenant.NewId();
        tenant.SignIn(OrphanTenant.Start.AddDays(10).AddHours(2), OrphanTenant.User(11), "192.0.2.9", token, Guid.Empty);
        tenant.Read(OrphanTenant.Start.AddDays(10).AddHours(3), OrphanTenant.User(11), "192.0.2.9", token, Guid.Empty);
        OrphanedMailAccess finding = Orphan(tenant);
        Assert.Equal((OrphanGrade.Orphaned, Severity.Medium, 4), (finding.Grade, finding.Severity, finding.Mailboxes.Count));
        Assert.Contains(finding.Reasons, static reason => reason.Code == "NetworkOfFewSignIns" && reason.Observed == 1 && reason.Text.Contains(OrphanTenant.User(11), StringComparison.Ordinal));

        // As many as are read: the office, whose sign-ins the log lost.
        for (int person = 0; person < 4; person++)
        {
            tenant.SignIn(OrphanTenant.Start.AddDays(5), OrphanTenant.User(person), "192.0.2.9", tenant.NewId(), Guid.Empty);
        }

        Assert.Contains(Orphan(tenant).Reasons, static reason => reason.Code == "NetworkKnown");
    }

    private static OrphanedMailAccess Orphan(OrphanTenant tenant) => Assert.IsType<OrphanedMailAccess>(Assert.Single(tenant.Hunt().Findings, static finding => finding.DetectionId == "MailAccess.Orphaned"));

    [Fact]
    public void What_an_application_reads_with_its_own_credentials_is_not_judged_without_their_sign_ins()
    {
        OrphanTenant tenant = OrphanTenant.Ordinary();
        int before = tenant.Records.Count;
        Strange(tenant, Guid.Empty);
        foreach (System.Text.Json.Nodes.JsonObject record in tenant.Records.Skip(before))
        {
            record["UserType"] = 5;
        }

        Assert.Empty(tenant.Hunt().Findings);
    }

    private static void Strange(OrphanTenant tenant, Guid session)
    {
        for (int person = 0; person < 5; person++)
        {
            tenant.Read(OrphanTenant.Start.AddDays(11).AddHours(3).AddMinutes(person), OrphanTenant.User(person), "192.0.2.7", Guid.Empty, session, appId: Other);
        }
    }

    private static OrphanTenant WithService(Func<int, string> networkOf, int[] lost, int days = 14)
    {
        OrphanTenant tenant = OrphanTenant.Ordinary(days: days + 1);
        HashSet<int> isLost = [.. lost];
        for (int day = 0; day < days; day++)
        {
            DateTime time = OrphanTenant.Start.AddDays(day).AddHours(10);
            Guid token = tenant.NewId();
            if (!isLost.Contains(day))
            {
                tenant.SignIn(time.AddMinutes(-25), "service@contoso.example", "203.0.113.99", token, Guid.Empty);
            }

            for (int person = 0; person < 12; person++)
            {
                tenant.Read(time.AddMinutes(person), OrphanTenant.User(person), networkOf(day), token, Guid.Empty, issued: time.AddMinutes(-25), client: "Client=WebServices;sync;", appId: App);
            }
        }

        return tenant;
    }
}
