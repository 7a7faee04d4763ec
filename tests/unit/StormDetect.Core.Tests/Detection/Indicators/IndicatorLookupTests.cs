using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Detection.Indicators;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public sealed class IndicatorLookupTests
{
    [Fact]
    public void An_address_lies_in_exactly_the_networks_that_contain_it() => Prop.ForAll<uint[], uint, byte>(Contained).QuickCheckThrowOnFailure();

    [Fact]
    public void An_ipv6_address_is_read_as_the_framework_reads_it() => Prop.ForAll<ulong, ulong, ushort>(ReadAlike).QuickCheckThrowOnFailure();

    [Fact]
    public void Like_is_what_a_regular_expression_says() => Prop.ForAll<string, string>(LikeExpression).QuickCheckThrowOnFailure();

    private static void Contained(uint[] seeds, uint probe, byte lengths)
    {
        // Few leading bits in common with the probe, so that networks nest, touch and miss.
        List<IPNetwork> networks = [.. seeds.Select((seed, i) => Masked((probe & 0xFFFFFF00) ^ (seed & 0x1FF), 20 + ((seed + (uint)i + lengths) % 13)))];
        AddressTable table = new([.. networks.Select(static n => n.ToString())]);
        for (uint near = 0; near < 8; near++)
        {
            uint address = probe ^ (near * 37);
            int set = table.Find(address);
            IEnumerable<int> expected = Enumerable.Range(0, networks.Count).Where(i => networks[i].Contains(Address(address)));
            Assert.Equal(expected, set < 0 ? [] : table[set].Order());
        }
    }

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("9.255.255.255", true)]
    [InlineData("10.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    public void The_ends_of_the_address_space_count(string address, bool isBelowTen)
    {
        AddressTable table = new(["0.0.0.0/5", "8.0.0.0/7", "10.0.0.0/7", "255.255.255.255/32", "::/1"]);
        int set = table.Find(IPAddress.Parse(address));
        Assert.True(set >= 0);
        Assert.Equal(isBelowTen, table[set].All(static n => n < 2));
        Assert.True(table.Find(UInt128.MaxValue) < 0);
        Assert.True(table.Find(UInt128.One) >= 0);
    }

    private static void ReadAlike(ulong high, ulong low, ushort zeros)
    {
        for (int group = 0; group < 8; group++)
        {
            ulong mask = (zeros & (1 << group)) != 0 ? ~(0xFFFFUL << (16 * (group % 4))) : ulong.MaxValue;
            high &= group < 4 ? mask : ulong.MaxValue;
            low &= group >= 4 ? mask : ulong.MaxValue;
        }

        byte[] bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), low);
        string text = new IPAddress(bytes).ToString();
        bool isRead = IPv6Text.TryParse(Encoding.ASCII.GetBytes(text), out UInt128 address);
        Assert.True(isRead || text.Contains('.', StringComparison.Ordinal), text);
        Assert.True(!isRead || address == new UInt128(high, low), text);
        Assert.Equal(isRead, IPv6Text.TryParse(Encoding.ASCII.GetBytes($"[{text}]:443"), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("fe80::1%eth0")]
    [InlineData("192.0.2.1")]
    [InlineData("[::1")]
    public void What_is_no_ipv6_address_is_left_to_others(string text) => Assert.False(IPv6Text.TryParse(Encoding.ASCII.GetBytes(text), out _));

    private static void LikeExpression(string text, string pattern)
    {
        static string Few(string s) => string.Concat(s.Select(static c => "ab%_"[c % 4]));
        string subject = Few(text ?? string.Empty).Replace('%', 'a').Replace('_', 'b');
        string like = Few(pattern ?? string.Empty);
        string expression = "^" + string.Concat(like.Select(static c => c == '%' ? ".*" : c == '_' ? "." : c.ToString(CultureInfo.InvariantCulture))) + "$";
        Assert.Equal(Regex.IsMatch(subject, expression, RegexOptions.Singleline), TermMatcher.Like(subject, like));
    }

    [Theory]
    [InlineData("Client=OWA;Mozilla/5.0 (X; Y) Z/1;", "Mozilla/5.0 (X; Y) Z/1")]
    [InlineData("Client=REST;Client=RESTSystem;;", "Client=REST;Client=RESTSystem")]
    [InlineData("Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId=aaaaaaaa-0000-4000-8000-00000000000b];", "NoUserAgent")]
    [InlineData("Client=WebServices;ExchangeServicesClient/15;", "ExchangeServicesClient/15")]
    [InlineData("python-requests/2.31", "python-requests/2.31")]
    public void The_agent_is_found_inside_the_clients_description(string text, string agent) => Assert.Contains(agent, ClientTexts.Of(text));

    private static IPAddress Address(uint value)
    {
        byte[] bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new IPAddress(bytes);
    }

    private static IPNetwork Masked(uint address, uint length) => new(Address(address & (uint)(0xFFFFFFFFUL << (int)(32 - length))), (int)length);
}
