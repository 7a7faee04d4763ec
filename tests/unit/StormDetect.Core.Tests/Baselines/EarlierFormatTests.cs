using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StormDetect.Core.Tests.Baselines;

/// <summary>Baselines that earlier versions wrote: files of theirs, of synthetic tenants of 5 mailboxes and 24 days, all but the first with deletions.</summary>
public class EarlierFormatTests
{
    [Theory]
    [InlineData(1, new[] { ActivityGroup.Access })]
    [InlineData(2, new[] { ActivityGroup.Access, ActivityGroup.Delete })]
    [InlineData(3, new[] { ActivityGroup.Access, ActivityGroup.Delete })]
    public void What_they_learned_is_kept(int format, ActivityGroup[] activities)
    {
        MailAccessBaseline baseline = MailAccessBaseline.Parse(File(format));

        Assert.Equal(activities, baseline.Activities);
        MailAccessBaselineTenant tenant = Assert.Single(baseline.Tenants);
        Assert.Equal((5, 24), (tenant.MailboxCount, tenant.LearnedDays + tenant.OpenDays));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Their_scores_are_not_ranked_among_and_what_goes_on_is_written_anew(int format)
    {
        MailAccessBaseline baseline = MailAccessBaseline.Parse(File(format));
        MailAccessHuntOptions options = Learning.All with { Explain = true, MinimumSeverity = Severity.Informational, Activities = baseline.Activities };
        AuditRecord[] records = Night(Assert.Single(baseline.Tenants));

        MailAccessHuntResult result = Learning.Hunt(records, baseline, options);
        MailAccessBaseline again = Learning.Learn(records, baseline, options);

        // The stranger is judged by days learned long ago, and ranked among none of their candidates.
        MailAccessAnomaly stranger = Assert.Single(result.Findings, finding => finding.RecordIds.Contains(records[0].Id));
        Assert.Contains(stranger.Explanation, static line => line.Contains("earlier days and 5 mailboxes", StringComparison.Ordinal));
        Assert.Contains(stranger.Explanation, static line => line.StartsWith("There are no past candidates", StringComparison.Ordinal));
        Assert.Equal(Learning.Told(Learning.Hunt(records, again, options)), Learning.Told(Learning.Hunt(records, MailAccessBaseline.Parse(again.ToBytes()), options)));
        Assert.True(again.Tenants[0].LearnedDays > baseline.Tenants[0].LearnedDays);
    }

    [Fact]
    public void Format_3_kept_scores_and_no_programs()
    {
        MailAccessBaseline baseline = MailAccessBaseline.Parse(File(3));
        MailAccessHuntOptions options = Learning.All with { Explain = true, MinimumSeverity = Severity.Informational, Activities = baseline.Activities };
        AuditRecord[] records = Night(Assert.Single(baseline.Tenants));

        MailAccessAnomaly stranger = Assert.Single(Learning.Hunt(records, baseline, options).Findings, finding => finding.RecordIds.Contains(records[0].Id));

        Assert.DoesNotContain(stranger.Explanation, static line => line.StartsWith("There are no past candidates", StringComparison.Ordinal));
        MailAccessBaseline again = Learning.Learn(records, baseline, options);
        Assert.Equal(Learning.Told(Learning.Hunt(records, again, options)), Learning.Told(Learning.Hunt(records, MailAccessBaseline.Parse(again.ToBytes()), options)));
    }

    /// <summary>A week after the last day: an unknown application reads from an unknown network, and somebody else reads a day later, so that the day is closed.</summary>
    private static AuditRecord[] Night(MailAccessBaselineTenant tenant) =>
    [
        .. Enumerable.Range(0, 3).Select(day => new AuditRecord
        {
            Id = new Guid(day + 1, 7, 7, 3, 4, 5, 6, 7, 8, 9, 10).ToString("D"),
            CreationTime = tenant.LastRecord!.Value.AddDays(7 + (day * 2)),
            Operation = "MailItemsAccessed",
            OrganizationId = tenant.TenantId,
            UserId = "new@example.com",
            Mailbox = "new@example.com",
            ClientIP = "45.155.204.9",
            AppId = "bad0bad0-1111-4222-8333-444455556666",
            ClientFamily = ClientFamily.Rest,
            ItemCount = 40,
        }),
    ];

    private static byte[] File(int format)
    {
        using Stream stream = typeof(EarlierFormatTests).Assembly.GetManifestResourceStream($"format{format}.sdb")!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
