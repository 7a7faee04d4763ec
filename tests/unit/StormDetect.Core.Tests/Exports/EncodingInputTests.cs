using System;
using System.Text;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class EncodingInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Utf16_is_read_as_utf8(bool bigEndian, bool mark)
    {
        UnicodeEncoding encoding = new(bigEndian, mark);
        string text = Samples.Lines(40) + "{\"Id\":\"caf\u00e9 \ud83d\ude00\"}\n";
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        InputProbe probe = InputProbe.Read(new InputLimits { BlockBytes = 300, HeadBytes = 200 }, _folder.Write("a.txt", bytes));
        ProbedInput input = Assert.Single(probe.Inputs);
        Assert.Empty(probe.Problems);
        Assert.Equal(text, input.Text);
        long expected = (mark ? 3 : 0) + Encoding.UTF8.GetByteCount(text) - Encoding.UTF8.GetByteCount(input.Blocks[^1]);
        Assert.Equal(expected, input.Offsets[^1]);
    }

    [Fact]
    public void Utf16_csv_is_read()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Samples.Header + Samples.Rows(3))];
        ProbedInput input = Assert.Single(InputProbe.Read(_folder.Write("a.csv", bytes)).Inputs);
        Assert.Equal(InputLayout.Csv, input.Layout);
        Assert.Equal(Samples.Rows(3), input.Text);
    }

    [Fact]
    public void Utf16_inside_gzip_is_read()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Samples.Lines(5))];
        Assert.Equal(Samples.Lines(5), Assert.Single(InputProbe.Read(_folder.Write("a", Packing.Gzip(bytes))).Inputs).Text);
    }

    [Fact]
    public void Utf32_is_not_taken_for_utf16()
    {
        byte[] bytes = [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Samples.Lines(5))];
        Assert.Equal([InputProblemKind.BinaryFile], InputProbe.Read(_folder.Write("a", bytes)).Kinds);
    }

    public void Dispose() => _folder.Dispose();
}
