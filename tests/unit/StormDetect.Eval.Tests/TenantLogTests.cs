using System;
using System.IO;
using System.Linq;
using System.Threading;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Eval.Tests;

public sealed class TenantLogTests
{
    private static readonly MailAccessHuntOptions s_everything = new() { MinimumSeverity = Severity.Informational };

    [Theory]
    [InlineData(3, "token-theft", "", false)]
    [InlineData(4, "low-and-slow", "renamed-users", true)]
    [InlineData(5, "folder-sync", "merger", false)]
    public void The_log_in_memory_is_the_log_on_disk(int seed, string attack, string drift, bool perturbed)
    {
        AuditScenarioOptions options = new()
        {
            Mailboxes = 24,
            Days = 18,
            Seed = seed,
            Attacks = [attack],
            Drifts = drift.Length == 0 ? [] : [drift],
            Perturbed = perturbed,
        };
        DirectoryInfo folder = Directory.CreateTempSubdirectory("stormdetect-eval-");
        try
        {
            AuditScenarioResult written = AuditScenario.Write(folder.FullName, options, CancellationToken.None);
            MailAccessHunt hunt = new(s_everything);
            hunt.AddFiles(written.LogFiles, CancellationToken.None);
            MailAccessHuntResult expected = hunt.Complete(CancellationToken.None);

            TenantLog log = TenantLog.Play(options, CancellationToken.None);
            Assert.Equal(expected.Findings.Select(Told), log.Hunt(options.Days, log.Intrusions[0], s_everything, CancellationToken.None).Select(Told));
            Assert.Equal(written.Intrusions[0].RecordIds.Order(), log.Intrusions[0].Records.Select(static record => record.Id.ToString("D")).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static string Told(MailAccessAnomaly finding) => FormattableString.Invariant($"{finding.Id} {finding.Severity} {finding.Score} {finding.RecordCount} {finding.ItemCount} {finding.SyncedFolderCount} {finding.ReasonsText} {finding.RecordIdsText}");
    }

    [Fact]
    public void Intrusions_begin_when_they_are_told_to()
    {
        TenantLog log = TenantLog.Play(new AuditScenarioOptions { Mailboxes = 20, Days = 14, Attacks = ["common-app", "common-app"], AttacksFrom = 9 }, CancellationToken.None);

        Assert.Equal(2, log.Intrusions.Count);
        Assert.All(log.Intrusions, static intrusion => Assert.All(intrusion.Records, static record => Assert.InRange(record.Time / 86_400, 9, 13)));
        Assert.NotEqual(log.Intrusions[0].Records[0].Id, log.Intrusions[1].Records[0].Id);
    }
}
