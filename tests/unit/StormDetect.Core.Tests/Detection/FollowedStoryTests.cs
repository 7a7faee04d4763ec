using System.Collections.Generic;
using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>An intruder who stays is no acquaintance once somebody was told: the story has all of it, and nobody else's.</summary>
public class FollowedStoryTests
{
    private const string Office = "198.51.100.10";
    private const string Vps = "45.155.204.9";
    private static readonly AccessPath s_web = new("00000002-0000-0ff1-ce00-000000000000", "7f4e6e3a-1111-4222-8333-444455556666", ClientFamily.Owa, LogonKind.Owner);
    private static readonly AccessPath s_rogue = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void What_the_intruder_reads_later_belongs_to_the_story()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        string[] loud = [.. Night(tenant, 16, 120)];
        string[] quiet = [.. Enumerable.Range(17, 4).SelectMany(day => Night(tenant, day, 1))];
        string bystander = tenant.Read(FactsTenant.Name(30), FactsTenant.Owa, Office, FactsTenant.At(18, 10), 4);

        MailAccessAnomaly story = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(loud.Concat(quiet).Order(), story.RecordIds.Order());
        Assert.DoesNotContain(bystander, story.RecordIds);
        Assert.Equal(FactsTenant.At(20, 2), story.LastSeen);
    }

    [Fact]
    public void What_the_owner_does_with_the_same_client_does_not()
    {
        // A client that is new to the mailboxes, by which the owner of one takes to reading as well, in the office.
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        string[] stolen = [.. Enumerable.Range(16, 4).SelectMany(day => Enumerable.Range(0, 5).Select(
            mailbox => tenant.Read(FactsTenant.Name(mailbox), s_web, Vps, FactsTenant.At(day, 2), day == 16 ? 200 : 1)))];
        string[] own = [.. Enumerable.Range(17, 4).Select(day => tenant.Read(FactsTenant.Name(3), s_web, Office, FactsTenant.At(day, 10), 4))];

        MailAccessAnomaly story = Assert.Single(tenant.Hunt().Findings);

        Assert.Equal(stolen.Order(), story.RecordIds.Order());
        Assert.Empty(own.Intersect(story.RecordIds));
    }

    [Fact]
    public void What_came_before_anybody_was_told_is_learned_as_ever()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        string[] quiet = [.. Enumerable.Range(16, 5).Select(day => tenant.Read(FactsTenant.Name(3), FactsTenant.Outlook, Vps, FactsTenant.At(day, 3), 2))];

        MailAccessAnomaly story = Assert.Single(tenant.Hunt(new MailAccessHuntOptions { MinimumSeverity = Severity.Informational }).Findings);

        Assert.True(story.Severity < Severity.Medium, story.ToString());
        Assert.Equal(quiet[..2], story.RecordIds.Order(System.StringComparer.Ordinal).Intersect(quiet));
    }

    private static IEnumerable<string> Night(FactsTenant tenant, int day, int items) =>
        Enumerable.Range(0, 5).Select(mailbox => tenant.Read(FactsTenant.Name(mailbox), s_rogue, Vps, FactsTenant.At(day, 2), items));
}
