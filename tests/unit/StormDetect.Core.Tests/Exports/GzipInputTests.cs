using System;
using System.Linq;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class GzipInputTests : IDisposable
{
    private static readonly InputLimits s_small = new() { BlockBytes = 1024, HeadBytes = 256, MaxHeadBytes = 512 };
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("a.json.gz")]
    [InlineData("no-extension")]
    public void Gzip_is_recognised_by_its_content(string name)
    {
        InputProbe probe = InputProbe.Read(s_small, _folder.Write(name, Packing.Gzip(Samples.Lines(200))));
        Assert.Empty(probe.Problems);
        Assert.Equal(Samples.Lines(200), Assert.Single(probe.Inputs).Text);
    }

    [Fact]
    public void Members_behind_each_other_are_one_text()
    {
        byte[] packed = [.. Packing.Gzip(Samples.Lines(100)), .. Packing.Gzip(""), .. Packing.Gzip(Samples.Lines(7))];
        InputProbe probe = InputProbe.Read(s_small, _folder.Write("a.gz", packed));
        Assert.Empty(probe.Problems);
        Assert.Equal(Samples.Lines(100) + Samples.Lines(7), Assert.Single(probe.Inputs).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    [InlineData(20000)]
    public void A_cut_stream_gives_its_whole_records_and_one_problem(int missing)
    {
        string text = Noise(3000);
        byte[] packed = Packing.Gzip(text);
        InputProbe probe = InputProbe.Read(s_small, _folder.Write("a.gz", packed[..^missing]));
        string read = Assert.Single(probe.Inputs).Text;
        Assert.StartsWith(read, text, StringComparison.Ordinal);
        Assert.EndsWith("}", read.TrimEnd(), StringComparison.Ordinal);
        Assert.InRange(read.Length, missing < 10 ? text.Length - 200 : 1, text.Length);
        InputProblem problem = Assert.Single(probe.Problems);
        Assert.Equal(InputProblemKind.CorruptArchive, problem.Kind);
        Assert.Contains($"byte {read.Length:N0} ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_small_stream_is_noticed()
    {
        byte[] packed = Packing.Gzip(Noise(4));
        for (int length = 3; length < packed.Length; length++)
        {
            InputProbe probe = InputProbe.Read(s_small, _folder.Write("a.gz", packed[..length]));
            Assert.Equal([InputProblemKind.CorruptArchive], probe.Kinds);
            Assert.All(probe.Inputs, input => Assert.StartsWith(input.Text, Noise(4), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_cut_of_a_stream_without_compression_is_noticed()
    {
        string text = Noise(40);
        byte[] packed = Packing.Store(text);
        for (int length = 20; length < packed.Length; length += 7)
        {
            InputProbe probe = InputProbe.Read(s_small, _folder.Write("a.gz", packed[..length]));
            Assert.Equal([InputProblemKind.CorruptArchive], probe.Kinds);
            Assert.All(probe.Inputs, input => Assert.StartsWith(input.Text, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_damaged_stream_gives_one_problem_and_never_an_exception()
    {
        byte[] packed = Packing.Gzip(Noise(300));
        for (int at = 20; at < packed.Length; at += packed.Length / 40)
        {
            byte[] damaged = (byte[])packed.Clone();
            damaged[at] ^= 0x5a;
            Assert.Equal([InputProblemKind.CorruptArchive], InputProbe.Read(s_small, _folder.Write("a.gz", damaged)).Kinds);
        }
    }

    [Fact]
    public void Foreign_bytes_behind_the_stream_are_a_problem()
    {
        byte[] packed = [.. Packing.Gzip(Samples.Lines(50)), .. "not compressed at all"u8];
        InputProbe probe = InputProbe.Read(s_small, _folder.Write("a.gz", packed));
        Assert.Equal(Samples.Lines(50), Assert.Single(probe.Inputs).Text);
        Assert.Equal([InputProblemKind.CorruptArchive], probe.Kinds);
    }

    [Fact]
    public void A_stream_that_unpacks_beyond_all_bounds_is_left_with_what_came_before()
    {
        byte[] packed = Packing.Gzip(Samples.Lines(10) + string.Concat(Enumerable.Repeat("{\"Operation\":\"x\"}\n", 200_000)));
        InputLimits limits = s_small with { RatioGraceBytes = 100_000, MaxRatio = 50 };
        InputProbe probe = InputProbe.Read(limits, _folder.Write("a.gz", packed));
        Assert.Equal([InputProblemKind.ArchiveTooLarge], probe.Kinds);
        Assert.StartsWith(Samples.Lines(10), Assert.Single(probe.Inputs).Text, StringComparison.Ordinal);
        Assert.InRange(probe.Inputs[0].Text.Length, 50_000, 3_000_000);

        InputProbe total = InputProbe.Read(s_small with { MaxUnpackedBytes = 20_000 }, _folder.Write("b.gz", packed));
        Assert.Equal([InputProblemKind.ArchiveTooLarge], total.Kinds);
        Assert.InRange(Assert.Single(total.Inputs).Text.Length, 10_000, 20_000);
    }

    [Fact]
    public void Gzip_in_gzip_is_read_but_not_without_end()
    {
        byte[] twice = Packing.Gzip(Packing.Gzip(Samples.Lines(5)));
        Assert.Equal(Samples.Lines(5), Assert.Single(InputProbe.Read(_folder.Write("a.gz", twice)).Inputs).Text);
        Assert.Equal([InputProblemKind.ArchiveTooLarge], InputProbe.Read(_folder.Write("b.gz", Packing.Gzip(twice))).Kinds);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Records that do not compress well, so that a cut takes some of them.</summary>
    private static string Noise(int count)
    {
        Random random = new(5);
        return string.Concat(Enumerable.Range(0, count).Select(number => $"{{\"Id\":\"{random.NextInt64():x16}{random.NextInt64():x16}\",\"Operation\":\"{number}\"}}\n"));
    }
}
