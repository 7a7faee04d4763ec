using System;
using System.Linq;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>The quick ways to read an address or its network take nothing that the careful way reads differently.</summary>
public sealed class RecordAddressTests
{
    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("192.0.2.1:56806")]
    public void Plain_addresses_are_read_quickly(string text)
    {
        Assert.True(RecordAddress.TryParseIPv4(Encoding.ASCII.GetBytes(text), out uint quick));
        Assert.True(RecordAddress.TryParse(text, out IPAddress careful));
        Assert.Equal(Network.FromAddress(careful), Network.FromIPv4(quick));
        Assert.Equal(IPAddress.Parse(text.Split(':')[0]), new IPAddress([(byte)(quick >> 24), (byte)(quick >> 16), (byte)(quick >> 8), (byte)quick]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.")]
    [InlineData(".192.0.2")]
    [InlineData("192..0.2")]
    [InlineData("192.0.2.1.5")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.0001")]
    [InlineData("192.0.2.010")]
    [InlineData("192.0.2.1:http")]
    [InlineData(" 192.0.2.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("[192.0.2.1]:25")]
    public void Everything_else_is_left_to_the_careful_way(string text) => Assert.False(RecordAddress.TryParseIPv4(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("192.0.2.1:56806")]
    [InlineData("2001:db8:80b6:b:6aa0:dbbe:7b3f:999a")]
    [InlineData("2001:DB8::1")]
    [InlineData("[2001:db8::1]:4434")]
    [InlineData("[2001:db8::1]")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("1::")]
    [InlineData("1:2:3:4:5:6:7::")]
    public void Networks_are_read_quickly_as_the_careful_way_reads_them(string text)
    {
        Assert.True(RecordAddress.TryReadNetwork(Encoding.ASCII.GetBytes(text), out Network quick));
        Assert.Equal(RecordAddress.NetworkOf(text), quick);
        Assert.False(quick.IsNone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("::ffff:c000:201")]
    [InlineData("[::ffff:c000:201]:443")]
    [InlineData("fe80::1%eth0")]
    [InlineData(" 2001:db8::1")]
    [InlineData("1:2")]
    [InlineData("12345::")]
    [InlineData("localhost")]
    public void Other_networks_are_left_to_the_careful_way(string text)
    {
        Assert.False(RecordAddress.TryReadNetwork(Encoding.ASCII.GetBytes(text), out Network network));
        Assert.True(network.IsNone);
    }

    [Fact]
    public void The_quick_way_never_disagrees() => Prop.ForAll<int[]>(static choices =>
    {
        string text = string.Concat((choices ?? []).Select(static choice => s_pieces[(choice & int.MaxValue) % s_pieces.Length]));
        if (RecordAddress.TryReadNetwork(Encoding.ASCII.GetBytes(text), out Network quick))
        {
            Assert.Equal(RecordAddress.NetworkOf(text), quick);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));

    // Of these, addresses come out by chance often enough.
    private static readonly string[] s_pieces = [":", "::", "0", "1:", "db8:", "FFFF:", "2001:db8:1:2:3:", "1.2.3.4", "192.0.", "2.1", "[", "]", "]:25", "%2", ".", "::ffff:", "10000"];
}
