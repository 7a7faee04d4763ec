using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class AuditScenarioDeterminismTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void Equal_options_give_equal_bytes_in_any_culture(string culture)
    {
        AuditScenarioOptions options = WrittenScenario.Small(12, [.. AuditScenario.AttackNames]) with { Activity = 0.2 };
        string first = Hash(options);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(first, Hash(options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Another_seed_gives_another_tenant() =>
        Assert.NotEqual(Hash(WrittenScenario.Small(1) with { Activity = 0.1 }), Hash(WrittenScenario.Small(2) with { Activity = 0.1 }));

    [Fact]
    public void An_attack_adds_its_records_and_changes_no_other()
    {
        WrittenScenario clean = WrittenScenario.Write(WrittenScenario.Small(13) with { Activity = 0.3 });

        // One kind takes records away, and has a test of its own.
        string[] attacks = [.. AuditScenario.AttackNames.Where(static name => name != "audit-tamper")];
        WrittenScenario attacked = WrittenScenario.Write(WrittenScenario.Small(13, attacks) with { Activity = 0.3 });
        HashSet<string> planted = [.. attacked.Intrusions.SelectMany(key => key!["recordIds"]!.AsArray().Concat(key["relatedRecordIds"]!.AsArray()).Select(id => (string)id!))];
        Assert.Equal(clean.Lines, attacked.Lines.Where((_, index) => !planted.Contains(WrittenScenario.Text(attacked.Records[index], "Id"))));
    }

    [Fact]
    public void The_log_can_be_made_as_large_as_a_measurement_needs()
    {
        using TemporaryFolder folder = new();
        AuditScenarioResult result = AuditScenario.Write(folder.Sub("a"), WrittenScenario.Small(1) with { Days = 2, DaysPerFile = 7, MinimumBytes = 20_000_000 }, TestContext.Current.CancellationToken);
        Assert.InRange(result.LogFiles.Sum(file => new FileInfo(file).Length), 20_000_000, 30_000_000);
        Assert.Equal("audit-2026-09-08.jsonl", Path.GetFileName(result.LogFiles[1]));
    }

    private static string Hash(AuditScenarioOptions options)
    {
        using TemporaryFolder folder = new();
        AuditScenarioResult result = AuditScenario.Write(folder.Sub("a"), options, TestContext.Current.CancellationToken);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in result.LogFiles.Append(result.AnswerFile))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
