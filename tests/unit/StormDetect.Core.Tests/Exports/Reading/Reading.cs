using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using StormDetect.Core.Tests.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Reads files and text the way the tests here need it.</summary>
internal static class Reading
{
    private static readonly Lazy<string[]> s_lines = new(() =>
        [.. WrittenScenario.Write(new AuditScenarioOptions { Mailboxes = 10, Days = 3, Seed = 5, Attacks = ["oauth-app", "folder-sync"] }).Lines
            .Distinct(StringComparer.Ordinal)]);

    /// <summary>A small scenario, one record a line, no line twice.</summary>
    public static string[] Lines => s_lines.Value;

    public static (List<AuditRecord> Records, ReadReport Report) Read(params string[] paths) => Read(new AuditReadOptions(), paths);

    public static (List<AuditRecord> Records, ReadReport Report) Read(AuditReadOptions options, params string[] paths)
    {
        AuditLogReader reader = new(options);
        List<AuditRecord> records = [.. reader.Read(paths, TestContext.Current.CancellationToken)];
        return (records, reader.Report);
    }

    public static (List<AuditRecord> Records, ReadReport Report) Text(string json, AuditReadOptions? options = null)
    {
        AuditLogReader reader = new(options ?? new AuditReadOptions());
        List<AuditRecord> records = [.. reader.ReadText(json, "text")];
        return (records, reader.Report);
    }

    /// <summary>The one record of a JSON text.</summary>
    public static AuditRecord One(string json)
    {
        (List<AuditRecord> records, ReadReport report) = Text(json);
        Assert.Empty(report.DroppedRows);
        return Assert.Single(records);
    }

    /// <summary>A mail-access record with some members of its own.</summary>
    public static string Access(string members = "", string id = "00000000-0000-4000-8000-000000000001") =>
        $$"""{"Id":"{{id}}","CreationTime":"2026-09-01T10:00:00","Operation":"MailItemsAccessed","UserId":"a@contoso.example"{{(members.Length > 0 ? "," : "")}}{{members}}}""";

    public static string Guid(int number) => new Guid(number, 1, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1).ToString("D");

    public static byte[] Form(IEnumerable<string> lines, ExportForm form, ScenarioFormVariant variant)
    {
        using MemoryStream stream = new();
        ScenarioForms.Write(lines.Select(line => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(line))), form, variant, stream);
        return stream.ToArray();
    }

    /// <summary>The facts of files, through the scan with all its threads.</summary>
    public static (MailAccessFacts Facts, ReadReport Report) Facts(params string[] paths)
    {
        MailAccessCollector collector = new();
        AuditScan scan = new([collector]);
        scan.Files(paths, TestContext.Current.CancellationToken);
        ReadReport report = scan.Complete();
        return (collector.Builder.Build(), report);
    }

    /// <summary>Everything facts say, as lines that can be compared.</summary>
    public static List<string> Dump(MailAccessFacts facts, bool sketches = true)
    {
        List<string> dump = [];
        for (int i = 0; i < facts.Count; i++)
        {
            ref readonly MailAccessFact f = ref facts[i];
            dump.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"fact {Box(f.Mailbox)} {f.Day} {facts.Paths[f.Path]} {facts.Networks[f.Network]} {f.Activity} {f.Records} {f.Items} {f.First} {f.Last} {f.Hours} {f.SyncedFolders} {(sketches ? f.FolderSketch : 0)} {f.TokenSketch} users {string.Join(',', facts.UsersOf(f).Select(u => facts.Users[u]))} programs {string.Join(',', facts.ProgramsOf(f).Select(p => facts.Programs[p]))} sessions {string.Join(',', facts.SessionsOf(f).Select(facts.SessionText))} ids {string.Join(',', facts.RecordIdsOf(f))}"));
        }

        dump.AddRange(facts.MailboxDays.Select(d => string.Create(
            CultureInfo.InvariantCulture, $"day {Box(d.Mailbox)} {d.Day} {d.BindHours} {d.OtherHours} {d.ThrottledHours} {d.Binds} {d.LastBind}")));
        dump.AddRange(facts.TenantHours.Select(h => string.Create(
            CultureInfo.InvariantCulture, $"hour {facts.Tenants[h.Tenant]} {h.Hour} {h.Records} {h.MailAccess}")));
        return dump;

        string Box(int mailbox) => $"{facts.Tenants[facts.Mailboxes[mailbox].Tenant]}/{facts.Mailboxes[mailbox].Guid}/{facts.Mailboxes[mailbox].Address}";
    }

    /// <summary>Every row is in exactly one of kept, duplicate and dropped.</summary>
    public static void AssertBalanced(ReadReport report)
    {
        Assert.Equal(report.Rows, report.Kept + report.Duplicates + report.Dropped.Sum(drop => drop.Count));
        Assert.Equal(report.Rows, report.Files.Sum(file => file.Rows));
        Assert.All(report.Files, file => Assert.Equal(file.Rows, file.Kept + file.Dropped));
    }
}
