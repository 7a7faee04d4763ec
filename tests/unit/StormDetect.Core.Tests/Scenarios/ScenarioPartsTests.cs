using System;
using System.IO;
using System.Text;
using StormDetect.Core.Scenarios;
using Xunit;

namespace StormDetect.Core.Tests.Scenarios;

public sealed class ScenarioPartsTests
{
    [Fact]
    public void The_random_sequence_never_changes()
    {
        // SplitMix64's first output for seed 0 is published with the algorithm.
        Assert.Equal(0xE220A8397B1DCDAFUL, ScenarioRandom.Mix(0));

        ScenarioRandom random = new(0);
        ulong[] first = [random.Next(), random.Next(), random.Next()];
        Assert.Equal([0x99EC5F36CB75F2B4UL, 0xBF6E1F784956452AUL, 0x1A5F849D4933E6E0UL], first);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(7.3)]
    [InlineData(1e6)]
    public void Logarithm_and_exponential_are_right(double value)
    {
        Assert.Equal(Math.Log(value), ScenarioMath.Log(value), 1e-10 * Math.Max(1, Math.Abs(Math.Log(value))));
        double power = Math.Min(value, 8);
        Assert.Equal(Math.Exp(power), ScenarioMath.Exp(power), 1e-9 * Math.Exp(power));
    }

    [Fact]
    public void Addresses_are_written_as_the_platform_writes_them()
    {
        ScenarioRandom random = new(5);
        JsonLine line = new();
        StringBuilder expected = new();
        for (int i = 0; i < 4_000; i++)
        {
            // Groups are often zero, so that every place of "::" comes up.
            ulong high = (random.Next() & Groups(random)) | 0x2001_0000_0000_0000;
            Add(NetAddress.V6(high, (random.Next() & Groups(random)) | 0x0001_0000_0000_0000));
            Add(NetAddress.V6(high, random.Next() & Groups(random) & 0xFFFF));
            Add(NetAddress.V4((uint)random.Next()));
        }

        Assert.Equal(expected.ToString().Split('\n'), Written(line).Split('\n'));

        void Add(NetAddress address)
        {
            line.Address(address);
            line.Byte((byte)'\n');
            expected.Append(address.ToIPAddress()).Append('\n');
        }

        static ulong Groups(ScenarioRandom random)
        {
            ulong mask = 0;
            for (int shift = 0; shift < 64; shift += 16)
            {
                mask |= random.Chance(0.5) ? 0xFFFFUL << shift : random.Chance(0.3) ? 0x00FFUL << shift : 0;
            }

            return mask;
        }
    }

    [Fact]
    public void A_token_id_is_base64url_of_the_id_in_dotnet_order()
    {
        ScenarioRandom random = new(6);
        JsonLine line = new();
        StringBuilder expected = new();
        for (int i = 0; i < 200; i++)
        {
            Guid id = random.Guid();
            expected.Append(Convert.ToBase64String(id.ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_')).Append('\n');
            line.TokenId(id);
            line.Byte((byte)'\n');
        }

        Assert.Equal(expected.ToString(), Written(line));
    }

    [Fact]
    public void Slashes_are_escaped_in_the_current_line_only()
    {
        JsonLine line = new();
        line.Begin();
        line.Text("a/b"u8);
        line.End(escapeSlashes: false);
        line.Begin();
        line.Text("/c//d/"u8);
        line.End(escapeSlashes: true);
        Assert.Equal("a/b\n\\/c\\/\\/d\\/\n", Written(line));
    }

    [Theory]
    [InlineData(-86_401, -2)]
    [InlineData(-86_400, -1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(86_399, 0)]
    [InlineData(86_400, 1)]
    public void Days_before_the_log_are_negative(int seconds, int day) => Assert.Equal(day, RecordComposer.FloorDay(seconds));

    private static string Written(JsonLine line)
    {
        using MemoryStream stream = new();
        line.WriteTo(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
