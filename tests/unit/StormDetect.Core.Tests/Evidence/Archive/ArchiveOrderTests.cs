using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Tests.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Archives;

/// <summary>The same records make the same parts and indexes, byte for byte, whatever files they come in, in whatever order, and however much of them memory holds.</summary>
public sealed class ArchiveOrderTests
{
    private static readonly string[] s_lines = [.. Lines()];

    [Fact]
    public void Parts_follow_from_the_records_alone()
    {
        Dictionary<string, string> expected = Archive([s_lines], new AuditArchiveOptions { Clock = TimeProvider.System, MemberBytes = 3000 });
        Assert.Equal(3 * 2, expected.Count);
        Gen<(int Seed, int Files, int Held, int Sources)> gen = Gen.Choose(1, 10_000).SelectMany(static seed => Gen.Choose(1, 6).SelectMany(files => Gen.Choose(0, 4).SelectMany(held => Gen.Choose(2, 9).Select(sources => (seed, files, held, sources)))));
        Prop.ForAll(gen.ToArbitrary(), given =>
        {
            Random random = new(given.Seed);
            string[] lines = [.. s_lines];
            random.Shuffle(lines);

            // Some of them in two files, some of those in another form.
            List<string>[] files = [.. Enumerable.Range(0, given.Files).Select(static _ => new List<string>())];
            foreach (string line in lines)
            {
                files[random.Next(given.Files)].Add(line);
                if (random.Next(4) == 0)
                {
                    files[random.Next(given.Files)].Add(random.Next(2) == 0 ? line : Bare(line));
                }
            }

            AuditArchiveOptions options = new() { Clock = TimeProvider.System, MemberBytes = 3000, HeldBytes = given.Held == 0 ? 1 << 20 : given.Held * 900, MostSources = given.Sources };
            Assert.Equal(expected, Archive([.. files.Select(static file => file.ToArray())], options));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Runs_that_bring_the_same_make_the_same_archive_but_for_when_and_who()
    {
        string[] first = s_lines[..150];
        using ArchiveLab one = new();
        using ArchiveLab other = new();
        foreach (ArchiveLab lab in new[] { one, other })
        {
            AuditArchiveOptions options = new() { Clock = TimeProvider.System, MemberBytes = 3000, HeldBytes = lab == one ? 5000 : 1 << 20, Operator = lab == one ? "kim" : "lee" };
            lab.Export(lab.Write(lab == one ? first : first.Reverse()), options);
            lab.Export(lab.Write(s_lines), options);
        }

        Assert.Equal(Contents(one), Contents(other));
        Assert.Equal(4 * 2, Contents(one).Count);
        string[] entries = [.. new[] { one, other }.Select(static lab => File.ReadAllText(Path.Join(lab.TenantFolder, "manifest", "000002.json")))];
        JsonElement[] parts = [.. entries.Select(static entry => JsonDocument.Parse(entry).RootElement.GetProperty("parts"))];
        Assert.Equal(parts[0].GetRawText(), parts[1].GetRawText());
        Assert.NotEqual(entries[0], entries[1]);
    }

    [Fact]
    public void Records_stand_in_order_of_time_and_of_two_forms_the_one_that_says_more_is_kept()
    {
        string[] lines = [.. s_lines.Take(40)];
        using ArchiveLab lab = new();
        lab.Export(lab.Write([.. lines.Select(Bare), .. lines.Reverse()]), new AuditArchiveOptions { Clock = TimeProvider.System, HeldBytes = 2000, MostSources = 2 });
        Assert.Equal(40, lab.Check().Records);
        string[] kept = [.. lab.Files().Where(static file => file.EndsWith(".jsonl.gz", StringComparison.Ordinal)).SelectMany(static file => Unpack(file))];
        Assert.Equal(lines.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        string[] times = [.. kept.Select(static line => Reading.One(line).CreationTime.ToString("s"))];
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
    }

    [Fact]
    public void What_is_put_aside_is_gone_afterwards_and_lies_packed()
    {
        using ArchiveLab lab = new();
        long most = 0;
        string staging = Path.Join(lab.TenantFolder, ".staging");
        AuditArchiveOptions options = new()
        {
            Clock = TimeProvider.System,
            HeldBytes = 100_000,
            Step = step => most = step == "merge" ? Math.Max(most, Directory.GetFiles(staging, "*.spill").Sum(static file => new FileInfo(file).Length)) : most,
        };
        string[] lines = [.. Enumerable.Range(1, 2000).Select(static i => ArchiveLab.Record(i, ArchiveLab.Day(1).AddSeconds(i), members: ",\"Pad\":\"" + new string('x', 900) + "\""))];
        lab.Export(lab.Write(lines), options);
        Assert.InRange(most, 1, lines.Sum(static line => line.Length) / 4);
        Assert.Equal(2000, lab.Check().Records);
        Assert.False(Directory.Exists(staging));
    }

    [Theory]
    [InlineData(1 << 20, 2)]
    [InlineData(900, 2)]
    [InlineData(900, 5)]
    [InlineData(900, 1000)]
    public void How_far_the_joining_has_come_is_told_to_its_end(int held, int sources)
    {
        using ArchiveLab lab = new();
        List<(long Done, long Total)> told = [];
        lab.Export(
            lab.Write(s_lines.Concat([ArchiveLab.Record(1, ArchiveLab.Day(1), tenant: Guid.NewGuid())])),
            new AuditArchiveOptions { Clock = TimeProvider.System, MemberBytes = 3000, HeldBytes = held, MostSources = sources, Joining = (done, total) => told.Add((done, total)) });

        long total = Assert.Single(told.Select(static at => at.Total).Distinct());
        Assert.True(sources < 1000 && held == 900 ? total > s_lines.Length + 1 : total == s_lines.Length + 1, $"{total} of {s_lines.Length}");
        Assert.Equal(told.Select(static at => at.Done).Order(), told.Select(static at => at.Done));
        Assert.Equal(total, told[^1].Done);
    }

    private static Dictionary<string, string> Archive(string[][] files, AuditArchiveOptions options)
    {
        using ArchiveLab lab = new();
        using (AuditArchiveExport export = new(lab.Root, options))
        {
            export.AddFiles([.. files.Select(lab.Write)], TestContext.Current.CancellationToken);
            export.Complete(new ArchiveProvenance());
        }

        return Contents(lab);
    }

    private static Dictionary<string, string> Contents(ArchiveLab lab) => lab.Files().Where(static file => Path.GetFileName(file).StartsWith("part-", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(lab.Root, file), static file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    private static string[] Unpack(string part)
    {
        using StreamReader text = new(new GZipStream(File.OpenRead(part), CompressionMode.Decompress));
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // The record alone, without what stands around it.
    private static string Bare(string row) => JsonDocument.Parse(row).RootElement.GetProperty("auditData").GetRawText();

    // Rows of Graph, several a second, over three days.
    private static IEnumerable<string> Lines()
    {
        for (int i = 0; i < 300; i++)
        {
            string record = ArchiveLab.Record(i + 1, ArchiveLab.Day(1).AddSeconds(i / 3 * 2590), i % 7 == 0 ? "lee@contoso.example" : "kim@contoso.example", members: $",\"Pad\":\"{new string((char)('a' + (i % 26)), i % 90)}\"");
            yield return new StringBuilder().Append("{\"id\":\"").Append(i).Append("\",\"auditData\":").Append(record).Append('}').ToString();
        }
    }
}
